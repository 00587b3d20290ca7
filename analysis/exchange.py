"""The published form of a diagnosis: the JSON that others rely on (schema/diagnosis.schema.json)."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from analysis.codebook import Codebook
from analysis.results import Breakdown, Diagnosis, GroupCell, NeedScore, Rankings, Weighting
from analysis.stored import listed

VERSION = 1
"""The version of the published form; it grows when a field changes its meaning or goes."""


def published(diagnosis: Diagnosis, codebook: Codebook) -> dict[str, Any]:
    """The diagnosis as plain data for others. Withheld figures are null, and `suppressed` lists where.

    A diagnosis that is withheld as a whole has no areas and no groups.
    """
    weighting = diagnosis.weighting
    return {
        "version": VERSION,
        "title": diagnosis.title,
        "n": diagnosis.n,
        "n_weighted": weighting.n if weighting else 0,
        "sample": diagnosis.sample,
        "kind": str(diagnosis.kind),
        "disclosure_threshold": diagnosis.threshold,
        "level": diagnosis.level,
        "withheld": diagnosis.withheld,
        "weights": _weights(weighting),
        "areas": _areas(diagnosis, codebook),
        "groups": [row for breakdown in diagnosis.breakdowns for row in _groups(breakdown)],
        "rankings": _rankings(diagnosis.rankings),
        "tests": _plain(diagnosis.tests),
        "minorities": _plain(diagnosis.minorities),
        "quadrant": _plain(diagnosis.quadrant),
        "target_groups": _plain(diagnosis.target_groups),
        "choices": _plain(diagnosis.choices),
        "themes": _plain(diagnosis.themes),
        "segments": _plain(diagnosis.segmentation.segments) if diagnosis.segmentation else [],
        "segmentation": _optional(diagnosis.segmentation),
        "quality": _optional(diagnosis.quality),
        "suppressed": [row for breakdown in diagnosis.breakdowns for row in _suppressed(breakdown)],
    }


def _plain(parts: tuple[Any, ...]) -> list[Any]:
    return [listed(asdict(part)) for part in parts]


def _optional(part: Any) -> Any:
    return None if part is None else listed(asdict(part))


def _weights(weighting: Weighting | None) -> dict[str, Any] | None:
    if weighting is None:
        return None
    told: dict[str, Any] = listed(asdict(weighting))
    del told["n"]  # n_weighted says it
    return told


def _areas(diagnosis: Diagnosis, codebook: Codebook) -> list[dict[str, Any]]:
    """Areas in questionnaire order; those that nobody rated have nulls."""
    needs = {need.area: need for need in diagnosis.needs}
    return [_area(area.key, needs.get(area.key)) for area in (() if diagnosis.withheld else codebook.areas)]


def _area(key: str, need: NeedScore | None) -> dict[str, Any]:
    if need is None:
        nothing = dict.fromkeys(_AREA_FIELDS)
        return {"key": key, **nothing, "n": 0}
    return {
        "key": key,
        "n": need.n,
        "count": need.count,
        "dont_know": need.dont_know,
        "no_answer": need.no_answer,
        "picked": need.picked,
        "mean": need.mean,
        "mean_se": need.mean_error,
        "share": need.share,
        "share_se": need.share_error,
        "share_ci": [need.share_low, need.share_high],
        "value": need.value,
        "value_se": need.error,
        "value_ci": [need.low, need.high],
        "unweighted": need.unweighted,
        "discrepancy": need.discrepancy,
        "rank": need.rank,
        "rank_ci": [need.rank_low, need.rank_high],
        "p_top3": need.p_top3,
    }


_AREA_FIELDS = (
    "n", "count", "dont_know", "no_answer", "picked", "mean", "mean_se", "share", "share_se", "share_ci", "value",
    "value_se", "value_ci", "unweighted", "discrepancy", "rank", "rank_ci", "p_top3",
)  # fmt: skip


def _groups(breakdown: Breakdown) -> Iterator[dict[str, Any]]:
    for cell in breakdown.cells:
        yield {
            "stratum": breakdown.variable,
            "value": cell.category,
            "area": cell.area,
            "n": cell.n,
            "mean": cell.mean,
            "mean_se": cell.mean_error,
            "share": cell.share,
            "share_se": cell.share_error,
            "difference": cell.difference,
            "difference_ci": None if cell.difference is None else [cell.difference_low, cell.difference_high],
            "p_adjusted": cell.p_adjusted,
        }


def _suppressed(breakdown: Breakdown) -> Iterator[dict[str, str]]:
    hidden: list[GroupCell] = [cell for cell in breakdown.cells if cell.n is None]
    for cell in hidden:
        yield {"stratum": breakdown.variable, "value": cell.category, "area": cell.area}


def _rankings(rankings: Rankings | None) -> dict[str, Any]:
    if rankings is None:
        return {"scores": [], "tau": None, "robust": False, "areas": []}
    rows = tuple(
        {"key": row.area, "values": row.values, "ranks": row.ranks, "span": row.span} for row in rankings.areas
    )
    told: dict[str, Any] = listed(
        {"scores": rankings.scores, "tau": rankings.tau, "robust": rankings.robust, "areas": rows}
    )
    return told
