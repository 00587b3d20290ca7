"""A questionnaire made ready for a template: every name, id, value and label, so that the template only repeats."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.vocabulary import DONT_KNOW
from diagnoza.questionnaire.answers import FormData
from diagnoza.questionnaire.definition import (
    EASY,
    LANGUAGES,
    Cell,
    Definition,
    Item,
    Kind,
    Option,
    Question,
    Section,
    ShowIf,
    Texts,
    text,
)


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
    limit: int | None
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
    """The whole form; `easy` says whether in easy words, `easy_offered` whether it could be."""

    sections: tuple[SectionView, ...]
    easy: bool
    easy_offered: bool


def html_id(name: str) -> str:
    """The id of a field."""
    return name.replace(".", "-")


def anchor(definition: Definition, field: str) -> str:
    """Where a message about a field should lead: the row of a grid, the control, or the whole question."""
    key = field.partition(".")[0]
    question = definition.by_key.get(key) or definition.apart_by_key.get(key)
    if question is None:
        return "main"
    row = next((_row_name(question, cell) for cell in question.cells if cell.name == field), None)
    if row or field in question.field_names:
        return html_id(row or field)
    return html_id(question.field_names[0] if question.ordered else key)


def page(definition: Definition, language: str, data: FormData, errors: Mapping[str, str]) -> SurveyPage:
    """The form in one language, or in easy words (`EASY`), with answers and with messages by the names of fields.

    A message about a field that the form does not have is shown with the question that its name begins with.
    """
    builder = _Builder(definition, language, data, errors)
    sections = tuple(builder.section(section) for section in definition.sections)
    return SurveyPage(sections, language == EASY, definition.easy)


class _Builder:
    """What every part of the page needs: the words, the answers, the errors."""

    def __init__(self, definition: Definition, language: str, data: FormData, errors: Mapping[str, str]) -> None:
        self.words, self.language, self.data, self.errors = definition.words, language, data, errors
        self.do_not_know = Option(DONT_KNOW, definition.words.dont_know)
        self.no_choice = Option("", definition.words.no_choice)

    def say(self, texts: Texts) -> str:
        return text(texts, self.language)

    def say_if_any(self, texts: Texts | None) -> str | None:
        return self.say(texts) if texts else None

    def section(self, section: Section) -> SectionView:
        return SectionView(
            key=section.key,
            title=self.say(section.title),
            intro=self.say_if_any(section.intro),
            apart=section.apart,
            questions=tuple(self.question(question) for question in section.questions),
        )

    def question(self, question: Question) -> QuestionView:
        error = self.question_error(question)
        return QuestionView(
            key=question.key,
            kind=question.kind,
            id=html_id(question.key),
            name=question.key,
            text=self.say(question.text),
            hint=self.say_if_any(question.hint),
            error=error,
            described_by=described_by(question.key, bool(question.hint), bool(error)),
            show_if=question.show_if,
            value=next(iter(self.data.getlist(question.key)), ""),
            max_length=question.max_length,
            limit=question.limit,
            rows=self.rows(question),
            options=() if question.ordered else self.choices(question.key, question.options),
            selects=self.selects(question) if question.ordered else (),
        )

    def question_error(self, question: Question) -> str | None:
        """The first message about the question that no row of it shows."""
        shown = {cell.name for cell in question.cells}
        own = (name for name in self.errors if name.partition(".")[0] == question.key and name not in shown)
        return next((self.errors[name] for name in own), None)

    def rows(self, question: Question) -> tuple[RowView, ...]:
        width = len(question.scales)
        return tuple(
            self.row(question, item, question.cells[number * width : (number + 1) * width])
            for number, item in enumerate(question.items)
        )

    def row(self, question: Question, item: Item, cells: tuple[Cell, ...]) -> RowView:
        name = _row_name(question, cells[0])
        error = next((self.errors[cell.name] for cell in cells if cell.name in self.errors), None)
        single = len(cells) == 1
        return RowView(
            id=html_id(name),
            label=self.say(item.text),
            error=error,
            described_by=described_by(name, False, bool(error)),
            options=self.levels(cells[0]) if single else (),
            scales=() if single else tuple(ScaleView(self.say(c.scale.text), self.levels(c)) for c in cells),
        )

    def levels(self, cell: Cell) -> tuple[Choice, ...]:
        return self.choices(cell.name, (*cell.scale.options, self.do_not_know))

    def choices(self, name: str, options: tuple[Option, ...]) -> tuple[Choice, ...]:
        chosen = self.data.getlist(name)
        start = html_id(name)
        return tuple(
            Choice(f"{start}-{option.key}", name, option.key, self.say(option.text), option.key in chosen)
            for option in options
        )

    def selects(self, question: Question) -> tuple[SelectView, ...]:
        """Ordered choice: a list of options for each place. Ranking: a list of places for each option."""
        if question.kind == Kind.RANKING:
            places = tuple(Option(str(place), _digits(place)) for place in question.places)
            return tuple(self.select(question, option.key, option.text, places) for option in question.options)
        return tuple(
            self.select(question, str(place), self.words.place(place), question.options) for place in question.places
        )

    def select(self, question: Question, part: str, label: Texts, options: tuple[Option, ...]) -> SelectView:
        name = f"{question.key}.{part}"
        return SelectView(html_id(name), name, self.say(label), self.choices(name, (self.no_choice, *options)))


def _row_name(question: Question, cell: Cell) -> str:
    return f"{question.key}.{cell.item.key}"


def _digits(number: int) -> Texts:
    return dict.fromkeys(LANGUAGES, str(number))


def described_by(name: str, hint: bool, error: bool) -> str:
    """The ids of the texts that describe a control."""
    start = html_id(name)
    return " ".join([*([f"{start}-hint"] if hint else []), *([f"{start}-error"] if error else [])])
