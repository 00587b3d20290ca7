"""Colours of the charts: light, dark and black-and-white, each measured for contrast in the tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from analysis.charts.model import Size
from analysis.errors import ChoiceError, listed


@dataclass(frozen=True)
class Palette:
    """One colour scheme, in "#rrggbb". `lack`, `importance`, `state` and `heat` run from low to high."""

    ground: str
    ink: str
    muted: str
    rule: str
    bar: str
    quiet_bar: str
    alarm: str
    edge: str | None
    unknown: str
    lack: tuple[str, ...]
    importance: tuple[str, ...]
    state: tuple[str, ...]
    heat: tuple[str, ...]


LIGHT = Palette(
    ground="#fffdf8",
    ink="#1f2430",
    muted="#5b6270",
    rule="#d9d3c7",
    bar="#14532d",
    quiet_bar="#83988a",
    alarm="#a3341f",
    edge=None,
    unknown="#97917f",
    lack=("#7fa3ba", "#e8b760", "#a3341f"),
    importance=("#8d8676", "#ddd6c6", "#6b2d5c"),
    state=("#a3341f", "#ddd6c6", "#0b5c8a"),
    heat=("#f1f3e6", "#d5e2cd", "#a8c8ac", "#3f7a58", "#14532d"),
)
DARK = Palette(
    ground="#15181e",
    ink="#ece8df",
    muted="#aab0bb",
    rule="#3b414d",
    bar="#6cc08f",
    quiet_bar="#647a6d",
    alarm="#f0917a",
    edge=None,
    unknown="#8b8778",
    lack=("#4f7f9c", "#d9a441", "#f39c86"),
    importance=("#756f61", "#4a4942", "#d79ac8"),
    state=("#f0917a", "#4a4942", "#6db3de"),
    heat=("#20272a", "#27392f", "#2f5240", "#63ab80", "#a5dfba"),
)
PAPER = Palette(
    ground="#ffffff",
    ink="#000000",
    muted="#3d3d3d",
    rule="#bdbdbd",
    bar="#3a3a3a",
    quiet_bar="#d0d0d0",
    alarm="#000000",
    edge="#000000",
    unknown="#8f8f8f",
    lack=("#ffffff", "#bdbdbd", "#3a3a3a"),
    importance=("#ffffff", "#bdbdbd", "#2b2b2b"),
    state=("#2b2b2b", "#bdbdbd", "#ffffff"),
    heat=("#ffffff", "#e4e4e4", "#c4c4c4", "#5e5e5e", "#1c1c1c"),
)
READABLE = 4.5
"""Least contrast of text, by WCAG 2.2 AA."""
SCHEMES = {"light": LIGHT, "dark": DARK}


def palette(size: Size, scheme: str) -> Palette:
    """The palette of a scheme ("light" or "dark"); print is black and white whatever the scheme."""
    if scheme not in SCHEMES:
        raise ChoiceError(f"scheme {scheme!r} is unknown; allowed: {listed(SCHEMES)}")
    return PAPER if size is Size.PRINT else SCHEMES[scheme]


def ramp(anchors: Sequence[str], steps: int) -> tuple[str, ...]:
    """`steps` colours evenly along the anchors, first and last included; one step is the last anchor."""
    if steps == 1:
        return (anchors[-1],)
    return tuple(_along(anchors, index / (steps - 1) * (len(anchors) - 1)) for index in range(steps))


def _along(anchors: Sequence[str], position: float) -> str:
    start = min(int(position), len(anchors) - 2)
    part = position - start
    pairs = zip(_channels(anchors[start]), _channels(anchors[start + 1]), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * part):02x}" for low, high in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two colours, 1..21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in _channels(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@lru_cache(maxsize=1024)
def readable_on(fill: str, colours: Palette) -> str:
    """Ink or ground, whichever reads better on `fill`; on a middle tone black or white, so always at 4.5 or more."""
    own = max((colours.ink, colours.ground), key=lambda colour: contrast(fill, colour))
    if contrast(fill, own) >= READABLE:
        return own
    return max(("#000000", "#ffffff"), key=lambda colour: contrast(fill, colour))
