"""Going on with answers that were put away: under a code, to finish them on another device."""

from flask import render_template, request
from flask_babel import gettext as _

from diagnoza.access import public_campaign
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.extensions import csrf, limiter
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.resident import tokens
from diagnoza.resident.forms import SummaryLine, SurveyForm
from diagnoza.resident.views import blueprint, form_page, not_now
from diagnoza.services import keep_draft, sealing
from diagnoza.services.keep_draft import TypedSoFar

Page = str | tuple[str, int]
OFTEN = "300/15 minutes"  # far above what a whole library's network does; guessing a code is hopeless anyway


@blueprint.post("/a/<slug>/kod")
@csrf.exempt  # guarded by the signed token of the form
@limiter.limit(OFTEN)
def put_away(slug: str) -> Page:
    """Put what is typed away and show the code that brings it back."""
    campaign, form = public_campaign(slug), SurveyForm(public_campaign(slug), request.form)
    form_pass = tokens.checked(slug, request.form)
    if form_pass is None:
        return form_page(campaign, form, tokens.renewed(slug, request.form), lost_token=True), 400
    if campaign.state(today()) != "open":
        return not_now(campaign), 410
    opened = form_pass.opened or form_pass.token
    typed = TypedSoFar(form_pass.key, opened, request.args.get("z", "")[:30], form.typed())
    code = keep_draft.keep(db.session(), campaign, typed, today())
    last_day = keep_draft.last_day(campaign, today())
    return render_template("resident/code.html", campaign=campaign, code=sealing.groups(code), last_day=last_day)


@blueprint.get("/a/<slug>/wroc")
def come_back(slug: str) -> Page:
    """Where a code is typed."""
    campaign = public_campaign(slug)
    return _asking(campaign) if campaign.state(today()) == "open" else not_now(campaign)


@blueprint.post("/a/<slug>/wroc")
@csrf.exempt  # whoever knows the code may open what is under it; nobody else can
@limiter.limit(OFTEN)
def bring_back(slug: str) -> Page:
    """The form as it was put away, or nothing of it any more when the button to erase was pressed."""
    campaign = public_campaign(slug)
    code = sealing.read_code(request.form.get("code", ""))
    if code is None:
        return _asking(campaign, _("Check the code: a character is missing or mistaken. It has 16 characters."))
    typed = keep_draft.find(db.session(), campaign, code, today())
    if typed is None:
        return _asking(
            campaign, _("There is nothing under this code. It stops working after 14 days, and after sending.")
        )
    if "erase" in request.form:
        keep_draft.erase(db.session(), campaign, typed.key, today())
        return render_template("resident/come_back.html", campaign=campaign, errors=[], typed="", erased=True)
    return _restored(campaign, typed)


def _restored(campaign: CampaignRow, typed: TypedSoFar) -> str:
    form_pass = tokens.renewed(campaign.slug, {"key": typed.key, "opened": typed.opened})
    return form_page(campaign, SurveyForm.with_fields(campaign, typed.fields), form_pass, place=typed.place or None)


def _asking(campaign: CampaignRow, problem: str = "") -> Page:
    errors = [SummaryLine("code", problem)] if problem else []
    typed = request.form.get("code", "")[:60]
    page = render_template("resident/come_back.html", campaign=campaign, errors=errors, typed=typed, erased=False)
    return (page, 422) if problem else page
