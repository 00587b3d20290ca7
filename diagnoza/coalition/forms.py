"""What the coalition is asked about itself; the questions are data of `analysis`."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, Field, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from analysis.codebook import Codebook
from analysis.recommender import default_knowledge
from analysis.recommender.knowledge import Knowledge, Question
from analysis.recommender.local_facts import LocalFact
from diagnoza.clock import today

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
    day = DateField(_("As of which day?"), validators=[NEEDED])
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
