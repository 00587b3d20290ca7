"""Why a file or a page cannot be read. The codes are for the page that tells a librarian what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Why(StrEnum):
    """What is wrong, and between brackets the params that say more."""

    EMPTY = "empty"
    """No bytes at all."""
    TYPE = "type"
    """Not a JPEG, PNG, TIFF or PDF file (found: the name of what it is, where that is known)."""
    BROKEN = "broken"
    """Cut off, or made to do harm."""
    LOCKED = "locked"
    """A PDF that asks for a password."""
    TOO_LARGE = "too_large"
    """Too many bytes (found, limit)."""
    TOO_MANY_PIXELS = "too_many_pixels"
    """A page has too many pixels (found, limit)."""
    TOO_FEW_PIXELS = "too_few_pixels"
    """A page is too small to be read (found, limit: the shorter side in pixels)."""
    TOO_MANY_PAGES = "too_many_pages"
    """Too many pages (found, limit)."""
    MARKS = "marks"
    """Not all four corner marks are seen (found, limit): cut off, covered, not our sheet."""
    CODE = "code"
    """The square code cannot be read; a person may say what it is (`reader.told`)."""
    UNKNOWN_SHEET = "unknown_sheet"
    """Nobody knows the sheet (code)."""
    NO_SUCH_PAGE = "no_such_page"
    """The sheet has no such page with something to answer (code, page; limit: those it has)."""
    OTHER_PAGE = "other_page"
    """A person said which page it is, and the boxes stand as on another one of the sheet (code, page; found)."""
    MISFIT = "misfit"
    """The boxes are not where this sheet has them (found, limit: share): another printout, or badly crumpled."""


@dataclass
class PageError(ValueError):
    """A file or a page that cannot be read."""

    why: Why
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The code and what more is known, for logs and tests."""
        return " ".join([str(self.why), *(f"{name}={value}" for name, value in self.params.items())])
