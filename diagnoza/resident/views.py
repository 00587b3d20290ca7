"""Pages for residents: no sign-in, no cookie, no script needed."""

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.access import public_campaign
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.extensions import csrf
from diagnoza.queries import campaigns, places
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.resident import rendered, tokens
from diagnoza.resident.forms import SurveyForm
from diagnoza.services.errors import CampaignClosed
from diagnoza.services.submit_response import submit

blueprint = Blueprint("resident", __name__)


@blueprint.get("/")
def home() -> str:
    """Every survey that is open today."""
    return render_template("resident/home.html", surveys=campaigns.open_surveys(db.session(), today()))


@blueprint.get("/a/<slug>")
def survey(slug: str) -> AnyResponse | str:
    """The survey as one document; before and after its days, a page that says so."""
    campaign = public_campaign(slug)
    if campaign.state(today()) != "open":
        return _not_now(campaign)
    place = places.known(db.session(), campaign.id, request.args.get("z", "")) or ""
    page = rendered.once(campaign, lambda: _form_page(campaign, SurveyForm(campaign), rendered.marks()), place=place)
    return rendered.filled(page, tokens.fresh(slug))


@blueprint.post("/a/<slug>")
@csrf.exempt  # guarded by the signed token of the form, which works without cookies
def send(slug: str) -> AnyResponse | tuple[str, int]:
    """Store what was sent, then thank; anything wrong shows the form again with every answer kept."""
    campaign = public_campaign(slug)
    form = SurveyForm(campaign, request.form)
    key = request.form.get("key", "")
    form_pass = tokens.checked(slug, key, request.form.get("token", ""))
    if form_pass is None:
        return _form_page(campaign, form, tokens.fresh(slug, key), lost_token=True), 400
    if not form.validate():
        return _form_page(campaign, form, form_pass), 422
    place = places.known(db.session(), campaign.id, request.args.get("z", ""))
    try:
        submit(db.session(), campaign, form.submission(form_pass, place), today())
    except CampaignClosed:
        return _not_now(campaign), 410
    return redirect(url_for(".thank_you", slug=slug, lang=request.args.get("lang")), 303)


@blueprint.post("/a/<slug>/jezyk")
@csrf.exempt  # stores nothing: it repeats what was sent, in another language
def change_language(slug: str) -> str:
    """The form in the language of the button that was pressed, with every answer and its key."""
    campaign = public_campaign(slug)
    key = request.form.get("key", "")
    form_pass = tokens.checked(slug, key, request.form.get("token", "")) or tokens.fresh(slug, key)
    return _form_page(campaign, SurveyForm(campaign, request.form), form_pass)


@blueprint.get("/a/<slug>/dziekujemy")
def thank_you(slug: str) -> str:
    """What happens next."""
    campaign = public_campaign(slug)
    return rendered.once(campaign, lambda: render_template("resident/thank_you.html", campaign=campaign))


@blueprint.get("/a/<slug>/informacja")
def information(slug: str) -> str:
    """Who asks, on what ground, what is kept and for how long."""
    campaign = public_campaign(slug)
    return rendered.once(campaign, lambda: render_template("resident/information.html", campaign=campaign))


@blueprint.get("/a/<slug>/swiezy")
def fresh(slug: str) -> Response:
    """A new key and token for a page that came out of a cache."""
    form_pass = tokens.fresh(public_campaign(slug).slug)
    return jsonify(key=form_pass.key, token=form_pass.token)


def _not_now(campaign: CampaignRow) -> str:
    page = "not_open" if campaign.state(today()) == "not_open" else "closed"
    return render_template(f"resident/{page}.html", campaign=campaign)


def _form_page(campaign: CampaignRow, form: SurveyForm, form_pass: tokens.FormPass, lost_token: bool = False) -> str:
    return render_template(
        "resident/survey.html",
        campaign=campaign,
        page=form.page(),
        minutes=form.definition.minutes,
        errors=form.error_summary(),
        key=form_pass.key,
        token=form_pass.token,
        lost_token=lost_token,
    )
