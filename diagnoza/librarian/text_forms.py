"""The form of a text that a library shows residents."""

from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from diagnoza.queries.library_texts import Version
from diagnoza.texts import kinds
from diagnoza.texts.kinds import WRITTEN_IN, Content, TextKind

LIMIT = Length(max=kinds.LONGEST, message=_("At most 10,000 characters."))
SHORT = Length(max=200, message=_("At most 200 characters."))


class TextForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A text in each language, with the number of the version that the librarian began from."""

    kind: TextKind
    facts: tuple[str, ...]

    text_pl = TextAreaField(_("Polish"), validators=[DataRequired(_("Write the Polish text.")), LIMIT])
    text_easy = TextAreaField(_("Polish that is easy to read"), validators=[LIMIT])
    text_uk = TextAreaField(_("Ukrainian"), validators=[LIMIT])
    text_en = TextAreaField(_("English"), validators=[LIMIT])
    begun_from = HiddenField()

    @classmethod
    def of(cls, version: Version) -> "TextForm":
        """The form filled with a version."""
        texts = {f"text_{language}": version.content.texts.get(language, "") for language in WRITTEN_IN}
        given: dict[str, Any] = {**texts, **version.content.facts, "begun_from": str(version.number)}
        return cls(data=given)

    def content(self) -> Content:
        """What was written; a language left empty is left out."""
        written = {language: self[f"text_{language}"].data or "" for language in WRITTEN_IN}
        texts = {language: "\n".join(text.splitlines()).strip() for language, text in written.items()}
        return Content(
            facts={name: str(self[name].data or "").strip() for name in self.facts},
            texts={language: text for language, text in texts.items() if text},
        )

    def base(self) -> int:
        """The number of the version that was changed; -1, which no version has, when it cannot be read."""
        given = self.begun_from.data or ""
        return int(given) if given.isascii() and given.isdigit() else -1

    def begin_from(self, number: int) -> None:
        """Let the next saving follow this version."""
        self.begun_from.data = str(number)

    def languages(self) -> list[Any]:
        """The fields of the texts in order."""
        return [self[f"text_{language}"] for language in WRITTEN_IN]

    def validate_text_pl(self, field: TextAreaField) -> None:
        """Names in braces are known, and those that the law needs are there."""
        self._check(field)

    validate_text_easy = validate_text_uk = validate_text_en = validate_text_pl

    def _check(self, field: TextAreaField) -> None:
        text = field.data or ""
        if strange := kinds.strange(self.kind, text):
            raise ValidationError(_not_known(strange, self.kind))
        if text.strip() and (lacking := kinds.lacking(self.kind, text)):
            raise ValidationError(_needed(lacking))


def _not_known(names: list[str], kind: TextKind) -> str:
    found, allowed = _in_braces(names), _in_braces(kind.names)
    return str(gettext("The program does not know %(found)s. Write one of: %(allowed)s.", found=found, allowed=allowed))


def _needed(names: list[str]) -> str:
    words = ngettext(
        "The law asks for this too: put %(names)s into the text.",
        "The law asks for these too: put %(names)s into the text.",
        len(names),
        names=_in_braces(names),
    )
    return str(words)


def _in_braces(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


class InformationForm(TextForm):
    """The information of article 13 of the GDPR."""

    kind = kinds.KINDS[kinds.INFORMATION]
    facts: tuple[str, ...] = ("administrator", "kontakt", "iod")

    administrator = StringField(
        _("Controller of the data: name and address"),
        validators=[DataRequired(_("Write the full name and the address of the library.")), SHORT],
    )
    kontakt = StringField(_("How to reach the controller"), validators=[SHORT])
    iod = StringField(_("How to reach the data protection officer"), validators=[SHORT])


class ContactForm(InformationForm):
    """The information for people who want to help, and for how long their contact details are kept."""

    kind = kinds.KINDS[kinds.CONTACT]
    facts = (*InformationForm.facts, "dni")

    dni = IntegerField(
        _("For how many days after the survey contact details are kept"),
        validators=[
            InputRequired(_("Write a whole number.")),
            NumberRange(1, kinds.MOST_DAYS_KEPT, _("Write a number from 1 to 730.")),
        ],
    )
