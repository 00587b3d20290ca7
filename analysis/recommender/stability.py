"""Stability: would other answers of the same residents have led to the same proposal?

Two questions. By chance: the needs are moved as far as chance moves them, and the type is chosen anew each time.
By part: the needs without the smallest village, without one mode, without ten forms. All other facts stay.

`Diagnosis.replicates` hold the needs without one of 200 hash groups at a time: how the needs vary together. How far
each varies is its standard error, as for the rank sets (docs/decisions/0010): the groups are too few and, where
people answered alike, too uneven for it. So the distances of the replicates from their mean are stretched until
each need varies by its error (Wolter 2007, 4.2, has the usual factor, for groups drawn at random).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.codebook import Codebook, Role
from analysis.recommender.changes import Outlook
from analysis.recommender.cooperation import TYPES, ranked
from analysis.recommender.diagnosed import scale_of_shares
from analysis.recommender.evidence import PARTS
from analysis.recommender.knowledge import Knowledge, default_knowledge
from analysis.recommender.messages import Message
from analysis.recommender.situation import Situation
from analysis.vocabulary import CooperationType

if TYPE_CHECKING:
    from analysis.results import Diagnosis
    from analysis.tally import Tally

Floats = NDArray[np.float64]

FORMS, DRAWS = 10, 50
"""So many forms are taken away, in so many random ways."""

LEAST = 10
"""A place or a mode is left out only if so many people are in it, and so many remain."""

SEED = 20_260_101


@dataclass(frozen=True)
class Without:
    """The needs without a part of the answers: `kind` "place", "mode" or "forms", `name` of the category."""

    kind: str
    name: str
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Differing:
    """A part of the answers without which another type would come first."""

    kind: str
    name: str
    type: CooperationType

    @property
    def message(self) -> Message:
        """ "Without ..., ... would come first."""
        return Message(f"without_{self.kind}", {"name": self.name, "type": self.type})


@dataclass(frozen=True)
class Stability:
    """How the `first` choice holds: `of_100` resamples lead to it, `types` are all that come first, by share 0..1.

    `first_needs` are the shares 0..1 of resamples in which each area comes first. `parts` were left out one at a
    time, `differing` are those without which another type comes first; of ten random forms, if it does so in more
    than one of ten draws. `resamples` is their number; 0 where there are no replicates, and `of_100` is None then.
    """

    first: CooperationType
    resamples: int
    of_100: int | None
    types: Mapping[CooperationType, float]
    first_needs: Mapping[str, float]
    parts: tuple[str, ...]
    differing: tuple[Differing, ...]

    @property
    def messages(self) -> tuple[Message, ...]:
        """What is said of it: the resamples, then each part that matters, or that none of those left out does."""
        said = [] if self.of_100 is None else [self._chance]
        if self.differing:
            return (*said, *(each.message for each in self.differing))
        checked = tuple(Message(f"without_same_{kind}") for kind in self.parts)
        return (*said, Message("without_same", {"checked": checked})) if checked else tuple(said)

    @property
    def _chance(self) -> Message:
        others = [kind for kind in list(self.types)[:2] if kind != self.first]
        if self.of_100 == 100 or not others:
            return Message("stability", {"agree": self.of_100})
        return Message("stability_else", {"agree": self.of_100, "type": others[0]})


def stability(
    situation: Situation,
    diagnosis: "Diagnosis",
    parts: Sequence[Without] = (),
    knowledge: Knowledge | None = None,
) -> Stability:
    """How far the first choice for a situation rests on chance and on parts of the answers.

    `diagnosis` is the one the situation was made from; only its needs and replicates are read. `parts` come from
    `parts_of`. What the coalition stated, and the group concerned, stay as they are.
    """
    outlook = Outlook(situation, knowledge or default_knowledge())
    drawn = resampled(diagnosis)
    types, first_needs = _firsts(outlook, drawn), Counter(max(shares, key=shares.__getitem__) for shares in drawn)
    count = len(drawn)
    return Stability(
        first=TYPES[outlook.first],
        resamples=count,
        of_100=round(100 * types[TYPES[outlook.first]] / count) if count else None,
        types={kind: number / count for kind, number in types.most_common()},
        first_needs={area: number / count for area, number in first_needs.most_common()},
        parts=tuple(dict.fromkeys(part.kind for part in parts)),
        differing=tuple(_differing(outlook, parts)),
    )


