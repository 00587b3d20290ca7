"""Where a resident has an answer erased with its receipt code, or sees that it is stored."""

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.access import public_campaign
from diagnoza.db import db
from diagnoza.documents import sheet_code
from diagnoza.extensions import csrf
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.resident import fairness
from diagnoza.resident.forms import SummaryLine
from diagnoza.resident.receipts import all_secrets
from diagnoza.resident.views import blueprint
from diagnoza.services import receipts

Page = str | tuple[str, int]


@blueprint.get("/a/<slug>/usun")
def erase(slug: str) -> str:
    """Where the code is typed."""
    return _page(public_campaign(slug))


@blueprint.post("/a/<slug>/usun")
@csrf.exempt  # whoever knows the code may have its answer erased; nobody else can
def erase_sent(slug: str) -> Page | AnyResponse:
    """Whether an answer with the code is stored; once that was confirmed, erase it."""
    campaign = public_campaign(slug)
    held = fairness.flooded(fairness.TRIES)
    if held:
        wait = _("Many codes were typed from your network. Please try again in %(seconds)s s.", seconds=held.seconds)
        return fairness.answer(_page(campaign, wait), held)
    code = sheet_code.read(request.form.get("code", ""), receipts.LENGTH)
    if code is None:
        return _page(campaign, _("Check the code: a character is missing or mistaken. It has 12 characters.")), 422
    key = receipts.find(db.session(), campaign, code, all_secrets())
    if key is None:
        return _page(campaign, _("No answer is stored under this code. It may have been erased already.")), 422
    if "erase" not in request.form:
        return _page(campaign, found=sheet_code.shown(code))
    receipts.erase(db.session(), campaign, key)
    return _page(campaign, erased=True)


def _page(campaign: CampaignRow, problem: str = "", found: str = "", erased: bool = False) -> str:
    return render_template(
        "resident/erase.html",
        campaign=campaign,
        errors=[SummaryLine("code", problem)] if problem else [],
        typed=request.form.get("code", "")[:60],
        found=found,
        erased=erased,
    )
