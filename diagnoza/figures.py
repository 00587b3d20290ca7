"""The only bridge from charts to pages: a chart as SVG, its conclusion in words, the table behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Response, abort
from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from analysis import charts
from analysis.charts import CHARTS, TARGET_GROUP, USUAL, ChartUnavailable, Size
from analysis.codebook import Codebook, Role
from analysis.results import Diagnosis
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.stored import codebook_of

SCHEMES = ("light", "dark")
KEPT = 128


@dataclass(frozen=True)
class Described:
    """A chart as a page needs it: its conclusion and its table; `missing` says why there is none."""

    name: str
    alternative: str = ""
    columns: tuple[tuple[str, bool], ...] = ()  # heading, and whether numbers stand under it
    rows: tuple[tuple[str | int | float | None, ...], ...] = ()
    missing: str | None = None


def described(diagnosis: Diagnosis, campaign: CampaignRow, variable: str | None = None) -> list[Described]:
    """The charts in words and numbers; the pictures themselves are fetched apart.

    A chart that every diagnosis has is there even when it cannot be drawn, with the reason; the others only
    when there is something to show.
    """
    found = [_described(name, diagnosis, texts(campaign), variable) for name in CHARTS]
    return [each for each in found if each.name in USUAL or each.missing is None]


def _described(name: str, diagnosis: Diagnosis, words: dict[str, str], variable: str | None) -> Described:
    chosen = _variable(name, diagnosis, variable)
    try:
        alternative = charts.text_alternative(name, diagnosis, words, variable=chosen)
        table = charts.table_in_words(name, diagnosis, words, variable=chosen)
    except ChartUnavailable as error:
        return Described(name, missing=chart_missing(error.code))
    columns = tuple((heading, place > 0) for place, heading in enumerate(table.columns))
    return Described(name, alternative, columns, table.rows)


def breakdowns(diagnosis: Diagnosis) -> list[tuple[str, str]]:
    """What the chart of groups can be divided by: code and label."""
    found = [(breakdown.variable, breakdown.label) for breakdown in diagnosis.breakdowns]
    return [*found, (TARGET_GROUP, _("For whom the first matter is needed"))] if diagnosis.target_groups else found


def _variable(name: str, diagnosis: Diagnosis, variable: str | None) -> str | None:
    known = [code for code, _ in breakdowns(diagnosis)]
    return variable if name == "groups" and variable in known else None


def response(name: str, diagnosis: Diagnosis, campaign: CampaignRow, query: Mapping[str, Any]) -> Response:
    """The picture of a chart; 404 when there is no such chart of this diagnosis."""
    scheme, size = query.get("tryb", SCHEMES[0]), query.get("rozmiar", Size.PAGE)
    if name not in CHARTS or scheme not in SCHEMES or size not in list(Size):
        abort(404)
    variable = _variable(name, diagnosis, query.get("grupa"))
    try:
        picture = _picture(name, diagnosis, codebook(campaign), (size, scheme, variable), source(campaign))
    except ChartUnavailable:
        abort(404)
    answer = Response(picture, mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer


@lru_cache(maxsize=KEPT)
def _picture(name: str, diagnosis: Diagnosis, book: Codebook, look: tuple[str, str, str | None], source: str) -> bytes:
    size, scheme, variable = look
    words = _texts(book, source)
    return charts.to_svg(charts.draw(name, diagnosis, words, Size(size), scheme=scheme, variable=variable))


def texts(campaign: CampaignRow) -> dict[str, str]:
    """The words of the charts in the reader's language, with the questionnaire's target groups."""
    return _texts(codebook(campaign), source(campaign))


def _texts(book: Codebook, source: str) -> dict[str, str]:
    groups = {f"group.{each.option}": each.label for each in book.by_role(Role.TARGET_GROUP)}
    return {**charts.default_texts(book.language), **groups, "source": source}


def source(campaign: CampaignRow) -> str:
    """Where the figures come from: a picture that is copied elsewhere still says whose, when, and whether real."""
    facts = {
        "title": campaign.title,
        "library": campaign.library.name,
        "days": f"{format_date(campaign.opens_on, 'long')} – {format_date(campaign.closes_on, 'long')}",
    }
    words = _("Source: survey “%(title)s”, %(library)s, %(days)s", **facts)
    return f"{words} · {_('Sample data')}" if campaign.library.is_sample else str(words)


def codebook(campaign: CampaignRow) -> Codebook:
    """The campaign's codebook in the reader's language."""
    return codebook_of(campaign.questionnaire_source, campaign.questionnaire_key, language())


def language() -> str:
    """Charts speak Polish and English."""
    code = str(get_locale() or "pl")
    return code if code in ("pl", "en") else "pl"


def chart_missing(code: str) -> str:
    """Why a chart cannot be drawn, and what would change it."""
    words = {
        "withheld": _("Too few responses. Figures appear when nobody can be recognised in them."),
        "no_scores": _("Nobody has answered the questions about needs yet."),
        "no_answers": _("Nobody has answered the questions about needs yet."),
        "no_groups": _("The questionnaire does not ask about groups of residents."),
        "all_suppressed": _("Every group is too small to be shown. More responses will help."),
        "no_pair": _("The questionnaire does not ask both how important matters are and how they are today."),
        "too_few_areas": _("One matter alone cannot be compared with others."),
    }
    return str(words.get(code, _("This chart cannot be drawn.")))
