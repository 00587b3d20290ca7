"""Forms for paper: how many copies to print, and what is typed from a sheet."""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from diagnoza import figures, labels
from diagnoza.documents import sheet_code
from diagnoza.languages import RESIDENTS
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire import keyed
from diagnoza.questionnaire.answers import Problem
from diagnoza.questionnaire.definition import Definition, Option, Question, text
from diagnoza.questionnaire.forms import QuestionnaireForm, form_class
from diagnoza.questionnaire.pages import html_id
from diagnoza.services import check_paper
from diagnoza.services.check_paper import Disagreement
from diagnoza.services.print_paper import MOST_COPIES

PRINTS = [SelectChoice("normalna", _("normal print")), SelectChoice("duza", _("large print"))]
LANGUAGES = [SelectChoice(code, labels.LANGUAGE_NAMES[code]) for code in RESIDENTS]
KEY = re.compile(r"[A-Za-z0-9_-]{22}")
MOST_NAMED = 9
"""So many numbers are named one by one when another was typed."""
PREFIX = "l-"
"""Stands before the names of lines, so that a question may be called like a field of the form itself."""


class PrintForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """How many copies, in which print and language."""

    copies = IntegerField(
        _("Number of copies"),
        default=10,
        validators=[
            InputRequired(_("Give the number of copies.")),
            NumberRange(1, MOST_COPIES, _("Write a number from %(least)s to %(most)s.", least=1, most=MOST_COPIES)),
        ],
    )
    size = SelectField(_("Print"), choices=PRINTS)
    language = SelectField(_("Language"), choices=LANGUAGES)


def code_in(typed: str) -> str | None:
    """The code that was typed, or read from a square code by a scanner that acts as a keyboard."""
    scanned = sheet_code.read_page(typed.strip().upper())
    return scanned.code if scanned else sheet_code.read(typed.strip())


class CodeForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The code of a sheet, typed or read by a scanner that acts as a keyboard; empty where there is none."""

    code = StringField(_("Code of the sheet"))
    language = SelectField(_("Language"), choices=LANGUAGES)

    entered: str | None = None
    """The code again, where the sheet was typed in before."""

    @property
    def read(self) -> str | None:
        """The code behind what was typed; None where nothing was."""
        return code_in(self.code.data or "")

    def validate_code(self, field: StringField) -> None:
        """A code that cannot be one was mistyped."""
        if (field.data or "").strip() and self.read is None:
            raise ValidationError(_("A character of this code is wrong. Type the eight from the foot of a page."))

    def refuse(self, reason: str) -> None:
        """Say beside the code why it cannot be used."""
        self.code.errors = [*self.code.errors, reason]


@dataclass(frozen=True)
class LineView:
    """One line to type in. `full` is the number of characters after which nothing can follow (0: nobody knows)."""

    id: str
    name: str
    label: str
    value: str
    error: str | None
    pattern: str
    full: int
    longest: int
    written: bool
    allowed: str


@dataclass(frozen=True)
class Asked:
    """A question with its numbers and its lines."""

    text: str
    numbers: tuple[tuple[str, str], ...]
    note: str
    lines: tuple[LineView, ...]


class TypedForm:
    """What was typed from one sheet, or what would be typed for stored answers."""

    def __init__(self, definition: Definition, typed: Mapping[str, str], lines: tuple[keyed.Line, ...]) -> None:
        self.definition, self.typed, self.lines = definition, typed, lines
        shown = {line.name for line in lines}
        fields = keyed.decode(definition, {name: value for name, value in typed.items() if name in shown})
        self.form: QuestionnaireForm = form_class(definition)(MultiDict(fields))

    @classmethod
    def sent(cls, definition: Definition, lines: tuple[keyed.Line, ...]) -> "TypedForm":
        """The form as it came; without a sending it is empty."""
        return cls(definition, {line.name: request.form.get(PREFIX + line.name, "") for line in lines}, lines)

    def validate(self) -> bool:
        """Whether everything can be stored."""
        return self.form.validate()

    @property
    def errors(self) -> list[dict[str, str]]:
        """What has to be mended, for the error summary."""
        return [
            {"field_id": _line_id(line.name) if line else "main", "message": self._said(line, problem)}
            for problem in self.form.problems
            for line in [keyed.line_of(self.definition, problem)]
        ]

    def _said(self, line: keyed.Line | None, problem: Problem) -> str:
        return f"{_label(line)}: {_problem(problem)}" if line else _problem(problem)

    def questions(self) -> list[Asked]:
        """The lines by their questions, in the order of the paper."""
        errors = {
            line.name: _problem(problem)
            for problem in reversed(self.form.problems)
            for line in [keyed.line_of(self.definition, problem)]
            if line
        }
        by_question: dict[str, list[keyed.Line]] = {}
        for line in self.lines:
            by_question.setdefault(line.question.key, []).append(line)
        return [self._asked(own, errors) for own in by_question.values()]

    def _asked(self, own: list[keyed.Line], errors: Mapping[str, str]) -> Asked:
        question, first = own[0].question, own[0]
        views = tuple(_view(line, self.typed.get(line.name, ""), errors.get(line.name)) for line in own)
        return Asked(_say(question.text), _numbers(self.definition, first), _note(question, first), views)


def form_key(used: bool = False) -> str:
    """The key of one load of the entry form; a well-formed one that was sent is kept until it was used."""
    sent = request.form.get("key", "")
    return sent if KEY.fullmatch(sent) and not used else secrets.token_urlsafe(16)


def option_words(definition: Definition, line: keyed.Line, typed: str) -> str:
    """What was typed in a line, in words; a dash for nothing."""
    words = dict(_numbers(definition, line))
    return ", ".join(words.get(number, number) for number in typed.split()) or "–"


def named(campaign: CampaignRow, report: Iterable[Disagreement]) -> list[tuple[str, int, int, int]]:
    """The report of disagreements for a table: question, sheets read twice, numbers read otherwise, of how many."""
    asked = check_paper.definition(campaign).by_key
    return [(_say(asked[each.question].text), each.sheets, each.differ, each.lines) for each in report]


def label(line: keyed.Line) -> str:
    """How a line is called: the question, or the row of a grid."""
    return _label(line)


def _numbers(definition: Definition, line: keyed.Line) -> tuple[tuple[str, str], ...]:
    do_not_know = Option("dont_know", definition.words.dont_know)
    words = {option.key: _say(option.text) for option in (*line.options, do_not_know)}
    return tuple((number, words[code]) for number, code in line.numbers.items())


def _note(question: Question, line: keyed.Line) -> str:
    if not line.most or line.most == 1:
        return ""
    if line.ordered:
        return str(_("The numbers in order, the most important first; at most %(most)s.", most=line.most))
    return str(_("Up to %(most)s numbers.", most=line.most))


def _view(line: keyed.Line, value: str, error: str | None) -> LineView:
    numbers = "|".join([*line.numbers, "0" * line.digits])
    return LineView(
        id=_line_id(line.name),
        name=PREFIX + line.name,
        label=_label(line),
        value=value,
        error=error,
        pattern=f"(({numbers})[ ,.;]*){{0,{line.most}}}" if line.most else "",
        full=line.digits * line.most,
        longest=(line.digits + 2) * line.most,
        written=not line.most,
        allowed=_allowed(line) if line.most else "",
    )


def _allowed(line: keyed.Line) -> str:
    """The numbers of a line in words: all of them, or from which to which where there are many."""
    numbers = list(line.numbers)
    if len(numbers) > MOST_NAMED:
        return str(_("No such number here. Type one from %(least)s to %(most)s.", least=numbers[0], most=numbers[-1]))
    return str(_("No such number here. Type one of these: %(numbers)s.", numbers=", ".join(numbers)))


def _line_id(name: str) -> str:
    return html_id(PREFIX + name)


def _label(line: keyed.Line) -> str:
    if not line.cell:
        return _say(line.question.text)
    several = len(line.question.scales) > 1
    return _say(line.cell.item.text) + (f" – {_say(line.cell.scale.text)}" if several else "")


def _problem(problem: Problem) -> str:
    if problem.code in ("unknown_option", "unknown_field"):
        return str(_("There is no such number. Type one of those beside the question."))
    return labels.problem(problem)


def _say(texts: Mapping[str, str]) -> str:
    return text(texts, figures.language())
