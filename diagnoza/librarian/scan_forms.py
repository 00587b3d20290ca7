"""Forms for scanned sheets: the files, and the sheet as it was read with the places that a person has to look at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import StringField, ValidationError

from diagnoza.librarian import scan_words
from diagnoza.librarian.paper_forms import PREFIX, TypedForm, code_in, label
from diagnoza.questionnaire import keyed
from diagnoza.questionnaire.definition import Definition
from diagnoza.questionnaire.pages import html_id
from diagnoza.scanning.answers import Doubt, Doubtful
from diagnoza.scanning.boxes import ReadBox
from diagnoza.scanning.errors import Why
from diagnoza.services.read_scans import WaitingSheet
from diagnoza.services.tell_page import Told

LOOKED = "z-"
"""Stands before the names of the boxes that say "looked at"."""


class ScanForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """Files with pictures of sheets."""

    files = MultipleFileField(_("Photos or scans"))

    @property
    def chosen(self) -> list[FileStorage]:
        """The files; a browser sends one without a name where none was chosen."""
        return [file for file in self.files.data or [] if isinstance(file, FileStorage) and file.filename]

    def refuse(self, reasons: list[str]) -> None:
        """Say beside the files which of them cannot be used."""
        self.files.errors = [*self.files.errors, *reasons]


PAGE = re.compile(r"\s*([1-9][0-9]?)\s*(/\s*[0-9]{1,2}\s*)?")
"""The number of a page, perhaps with how many there are, as the foot of the page says it."""


class ToldForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What the foot of a page says: the code of its sheet and the number of the page."""

    code = StringField(_("Code of the sheet"))
    page = StringField(_("Number of the page"))

    @property
    def told(self) -> Told:
        """Both, once the form is valid."""
        found = PAGE.fullmatch(self.page.data)
        return Told(code_in(self.code.data) or "", int(found[1]) if found else 0)

    def validate_code(self, field: StringField) -> None:
        """Eight characters, the last of which checks the others."""
        if not (field.data or "").strip():
            raise ValidationError(gettext("Type the code from the foot of the page."))
        if code_in(field.data) is None:
            said = gettext(
                "%(found)s cannot be a code: a character is wrong, missing or too many. Type the eight from the foot "
                "of the page; the letters I, L, O and U are never among them."
            )
            raise ValidationError(said % {"found": field.data.strip()})

    def validate_page(self, field: StringField) -> None:
        """A number, with or without how many pages there are."""
        if not PAGE.fullmatch(field.data or ""):
            raise ValidationError(gettext("Type the number of the page: the one before the slash."))

    def refuse(self, why: str, reason: str) -> None:
        """Say why the page cannot be this one, beside what is to be compared first."""
        field = self.page if why in (Why.NO_SUCH_PAGE, Why.OTHER_PAGE) else self.code
        field.errors = [*field.errors, reason]


@dataclass(frozen=True)
class Cut:
    """A piece of a picture: its page, which box or space it shows, and what it shows in words."""

    page_id: int
    place: int
    words: str


@dataclass(frozen=True)
class Look:
    """A place to look at: what is said of it, its pieces, and whether somebody looked.

    `name` is the field to type in ("" for a page or for the whole sheet), `box` the one that says "looked at" in the
    words `said`, `id` the latter's id.
    """

    name: str
    box: str
    id: str
    label: str
    said: str
    why: tuple[str, ...]
    cuts: tuple[Cut, ...]
    looked: bool
    error: str | None

    @property
    def field(self) -> str:
        """The id of what is to be typed in; of the box where nothing is."""
        return html_id(self.name) if self.name else self.id


