"""Pages for residents: no sign-in, no cookie, no script needed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from analysis.vocabulary import Channel
from diagnoza import static_files, wording
from diagnoza.access import public_campaign
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.extensions import csrf
from diagnoza.languages import VARIANT
from diagnoza.queries import campaigns, places
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.definition import EASY
from diagnoza.resident import fairness, receipts, rendered, tokens
from diagnoza.resident.forms import (
    ENTRY_CODE,
    SurveyForm,
    asks_for_contacts,
    code_problem,
    easy_wanted,
    easy_words,
    language,
)
from diagnoza.services import library_texts
from diagnoza.services.errors import CampaignClosed, EntryCodeRefused
from diagnoza.services.submit_response import submit
from diagnoza.texts.kinds import INFORMATION

blueprint = Blueprint("resident", __name__)


@blueprint.get("/")
def home() -> str:
    """Every survey that is open today."""
    return render_template("resident/home.html", surveys=campaigns.open_surveys(db.session(), today()))


@blueprint.get("/a/sw.js")
def worker() -> Response:
    """The service worker of the surveys; it works for addresses below its own."""
    return Response(Path(str(current_app.static_folder), "worker.js").read_bytes(), mimetype="text/javascript")


@blueprint.get("/a/<slug>")
def survey(slug: str) -> AnyResponse | str:
    """The survey as one document; before and after its days, a page that says so."""
    campaign = public_campaign(slug)
    if campaign.state(today()) != "open":
        return not_now(campaign)
    place = places.known(db.session(), campaign.id, request.args.get("z", "")) or ""
    page = rendered.once(
        campaign, lambda: form_page(campaign, SurveyForm(campaign), rendered.marks(), blank=True), place=place
    )
    return rendered.light(rendered.filled(page, tokens.fresh(slug)))


@blueprint.post("/a/<slug>")
@csrf.exempt  # guarded by the signed token of the form, which works without cookies
def send(slug: str) -> AnyResponse | tuple[str, int]:
    """Store what was sent, then thank; anything wrong shows the form again with every answer kept."""
    campaign = public_campaign(slug)
    form = SurveyForm(campaign, request.form)
    form_pass = tokens.checked(slug, request.form)
    if form_pass is None:
        return form_page(campaign, form, tokens.renewed(slug, request.form), lost_token=True), 400
    held = fairness.flooded() or fairness.held(request.form)
    if held:
        return fairness.answer(form_page(campaign, form, form_pass, held=held), held)
    if not form.validate():
        return form_page(campaign, form, form_pass), 422
    place = places.known(db.session(), campaign.id, request.args.get("z", ""))
    try:
        submit(db.session(), campaign, replace(form.submission(form_pass, place), channel=_channel()), today())
    except CampaignClosed:
        return not_now(campaign), 410
    except EntryCodeRefused as error:
        return form_page(campaign, form, form_pass, code_problem=code_problem(error)), 422
    return redirect(_thanks(campaign, form_pass), 303)


def _channel() -> Channel:
    """A kiosk says so in the address; it decides nothing but under which way of answering the answer is counted."""
    return Channel.KIOSK if request.args.get("kiosk") else Channel.WEB


@blueprint.post("/a/<slug>/jezyk")
@csrf.exempt  # stores nothing: it repeats what was sent, in another language
def change_language(slug: str) -> str:
    """The form in the language of the button that was pressed, with every answer and its key."""
    campaign = public_campaign(slug)
    form_pass = tokens.checked(slug, request.form) or tokens.renewed(slug, request.form)
    return form_page(campaign, SurveyForm(campaign, request.form), form_pass)


@blueprint.get("/a/<slug>/dziekujemy")
def thank_you(slug: str) -> str:
    """What happens next."""
    campaign = public_campaign(slug)
    receipt = receipts.of_address(campaign)
    if receipt is None:
        return rendered.once(campaign, lambda: _thanks_page(campaign, ""))
    page = rendered.once(
        campaign,
        lambda: _thanks_page(campaign, rendered.CODE).replace(receipt.sealed, rendered.SEALED),
        marked=receipts.ARGUMENT,
    )
    return page.replace(rendered.CODE, receipt.code).replace(rendered.SEALED, receipt.sealed)


@blueprint.get("/a/<slug>/informacja")
def information(slug: str) -> str:
    """Who asks, on what ground, what is kept and for how long."""
    campaign = public_campaign(slug)
    return rendered.once(campaign, lambda: _information_page(campaign))


@blueprint.route("/a/<slug>/swiezy", methods=["GET", "POST"])
@csrf.exempt  # stores nothing
def fresh(slug: str) -> Response:
    """A token for a page that came out of a cache, with a new key or for the well-formed key that was sent."""
    form_pass = tokens.fresh(public_campaign(slug).slug, request.form.get("key"))
    return jsonify(key=form_pass.key, token=form_pass.token)


def _thanks(campaign: CampaignRow, form_pass: tokens.FormPass) -> str:
    """The address of the thanks; the receipt in it can be read by this installation alone, and for ten minutes."""
    values: dict[str, Any] = {
        **{name: request.args.get(name) for name in ("lang", VARIANT)},
        receipts.ARGUMENT: receipts.seal(campaign, form_pass.key),
    }
    return url_for(".thank_you", slug=campaign.slug, **values)


def _thanks_page(campaign: CampaignRow, code: str) -> str:
    easy = easy_words("thanks", campaign)
    offered = asks_for_contacts(campaign)
    return render_template("resident/thank_you.html", campaign=campaign, easy=easy, code=code, helping_offered=offered)


def _information_page(campaign: CampaignRow) -> str:
    version = library_texts.current(db.session(), campaign.library, INFORMATION)
    chosen = EASY if easy_wanted() and EASY in version.content.texts else language()
    shown = wording.shown(version, chosen, wording.days_of(campaign))
    return render_template("resident/information.html", campaign=campaign, shown=shown)


def not_now(campaign: CampaignRow) -> str:
    """The page that says why nothing can be answered today."""
    page = "not_open" if campaign.state(today()) == "not_open" else "closed"
    return render_template(f"resident/{page}.html", campaign=campaign)


def form_page(campaign: CampaignRow, form: SurveyForm, form_pass: tokens.FormPass, **about: Any) -> str:
    """The survey with every answer that was sent; `about` may say `lost_token`, `held`, `blank` or another `place`."""
    return render_template(
        "resident/survey.html",
        campaign=campaign,
        page=form.page(),
        minutes=form.definition.minutes,
        easy=easy_words("survey", campaign),
        errors=form.error_summary(),
        form_pass=form_pass,
        information=form.information,
        keep_as=f"{campaign.questionnaire_digest[:12]}-{form.information or 0}-{static_files.version()}",
        entry_code=(request.form.get(ENTRY_CODE) or request.args.get("kod", ""))[:40],
        **{"place": request.args.get("z"), **about},
    )
