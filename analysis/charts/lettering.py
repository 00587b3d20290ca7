"""Measuring and wrapping text in DejaVu Sans, the font that matplotlib brings along.

Widths are in the unit of `size`. DejaVu Sans is among the widest screen fonts, so what fits here also fits
where a browser shows the text in the reader's own font.
"""

import re
from functools import lru_cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags

from analysis.charts.texts import plain

FAMILY = "DejaVu Sans"
_FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
_UNITS = 100
_ABSENT = "\N{REPLACEMENT CHARACTER}"
_LONELY = re.compile(r"\b(\w) ")


@lru_cache
def _font(bold: bool) -> FT2Font:
    font = FT2Font(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / _FILES[bold])
    font.set_size(_UNITS, 72)
    return font


@lru_cache
def properties(size: float, bold: bool) -> FontProperties:
    """matplotlib's description of the font at `size` points."""
    return FontProperties(family=[FAMILY], size=size, weight="bold" if bold else "normal")


@lru_cache(maxsize=4096)
def _advance(character: str, bold: bool) -> float:
    glyph = _font(bold).load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / _UNITS


@lru_cache(maxsize=4096)
def _drawable(character: str) -> bool:
    """Whether both weights of the font have the character."""
    return all(_font(bold).get_char_index(ord(character)) for bold in _FILES)


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """The text on one line, without control characters; a character the font lacks becomes U+FFFD.

    A one-letter word is bound to the next: in Polish type it never ends a line.
    """
    drawn = "".join(c if _drawable(c) else _ABSENT for c in plain(text))
    return _LONELY.sub("\\1\N{NO-BREAK SPACE}", drawn)


@lru_cache(maxsize=4096)
def width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line of clean text at a font size, in the size's unit (kerning left out)."""
    return size * sum(_advance(character, bold) for character in clean(text))


def shorten(text: str, room: float, size: float, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits `room` together with an ellipsis."""
    if width(text, size, bold) <= room:
        return text
    return _fitting(text, room - width("…", size, bold), size, bold).rstrip() + "…"


@lru_cache(maxsize=4096)
def wrap(text: str, room: float, size: float, bold: bool = False, most: int = 2) -> tuple[str, ...]:
    """The text on one to `most` lines no wider than `room`; the last is shortened when more is left."""
    lines: list[str] = []
    rest = clean(text)
    while rest and len(lines) < most - 1:
        line, rest = _first_line(rest, room, size, bold)
        lines.append(line)
    return (*lines, shorten(rest, room, size, bold)) if rest or not lines else tuple(lines)


@lru_cache(maxsize=1024)
def balance(text: str, room: float, size: float, bold: bool = False, most: int = 2) -> tuple[str, ...]:
    """The text on as many lines as `wrap` needs, but of about equal length."""
    lines = wrap(text, room, size, bold, most)
    longest = max((width(word, size, bold) for word in clean(text).split(" ")), default=0.0)
    narrow, wide = max(room / 2, longest), room
    while wide - narrow > size:
        middle = (narrow + wide) / 2
        closer = wrap(text, middle, size, bold, most + 1)
        narrow, wide, lines = (narrow, middle, closer) if len(closer) <= len(lines) else (middle, wide, lines)
    return lines


def _first_line(text: str, room: float, size: float, bold: bool) -> tuple[str, str]:
    line = _fitting(text, room, size, bold)
    if line == text:
        return text, ""
    space = line.rfind(" ") if text[len(line)] != " " else len(line)
    cut = space if space > 0 else max(len(line), 1)
    return text[:cut].rstrip(), text[cut:].lstrip()


def _fitting(text: str, room: float, size: float, bold: bool) -> str:
    used = 0.0
    for place, character in enumerate(text):
        used += size * _advance(character, bold)
        if used > room:
            return text[:place]
    return text