class ScannedForm:
    """A sheet as it was read, to be corrected and confirmed. Every doubtful place has to be looked at."""

    def __init__(self, definition: Definition, sheet: WaitingSheet, typed: TypedForm) -> None:
        self.definition, self.sheet, self.typed = definition, sheet, typed
        self.sent = False
        self.places = {
            (box.box.name, box.box.value, page_id): place
            for page_id, page in sheet.pages.items()
            for place, box in enumerate(page.boxes)
        }

    @classmethod
    def read(cls, definition: Definition, sheet: WaitingSheet, typed: dict[str, str]) -> "ScannedForm":
        """The sheet as it was read."""
        return cls(definition, sheet, TypedForm(definition, typed, keyed.lines(definition)))

    def take(self) -> None:
        """Use what was sent instead."""
        self.typed, self.sent = TypedForm.sent(self.definition, keyed.lines(self.definition)), True

    def validate(self) -> bool:
        """Whether everything can be stored, and every doubtful place was looked at."""
        fine = self.typed.validate()
        return fine and not any(look.error for look in self.looks)

    @property
    def looks(self) -> list[Look]:
        """Every place to look at, in the order of the paper; what concerns pages or the whole sheet first."""
        return [*self._missing(), *self._empty(), *self._doubtful()]

    @property
    def by_line(self) -> dict[str, Look]:
        """The places by the names of their lines."""
        return {look.name: look for look in self.looks if look.name}

    @property
    def errors(self) -> list[dict[str, str]]:
        """What has to be mended, for the error summary."""
        unseen = [{"field_id": look.id, "message": f"{look.label}: {look.error}"} for look in self.looks if look.error]
        return [*self.typed.errors, *unseen]

    def _missing(self) -> Iterator[Look]:
        for number in self.sheet.missing:
            why = gettext("Nothing was read from it. Type what it says, or upload it first.")
            said = gettext("Page %(number)s is missing", number=number)
            yield self._look("", f"{LOOKED}page-{number}", said, (why,), ())

    def _empty(self) -> Iterator[Look]:
        if not self.sheet.mostly_empty:
            return
        why = gettext("Look at the pictures: are there circles, underlined words or pale crosses that were not read?")
        if self.sheet.blank:
            words, said = gettext("Nothing is crossed on this sheet"), gettext("The sheet is empty, looked at")
        else:
            words, said = gettext("Most questions are empty"), gettext("Most questions are empty, looked at")
        yield replace(self._look("", f"{LOOKED}empty", words, (why,), ()), said=said)

    def _doubtful(self) -> Iterator[Look]:
        for line in keyed.lines(self.definition):
            doubts = [each for each in self.sheet.read.doubts if set(each.fields) & set(line.fields)]
            if doubts:
                why = tuple(dict.fromkeys(scan_words.doubt(each.why) for each in doubts))
                cuts = tuple(dict.fromkeys(cut for each in doubts for cut in self._cuts(each, line)))
                yield self._look(PREFIX + line.name, LOOKED + line.name, label(line), why, cuts)

    def _look(self, name: str, box: str, words: str, why: tuple[str, ...], cuts: tuple[Cut, ...]) -> Look:
        looked = bool(request.form.get(box)) if self.sent else False
        missing = self.sent and not looked
        error = gettext("Look at the paper or at the picture, and say so here.") if missing else None
        said = gettext("Looked at: %(place)s", place=words)
        return Look(name, box, html_id(box), words, said, why, cuts, looked, error)

    def _cuts(self, doubt: Doubtful, line: keyed.Line) -> Iterator[Cut]:
        words = label(line)
        for page_id, page in self.sheet.pages.items():
            for box in _shown(doubt):
                place = self.places.get((box.box.name, box.box.value, page_id))
                if place is not None and box.box.name in line.fields:
                    yield Cut(page_id, place, gettext("A box of: %(question)s", question=words))
            if not doubt.boxes:
                for place, space in enumerate(page.spaces, len(page.boxes)):
                    if space.space.name in line.fields:
                        yield Cut(page_id, place, gettext("Handwriting: %(question)s", question=words))


def _shown(doubt: Doubtful) -> list[ReadBox]:
    """The boxes to show; of ink beside boxes each row once, because the whole row is shown."""
    if doubt.why != Doubt.BESIDE:
        return list(doubt.boxes)
    return list({(each.box.name, each.box.page, round(each.box.y)): each for each in doubt.boxes}.values())
