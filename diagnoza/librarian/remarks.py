"""What a diagnosis says besides its charts, in sentences: hidden needs, how sure the order is, quality."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from analysis.results import Breakdown, Burst, Diagnosis, MinorityNeed, Quality

MANY = 0.1
"""From this share of people on, the same answer everywhere is worth a word."""


def hidden_needs(diagnosis: Diagnosis) -> list[str]:
    """Needs that are strong in one group of residents and get lost in the mean."""
    labels = {breakdown.variable: breakdown for breakdown in diagnosis.breakdowns}
    areas = {area.key: area.label for area in diagnosis.areas}
    return [_hidden_need(need, labels[need.variable], areas[need.area]) for need in diagnosis.minorities]


def _hidden_need(need: MinorityNeed, breakdown: Breakdown, area: str) -> str:
    group = dict(zip(breakdown.categories, breakdown.labels, strict=True))[need.category]
    facts = {"area": area, "variable": breakdown.label, "group": group, "n": need.n}
    shares = {"share": round(100 * need.share), "others": round(100 * need.others)}
    return str(
        _(
            "%(area)s: %(share)s%% in the group “%(group)s” (%(variable)s, %(n)s people), %(others)s%% elsewhere.",
            **facts,
            **shares,
        )
    )


def order(diagnosis: Diagnosis) -> str | None:
    """Whether other ways of counting put the needs into the same order; None when there is no other way."""
    rankings = diagnosis.rankings
    if rankings is None or rankings.tau is None:
        return None
    if rankings.robust:
        return str(_("Other ways of counting the same answers give nearly the same order."))
    labels = {area.key: area.label for area in diagnosis.areas}
    moved = max(rankings.areas, key=lambda row: row.span)
    facts = {"area": labels[moved.area], "places": moved.span}
    return str(
        _(
            "Other ways of counting the same answers give another order: “%(area)s” moves by %(places)s places.",
            **facts,
        )
    )


def quality(found: Quality | None) -> list[str]:
    """Signs in the answers that are worth a look; none when there are none."""
    return [] if found is None else list(_signs(found))


def _signs(found: Quality) -> Iterator[str]:
    if found.blank:
        yield str(ngettext("%(num)s response rates no area.", "%(num)s responses rate no area.", found.blank))
    if found.straight_lined > MANY * max(found.rated, 1):
        yield _straight_lined(found)
    if found.duplicates:
        yield _repeated(found.duplicates)
    yield from map(_burst, found.bursts)


def _straight_lined(found: Quality) -> str:
    return str(
        ngettext(
            "%(num)s of %(rated)s people gave all areas one and the same answer.",
            "%(num)s of %(rated)s people gave all areas one and the same answer.",
            found.straight_lined,
            rated=found.rated,
        )
    )


def _repeated(responses: int) -> str:
    return str(
        ngettext(
            "%(num)s response repeats another one exactly; it may have been sent twice.",
            "%(num)s responses repeat others exactly; they may have been sent twice.",
            responses,
        )
    )


def _burst(burst: Burst) -> str:
    facts: dict[str, str | int] = {
        "n": burst.n,
        "place": burst.place or "–",
        "day": burst.day or "–",
        "usual": round(burst.usual),
    }
    return str(_("%(n)s responses came from %(place)s on %(day)s, where %(usual)s a day are usual.", **facts))
