"""The WTForms form of a questionnaire. It reads and validates; the markup is the template's."""

from functools import lru_cache
from typing import Any

from wtforms import Field, Form, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from diagnoza.questionnaire.answers import Problem, field_names, from_form, problems, unknown_fields
from diagnoza.questionnaire.definition import LISTS, Definition, Kind


class QuestionnaireForm(Form):
    """A form over one questionnaire; `answers` and `problems` are there after `validate`."""

    definition: Definition
    answers: dict[str, Any]
    problems: tuple[Problem, ...] = ()

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata)
        self.sent = formdata

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything that was sent can be stored; each field's errors are codes of `Problem`."""
        self.answers = from_form(self.definition, self.sent)
        found = (*unknown_fields(self.definition, self.sent), *problems(self.definition, self.answers))
        self.problems = found
        for problem in found:
            if problem.field in self:
                self[problem.field].errors = (problem.code,)
        return not found


@lru_cache(maxsize=64)
def form_class(definition: Definition) -> type[QuestionnaireForm]:
    """The form's class, built once for each version of a questionnaire."""
    fields = {name: _field(definition, name) for name in field_names(definition)}
    return type("SurveyForm", (QuestionnaireForm,), {"definition": definition, **fields})


def _field(definition: Definition, name: str) -> Field:
    question = definition.by_key[name.split(".")[0]]
    if question.kind in LISTS:
        kind = SelectField if question.ordered else SelectMultipleField
        return kind(choices=[SelectChoice(option.key) for option in question.options], validate_choice=False)
    if question.kind == Kind.TEXT:
        return TextAreaField()
    if question.kind == Kind.NUMBER:
        return StringField()
    return RadioField(validate_choice=False)
