"""The only bridge from charts to pages: a chart as SVG, its conclusion in words, the table behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Response, abort
from flask_babel import get_locale

from analysis import charts
from analysis.charts import CHARTS, TARGET_GROUP, ChartUnavailable, Size, Table
from analysis.diagnosis import Breakdown, Diagnosis
from diagnoza import labels

SCHEMES = ("light", "dark")
KEPT = 128


@dataclass(frozen=True)
class Described:
    """A chart as a page needs it; `missing` says why there is none."""

    name: str
    alternative: str
    table: Table | None
    missing: str | None = None


def described(diagnosis: Diagnosis, variable: str | None = None) -> list[Described]:
    """The four charts in words and numbers; the pictures themselves are fetched apart."""
    return [_described(name, diagnosis, variable) for name in CHARTS]


def _described(name: str, diagnosis: Diagnosis, variable: str | None) -> Described:
    chosen = _variable(name, diagnosis, variable)
    try:
        words = charts.text_alternative(name, diagnosis, texts(), variable=chosen)
        return Described(name, words, charts.table(name, diagnosis, variable=chosen))
    except ChartUnavailable as error:
        return Described(name, "", None, labels.chart_missing(error.code))


def breakdowns(diagnosis: Diagnosis) -> list[tuple[str, str]]:
    """What the chart of groups can be divided by: code and label."""
    found = [(breakdown.variable, breakdown.label) for breakdown in diagnosis.breakdowns]
    return [*found, (TARGET_GROUP, labels.target_group_title())] if diagnosis.target_groups else found


def _variable(name: str, diagnosis: Diagnosis, variable: str | None) -> str | None:
    known = [code for code, _ in breakdowns(diagnosis)]
    return variable if name == "groups" and variable in known else None


def response(name: str, diagnosis: Diagnosis, query: Mapping[str, Any]) -> Response:
    """The picture of a chart; 404 when there is no such chart of this diagnosis."""
    scheme, size = query.get("tryb", SCHEMES[0]), query.get("rozmiar", Size.PAGE)
    if name not in CHARTS or scheme not in SCHEMES or size not in list(Size):
        abort(404)
    try:
        variable = _variable(name, diagnosis, query.get("grupa"))
        picture = _picture(name, diagnosis, language(), Size(size), scheme, variable)
    except ChartUnavailable:
        abort(404)
    answer = Response(picture, mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer


@lru_cache(maxsize=KEPT)
def _picture(
    name: str, diagnosis: Diagnosis, language: str, size: Size, scheme: str, variable: str | None
) -> bytes:
    figure = charts.draw(name, diagnosis, charts.default_texts(language), size, scheme=scheme, variable=variable)
    return charts.to_svg(figure)


def texts() -> dict[str, str]:
    """The words of the charts in the reader's language."""
    return charts.default_texts(language())


def language() -> str:
    """Charts speak Polish and English."""
    code = str(get_locale() or "pl")
    return code if code in ("pl", "en") else "pl"
