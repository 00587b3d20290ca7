"""What the recommender knows, as data: needs, sectors, criteria and readiness questions of knowledge/*.toml."""

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from analysis.errors import AnalysisError, listed
from analysis.recommender.catalogue import LANGUAGES, texts_of
from analysis.recommender.messages import Message
from analysis.vocabulary import Contribution, CooperationType, LibraryRole, ScoreKind, Sector

FILES = ("cooperation", "needs", "sectors", "readiness")

Condition = Mapping[str, Any]
"""Facts that must hold together: each names its allowed values as a list, or as a table with `min`, `max`."""


class KnowledgeError(AnalysisError):
    """A knowledge file that contradicts itself or lacks something; the message names file, entry and key."""


@dataclass(frozen=True)
class Level:
    """One answer to a criterion's question.

    `prior` is how often the answer is expected, in 0..1. `weights` says how much it speaks for each type, in
    natural log-odds before they are set against the priors. `when` holds the alternatives that make it the
    answer; `facts` are the smallest facts that would, empty when the answer cannot be brought about.
    """

    key: str
    prior: float
    weights: Mapping[CooperationType, float]
    when: tuple[Condition, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A part of an answer that has a sentence of its own: said when no more is known. `when` as in a level."""

    key: str
    when: tuple[Condition, ...]


@dataclass(frozen=True)
class Criterion:
    """One question over the situation. `about` is "answers" (of residents) or "readiness" (of the coalition).

    `source` names, in words, where the criterion comes from, and `sentence` is what is said there. `partly`
    holds what can be said of an answer that is known only in part. `counts_when` names facts that mean something
    only when any of these conditions holds: whether a grant asks for a partner, once there is a grant.
    """

    key: str
    about: str
    source: str
    sentence: str
    levels: tuple[Level, ...]
    partly: tuple[Part, ...] = ()
    counts_when: Mapping[str, tuple[Condition, ...]] = field(default_factory=dict)

    @cached_property
    def reads(self) -> frozenset[str]:
        """Names of the facts that the criterion looks at."""
        conditions = [condition for level in self.levels for condition in level.when]
        conditions += [condition for each in self.counts_when.values() for condition in each]
        return frozenset(name for condition in conditions for name in condition)

    @cached_property
    def likelihoods(self) -> Mapping[str, tuple[float, ...]]:
        """P(level | type) of each level, one number per type in the order of CooperationType.

        prior * exp(weight), divided by its sum over the levels: so an unknown answer, which may be any
        level, has the likelihood 1 for every type and speaks for none.
        """
        raw = {
            level.key: [level.prior * math.exp(level.weights.get(kind, 0.0)) for kind in CooperationType]
            for level in self.levels
        }
        totals = [sum(column) for column in zip(*raw.values(), strict=True)]
        return {key: tuple(x / y for x, y in zip(row, totals, strict=True)) for key, row in raw.items()}


@dataclass(frozen=True)
class Rule:
    """Something to say `when` the situation is so (any of the conditions). `code` is that of its text.

    `types`, unless empty, limits it to recommendations of these types. `role` is set for a rule about the
    library's role. `undecided` means that no type is to be read out.
    """

    key: str
    code: str
    when: tuple[Condition, ...]
    source: str = ""
    types: tuple[CooperationType, ...] = ()
    role: LibraryRole | None = None
    undecided: bool = False


@dataclass(frozen=True)
class TypeProfile:
    """What goes with a type of cooperation: the types that may follow, its usual seats, what it needs."""

    key: CooperationType
    next: tuple[CooperationType, ...]
    seats: tuple[str, ...]
    conditions: tuple[Rule, ...]


@dataclass(frozen=True)
class Option:
    """An option of a readiness question and the facts it stands for (none: unknown)."""

    key: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """A readiness question: kind "choice" (options set facts), "number" or "several" (into `field`)."""

    key: str
    kind: str
    field: str | None
    options: tuple[Option, ...]


@dataclass(frozen=True)
class NeedArea:
    """A need area: who can act on it, who else decides, whether it is a library's usual field (None: depends).

    `own_place`: a place of its own is what is needed, so a room lent by anybody does not do.
    """

    key: str
    who_can_act: str
    decided_by: tuple[str, ...] = ()
    usual_field: bool | None = None
    sensitive: bool = False
    own_place: bool = False


@dataclass(frozen=True)
class Library:
    """What the library brings to any matter, what to matters of its usual field, and how many things it carries."""

    gives: tuple[Contribution, ...] = ()
    in_its_field: tuple[Contribution, ...] = ()
    load: int = 1


@dataclass(frozen=True)
class Offer:
    """What a kind of institution can give to a need area; priority 1 invite first .. 3 one contribution."""

    area: str
    subsector: str
    priority: int
    gives: tuple[Contribution, ...]


@dataclass(frozen=True)
class Subsector:
    """A kind of institution. `flag`: "extends_seed" or "choice" where its sector is a decision of this project."""

    key: str
    sector: Sector
    flag: str | None = None


@dataclass(frozen=True)
class WeightChange:
    """Weights that a coalition changed: `weights` instead of those of `before`, why, by whom and `on` which day.

    Weights are natural log-odds by type; `on` is an ISO date.
    """

    criterion: str
    level: str
    weights: Mapping[CooperationType, float]
    before: Mapping[CooperationType, float]
    reason: str
    by: str
    on: str

    @property
    def message(self) -> Message:
        """Which answer's weights were changed, why and by whom."""
        asked, said = Message(f"criterion.{self.criterion}"), Message(f"criterion.{self.criterion}.{self.level}.if")
        values = {"asked": asked, "said": said, "reason": self.reason, "by": self.by, "on": self.on}
        return Message("changed_weights", values)


@dataclass(frozen=True)
class Knowledge:
    """Everything above.

    `settings` are the tables of numbers of cooperation.toml; `groups` maps a target group to the institutions
    that can speak for it, the best first; `offers` are keyed by area and institution; `texts` maps a code to
    its sentence or label in each language. `everywhere` is what institutions give to any matter; `voices` are
    residents who speak where no single group is concerned, the best first. `changes` are the weights that are not the
    built-in ones (own_weights.py).
    """

    prior: Mapping[CooperationType, float]
    settings: Mapping[str, Mapping[str, Any]]
    criteria: tuple[Criterion, ...]
    types: Mapping[CooperationType, TypeProfile]
    roles: tuple[Rule, ...]
    ask_first: tuple[Rule, ...]
    warnings: tuple[Rule, ...]
    questions: tuple[Question, ...]
    areas: Mapping[str, NeedArea]
    groups: Mapping[str, tuple[str, ...]]
    subsectors: Mapping[str, Subsector]
    offers: Mapping[tuple[str, str], Offer]
    texts: Mapping[str, Mapping[str, str]]
    library: Library = Library()
    everywhere: Mapping[str, tuple[Contribution, ...]] = field(default_factory=dict)
    voices: tuple[str, ...] = ()
    changes: tuple[WeightChange, ...] = ()

    def __post_init__(self) -> None:
        check(self)

    def thresholds(self, kind: ScoreKind | None) -> Mapping[str, float]:
        """`high` (a high need) and `lead` (by which a dominant area leads) of a kind of score, in 0..1."""
        tables: Mapping[str, Mapping[str, float]] = self.settings["thresholds"]
        return tables[kind or ScoreKind.LACK_SHARE]

    def criterion(self, key: str) -> Criterion:
        """The criterion of that key."""
        return next(criterion for criterion in self.criteria if criterion.key == key)


@cache
def default_knowledge() -> Knowledge:
    """The knowledge that comes with the library, read once."""
    return load(files("analysis") / "knowledge")


def load(folder: Traversable) -> Knowledge:
    """Read the four files of a folder; KnowledgeError says which entry of which file does not fit."""
    data = {name: _parsed(folder / f"{name}.toml", name) for name in FILES}
    try:
        return _knowledge(data)
    except (KeyError, TypeError) as error:
        raise KnowledgeError(f"{folder}: missing or misplaced key {error}; see the comments there") from error


def _parsed(path: Traversable, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(f"{name}.toml: {error}") from error


def _knowledge(data: Mapping[str, dict[str, Any]]) -> Knowledge:
    model, needs, sectors = data["cooperation"], data["needs"], data["sectors"]
    settings = ("model", "thresholds", "group", "willingness", "partners")
    return Knowledge(
        prior=_by_type(model["prior"], "prior"),
        settings={name: model[name] for name in settings},
        criteria=tuple(_criterion(entry) for entry in model["criteria"]),
        types={CooperationType(entry["key"]): _profile(entry) for entry in model["types"]},
        roles=tuple(_rule(entry, f"role.{entry['role']}") for entry in model["roles"]),
        ask_first=tuple(_rule(entry, "ask_first") for entry in model["ask_first"]),
        warnings=tuple(_rule(entry, "warning") for entry in model["warnings"]),
        questions=tuple(_question(entry) for entry in data["readiness"]["questions"]),
        areas={entry["key"]: _area(entry) for entry in needs["areas"]},
        groups={entry["key"]: tuple(entry["seats"]) for entry in needs["groups"]},
        subsectors={entry["key"]: _subsector(entry) for entry in sectors["subsectors"]},
        offers={(offer.area, offer.subsector): offer for offer in _offers(sectors["offers"])},
        texts=dict(texts_of(data)),
        library=_library(sectors["library"]),
        everywhere={key: tuple(map(Contribution, gives)) for key, gives in sectors["everywhere"].items()},
        voices=tuple(needs["voices"]),
    )


def _by_type(weights: Mapping[str, float], where: str) -> dict[CooperationType, float]:
    unknown = set(weights) - set(CooperationType)
    if unknown:
        raise KnowledgeError(f"{where}: type {listed(sorted(unknown))}; allowed: {listed(CooperationType)}")
    return {CooperationType(key): float(value) for key, value in weights.items()}


def _criterion(entry: Mapping[str, Any]) -> Criterion:
    levels = tuple(_level(level, f"criterion {entry['key']!r}") for level in entry["levels"])
    partly = tuple(Part(part["key"], tuple(part["when"])) for part in entry.get("partly", ()))
    counts_when = {name: tuple(when) for name, when in entry.get("counts_when", {}).items()}
    return Criterion(entry["key"], entry["about"], entry["source"], entry["sentence"], levels, partly, counts_when)


def _level(entry: Mapping[str, Any], where: str) -> Level:
    weights = _by_type(entry["weights"], f"{where}, level {entry['key']!r}")
    return Level(entry["key"], entry["prior"], weights, tuple(entry["when"]), entry.get("set", {}))


def _rule(entry: Mapping[str, Any], prefix: str) -> Rule:
    return Rule(
        key=entry["key"],
        code=f"{prefix}.{entry['key']}",
        when=tuple(entry["when"]),
        source=entry.get("source", ""),
        types=tuple(CooperationType(kind) for kind in entry.get("types", ())),
        role=LibraryRole(entry["role"]) if "role" in entry else None,
        undecided=entry.get("undecided", False),
    )


def _profile(entry: Mapping[str, Any]) -> TypeProfile:
    return TypeProfile(
        key=CooperationType(entry["key"]),
        next=tuple(CooperationType(kind) for kind in entry["next"]),
        seats=tuple(entry["seats"]),
        conditions=tuple(_rule(rule, f"condition.{entry['key']}") for rule in entry["conditions"]),
    )


def _question(entry: Mapping[str, Any]) -> Question:
    options = tuple(Option(option["key"], option.get("set", {})) for option in entry.get("options", ()))
    return Question(entry["key"], entry["kind"], entry.get("field"), options)


def _area(entry: Mapping[str, Any]) -> NeedArea:
    return NeedArea(
        key=entry["key"],
        who_can_act=entry["who_can_act"],
        decided_by=tuple(entry.get("decided_by", ())),
        usual_field=entry.get("usual_field"),
        sensitive=entry.get("sensitive", False),
        own_place=entry.get("own_place", False),
    )


def _subsector(entry: Mapping[str, Any]) -> Subsector:
    return Subsector(entry["key"], Sector(entry["sector"]), entry.get("flag"))


def _library(entry: Mapping[str, Any]) -> Library:
    gives, field_gives = (tuple(map(Contribution, entry[name])) for name in ("gives", "in_its_field"))
    return Library(gives, field_gives, entry["load"])


def _offers(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Offer]:
    for area, table in tables.items():
        for subsector, entry in table.items():
            yield Offer(area, subsector, entry["priority"], tuple(map(Contribution, entry["gives"])))


# Checks.


def check(knowledge: Knowledge) -> None:
    """Raise KnowledgeError for the first thing in which the knowledge contradicts itself."""
    _expect_whole(knowledge.prior.values(), "prior")
    for criterion in knowledge.criteria:
        _expect_whole([level.prior for level in criterion.levels], f"criterion {criterion.key!r}: priors")
        if not (criterion.source and criterion.sentence):
            raise KnowledgeError(f"criterion {criterion.key!r}: no source or sentence; say where it comes from")
    for code, said in knowledge.texts.items():
        if not all(said.values()):
            raise KnowledgeError(f"text {code!r}: empty; write it in {listed(LANGUAGES)}")
    _expect_known(knowledge)


def _expect_whole(shares: Any, where: str) -> None:
    total = sum(shares)
    if not math.isclose(total, 1.0):
        raise KnowledgeError(f"{where}: they sum to {total:g}; they must sum to 1")


def _expect_known(knowledge: Knowledge) -> None:
    """Every institution that is named anywhere is one of the list, and every offer goes to an area."""
    named = {key for seats in knowledge.groups.values() for key in seats}
    named |= {key for profile in knowledge.types.values() for key in profile.seats}
    named |= {key for area in knowledge.areas.values() for key in area.decided_by}
    named |= {subsector for _, subsector in knowledge.offers} | set(knowledge.everywhere) | set(knowledge.voices)
    strangers = sorted(named - set(knowledge.subsectors))
    strangers += sorted({area for area, _ in knowledge.offers} - set(knowledge.areas))
    if strangers:
        raise KnowledgeError(f"{listed(strangers)} named, but in no list of subsectors or areas; add it there")
