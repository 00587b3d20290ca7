"""The published form of a diagnosis: plain data for JSON, described by `schema/diagnosis.schema.json`."""

from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from math import isfinite
from typing import Any

from analysis.codebook import Codebook
from analysis.results import Diagnosis, NeedScore, Rankings, Segmentation, Weighting

VERSION = 1
"""The version of the published form; keys may be added to it, but none is taken away or changes its meaning."""

Data = dict[str, Any]

_NEED = {
    "n": "n",
    "dont_know": "dont_know",
    "no_answer": "no_answer",
    "mean": "mean",
    "mean_se": "mean_error",
    "share": "share",
    "share_se": "share_error",
    "discrepancy": "discrepancy",
    "unweighted": "unweighted",
    "rank": "rank",
    "p_top3": "p_top3",
}
_CELL = {
    "n": "n",
    "mean": "mean",
    "mean_se": "mean_error",
    "share": "share",
    "share_se": "share_error",
    "difference": "difference",
    "p_adjusted": "p_adjusted",
}
"""Published names of the fields of NeedScore and GroupCell."""


def published(diagnosis: Diagnosis, codebook: Codebook) -> Data:
    """The diagnosis as dictionaries, lists, numbers and texts, as the schema describes them.

    What is withheld or unknown is None; a withheld diagnosis has empty lists, and None for its other parts.
    CodebookError when the diagnosis speaks of areas that the codebook does not have.
    """
    segmentation = diagnosis.segmentation
    data = {
        "version": VERSION,
        "n": diagnosis.n,
        "n_weighted": diagnosis.weighting.n if diagnosis.weighting else None,
        "sample": diagnosis.sample,
        "kind": diagnosis.kind,
        "level": diagnosis.level,
        "weights": _weights(diagnosis.weighting),
        "areas": [] if diagnosis.withheld else list(_areas(diagnosis, codebook)),
        "groups": list(_groups(diagnosis)),
        "rankings": _rankings(diagnosis.rankings),
        "themes": [asdict(themes) for themes in diagnosis.themes],
        "segments": [asdict(segment) for segment in segmentation.segments] if segmentation else [],
        "segmentation": _segmentation(segmentation),
        "quality": asdict(diagnosis.quality) if diagnosis.quality else None,
        "tests": [asdict(test) for test in diagnosis.tests],
        "minorities": [asdict(need) for need in diagnosis.minorities],
        "suppressed": list(_suppressed(diagnosis)),
    }
    plain: Data = _plain(data)
    return plain


def _weights(weighting: Weighting | None) -> Data | None:
    """Weighting without its number of respondents, which is `n_weighted`."""
    return {key: value for key, value in asdict(weighting).items() if key != "n"} if weighting else None


def _areas(diagnosis: Diagnosis, codebook: Codebook) -> Iterator[Data]:
    """The areas from the greatest need; those that nobody rated come last."""
    for need in diagnosis.needs:
        yield _need(need, codebook.area(need.area).key)
    rated = {need.area for need in diagnosis.needs}
    nothing = dict.fromkeys(["key", *_NEED, "share_ci", "rank_ci"])
    yield from (nothing | {"key": area.key, "n": 0} for area in codebook.areas if area.key not in rated)


def _need(need: NeedScore, key: str) -> Data:
    figures = {name: getattr(need, field) for name, field in _NEED.items()}
    return {
        "key": key,
        **figures,
        "share_ci": _interval(need.share_low, need.share_high),
        "rank_ci": _interval(need.rank_low, need.rank_high),
    }


def _interval(low: float | None, high: float | None) -> list[float] | None:
    return None if low is None or high is None else [low, high]


def _groups(diagnosis: Diagnosis) -> Iterator[Data]:
    for breakdown in diagnosis.breakdowns:
        for cell in breakdown.cells:
            figures = {name: getattr(cell, field) for name, field in _CELL.items()}
            yield {"stratum": breakdown.variable, "value": cell.category, "area": cell.area, **figures}


def _suppressed(diagnosis: Diagnosis) -> Iterator[Data]:
    """Withheld cells have no number of people; cells of nobody have the number 0."""
    for breakdown in diagnosis.breakdowns:
        for cell in breakdown.cells:
            if cell.n is None:
                yield {"stratum": breakdown.variable, "value": cell.category, "area": cell.area}


def _rankings(rankings: Rankings | None) -> Data | None:
    if rankings is None:
        return None
    areas = [{"key": row.area, "values": row.values, "ranks": row.ranks, "span": row.span} for row in rankings.areas]
    return {"scores": rankings.scores, "tau": rankings.tau, "robust": rankings.robust, "areas": areas}


def _segmentation(segmentation: Segmentation | None) -> Data | None:
    """Segmentation without its segments, which stand by themselves."""
    return {key: value for key, value in asdict(segmentation).items() if key != "segments"} if segmentation else None


def _plain(value: Any) -> Any:
    """Tuples as lists, enumerations as texts, and None for what is no number, however deep: JSON has none of them."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not isfinite(value):
        return None
    return str(value) if isinstance(value, StrEnum) else value
