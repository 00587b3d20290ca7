"""The codebook: what each column of a response file means. Plain data, read from and written to TOML."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import tomli_w

from analysis.errors import CodebookError, listed
from analysis.vocabulary import DONT_KNOW, NO_ANSWER, Measure

__all__ = ["Area", "Codebook", "CodebookError", "Design", "Role", "Variable"]

Sample = Literal["open", "probability"]
Entry = TypeVar("Entry", "Area", "Variable", "Design")


class Role(StrEnum):
    """What a column is for."""

    MEASURE = "measure"
    TARGET_GROUP = "target_group"
    STRATUM = "stratum"
    CHOICE = "choice"
    MODE = "mode"
    PLACE = "place"
    WAVE = "wave"
    WEIGHT = "weight"
    NUMBER = "number"
    TEXT = "text"
    DAY = "day"
    ID = "id"


NUMERIC = frozenset({Role.WEIGHT, Role.NUMBER})
"""Roles whose columns hold numbers."""

TEXTUAL = frozenset({Role.TEXT, Role.DAY, Role.ID})
"""Roles whose columns hold texts: open answers, the day a response came in, the id of its respondent."""

UNCODED = NUMERIC | TEXTUAL
"""Roles whose columns hold free values instead of level codes."""


@dataclass(frozen=True)
class Area:
    """A need area; `taxonomy_area` names the area of the built-in list that it corresponds to."""

    key: str
    label: str
    taxonomy_area: str | None = None


@dataclass(frozen=True)
class Variable:
    """One column of the response frame and of CSV files.

    `levels` are codes in order, from the lowest; `labels` has one text per level. A measure names its `area`.
    One column of a multiple choice names its `option` and shares `question` with its siblings; its levels are
    "0" (not chosen) and "1", or "1", "2", ... for the order of choice. `dont_know` lists the raw codes of
    files that mean "don't know", besides the code `dont_know` itself. Answers to a `sensitive` question (health,
    income, origin) and groups by it are shown only from ten people on.
    """

    name: str
    role: Role
    question: str
    label: str
    question_label: str = ""
    levels: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    measure: Measure | None = None
    area: str | None = None
    option: str | None = None
    dont_know: tuple[str, ...] = ()
    sensitive: bool = False

    @property
    def coded(self) -> bool:
        """Whether the column holds level codes (not text, numbers or weights)."""
        return self.role not in UNCODED

    @property
    def categories(self) -> tuple[str, ...]:
        """Every code a cell of the column may hold: the levels, then `dont_know` and `no_answer`."""
        return (*self.levels, DONT_KNOW, NO_ANSWER)


@dataclass(frozen=True)
class Design:
    """How the sample came about: open to whoever answers, or drawn by chance (then its design columns)."""

    sample: Sample = "open"
    weight: str | None = None
    strata: str | None = None
    cluster: str | None = None
    fpc: str | None = None


@dataclass(frozen=True)
class Codebook:
    """Areas and variables of one questionnaire. A codebook that contradicts itself raises CodebookError."""

    title: str
    areas: tuple[Area, ...]
    variables: tuple[Variable, ...]
    design: Design = Design()
    language: str = "pl"

    def __post_init__(self) -> None:
        check(self)

    @cached_property
    def _by_name(self) -> dict[str, Variable]:
        return {variable.name: variable for variable in self.variables}

    @cached_property
    def _areas(self) -> dict[str, Area]:
        return {area.key: area for area in self.areas}

    def variable(self, name: str) -> Variable:
        """The variable of that name; CodebookError lists the names there are."""
        return _find(self._by_name, name, "variable")

    def area(self, key: str) -> Area:
        """The area of that key; CodebookError lists the keys there are."""
        return _find(self._areas, key, "area")

    def by_role(self, role: Role) -> tuple[Variable, ...]:
        """All variables of a role, in codebook order."""
        return tuple(variable for variable in self.variables if variable.role == role)

    def measures(self, measure: Measure, area: str | None = None) -> tuple[Variable, ...]:
        """The variables (items) of a measure: of all areas, or of one."""
        return tuple(
            variable
            for variable in self.by_role(Role.MEASURE)
            if variable.measure == measure and area in (None, variable.area)
        )

    def scale(self, measure: Measure) -> tuple[str, ...]:
        """The level codes of a measure, the same for all its variables; () when the measure was not asked."""
        variables = self.measures(measure)
        return variables[0].levels if variables else ()

    @classmethod
    def from_toml(cls, source: str | Path | bytes) -> "Codebook":
        """Read a codebook from a file (path) or from its bytes; CodebookError says what does not fit."""
        content = source if isinstance(source, bytes) else Path(source).read_bytes()
        data = _parsed(content)
        _expect_keys(data, {"title", "language", "design", "areas", "variables"}, "codebook")
        return cls(
            title=_text(data.get("title"), "title"),
            language=_text(data.get("language", "pl"), "language"),
            design=_entry(Design, data.get("design", {}), "design"),
            areas=_entries(Area, data.get("areas"), "areas"),
            variables=_entries(Variable, data.get("variables"), "variables"),
        )

    def to_toml(self) -> str:
        """The codebook as TOML text; `Codebook.from_toml(text.encode())` gives an equal codebook back."""
        data: dict[str, Any] = {"title": self.title, "language": self.language}
        data["design"] = _plain(self.design)
        data["areas"] = [_plain(area) for area in self.areas]
        data["variables"] = [_plain(variable) for variable in self.variables]
        return tomli_w.dumps(data)


Found = TypeVar("Found")


def _find(entries: Mapping[str, Found], key: str, what: str) -> Found:
    if key not in entries:
        raise CodebookError(f"{what} {key!r} is not in the codebook; there are: {listed(entries)}")
    return entries[key]


# Reading and writing.


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CodebookError(f"not UTF-8 text at byte {error.start + 1}; save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"not valid TOML: {error}") from error


def _expect_keys(data: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
    unknown = sorted(set(data) - set(allowed))
    if unknown:
        raise CodebookError(f"{where}: unknown key {listed(unknown)}; allowed: {listed(sorted(allowed), 20)}")


def _entries(kind: type[Entry], data: object, where: str) -> tuple[Entry, ...]:
    if not isinstance(data, list) or not data:
        raise CodebookError(f"{where}: found none; write one [[{where}]] table for each")
    return tuple(_entry(kind, item, f"{where}[{number}]") for number, item in enumerate(data, start=1))


def _entry(kind: type[Entry], data: object, where: str) -> Entry:
    if not isinstance(data, dict):
        raise CodebookError(f"{where}: found {type(data).__name__}, expected a table")
    _expect_keys(data, [field.name for field in fields(kind)], where)
    for field in fields(kind):
        if field.default is MISSING and field.name not in data:
            raise CodebookError(f"{where}: key {field.name!r} is missing")
    return kind(**{key: _value(key, value, f"{where}.{key}") for key, value in data.items()})


def _value(key: str, value: object, where: str) -> Any:
    if key == "sensitive":
        if not isinstance(value, bool):
            raise CodebookError(f"{where}: found {value!r}; allowed: true, false")
        return value
    if key in {"levels", "labels", "dont_know"}:
        return tuple(_text(item, where) for item in _list(value, where))
    allowed: dict[str, Iterable[str]] = {"role": Role, "measure": Measure, "sample": get_args(Sample)}
    text = _text(value, where)
    if key in allowed and text not in tuple(allowed[key]):
        raise CodebookError(f"{where}: found {text!r}; allowed: {listed(allowed[key])}")
    return {"role": Role, "measure": Measure}.get(key, str)(text)


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise CodebookError(f"{where}: found {value!r}, expected a list of texts")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise CodebookError(f"{where}: found {value!r}, expected a text in quotes")
    return value


def _plain(entry: "Area | Variable | Design") -> dict[str, Any]:
    """A dataclass without what equals its default, since TOML has no null."""
    defaults = {field.name: field.default for field in fields(entry)}
    values = {key: value for key, value in asdict(entry).items() if value != defaults[key]}
    return {key: _toml_value(value) for key, value in values.items()}


def _toml_value(value: object) -> object:
    if isinstance(value, bool):
        return value
    return list(value) if isinstance(value, tuple) else str(value)


# Checks.


def check(codebook: Codebook) -> None:
    """Raise CodebookError for the first thing in which the codebook contradicts itself."""
    _expect_unique([area.key for area in codebook.areas], "areas", "key")
    _expect_unique([variable.name for variable in codebook.variables], "variables", "name")
    areas = [area.key for area in codebook.areas]
    for variable in codebook.variables:
        _check_levels(variable)
        _check_parts(variable, areas)
    for measure in Measure:
        _check_scale(codebook.measures(measure), measure)
    _check_design(codebook)


def _expect_unique(keys: list[str], where: str, what: str) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise CodebookError(f"{where}: {what} {listed(twice)} found more than once; each must be unique")
    if "" in keys:
        raise CodebookError(f"{where}: an empty {what} found; give each entry a {what}")


def _check_levels(variable: Variable) -> None:
    where = f"variable {variable.name!r}"
    if variable.coded and not variable.levels:
        raise CodebookError(f"{where}: no levels found; a {variable.role} needs its codes in `levels`")
    if not variable.coded and variable.levels:
        raise CodebookError(f"{where}: levels found; a {variable.role} has none, remove them")
    _expect_unique(list(variable.levels), where, "level")
    reserved = {DONT_KNOW, NO_ANSWER} & set(variable.levels)
    if reserved:
        raise CodebookError(f"{where}: level {listed(sorted(reserved))} comes with every variable, remove it")
    if variable.labels and len(variable.labels) != len(variable.levels):
        found, needed = len(variable.labels), len(variable.levels)
        raise CodebookError(f"{where}: {found} labels found; {needed} levels need {needed} labels, or none")


def _check_parts(variable: Variable, areas: list[str]) -> None:
    where = f"variable {variable.name!r}"
    if variable.role == Role.MEASURE:
        if variable.measure is None:
            raise CodebookError(f"{where}: key 'measure' is missing; allowed: {listed(Measure)}")
        if variable.area not in areas:
            raise CodebookError(f"{where}: area {variable.area!r} found; allowed: {listed(areas, 30)}")
    if variable.role == Role.TARGET_GROUP and not variable.option:
        raise CodebookError(f"{where}: key 'option' is missing; name the target group of this column")
    if variable.role == Role.TARGET_GROUP or variable.measure == Measure.PICKED:
        _check_chosen(variable, where)


def _check_chosen(variable: Variable, where: str) -> None:
    if variable.levels[:2] != ("0", "1"):
        found = listed(variable.levels)
        raise CodebookError(f"{where}: levels {found}; allowed: 0 (not chosen), 1, then 2, 3, ... if ordered")


def _check_scale(variables: tuple[Variable, ...], measure: Measure) -> None:
    """All areas of a measure share one numeric scale, else their scores could not be compared."""
    for variable in variables:
        where = f"variable {variable.name!r}"
        if variable.levels != variables[0].levels:
            found, expected = listed(variable.levels), listed(variables[0].levels)
            raise CodebookError(f"{where}: levels {found}; all of {measure} need the same: {expected}")
        if not _ascending(variable.levels):
            raise CodebookError(f"{where}: levels {listed(variable.levels)}; a scale needs ascending numbers")
    items = [(variable.area, variable.name) for variable in variables]
    if measure == Measure.PICKED and len({area for area, _ in items}) < len(items):
        raise CodebookError(f"picked: two variables for one area ({listed(name for _, name in items)})")


def _ascending(levels: tuple[str, ...]) -> bool:
    try:
        numbers = [float(level) for level in levels]
    except ValueError:
        return False
    return len(numbers) > 1 and all(low < high for low, high in pairwise(numbers))


def _check_design(codebook: Codebook) -> None:
    names = {variable.name for variable in codebook.variables}
    for key in ("weight", "strata", "cluster", "fpc"):
        name = getattr(codebook.design, key)
        if name is not None and name not in names:
            raise CodebookError(f"design.{key}: variable {name!r} found; allowed: {listed(sorted(names))}")
