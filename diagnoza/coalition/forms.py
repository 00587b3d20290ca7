"""What the coalition is asked about itself; the questions are data of `analysis`."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from analysis.recommender import default_knowledge
from analysis.recommender.knowledge import Knowledge, Question

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
