"""The form of somebody who wants to help. It has nothing of the survey's form in it."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from diagnoza.services.contacts import NewContact


class ContactForm(Form):  # type: ignore[misc] # WTForms has no types here
    """Name, e-mail or telephone, and two things that must be agreed to."""

    name = StringField(
        _("Your name"), validators=[DataRequired(_("Write your name; a first name is enough.")), Length(max=100)]
    )
    email = StringField(_("E-mail"), validators=[Length(max=200)])
    phone = StringField(_("Telephone"), validators=[Length(max=40)])
    about = TextAreaField(
        _("What would you like to help with?"), validators=[Length(max=300, message=_("At most 300 characters."))]
    )
    adult = BooleanField(
        _("I am 18 or older."), validators=[InputRequired(_("Only adults can leave contact details."))]
    )
    agreed = BooleanField(
        _("I agree that the library keeps these details and uses them to invite me to do things together."),
        validators=[InputRequired(_("Without your consent the library may not keep these details."))],
    )

    def validate_email(self, field: StringField) -> None:
        """An e-mail or a telephone: without either nobody can be reached."""
        given = (field.data or "").strip()
        if given and ("@" not in given[1:-1] or " " in given):
            raise ValidationError(_("Write an e-mail such as anna@example.org."))
        if not given and not (self.phone.data or "").strip():
            raise ValidationError(_("Write an e-mail or a telephone number."))

    def validate_phone(self, field: StringField) -> None:
        """A number, however it is grouped."""
        digits = sum(character.isdigit() for character in field.data or "")
        if (field.data or "").strip() and digits < 7:
            raise ValidationError(_("The telephone number is too short. Write all of its digits."))

    def contact(self, sent: Mapping[str, str]) -> NewContact:
        """What was left, and which version of the text was agreed to."""
        number = sent.get("consent", "")
        return NewContact(
            name=self._words("name"),
            email=self._words("email"),
            phone=self._words("phone"),
            about=self._words("about"),
            consent=int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0,
        )

    def _words(self, name: str) -> str:
        return " ".join((self[name].data or "").replace("\0", "").split())
