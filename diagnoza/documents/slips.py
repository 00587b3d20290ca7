"""Slips with single-use codes, ten on a sheet of A4, as tagged PDF (PDF/UA-1)."""

import json
from dataclasses import dataclass
from pathlib import Path

import typst

from diagnoza.documents import qr, sheet_code
from diagnoza.documents.poster import FONTS, printed

TEMPLATE = Path(__file__).parent / "typst" / "slips.typ"


@dataclass(frozen=True)
class Slips:
    """What every slip says in its language: whose survey, where it is, and how the code works."""

    title: str
    library: str
    language: str
    url: str
    or_type: str
    code_is: str
    once: str
    alt: str


def pdf(slips: Slips, codes: list[str]) -> bytes:
    """One slip for each code; the QR code leads to the survey with the code filled in."""
    join = "&" if "?" in slips.url else "?"
    data = {
        **vars(slips),
        "printed": printed(slips.url).partition("?")[0],
        "codes": [
            {"shown": sheet_code.shown(code), "qr": qr.svg(f"{slips.url}{join}kod={code}").decode()} for code in codes
        ],
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
