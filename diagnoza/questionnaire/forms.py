"""The WTForms form of a questionnaire. It reads and judges; the markup is the template's, the words are the page's."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

from wtforms.fields.core import Field, UnboundField
from wtforms.form import BaseForm

from diagnoza.questionnaire.answers import (
    Answers,
    Apart,
    FormData,
    Problem,
    apart_from_form,
    apart_problems,
    from_form,
    problems,
    unknown_fields,
)
from diagnoza.questionnaire.definition import Definition, Kind, Question


class AnswerField(Field):
    """A field with one value, as it was sent."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was sent, to be shown again."""
        self.data = valuelist[0] if valuelist else None


class ChoicesField(Field):
    """Check boxes under one name."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was sent, to be shown again."""
        self.data = valuelist


class QuestionnaireForm(BaseForm):
    """A form over one questionnaire. `answers`, `apart` and `problems` are there after `validate`.

    Fields are found by name, `form["lack.care"]`; their errors are codes of `Problem`. It is a BaseForm, whose
    fields are no attributes, so that a question may be called "data" or "errors".
    """

    definition: ClassVar[Definition]
    unbound: ClassVar[Mapping[str, "UnboundField[Any]"]]

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(self.unbound)
        self.sent: FormData | None = formdata
        self.answers: Answers = {}
        self.apart: Apart = {}
        self.problems: tuple[Problem, ...] = ()
        self.process(formdata)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything that was sent can be stored; an empty form can."""
        if self.sent is not None:
            self.answers = from_form(self.definition, self.sent)
            self.apart = apart_from_form(self.definition, self.sent)
            self.problems = self._judged(self.sent)
        codes: dict[str, list[str]] = {}
        for problem in self.problems:
            codes.setdefault(problem.field if problem.field in self else "", []).append(problem.code)
        for field in self:
            field.errors = codes.get(field.name, [])
        self.form_errors = codes.get("", [])
        return not self.problems

    def _judged(self, sent: FormData) -> tuple[Problem, ...]:
        return (
            *problems(self.definition, self.answers),
            *apart_problems(self.definition, self.apart),
            *unknown_fields(self.definition, sent),
        )


@lru_cache(maxsize=64)
def form_class(definition: Definition) -> type[QuestionnaireForm]:
    """The form's class, built once for each version of a questionnaire."""
    unbound = {name: _field(question) for name, question in definition.by_field.items()}
    return type("SurveyForm", (QuestionnaireForm,), {"definition": definition, "unbound": unbound})


def _field(question: Question) -> "UnboundField[Any]":
    several = question.kind in (Kind.MULTIPLE, Kind.CHOOSE_UP_TO) and not question.ordered
    return UnboundField(ChoicesField if several else AnswerField, label="")
