"""The same questionnaire as `analysis` reads it: a codebook, and stored answers as its flat columns.

Column names: `lack.care`, `rate.care.importance`, `top.care` (0, or the place in the order), `age`.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from analysis.codebook import Area, Codebook, Design, Role, Variable
from analysis.vocabulary import Measure
from diagnoza.questionnaire.definition import GRIDS, LISTS, Definition, Kind, Option, Question, text

Flat = dict[str, str]


@lru_cache(maxsize=64)
def codebook(definition: Definition, language: str = "pl", sample: str = "open") -> Codebook:
    """What the columns of a frame of this questionnaire mean, with labels in one language."""
    return Codebook(
        title=text(definition.title, language),
        areas=tuple(Area(area.key, text(area.label, language), area.taxonomy_area) for area in definition.areas),
        variables=tuple(variable for question in definition.questions() for variable in _variables(question, language)),
        design=Design(sample="probability" if sample == "probability" else "open"),
        language=language,
    )


def _variables(question: Question, language: str) -> Iterator[Variable]:
    if question.kind in GRIDS:
        yield from _grid_variables(question, language)
    elif question.kind in LISTS:
        yield from (_list_variable(question, option, language) for option in question.options)
    elif question.kind == Kind.SINGLE:
        role = Role.STRATUM if question.stratum else Role.CHOICE
        yield _variable(question, question.key, role, language, **_coded(question.options, language))
    else:
        role = Role.NUMBER if question.kind == Kind.NUMBER else Role.TEXT
        yield _variable(question, question.key, role, language)


def _grid_variables(question: Question, language: str) -> Iterator[Variable]:
    for item in question.items:
        for scale in question.scales:
            yield _variable(
                question,
                cell_name(question, item.key, scale.measure),
                Role.MEASURE,
                language,
                label=text(item.text, language),
                measure=scale.measure,
                area=item.area,
                **_coded(scale.options, language),
            )


def _list_variable(question: Question, option: Option, language: str) -> Variable:
    picked = question.measure == Measure.PICKED
    role = Role.TARGET_GROUP if question.target_group else Role.MEASURE if picked else Role.CHOICE
    places = question.limit or 1 if question.ordered else 1
    levels = tuple(str(place) for place in range(places + 1))
    return _variable(
        question,
        f"{question.key}.{option.key}",
        role,
        language,
        label=text(option.text, language),
        levels=levels,
        labels=levels,
        option=option.key,
        measure=question.measure,
        area=option.key if picked else None,
    )


def _variable(question: Question, name: str, role: Role, language: str, **parts: Any) -> Variable:
    words = text(question.text, language)
    return Variable(name=name, role=role, question=question.key, question_label=words, **{"label": words, **parts})


def _coded(options: tuple[Option, ...], language: str) -> dict[str, Any]:
    return {
        "levels": tuple(option.key for option in options),
        "labels": tuple(text(option.text, language) for option in options),
    }


def cell_name(question: Question, item: str, measure: Measure) -> str:
    """The column of one cell of a grid."""
    several = question.kind == Kind.IMPORTANCE_STATE_GRID
    return f"{question.key}.{item}.{measure}" if several else f"{question.key}.{item}"


def columns(definition: Definition, answers: Mapping[str, Any]) -> Flat:
    """Stored answers as column -> code; what was not answered is absent. Numbers become their digits."""
    flat: Flat = {}
    for question in definition.questions():
        if question.key in answers:
            flat.update(_flat(question, answers[question.key]))
    return flat


def _flat(question: Question, answer: Any) -> Flat:
    if question.kind == Kind.IMPORTANCE_STATE_GRID:
        return {
            f"{question.key}.{item}.{measure}": level for item, row in answer.items() for measure, level in row.items()
        }
    if question.kind in GRIDS:
        return {f"{question.key}.{item}": level for item, level in answer.items()}
    if question.kind in LISTS:
        place = {key: str(number) if question.ordered else "1" for number, key in enumerate(answer, 1)}
        return {f"{question.key}.{option.key}": place.get(option.key, "0") for option in question.options}
    return {question.key: str(answer)}


def answers_from_columns(definition: Definition, flat: Mapping[str, str]) -> dict[str, Any]:
    """The inverse of `columns`; blank cells and `no_answer` are answers that were not given."""
    given = {name: code for name, code in flat.items() if code not in ("", "no_answer")}
    found = {question.key: _unflat(question, given) for question in definition.questions()}
    return {key: value for key, value in found.items() if value not in (None, [], {})}


def _unflat(question: Question, given: Mapping[str, str]) -> Any:
    if question.kind == Kind.IMPORTANCE_STATE_GRID:
        rows = {
            item.key: {
                str(scale.measure): given[name]
                for scale in question.scales
                if (name := f"{question.key}.{item.key}.{scale.measure}") in given
            }
            for item in question.items
        }
        return {key: row for key, row in rows.items() if row}
    if question.kind in GRIDS:
        cells = {item.key: given.get(f"{question.key}.{item.key}") for item in question.items}
        return {key: level for key, level in cells.items() if level is not None}
    if question.kind in LISTS:
        chosen = [(given.get(f"{question.key}.{option.key}", "0"), option.key) for option in question.options]
        return [key for place, key in sorted(chosen, key=lambda pair: pair[0]) if place != "0"]
    value = given.get(question.key)
    return int(value) if value and question.kind == Kind.NUMBER and value.lstrip("-").isdigit() else value
