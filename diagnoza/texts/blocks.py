"""How a library's text is written: headings after "# ", list entries after "- ", paragraphs between blank lines.

A line stays a line, so that one thought can stand on each. There is no other markup, so nothing has to be cleaned.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

NAME = re.compile(r"\{([^{}\n]*)\}")
HEADING, ENTRY = "# ", "- "
Kind = Literal["heading", "entries", "paragraph"]


@dataclass(frozen=True)
class Block:
    """A heading, a list or a paragraph, by lines."""

    kind: Kind
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """The text in order; blank lines only part paragraphs."""
    lines = [line.strip() for line in text.splitlines()]
    return tuple(_blocks(lines))


def _blocks(lines: list[str]) -> Iterator[Block]:
    for kind, group in groupby(lines, _kind):
        if kind == "heading":
            yield from (Block("heading", (line[len(HEADING) :],)) for line in group)
        elif kind == "entries":
            yield Block("entries", tuple(line[len(ENTRY) :] for line in group))
        elif kind == "paragraph":
            yield Block("paragraph", tuple(group))


def _kind(line: str) -> Kind | None:
    if not line:
        return None
    if line.startswith(HEADING):
        return "heading"
    return "entries" if line.startswith(ENTRY) else "paragraph"


def names(text: str) -> set[str]:
    """The names in braces that stand in a text."""
    return set(NAME.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with a value for each name; a name without one stays as it is written."""
    return NAME.sub(lambda found: values.get(found.group(1), found.group()), text)
