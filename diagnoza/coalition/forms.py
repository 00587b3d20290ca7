"""What the coalition is asked about itself; the questions are data of `analysis`."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, Field, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional, StopValidation, ValidationError

from analysis.codebook import Codebook
from analysis.recommender import default_knowledge
from analysis.recommender.knowledge import Knowledge, Question
from analysis.recommender.local_facts import LocalFact
from diagnoza.clock import today
from diagnoza.queries.hands import Hands

UNKNOWN = "unknown"
MOST_PARTNERS = 200
NOT_LISTED = _("Choose among the answers shown.")


class ReadinessForm(FlaskForm):
    """One field for each readiness question; an empty one means: not known yet."""

    @classmethod
    def of(cls, stored: Mapping[str, Any], language: str) -> "ReadinessForm":
        """The form in one language, with what was said before."""
        knowledge = default_knowledge()
        fields = {each.key: _field(each, knowledge, language) for each in knowledge.questions}
        form: ReadinessForm = type("ReadinessForm", (cls,), fields)(data=_given(knowledge, stored))
        return form

    def asked(self) -> list[Field]:
        """The fields in the order of the questions."""
        return [self[question.key] for question in default_knowledge().questions]

    def answers(self) -> dict[str, Any]:
        """What is known; unknown answers are left out."""
        given = {question.key: self[question.key].data for question in default_knowledge().questions}
        return {key: value for key, value in given.items() if value not in (None, "", [], UNKNOWN, [UNKNOWN])}


def _field(question: Question, knowledge: Knowledge, language: str) -> Any:
    label = knowledge.texts[f"readiness.{question.key}"][language]
    if question.kind == "number":
        limits = NumberRange(0, MOST_PARTNERS, _("Write a number from 0 to 200, or leave it empty."))
        return IntegerField(label, validators=[Optional(), limits])
    choices = [
        SelectChoice(option.key, knowledge.texts[f"readiness.{question.key}.{option.key}"][language])
        for option in question.options
    ]
    if question.kind == "several":
        return SelectMultipleField(label, choices=choices, invalid_choice_message=NOT_LISTED)
    return RadioField(label, choices=choices, validators=[Optional()], invalid_choice_message=NOT_LISTED)


def _given(knowledge: Knowledge, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Questions of one answer begin at "not known yet"."""
    unknown = {question.key: UNKNOWN for question in knowledge.questions if question.kind == "choice"}
    return {**unknown, **stored}


CONFIRMS, QUESTIONS = "confirms", "questions"
NEEDED = DataRequired(_("Write something here."))


class FactForm(FlaskForm):
    """One local fact."""

    area = SelectField(_("Which matter is it about?"), invalid_choice_message=NOT_LISTED)
    text = StringField(_("What is known?"), validators=[NEEDED, Length(max=300)])
    source = StringField(_("Where from?"), validators=[NEEDED, Length(max=200)])
    day = DateField(_("From which day is it known?"), validators=[NEEDED])
    side = RadioField(
        _("What does it say of the need?"),
        choices=[SelectChoice(CONFIRMS, _("it confirms it")), SelectChoice(QUESTIONS, _("it speaks against it"))],
        invalid_choice_message=NOT_LISTED,
        default=CONFIRMS,
    )

    @classmethod
    def of(cls, codebook: Codebook) -> "FactForm":
        """The form with the areas of a campaign; it is prefixed, as it shares its page with the readiness form."""
        form = cls(prefix="fakt")
        form.area.choices = [SelectChoice(area.key, area.label) for area in codebook.areas]
        form.day.data = form.day.data or today()
        return form

    def fact(self) -> LocalFact:
        """What was written."""
        confirms = self.side.data == CONFIRMS
        return LocalFact(self.area.data, self.text.data.strip(), self.source.data.strip(), self.day.data, confirms)


MOST_PRESENT = 2000


class Whole:
    """A whole number between two limits; whatever else was typed gets the one message."""

    def __init__(self, least: int, most: int, message: Any) -> None:
        self.least, self.most, self.message = least, most, message

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        """Refuse what is no number, and a number outside."""
        if field.data is None or not self.least <= field.data <= self.most:
            field.errors[:] = []
            raise StopValidation(self.message)


class HandsForm(FlaskForm):
    """One show of hands at a meeting."""

    area = SelectField(_("Which matter was it about?"), invalid_choice_message=NOT_LISTED)
    hands = IntegerField(
        _("How many people raised a hand?"),
        validators=[Whole(0, MOST_PRESENT, _("Write how many hands went up: a number, 0 if none."))],
    )
    present = IntegerField(
        _("How many people were at the meeting?"),
        validators=[Whole(2, MOST_PRESENT, _("Write how many people were there: a number from 2 to 2000."))],
    )
    day = DateField(_("On which day?"), validators=[DataRequired(_("Write the day of the meeting."))])

    @classmethod
    def of(cls, codebook: Codebook) -> "HandsForm":
        """The form with the areas of a campaign, prefixed as the one of facts is."""
        form = cls(prefix="rece")
        form.area.choices = [SelectChoice(area.key, area.label) for area in codebook.areas]
        form.day.data = form.day.data or (None if form.is_submitted() else today())
        return form

    def validate_hands(self, field: Field) -> None:
        """Nobody raises two hands."""
        present = self.present.data
        if present is not None and field.data > present:
            raise ValidationError(
                _(
                    "People at the meeting: %(present)s. There cannot be more hands; check both numbers.",
                    present=present,
                )
            )

    def validate_day(self, field: Field) -> None:
        """A meeting that has not been yet has no hands."""
        if field.data > today():
            raise ValidationError(_("Choose today or an earlier day."))

    def shown(self) -> Hands:
        """What was written."""
        return Hands(self.area.data, self.hands.data, self.present.data, self.day.data)
