"""The same questionnaire as `analysis` reads it: a codebook, and stored answers as its flat columns.

Column names: `lack.care`, `rate.care.importance`, `top.care` ("0", or the place in the order), `age`; and one that
no question asks about: by which way the answers came in.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

from analysis.codebook import Area, Codebook, Design, Role, Variable
from analysis.vocabulary import NO_ANSWER, Channel, Measure
from diagnoza.questionnaire.answers import read_number
from diagnoza.questionnaire.definition import GRIDS, LISTS, Cell, Definition, Kind, Option, Question, Texts, text

NOT_CHOSEN, CHOSEN = "0", "1"
Flat = dict[str, str]

CHANNEL = "response-channel"
"""Column of the way of answering. No question can have this name: keys of questions have no hyphen."""

CHANNEL_TEXT = {"pl": "Sposób odpowiadania", "uk": "Спосіб відповіді", "en": "Way of answering"}
CHANNELS: Mapping[Channel, Texts] = {
    Channel.WEB: {"pl": "na telefonie lub komputerze", "uk": "на телефоні або комп’ютері", "en": "phone or computer"},
    Channel.KIOSK: {"pl": "na urządzeniu w bibliotece", "uk": "на пристрої в бібліотеці", "en": "library device"},
    Channel.PAPER: {"pl": "na papierze", "uk": "на папері", "en": "on paper"},
    Channel.IMPORT: {"pl": "z pliku", "uk": "з файлу", "en": "from a file"},
}


@lru_cache(maxsize=64)
def codebook(definition: Definition, language: str = "pl", sample: Literal["open", "probability"] = "open") -> Codebook:
    """What the columns of a frame of this questionnaire mean, with labels in one language."""
    asked = (variable for question in definition.questions() for variable in _variables(question, language))
    return Codebook(
        title=text(definition.title, language),
        areas=tuple(Area(area.key, text(area.label, language), area.taxonomy_area) for area in definition.areas),
        variables=(*asked, _channel_variable(language)),
        design=Design(sample=sample),
        language=language,
    )


def _variables(question: Question, language: str) -> Iterator[Variable]:
    if question.kind in GRIDS:
        yield from (_cell_variable(question, cell, language) for cell in question.cells)
    elif question.kind in LISTS:
        yield from (_option_variable(question, option, language) for option in question.options)
    elif question.kind == Kind.SINGLE:
        role = Role.PLACE if question.place else Role.STRATUM if question.stratum else Role.CHOICE
        yield _variable(question, language, name=question.key, role=role, **_coded(question.options, language))
    else:
        role = Role.NUMBER if question.kind == Kind.NUMBER else Role.TEXT
        yield _variable(question, language, name=question.key, role=role)


def _channel_variable(language: str) -> Variable:
    return Variable(
        name=CHANNEL,
        role=Role.MODE,
        question=CHANNEL,
        label=text(CHANNEL_TEXT, language),
        question_label=text(CHANNEL_TEXT, language),
        levels=tuple(map(str, CHANNELS)),
        labels=tuple(text(words, language) for words in CHANNELS.values()),
    )


def _cell_variable(question: Question, cell: Cell, language: str) -> Variable:
    return _variable(
        question,
        language,
        name=cell.name,
        role=Role.MEASURE,
        label=text(cell.item.text, language),
        measure=cell.scale.measure,
        area=cell.item.area,
        **_coded(cell.scale.options, language),
    )


def _option_variable(question: Question, option: Option, language: str) -> Variable:
    levels = (NOT_CHOSEN, *(str(place) for place in question.places or (CHOSEN,)))
    return _variable(
        question,
        language,
        name=f"{question.key}.{option.key}",
        role=_option_role(question),
        label=text(option.text, language),
        levels=levels,
        labels=levels,
        option=option.key,
        measure=question.measure,
        area=option.key if question.measure == Measure.PICKED else None,
    )


def _option_role(question: Question) -> Role:
    if question.target_group:
        return Role.TARGET_GROUP
    return Role.MEASURE if question.measure == Measure.PICKED else Role.CHOICE


def _variable(question: Question, language: str, **parts: Any) -> Variable:
    words = text(question.text, language)
    return Variable(**{"label": words, "question": question.key, "question_label": words, **parts})


def _coded(options: tuple[Option, ...], language: str) -> dict[str, Any]:
    return {
        "levels": tuple(option.key for option in options),
        "labels": tuple(text(option.text, language) for option in options),
    }


def columns(definition: Definition, answers: Mapping[str, Any]) -> Flat:
    """Acceptable answers as column -> code; the columns of a question that was not answered are absent.

    Beside the answers there may stand the way of answering (`with_channel`).
    """
    flat: Flat = {}
    for key, answer in answers.items():
        flat.update({CHANNEL: str(answer)} if key == CHANNEL else _flat(definition.by_key[key], answer))
    return flat


def with_channel(answers: Mapping[str, Any], channel: str) -> dict[str, Any]:
    """The answers and, beside them, by which way they came in."""
    return {**answers, CHANNEL: channel}


def _flat(question: Question, answer: Any) -> Flat:
    if question.kind == Kind.IMPORTANCE_STATE_GRID:
        return {
            f"{question.key}.{item}.{measure}": level
            for item, levels in answer.items()
            for measure, level in levels.items()
        }
    if question.kind in GRIDS:
        return {f"{question.key}.{item}": level for item, level in answer.items()}
    if question.kind in LISTS:
        chosen = {option: str(place) if question.ordered else CHOSEN for place, option in enumerate(answer, 1)}
        return {f"{question.key}.{option.key}": chosen.get(option.key, NOT_CHOSEN) for option in question.options}
    return {question.key: str(answer)}


def answers_from_columns(definition: Definition, flat: Mapping[str, str]) -> dict[str, Any]:
    """The inverse of `columns`. Blank cells and `no_answer` are answers that were not given; columns of other
    names are left out. What comes out is judged by `answers.problems`."""
    found = {key: _unflat(question, flat) for key, question in definition.by_key.items()}
    return {key: value for key, value in found.items() if value not in ("", [], {})}


def _unflat(question: Question, flat: Mapping[str, str]) -> Any:
    if question.kind in GRIDS:
        return _grid(question, flat)
    if question.kind in LISTS:
        return _chosen(question, flat)
    if question.kind == Kind.TEXT:
        return flat.get(question.key, "")  # any words may be a text, even those that are a code elsewhere
    value = _answer(flat.get(question.key, ""))
    return read_number(value) if question.kind == Kind.NUMBER else value


def _grid(question: Question, flat: Mapping[str, str]) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for cell in question.cells:
        level = _answer(flat.get(cell.name, ""))
        if level and len(question.scales) > 1:
            rows.setdefault(cell.item.key, {})[str(cell.scale.measure)] = level
        elif level:
            rows[cell.item.key] = level
    return rows


def _chosen(question: Question, flat: Mapping[str, str]) -> list[str]:
    places = {option.key: _answer(flat.get(f"{question.key}.{option.key}", "")) for option in question.options}
    chosen = [option for option, place in places.items() if place not in ("", NOT_CHOSEN)]
    return sorted(chosen, key=lambda option: (len(places[option]), places[option]))  # "10" comes after "9"


def _answer(code: str) -> str:
    return "" if code == NO_ANSWER else code
