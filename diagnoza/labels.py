"""Words for codes: what `analysis` and the questionnaires return as values becomes a sentence here."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from diagnoza.questionnaire.answers import Problem
from diagnoza.questionnaire.definition import Definition, text

LANGUAGE_NAMES = {"pl": "Polski", "uk": "Українська", "en": "English"}
SHORT = 60

PROBLEMS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "unknown_question": lambda p: _("There is no such question. Reload the page and answer again."),
    "unknown_field": lambda p: _("There is no such question. Reload the page and answer again."),
    "too_many_fields": lambda p: _("The form was changed on the way. Reload the page and answer again."),
    "unknown_item": lambda p: _("There is no such row. Reload the page and answer again."),
    "unknown_option": lambda p: _("There is no such answer. Choose one of those on the page."),
    "wrong_type": lambda p: _("This answer cannot be read. Choose it again."),
    "repeated": lambda p: _("One answer stands at several places of the order. Keep it at one of them."),
    "too_many": lambda p: _("Too many were chosen: %(found)s. Choose at most %(limit)s.", **p),
    "not_a_number": lambda p: _("Write a whole number."),
    "out_of_range": lambda p: _("Write a number from %(minimum)s to %(maximum)s.", **p),
    "too_long": lambda p: _("The text is too long. Shorten it to %(limit)s characters.", **p),
    "empty_row": lambda p: _("The row holds no answer at all. Remove it or fill it in."),
    "same_place": lambda p: _("Two answers stand at the same place of the order. Keep one of them there."),
    "bad_characters": lambda p: _("The text contains a character that cannot be stored. Type it again."),
}

ANSWERS_FILE: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "no_file": lambda p: _("Choose the file with your answers."),
    "too_big": lambda p: _(
        "The file is larger than %(allowed)s kB. Choose the file that was saved from the survey.", **p
    ),
    "not_ours": lambda p: _(
        "This is not a file saved from the survey, or it was changed. Choose the file as it was saved."
    ),
    "other_survey": lambda p: _(
        "The answers in this file belong to another survey. Open that survey and send the file there."
    ),
    "lost_token": lambda p: _("This page had been open for long. Choose the file once more."),
}


def answers_file(code: str, found: Mapping[str, Any]) -> str:
    """What to do about a file of answers that cannot be used."""
    return ANSWERS_FILE[code](found)


def received(kind: str) -> str:
    """What became of forms from a file."""
    words: dict[str, str] = {
        "stored": _("Saved"),
        "repeated": _("Saved before"),
        "closed": _("Too late: the survey has ended"),
        "refused": _("Not accepted"),
    }
    return words[kind]


def problem(found: Problem) -> str:
    """What to do about an answer that cannot be accepted."""
    return PROBLEMS[found.code](found.params)


def question_name(definition: Definition, field: str, language: str) -> str:
    """The question that a field belongs to, short enough for a list of errors."""
    question = definition.by_key.get(field.split(".")[0])
    words = text(question.text, language).partition("\n")[0].rstrip(":.") if question else ""
    return words if len(words) <= SHORT else words[:SHORT].rsplit(" ", 1)[0] + "…"
