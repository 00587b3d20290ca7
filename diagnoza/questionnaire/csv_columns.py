"""A map meets a questionnaire: mapped columns are checked and given the tables by which cells are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from analysis.codebook import Variable
from analysis.vocabulary import DONT_KNOW, NO_ANSWER
from diagnoza.questionnaire.codebook import CHANNEL, CHANNELS, codebook
from diagnoza.questionnaire.csv_map import ImportMap, MapError, MappedColumn
from diagnoza.questionnaire.definition import GRIDS, LISTS, Definition, Kind, Question

FREE = (Kind.NUMBER, Kind.TEXT)


@dataclass(frozen=True)
class BoundColumn:
    """A column of the file that answers `variable`, and what its cells stand for.

    `codes` leads from a cell to the questionnaire's code, "" being no answer. A `free` column takes other
    cells as they are. `order` is the place of a pick (1 for the first choice): its cells name options. A file may
    lack a column that is not `needed`.
    """

    name: str
    question: str
    variable: str
    codes: Mapping[str, str]
    free: bool
    order: int | None
    needed: bool = True

    def read(self, cell: str) -> str | None:
        """The questionnaire's code for a cell, "" for no answer, None when the cell is not known."""
        word = cell.strip()
        if word in self.codes:
            return self.codes[word]
        if not word:
            return ""
        return cell if self.free else None


def default_map(definition: Definition) -> ImportMap:
    """The map of a file that Diagnoza itself exported from this questionnaire."""
    asked = (variable for variable in codebook(definition).variables if variable.name != CHANNEL)
    return ImportMap(tuple(map(_own_column, asked)), exported=True)


def _channel_column() -> BoundColumn:
    """By which way a response came in: in files that Diagnoza wrote since it counts that."""
    ways = {str(way): str(way) for way in CHANNELS}
    return BoundColumn(CHANNEL, CHANNEL, CHANNEL, {**ways, NO_ANSWER: ""}, free=False, order=None, needed=False)


def _own_column(variable: Variable) -> MappedColumn:
    if variable.option:
        return MappedColumn(variable.name, variable.question, option=variable.option)
    item, measure = (*variable.name.split(".")[1:], None, None)[:2]
    return MappedColumn(variable.name, variable.question, item=item, measure=measure)


def bind(import_map: ImportMap, definition: Definition) -> tuple[BoundColumn, ...]:
    """The map's columns, checked against the questionnaire; raises MapError for the first that is wrong."""
    bound = tuple(_bound(column, definition) for column in import_map.columns)
    for one, other in combinations(bound, 2):
        mixed = bool(one.order) != bool(other.order)
        if one.question == other.question and (mixed or one.variable == other.variable):
            allowed = f"what {one.name!r} does not answer already; remove one of the two columns"
            raise MapError(f'columns."{other.name}"', other.variable, allowed)
    return (*bound, _channel_column()) if import_map.exported else bound


def _bound(column: MappedColumn, definition: Definition) -> BoundColumn:
    place = f'columns."{column.name}"'
    question = definition.by_key.get(column.question)
    if question is None:
        raise MapError(f"{place}.question", column.question, ", ".join(definition.by_key))
    _check_parts(column, question, place)
    return BoundColumn(
        name=column.name,
        question=question.key,
        variable=column.variable,
        codes=_codes(column, question, place),
        free=question.kind in FREE,
        order=column.order,
    )


def _check_parts(column: MappedColumn, question: Question, place: str) -> None:
    """The column names exactly the parts that the question's kind has, and they exist."""
    allowed = _allowed_parts(question, column)
    for part in ("item", "measure", "option", "order"):
        found = getattr(column, part)
        if found is not None and part not in allowed:
            raise MapError(f"{place}.{part}", found, f"none for {question.kind}; remove {part}")
        if part in allowed and found not in allowed[part]:
            words = ", ".join(str(each) for each in allowed[part])
            raise MapError(f"{place}.{part}", found, words)


def _allowed_parts(question: Question, column: MappedColumn) -> dict[str, tuple[object, ...]]:
    items = tuple(item.key for item in question.items)
    if question.kind == Kind.IMPORTANCE_STATE_GRID:
        return {"item": items, "measure": tuple(str(scale.measure) for scale in question.scales)}
    if question.kind in GRIDS:
        return {"item": items}
    if question.kind not in LISTS:
        return {}
    if column.order is not None:
        return {"order": tuple(range(1, (question.limit or len(question.options)) + 1))}
    return {"option": tuple(option.key for option in question.options)}


def _codes(column: MappedColumn, question: Question, place: str) -> Mapping[str, str]:
    """The map's own words, or without them the questionnaire's codes as they are."""
    levels = _levels(column, question)
    given = {**(column.values or {}), **column.missing}
    allowed = (*levels, NO_ANSWER)
    for cell, code in given.items():
        if code not in allowed:
            raise MapError(f"{place}: the code for {cell!r}", code, ", ".join(allowed))
    own = () if question.kind in FREE else (NO_ANSWER,) if column.values else allowed
    codes = {**dict(zip(own, own, strict=True)), **given}
    return {cell.strip(): "" if code == NO_ANSWER else code for cell, code in codes.items()}


def _levels(column: MappedColumn, question: Question) -> tuple[str, ...]:
    """Codes of the questionnaire that the column may give; none where answers are free."""
    if question.kind in GRIDS:
        scale = next(scale for scale in question.scales if column.measure in (None, scale.measure))
        return (*scale.levels, DONT_KNOW)
    if question.kind in LISTS and column.order is None:
        places = (question.limit or 1) if question.ordered else 1
        return tuple(str(place) for place in range(places + 1))
    return tuple(option.key for option in question.options)
