"""The parts of a diagnosis: frozen values, safe to publish, that go to JSON and come back exactly."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from analysis.codebook import Area
from analysis.errors import AnalysisError
from analysis.vocabulary import Measure, ScoreKind


@dataclass(frozen=True)
class NeedScore:
    """How much of a need an area is, over the whole sample.

    Share kinds: `value` = `count` / `n` in 0..1, where `count` people have the need and `n` is the base.
    importance_satisfaction: `value` is a product of two shares in 0..1, `n` the people who rated the area's
    state, `count` None. mean_importance: `value` is a mean on the scale of the question, `count` None.
    `low`..`high` is the interval of `value`; `rank` 1 is the greatest need (equal values share a rank) and
    `rank_low`..`rank_high` its simultaneous rank set. `mean` is the mean rated level (of lack; else of state;
    else of importance). `picked` counts the people who chose the area among the most important. `dont_know`
    and `no_answer` count those outside the base.
    """

    area: str
    value: float
    n: int
    count: int | None
    low: float
    high: float
    rank: int
    rank_low: int
    rank_high: int
    mean: float | None
    picked: int | None
    dont_know: int
    no_answer: int


@dataclass(frozen=True)
class AnswerCounts:
    """How many people gave each answer about one area, over the whole sample; `counts` go with `levels`."""

    area: str
    measure: Measure
    levels: tuple[str, ...]
    counts: tuple[int, ...]
    dont_know: int
    no_answer: int


@dataclass(frozen=True)
class GroupCell:
    """The need score of one area in one group of residents. All three None: withheld, too few people."""

    area: str
    category: str
    value: float | None
    n: int | None
    count: int | None


@dataclass(frozen=True)
class Breakdown:
    """Need scores by the categories of one stratum variable; `cells` run area by area, category by category.

    `n` is the number of respondents of each category, None where withheld. People who did not state their
    category are in no column. `suppressed` counts the withheld cells.
    """

    variable: str
    label: str
    categories: tuple[str, ...]
    labels: tuple[str, ...]
    n: tuple[int | None, ...]
    cells: tuple[GroupCell, ...]
    suppressed: int

    def cell(self, area: str, category: str) -> GroupCell:
        """The cell of an area and a category; KeyError when there is none."""
        for cell in self.cells:
            if cell.area == area and cell.category == category:
                return cell
        raise KeyError((area, category))


@dataclass(frozen=True)
class QuadrantPoint:
    """An area on the importance x state plane; higher: more important, better supplied. `n` rated it."""

    area: str
    importance: float
    state: float
    n: int


@dataclass(frozen=True)
class TargetGroupCount:
    """How many of the `n` people who put `area` first and named somebody named this target group."""

    area: str
    group: str
    count: int | None
    n: int | None


@dataclass(frozen=True)
class ChoiceCounts:
    """Answers to a closed question: of `n` people who answered, how many chose each (None: withheld)."""

    question: str
    label: str
    options: tuple[str, ...]
    labels: tuple[str, ...]
    counts: tuple[int | None, ...]
    n: int
    no_answer: int


@dataclass(frozen=True)
class Diagnosis:
    """What the answers say. `n` counts respondents; `withheld` (n under `threshold`) leaves every part empty.

    `sample` is "open" or "probability": intervals of an open sample are model-based, as if the answers were
    a random sample. `level` is the confidence level. `needs` is sorted from the greatest need.
    `importance_axis` and `state_axis` say what the quadrant shows, None when nothing was asked for it.
    """

    title: str
    n: int
    sample: str
    kind: ScoreKind
    threshold: int
    level: float
    withheld: bool
    areas: tuple[Area, ...]
    needs: tuple[NeedScore, ...]
    answers: tuple[AnswerCounts, ...]
    breakdowns: tuple[Breakdown, ...]
    quadrant: tuple[QuadrantPoint, ...]
    target_groups: tuple[TargetGroupCount, ...]
    choices: tuple[ChoiceCounts, ...]
    importance_axis: str | None
    state_axis: str | None


def to_json(diagnosis: Diagnosis) -> dict[str, Any]:
    """The diagnosis as plain dictionaries, lists, numbers and texts; floats keep every digit."""
    plain: dict[str, Any] = _listed(asdict(diagnosis))
    return plain


def from_json(data: Mapping[str, Any]) -> Diagnosis:
    """The diagnosis that `to_json` wrote; AnalysisError when a field is missing or does not fit."""
    try:
        diagnosis: Diagnosis = _object(Diagnosis, data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AnalysisError(f"not a stored diagnosis: {type(error).__name__} {error}") from error
    return diagnosis


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_listed(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value


def _object(kind: type[Any], data: Mapping[str, Any]) -> Any:
    types = get_type_hints(kind)
    return kind(**{field.name: _restored(types[field.name], data[field.name]) for field in fields(kind)})


def _restored(kind: Any, value: Any) -> Any:
    if get_origin(kind) is tuple:
        return tuple(_restored(get_args(kind)[0], item) for item in value)
    if get_origin(kind) in (Union, UnionType):
        return None if value is None else _restored(get_args(kind)[0], value)
    if hasattr(kind, "__dataclass_fields__"):
        return _object(kind, value)
    return kind(value)
