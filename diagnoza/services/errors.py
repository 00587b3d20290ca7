"""What can go wrong in a use case; the pages turn these into words."""

from collections.abc import Mapping
from datetime import date
from typing import Any


class UseCaseError(Exception):
    """Base of the errors that a page or command explains to its user."""


class CampaignClosed(UseCaseError):
    """The campaign does not accept this response any more, or not yet."""


class EntryCodeRefused(UseCaseError):
    """The single-use code is "missing", "mistaken", "unknown" or "used"."""


class SlugTaken(UseCaseError):
    """The address is in use by another campaign."""


class NotFound(UseCaseError):
    """There is no such campaign in this library."""


class TextChanged(UseCaseError):
    """Somebody saved another version of a text in the meantime."""


class EmailTaken(UseCaseError):
    """There is an account with this address already."""


class PaperTooLate(UseCaseError):
    """Paper of this campaign may not be typed in any more, or not yet."""


class UnknownSheet(UseCaseError):
    """No sheet with this code was printed for this campaign."""


class SheetEntered(UseCaseError):
    """The sheet was typed in before: its code, and the day."""

    def __init__(self, code: str, day: date) -> None:
        super().__init__(code)
        self.code, self.day = code, day


class NotToday(UseCaseError):
    """Only an own entry of today can be undone."""


class FileWaits(UseCaseError):
    """The very same file was uploaded before and waits: the day."""

    def __init__(self, day: date) -> None:
        super().__init__(str(day))
        self.day = day


class PageRefused(UseCaseError):
    """A page is not the one that a librarian says it is, or may not be: why, and what more is known."""

    def __init__(self, why: str, params: Mapping[str, Any]) -> None:
        super().__init__(why)
        self.why, self.params = why, params


class NoCodes(UseCaseError):
    """Codes cannot be asked for: there is none with which anybody could answer."""


class ImpossibleHands(UseCaseError):
    """More hands than people, or nobody there to raise one."""
