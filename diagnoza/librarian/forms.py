"""Forms of the librarian's pages."""

import re
import unicodedata
from datetime import date, timedelta

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from diagnoza.labels import LANGUAGE_NAMES
from diagnoza.languages import RESIDENTS
from diagnoza.queries.campaigns import LibraryRow
from diagnoza.questionnaire.definition import Definition, text
from diagnoza.questionnaire.parsing import library as ready_questionnaires
from diagnoza.services.entry_codes import MOST
from diagnoza.services.run_campaign import NewCampaign

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SMALL_GMINA = 1_000
USUAL_DAYS = 28


class NewCampaignForm(FlaskForm):
    """A new campaign: which questionnaire, under which title and address, on which days."""

    questionnaire = RadioField(_("Questionnaire"), validators=[InputRequired(_("Choose a questionnaire."))])
    title = StringField(
        _("Title that residents will see"),
        validators=[DataRequired(_("Write a title.")), Length(max=200, message=_("At most 200 characters."))],
    )
    slug = StringField(
        _("Address of the survey"),
        validators=[Length(max=60, message=_("At most 60 characters."))],
    )
    opens_on = DateField(_("First day"), validators=[DataRequired(_("Give the first day."))])
    closes_on = DateField(_("Last day"), validators=[DataRequired(_("Give the last day."))])

    @classmethod
    def for_library(cls, library: LibraryRow, today: date, language: str) -> "NewCampaignForm":
        """The form with this library's questionnaires and usual days."""
        form = cls(
            questionnaire=suggested(library),
            opens_on=today,
            closes_on=today + timedelta(days=USUAL_DAYS),
        )
        form.questionnaire.choices = [
            SelectChoice(key, f"{text(definition.title, language)}. {text(definition.description, language)}")
            for key, definition in ready_questionnaires().items()
        ]
        return form

    def validate_slug(self, field: StringField) -> None:
        """Addresses are printed: small letters, digits and hyphens only."""
        if (field.data or self.title.data) and not SLUG.fullmatch(self.new_campaign().slug):
            raise ValidationError(_("Use small letters without marks, digits and hyphens: wiazowo-2026."))

    def validate_closes_on(self, field: DateField) -> None:
        """The days are in order."""
        if self.opens_on.data and field.data and field.data < self.opens_on.data:
            raise ValidationError(_("The last day is before the first day."))

    def refuse_slug(self, reason: str) -> None:
        """Say beside the address why it cannot be used."""
        self.slug.errors = [*self.slug.errors, reason]

    def new_campaign(self) -> NewCampaign:
        """What was decided."""
        return NewCampaign(
            slug=self.slug.data or slug_from(self.title.data or ""),
            title=(self.title.data or "").strip(),
            opens_on=self.opens_on.data or date.max,
            closes_on=self.closes_on.data or date.max,
        )

    def definition(self) -> Definition:
        """The chosen questionnaire."""
        return ready_questionnaires()[self.questionnaire.data]


def suggested(library: LibraryRow) -> str:
    """Coarser classes where few people live, so that nobody can be picked out."""
    small = library.inhabitants is not None and library.inhabitants < SMALL_GMINA
    return "krotka-mala" if small else "krotka"


def slug_from(title: str) -> str:
    """An address made of a title: Polish marks dropped, everything else a hyphen."""
    plain = unicodedata.normalize("NFKD", title.lower().replace("ł", "l"))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return "-".join(words)[:60].strip("-")


class CloseForm(FlaskForm):
    """Only the session's token: closing needs no other data."""


class ImportForm(FlaskForm):
    """A file with answers, and how its columns answer the questions."""

    file = FileField(_("CSV file"), validators=[FileRequired(_("Choose a file."))])
    map = FileField(_("Map file (not needed for a file exported by Diagnoza)"))

    def refuse(self, reason: str, about_map: bool) -> None:
        """Say beside the file, or beside the map, why it cannot be used."""
        field = self.map if about_map else self.file
        field.errors = [*field.errors, reason]


class ConfirmImportForm(FlaskForm):
    """Only the session's token: the checked file waits on the server."""


class SlipsForm(FlaskForm):
    """How many single-use codes, and in which language their slips are."""

    number = IntegerField(
        _("How many slips"),
        default=50,
        validators=[NumberRange(1, MOST, message=_("Write a number from 1 to %(most)s.", most=MOST))],
    )
    language = SelectField(
        _("Language of the slips"), choices=[SelectChoice(code, LANGUAGE_NAMES[code]) for code in RESIDENTS]
    )
