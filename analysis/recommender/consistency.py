"""Whether the facts of a situation that somebody wrote down can hold together, and what follows from them at once."""

from collections.abc import Callable, Iterator

from analysis.recommender.knowledge import Knowledge
from analysis.recommender.situation import NO_AREA, Situation, SituationError
from analysis.vocabulary import ScoreKind

APART = 0.2
"""By so much a share may differ from its counts: shares may be weighted, counts of people never are."""

SHARES = (None, ScoreKind.LACK_SHARE, ScoreKind.UNMET_SHARE, ScoreKind.LOW_STATE_SHARE, ScoreKind.PICKED_SHARE)
"""Kinds of scores that count people."""


def checked(situation: Situation, knowledge: Knowledge) -> Situation:
    """The situation, its sample called small where few answered; SituationError for the first contradiction."""
    found = next(contradictions(situation, knowledge), None)
    if found is not None:
        raise SituationError(found)
    return with_quality(situation, knowledge)


def with_quality(situation: Situation, knowledge: Knowledge) -> Situation:
    """The situation; without a stated quality, fewer answers than a survey needs make the sample "small" or "none"."""
    n = situation.n
    if situation.sample_quality is not None or n is None or n >= knowledge.settings["model"]["small"]:
        return situation
    return situation.with_facts({"sample_quality": "small" if n else "none"})


def contradictions(situation: Situation, knowledge: Knowledge) -> Iterator[str]:
    """What cannot hold together, each in one line that names the fields, what was found and what is allowed."""
    for check in CHECKS:
        yield from check(situation, knowledge)


def _counts(situation: Situation, _: Knowledge) -> Iterator[str]:
    shares = situation.area_shares or {}
    for area, (count, base) in (situation.area_counts or {}).items():
        if situation.n is not None and base > situation.n:
            yield f"area_counts.{area}: a base of {base} found; allowed: at most n, {situation.n}"
        if not base or area not in shares or situation.kind not in SHARES:
            continue
        share = count / base
        if abs(shares[area] - share) > APART:
            yield (
                f"area_shares.{area}: {shares[area]:g} found beside {count} of {base} in area_counts; "
                f"allowed: about {share:.2f}, or leave one of them out"
            )


def _partners(situation: Situation, _: Knowledge) -> Iterator[str]:
    if situation.existing_partners == 0 and situation.partner_sectors:
        found = ", ".join(situation.partner_sectors)
        yield f"partner_sectors: {found} found beside existing_partners 0; allowed: none, or at least 1 partner"


def _grant(situation: Situation, _: Knowledge) -> Iterator[str]:
    if situation.grant_requires_partner and situation.funding not in (None, "grant"):
        yield f'grant_requires_partner: true found beside funding "{situation.funding}"; allowed: funding "grant"'


def _high(situation: Situation, knowledge: Knowledge) -> Iterator[str]:
    number, dominant = situation.n_high_needs, situation.dominant_area
    if number == 0 and dominant not in (None, NO_AREA):
        yield f'dominant_area: "{dominant}" found beside n_high_needs 0; allowed: "{NO_AREA}", or at least 1'
    known = {*knowledge.areas, *(situation.taxonomy_areas or {}), *(situation.area_shares or {})}
    if number is not None and number > len(known):
        yield f"n_high_needs: {number} found; allowed: at most {len(known)}, the number of known areas"


def _dominant(situation: Situation, _: Knowledge) -> Iterator[str]:
    shares, dominant = situation.area_shares, situation.dominant_area
    if shares and dominant not in (None, NO_AREA, *shares):
        yield f'dominant_area: "{dominant}" found; allowed: an area of area_shares ({", ".join(shares)}) or "{NO_AREA}"'


Check = Callable[[Situation, Knowledge], Iterator[str]]
CHECKS: tuple[Check, ...] = (_counts, _partners, _grant, _high, _dominant)
