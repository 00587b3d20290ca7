"""A questionnaire made ready for a template: every name, id, value and label, so that the template only repeats."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from diagnoza.questionnaire.answers import FormData
from diagnoza.questionnaire.definition import (
    GRIDS,
    LISTS,
    Definition,
    Item,
    Kind,
    Option,
    Question,
    Scale,
    Section,
    ShowIf,
    Texts,
    text,
)
from diagnoza.questionnaire.scales import DO_NOT_KNOW, NOTHING_CHOSEN, place_label


@dataclass(frozen=True)
class Choice:
    """A radio button, a check box or an entry of a list."""

    id: str
    name: str
    value: str
    label: str
    checked: bool


@dataclass(frozen=True)
class ScaleView:
    """One scale of a row that has two."""

    label: str
    options: tuple[Choice, ...]


@dataclass(frozen=True)
class RowView:
    """One row of a grid."""

    id: str
    label: str
    error: str | None
    described_by: str
    options: tuple[Choice, ...] = ()
    scales: tuple[ScaleView, ...] = ()


@dataclass(frozen=True)
class SelectView:
    """One list of an ordered choice."""

    id: str
    name: str
    label: str
    options: tuple[Choice, ...]


@dataclass(frozen=True)
class QuestionView:
    """One question with what was answered."""

    key: str
    kind: Kind
    id: str
    name: str
    text: str
    hint: str | None
    error: str | None
    described_by: str
    show_if: ShowIf | None
    value: str
    max_length: int
    rows: tuple[RowView, ...] = ()
    options: tuple[Choice, ...] = ()
    selects: tuple[SelectView, ...] = ()


@dataclass(frozen=True)
class SectionView:
    """Questions under one heading."""

    key: str
    title: str
    intro: str | None
    apart: bool
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class SurveyPage:
    """The whole form."""

    sections: tuple[SectionView, ...]


def html_id(name: str) -> str:
    """The id of a field."""
    return name.replace(".", "-")


def page(definition: Definition, language: str, data: FormData, errors: Mapping[str, str]) -> SurveyPage:
    """The form in one language with the answers in `data` and messages by field name in `errors`."""
    say = partial(text, language=language)
    builder = _Builder(say, data, errors)
    return SurveyPage(tuple(builder.section(section) for section in definition.sections))


class _Builder:
    """What every part of the page needs: the words, the answers, the errors."""

    def __init__(self, say: Callable[[Texts], str], data: FormData, errors: Mapping[str, str]) -> None:
        self.say, self.data, self.errors = say, data, errors

    def section(self, section: Section) -> SectionView:
        return SectionView(
            key=section.key,
            title=self.say(section.title),
            intro=self.say(section.intro) if section.intro else None,
            apart=section.apart,
            questions=tuple(self.question(question) for question in section.questions),
        )

    def question(self, question: Question) -> QuestionView:
        ordered = question.kind in LISTS and question.ordered
        error = self.error_of(question, ordered)
        hint = self.say(question.hint) if question.hint else None
        return QuestionView(
            key=question.key,
            kind=question.kind,
            id=html_id(question.key),
            name=question.key,
            text=self.say(question.text),
            hint=hint,
            error=error,
            described_by=described_by(question.key, hint, error),
            show_if=question.show_if,
            value=self.data.get(question.key) or "",
            max_length=question.max_length,
            rows=tuple(self.row(question, item) for item in question.items),
            options=() if ordered else self.choices(question.key, question.options),
            selects=self.selects(question) if ordered else (),
        )

    def error_of(self, question: Question, ordered: bool) -> str | None:
        """An ordered choice says its error once, above its lists."""
        found = self.errors.get(question.key)
        if found or not ordered:
            return found
        return next((e for name, e in self.errors.items() if name.startswith(f"{question.key}.")), None)

    def row(self, question: Question, item: Item) -> RowView:
        name = f"{question.key}.{item.key}"
        two = question.kind == Kind.IMPORTANCE_STATE_GRID
        error = next((e for field, e in self.errors.items() if field == name or field.startswith(f"{name}.")), None)
        return RowView(
            id=html_id(name),
            label=self.say(item.text),
            error=error,
            described_by=described_by(name, None, error),
            options=() if two else self.scale(name, question.scales[0]),
            scales=tuple(
                ScaleView(self.say(scale.text), self.scale(f"{name}.{scale.measure}", scale))
                for scale in question.scales
                if two
            ),
        )

    def scale(self, name: str, scale: Scale) -> tuple[Choice, ...]:
        return self.choices(name, (*scale.options, DO_NOT_KNOW))

    def choices(self, name: str, options: tuple[Option, ...]) -> tuple[Choice, ...]:
        chosen = self.data.getlist(name)
        return tuple(
            Choice(
                id=f"{html_id(name)}-{option.key}",
                name=name,
                value=option.key,
                label=self.say(option.text),
                checked=option.key in chosen,
            )
            for option in options
        )

    def selects(self, question: Question) -> tuple[SelectView, ...]:
        nothing = Option("", NOTHING_CHOSEN)
        return tuple(
            SelectView(
                id=html_id(f"{question.key}.{place}"),
                name=f"{question.key}.{place}",
                label=self.say(place_label(place)),
                options=self.choices(f"{question.key}.{place}", (nothing, *question.options)),
            )
            for place in range(1, (question.limit or 0) + 1)
        )


def described_by(name: str, hint: str | None, error: str | None) -> str:
    """The ids of the texts that describe a control."""
    parts = [f"{html_id(name)}-hint" if hint else "", f"{html_id(name)}-error" if error else ""]
    return " ".join(part for part in parts if part)


def anchor(definition: Definition, field: str) -> str:
    """Where a message about a field should lead: the field, or the group that it belongs to."""
    key = field.split(".")[0]
    question = definition.by_key.get(key)
    if question is None:
        return "main"
    if question.kind in GRIDS:
        return html_id(".".join(field.split(".")[:2]))
    if question.kind in LISTS and question.ordered:
        return html_id(field if "." in field else f"{field}.1")
    return html_id(key)