def resampled(diagnosis: "Diagnosis") -> list[dict[str, float]]:
    """Shares of the areas in new samples, one for each replicate, in 0..1."""
    if not diagnosis.replicates or not diagnosis.needs:
        return []
    areas = [need.area for need in diagnosis.needs]
    whole = np.array([need.value for need in diagnosis.needs])
    errors = np.array([need.error or 0.0 for need in diagnosis.needs])
    replicates = np.array(diagnosis.replicates)
    distances = replicates - replicates.mean(axis=0)
    length = np.sqrt((distances**2).mean(axis=0))
    stretched = np.divide(distances * errors, length, out=np.zeros_like(distances), where=length > 0)
    return _as_shares(areas, whole + stretched, diagnosis)


def _as_shares(areas: Sequence[str], values: Floats, diagnosis: "Diagnosis") -> list[dict[str, float]]:
    """Rows of values as shares in 0..1; a mean importance is stretched from the scale of its question."""
    low, high = scale_of_shares(diagnosis)
    rows = np.clip((values - low) / (high - low), 0.0, 1.0)
    return [dict(zip(areas, row, strict=True)) for row in rows.tolist()]


def parts_of(tally: "Tally", codebook: Codebook, diagnosis: "Diagnosis", seed: int = SEED) -> tuple[Without, ...]:
    """The needs without the smallest place, without each mode, and without ten forms (in fifty random draws).

    They are unweighted. Places and modes of fewer than ten people, and those whose number of people the diagnosis
    does not show, are not left out alone: that would tell of them. The answers of ten forms are taken from the
    replicates: so many hash groups as hold about ten forms.
    """
    if not diagnosis.needs:
        return ()
    groups = _groups(tally, codebook, diagnosis)
    shares = [Without(kind, name, _needs(without, codebook, diagnosis)) for kind, name, without in groups]
    return (*shares, *_without_forms(diagnosis, np.random.default_rng(seed)))


def _groups(tally: "Tally", codebook: Codebook, diagnosis: "Diagnosis") -> Iterable[tuple[str, str, Any]]:
    """The joint tables of everybody but the people of one category."""
    from analysis.layout import layout_of

    layout, joint = layout_of(codebook), tally.joint
    shown = {breakdown.variable: breakdown.n for breakdown in diagnosis.breakdowns}
    for variable, rows in zip(layout.groupings, layout.group_rows, strict=True):
        if variable.role not in PARTS:
            continue
        tables = joint[rows][: len(variable.levels)]
        sizes = shown.get(variable.name, ())
        large = [place for place, n in enumerate(sizes) if n is not None and LEAST <= n <= tally.n - LEAST]
        chosen = sorted(large, key=lambda place: sizes[place] or 0)[:1] if variable.role == Role.PLACE else large
        labels = variable.labels or variable.levels
        yield from ((str(variable.role), labels[place], joint[0] - tables[place]) for place in chosen)


def _needs(joint: Any, codebook: Codebook, diagnosis: "Diagnosis") -> dict[str, float]:
    from analysis.kinds import score_for
    from analysis.layout import layout_of

    values = score_for(codebook).value(joint)
    known = [(area, value) for area, value in zip(layout_of(codebook).areas, values, strict=True) if value == value]
    (shares,) = _as_shares([area for area, _ in known], np.array([[value for _, value in known]]), diagnosis)
    return shares


def _without_forms(diagnosis: "Diagnosis", rng: np.random.Generator) -> Iterable[Without]:
    if not diagnosis.replicates or diagnosis.n <= 2 * FORMS:
        return
    whole = np.array([need.value for need in diagnosis.needs])
    distances = np.array(diagnosis.replicates) - whole
    held = np.flatnonzero(distances.any(axis=1))
    count = min(len(held), max(1, round(FORMS * len(held) / diagnosis.n)))
    for _ in range(DRAWS if count else 0):
        moved = whole + distances[rng.choice(held, size=count, replace=False)].sum(axis=0)
        yield Without("forms", "", _as_shares([need.area for need in diagnosis.needs], moved[None], diagnosis)[0])


def _firsts(outlook: Outlook, rows: Iterable[Mapping[str, float]]) -> Counter[CooperationType]:
    return Counter(_first(outlook, row) for row in rows)


def _first(outlook: Outlook, shares: Mapping[str, float]) -> CooperationType:
    return TYPES[ranked(outlook.with_facts({"area_shares": shares}))[0]]


def _differing(outlook: Outlook, parts: Sequence[Without]) -> Iterable[Differing]:
    first = TYPES[outlook.first]
    for part in parts:
        if part.kind != "forms" and (kind := _first(outlook, part.shares)) != first:
            yield Differing(part.kind, part.name, kind)
    forms = _firsts(outlook, [part.shares for part in parts if part.kind == "forms"])
    others = [(kind, number) for kind, number in forms.most_common() if kind != first]
    if sum(number for _, number in others) > 0.1 * forms.total():
        yield Differing("forms", "", others[0][0])
