"""The situation: what is known about needs and about the coalition before anything is recommended."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from math import inf
from typing import Any

from analysis.errors import AnalysisError, listed
from analysis.json_input import kind_of
from analysis.recommender.knowledge import default_knowledge
from analysis.vocabulary import ScoreKind, Sector

EVERYONE = "everyone"
"""Target group of a matter that concerns various residents: no single group stands out."""

UNNAMED = "unnamed"
"""Target group when one group is known to link the matters, but not which of the list."""

NO_AREA = "none"
"""Dominant area when it is known that none dominates."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(ScoreKind),
    "sample": ("open", "probability"),
    "sample_quality": ("none", "small", "skewed", "poor", "ok"),
    "horizon": ("once", "bounded", "long"),
    "need_horizon": ("once", "bounded", "long"),
    "funding": ("none", "grant", "budget"),
    "resident_engagement": ("low", "med", "high"),
    "coordinator": ("library", "partner", "shared", "nobody"),
    "gmina_support": ("none", "passive", "active"),
    "library_capacity": ("low", "med", "high"),
    "local_facts": ("confirm", "question", "mixed"),
    "existing_partnership": ("none", "area", "coalition"),
    "linked": ("same", "different"),
}
"""Fields that hold one of a few words, and the words."""

FLAGS = (
    "fixed_date",
    "grant_requires_partner",
    "prior_cooperation",
    "specialist_needed",
    "specialist_at_hand",
    "need_outside_library_mandate",
)
"""Fields that hold yes or no."""

COUNTS = ("n", "n_high_needs", "existing_partners")
"""Fields that hold a whole number from 0."""


class SituationError(AnalysisError):
    """A situation that cannot be read; the message names the field, what was found and what is allowed."""


@dataclass(frozen=True)
class Situation:
    """Evidence from residents and readiness of the coalition. None, or an empty mapping, means unknown."""

    n: int | None = None
    """How many people answered the survey, from 0. From the diagnosis."""

    sample: str | None = None
    """"open" (whoever wished answered) or "probability" (drawn by chance). From the diagnosis."""

    sample_quality: str | None = None
    """"none" (nothing can be shown), "small", "skewed", "poor" or "ok". From the number of answers, or given."""

    kind: ScoreKind | None = None
    """What `area_shares` are; None means lack_share. It selects the thresholds. From the diagnosis."""

    area_shares: Mapping[str, float] | None = None
    """Need score of each area, 0..1, key = area. A mean importance is stretched to 0..1. From the diagnosis."""

    area_counts: Mapping[str, tuple[int, int]] | None = None
    """Of each area: people with the need, and the base. Only for share kinds. From the diagnosis."""

    taxonomy_areas: Mapping[str, str | None] | None = None
    """For areas of a library's own: the built-in area they correspond to, or None. From the codebook."""

    possible_first: tuple[str, ...] | None = None
    """Areas whose simultaneous rank set contains the first place. From the diagnosis."""

    high_needs_range: tuple[int, int] | None = None
    """How many needs are high for sure, and how many may be, by their intervals. From the diagnosis."""

    effective_areas: float | None = None
    """Number of equally great needs as spread as the high ones, from 1. From the diagnosis; it decides nothing."""

    linked: str | None = None
    """Whether the first two needs are the "same" people's or "different" people's. From the tally."""

    seen_only_in: Mapping[str, str] | None = None
    """Of the chosen matters, those high in one place or way of answering only: its name. From the diagnosis."""

    quiet_groups: tuple[str, ...] | None = None
    """Names of groups that answered less than half as often as they should. From the margins."""

    n_high_needs: int | None = None
    """Number of high needs, from 0. Given; otherwise counted from `area_shares`."""

    dominant_area: str | None = None
    """Area that clearly leads, or "none". Given; otherwise found from `area_shares`."""

    specific_group: str | None = None
    """Target group that links the matters; "everyone": no single group; "unnamed": one, not listed."""

    need_horizon: str | None = None
    """How long the need lasts: "once", "bounded" or "long". Weaker evidence than `horizon`. Given."""

    resident_engagement: str | None = None
    """Residents' willingness to help: "low", "med" or "high". From the answers kept apart."""

    need_outside_library_mandate: bool | None = None
    """Whether the first matter lies outside a library's usual field. From needs.toml, or given."""

    local_facts: str | None = None
    """What facts from outside the survey say of the first matter: "confirm", "question" or "mixed". Given."""

    horizon: str | None = None
    """What partners are ready to commit to: "once", "bounded" or "long". Readiness."""

    fixed_date: bool | None = None
    """Whether there is a date to keep. Readiness."""

    funding: str | None = None
    """Where money comes from: "none", "grant" or "budget". Readiness."""

    grant_requires_partner: bool | None = None
    """Whether the grant asks for a partner or rewards one. Readiness."""

    existing_partners: int | None = None
    """Number of partners ready to come, besides the library, from 0. Readiness."""

    partner_sectors: tuple[Sector, ...] | None = None
    """Sectors from which partners are ready to come. Readiness."""

    prior_cooperation: bool | None = None
    """Whether these partners have worked together before. Readiness."""

    existing_partnership: str | None = None
    """Whether partners act already: "area" in the first matter, "coalition" in many, or "none". Readiness."""

    coordinator: str | None = None
    """Who would coordinate: "library", "partner", "shared" or "nobody". Readiness."""

    specialist_needed: bool | None = None
    """Whether the matter needs a specialist of its field. Readiness."""

    specialist_at_hand: bool | None = None
    """Whether a needed specialist is willing to help. Readiness."""

    gmina_support: str | None = None
    """Whether the municipal office takes part: "none", "passive" or "active". Readiness."""

    library_capacity: str | None = None
    """How much time the library can give: "low", "med" or "high". Readiness."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Situation":
        """A situation from plain data; an absent field or null is unknown.

        SituationError for an unknown field, a value that is not allowed, a share outside 0..1, or an area
        or group that is neither built in nor named in `taxonomy_areas`.
        """
        _expect_fields(data)
        return cls(**_read(data))

    def to_json(self) -> dict[str, Any]:
        """What is known, as plain data that `from_json` reads back."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def with_facts(self, facts: Mapping[str, Any]) -> "Situation":
        """The same situation with some fields set anew, read and checked as by `from_json`."""
        return replace(self, **_read(facts))


