"""The poster of a survey and the poster with links to tear off, as tagged PDF (PDF/UA-1)."""

import json
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Literal

import typst

from diagnoza.documents import qr

Paper = Literal["a3", "a4"]
TEMPLATE = Path(__file__).parent / "typst" / "poster.typ"
# DejaVu Sans comes with matplotlib and has Polish and Ukrainian letters; Libertinus Serif comes with typst.
FONTS = [Path(str(distribution("matplotlib").locate_file("matplotlib/mpl-data/fonts/ttf")))]
STRIPS = 10
LONGEST_PART = 36
"""Characters of an address that stand on one line of a strip and can still be read."""


@dataclass(frozen=True)
class Words:
    """What the poster says, in its language: `facts` stand one below the other beside the code."""

    title: str
    lede: str
    scan: str
    or_type: str
    alt: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Poster:
    """One poster: whose, in which language, where its code leads, the address to type, and the place that it is for."""

    library: str
    contact: str
    language: str
    url: str
    typed: str
    words: Words
    place: str = ""


def pdf(poster: Poster, paper: Paper = "a4", strips: bool = False) -> bytes:
    """The poster on A3 or A4; with `strips`, ten links to tear off at its foot."""
    data = {
        "paper": paper,
        "strips": STRIPS if strips else 0,
        "lang": poster.language,
        "library": poster.library,
        "contact": poster.contact,
        "qr": qr.svg(poster.url).decode(),
        "printed": printed(poster.typed),
        "strip": on_strip(poster.typed),
        "place": poster.place,
        **vars(poster.words),
    }
    return bytes(
        typst.compile(
            TEMPLATE,
            font_paths=FONTS,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(data)},
            pdf_standards=["ua-1"],
        )
    )


def printed(url: str) -> str:
    """An address as people type it: without what a browser adds by itself."""
    return url.partition("://")[2]


def on_strip(url: str) -> str:
    """The address for a narrow strip: where its last part would be too small to read, the place is left out."""
    return printed(url) if len(url.rpartition("/")[2]) <= LONGEST_PART else printed(url).partition("?")[0]
