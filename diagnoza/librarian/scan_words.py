"""What is said about pictures that cannot be read, and about places that a person has to look at."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from diagnoza.documents import sheet_code
from diagnoza.queries.scans import FileRow
from diagnoza.scanning.answers import Doubt
from diagnoza.scanning.errors import Why
from diagnoza.services.read_scans import ENTERED, WAITS

MEGABYTE = 1024 * 1024


def page_problems(file: FileRow) -> list[str]:
    """What was wrong with the pages of a file, each with its number."""
    return [
        str(_("Page %(number)s: %(problem)s", number=each["page"], problem=problem(each["why"], each["params"])))
        for each in file.problems
    ]


def problem(why: str, params: Mapping[str, Any]) -> str:
    """What was found, what is allowed, what to do."""
    words = {
        Why.EMPTY: _("it is empty (0 bytes). Choose it again, or scan the sheet again."),
        Why.TYPE: _("it is neither a JPEG, PNG or TIFF picture nor a PDF file (%(found)s). Save it as one of these."),
        Why.BROKEN: _("it is damaged. Scan the sheet again."),
        Why.LOCKED: _("it is protected by a password. Save it without one."),
        Why.TOO_LARGE: _("it has %(found)s MB; at most %(limit)s MB are allowed. Divide it, or scan at 200 dpi."),
        Why.TOO_MANY_PIXELS: _(
            "the picture has %(found)s million points; at most %(limit)s million are allowed. Scan at 200 to 300 dpi."
        ),
        Why.TOO_FEW_PIXELS: _("the shorter side has %(found)s points; at least %(limit)s are needed. Scan at 200 dpi."),
        Why.TOO_MANY_PAGES: _("it has %(found)s pages; at most %(limit)s are allowed. Divide it."),
        Why.MARKS: _(
            "the four corner marks are not all seen (%(found)s of %(limit)s). "
            "Lay the whole page flat, without a finger or shadow on a corner, and take it again."
        ),
        Why.CODE: _("the square code cannot be read. Take the page again, sharper, or type the sheet in by keys."),
        Why.UNKNOWN_SHEET: _("the sheet %(code)s was not printed for this survey. Upload it where it belongs."),
        Why.MISFIT: _("the boxes are not where they were printed. Flatten the page, or type the sheet in by keys."),
        ENTERED: _("the sheet %(code)s was typed in on %(day)s; a sheet counts once."),
        WAITS: _(
            "page %(page)s of the sheet %(code)s waits already. A better picture: throw the waiting one away first. "
            "A photocopy: type it in by keys without its code."
        ),
    }
    return str(words[why]) % _shown(why, params)


def refusal(why: str, params: Mapping[str, Any]) -> str:
    """Why a page is not the one that somebody says it is: what was found, what is allowed, what to do."""
    words = {
        Why.UNKNOWN_SHEET: _(
            "No sheet of this survey was printed with the code %(code)s. Compare it with the picture. "
            "A sheet of another survey: delete this page and upload it there."
        ),
        Why.NO_SUCH_PAGE: _("The sheet %(code)s has the pages %(limit)s; there is no page %(page)s."),
        Why.OTHER_PAGE: _(
            "The boxes in the picture stand as on page %(found)s of the sheet %(code)s, not as on page %(page)s. "
            "Compare the number with the picture."
        ),
        Why.MISFIT: _(
            "The boxes in the picture do not stand as on page %(page)s of the sheet %(code)s. Compare the code and the "
            "number with the picture. If they are right, flatten the paper and take it again, or type it in by keys."
        ),
        ENTERED: _(
            "The sheet %(code)s was typed in on %(day)s; a sheet counts once. Compare the code with the picture. "
            "If it is right, this page is not needed: delete it. A photocopy: type it in by keys without its code."
        ),
        WAITS: _(
            "Page %(page)s of the sheet %(code)s waits already. Compare the code and the number with the picture. "
            "If they are right, delete one of the two. A photocopy: type it in by keys without its code."
        ),
    }
    return str(words[why]) % _shown(why, params)


def _shown(why: str, params: Mapping[str, Any]) -> dict[str, Any]:
    shown = {"found": _("another kind of file"), "limit": "?", **params}
    if why == Why.NO_SUCH_PAGE:
        shown["limit"] = ", ".join(map(str, shown["limit"]))
    if "code" in shown:
        shown["code"] = sheet_code.shown(shown["code"])
    if "day" in shown:
        shown["day"] = format_date(date.fromisoformat(shown["day"]), "long")
    if why == Why.TOO_LARGE:
        shown |= {"found": -(-shown["found"] // MEGABYTE), "limit": shown["limit"] // MEGABYTE}
    if why == Why.TOO_MANY_PIXELS:
        shown |= {"found": -(-shown["found"] // 1_000_000), "limit": shown["limit"] // 1_000_000}
    return shown


def doubt(why: Doubt) -> str:
    """Why a person should look."""
    words = {
        Doubt.UNSURE: _("This box could not be read with certainty."),
        Doubt.SEVERAL: _("Several boxes are crossed where one is allowed."),
        Doubt.TOO_MANY: _("More boxes are crossed than allowed."),
        Doubt.SAME_PLACE: _("The order contradicts itself."),
        Doubt.ONLY_TAKEN_BACK: _("A box was filled: taken back, or a thick cross?"),
        Doubt.BESIDE: _("A mark beside the boxes: a circle, a line or a tick? Type what it means."),
        Doubt.WRITTEN: _("Something is written here. Type it."),
    }
    return str(words[why])