def _expect_fields(data: object) -> None:
    if not isinstance(data, Mapping):
        raise SituationError(f"situation: {kind_of(data)} found; allowed: an object of named fields")
    allowed = [field.name for field in fields(Situation)]
    unknown = [str(name) for name in data if name not in allowed]
    if unknown:
        raise SituationError(f"unknown field {listed(unknown)}; allowed: {listed(allowed, 40)}")


def _read(data: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in data.items() if value is not None}
    areas = _areas_of(known)
    return {name: _value(name, value, areas) for name, value in known.items()}


def _areas_of(known: Mapping[str, Any]) -> tuple[str, ...]:
    own = known.get("taxonomy_areas", {})
    return (*default_knowledge().areas, *(own if isinstance(own, Mapping) else ()))


def _value(name: str, value: Any, areas: tuple[str, ...]) -> Any:
    if name in CHOICES:
        chosen = _one_of(name, value, CHOICES[name])
        return ScoreKind(chosen) if name == "kind" else chosen
    if name in FLAGS:
        return _flag(name, value)
    if name in COUNTS:
        return _count(name, value)
    if name in READ_ALONE:
        return READ_ALONE[name](name, value)
    return _of_areas(name, value, areas)


def _of_areas(name: str, value: Any, areas: tuple[str, ...]) -> Any:
    if name == "dominant_area":
        return _one_of(name, value, (*areas, NO_AREA))
    if name == "possible_first":
        return tuple(_one_of(name, item, areas) for item in _list(name, value))
    table = _table(name, value)
    if name == "taxonomy_areas":
        builtin = tuple(default_knowledge().areas)
        return {key: None if item is None else _one_of(f"{name}.{key}", item, builtin) for key, item in table.items()}
    read = {"area_shares": _share, "area_counts": _pair, "seen_only_in": _words}[name]
    return {_one_of(name, key, areas): read(f"{name}.{key}", item) for key, item in table.items()}


def _one_of(name: str, value: object, allowed: Iterable[str]) -> str:
    if not isinstance(value, str) or value not in tuple(allowed):
        raise SituationError(f"{name}: {value!r} found; allowed: {listed(allowed, 40)}")
    return value


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise SituationError(f"{name}: {value!r} found; allowed: true, false")
    return value


def _count(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise SituationError(f"{name}: {value!r} found; allowed: a whole number from 0")
    return value


def _share(name: str, value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise SituationError(f"{name}: {value!r} found; allowed: a share from 0 to 1")
    return float(value)


def _from_one(name: str, value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 1 <= value < inf:
        raise SituationError(f"{name}: {value!r} found; allowed: a number from 1")
    return float(value)


def _words(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise SituationError(f"{name}: {value!r} found; allowed: a name in words")
    return value


def _pair(name: str, value: object) -> tuple[int, int]:
    items = _list(name, value)
    if len(items) != 2 or _count(name, items[0]) > _count(name, items[1]):
        raise SituationError(f"{name}: {value!r} found; allowed: two whole numbers, the second not less than the first")
    return items[0], items[1]


def _list(name: str, value: object) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise SituationError(f"{name}: {value!r} found; allowed: a list")
    return list(value)


def _table(name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise SituationError(f"{name}: {value!r} found; allowed: an object with an area for each key")
    return value


def _sectors(name: str, value: object) -> tuple[Sector, ...]:
    return tuple(Sector(_one_of(name, item, tuple(Sector))) for item in _list(name, value))


def _group(name: str, value: object) -> str:
    return _one_of(name, value, (*default_knowledge().groups, UNNAMED))


def _names(name: str, value: object) -> tuple[str, ...]:
    return tuple(_words(name, item) for item in _list(name, value))


READ_ALONE: Mapping[str, Callable[[str, object], Any]] = {
    "partner_sectors": _sectors,
    "specific_group": _group,
    "high_needs_range": _pair,
    "effective_areas": _from_one,
    "quiet_groups": _names,
}
"""How fields are read that need no list of areas and are neither words, flags nor counts."""
