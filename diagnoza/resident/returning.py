"""Going on with answers that were put away: under a code, to finish them elsewhere, or in a file, to send them."""

from contextlib import closing

from flask import abort, render_template, request
from flask_babel import gettext as _

from diagnoza import labels
from diagnoza.access import public_campaign
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.extensions import csrf, limiter
from diagnoza.languages import VARIANT
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.resident import answers_file, tokens
from diagnoza.resident.answers_file import AnswersFileError, FiledForm
from diagnoza.resident.forms import SummaryLine, SurveyForm
from diagnoza.resident.tokens import FormPass
from diagnoza.resident.views import blueprint, form_page, not_now
from diagnoza.services import keep_draft, sealing
from diagnoza.services.keep_draft import TypedSoFar

Page = str | tuple[str, int]
MOST_CHARACTERS = 50_000  # several times the longest form that would be accepted
OFTEN = "300/15 minutes"  # far above what a whole library's network does; guessing a code is hopeless anyway


@blueprint.post("/a/<slug>/kod")
@csrf.exempt  # guarded by the signed token of the form
@limiter.limit(OFTEN)
def put_away(slug: str) -> Page:
    """Put what is typed away and show the code that brings it back."""
    campaign = public_campaign(slug)
    form = SurveyForm(campaign, request.form)
    form_pass = tokens.checked(slug, request.form)
    if form_pass is None:
        return form_page(campaign, form, tokens.renewed(slug, request.form), lost_token=True), 400
    if campaign.state(today()) != "open":
        return not_now(campaign), 410
    code = keep_draft.keep(db.session(), campaign, _typed(form, form_pass), today())
    last_day = keep_draft.last_day(campaign, today())
    return render_template("resident/code.html", campaign=campaign, code=sealing.groups(code), last_day=last_day)


def _typed(form: SurveyForm, form_pass: FormPass) -> TypedSoFar:
    typed = form.typed()
    if sum(len(value) for _, value in typed) > MOST_CHARACTERS:
        abort(413)
    opened = form_pass.opened or form_pass.token
    return TypedSoFar(form_pass.key, opened, request.args.get("z", "")[:30], typed)


@blueprint.get("/a/<slug>/wroc")
def come_back(slug: str) -> Page:
    """Where a code is typed or a file is chosen; until the end of the time of grace."""
    campaign = public_campaign(slug)
    return _asking(campaign) if campaign.accepts(today(), campaign.closes_on) else not_now(campaign)


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
        return _asking(campaign, erased=True)
    return _restored(campaign, typed)


@blueprint.post("/a/<slug>/plik")
@csrf.exempt  # guarded by the signed token of the page, which works without cookies
def send_file(slug: str) -> Page:
    """Store the answers of a file by the rules of the form, and say what became of each."""
    campaign = public_campaign(slug)
    try:
        forms = _filed(slug)
    except AnswersFileError as error:
        return _asking(campaign, labels.answers_file(error.code, error.found), "file")
    received = [answers_file.receive(campaign, form) for form in forms]
    refused = [(number, one.problems) for number, one in enumerate(received, 1) if one.problems]
    facts = answers_file.summary(received)
    return render_template("resident/file_sent.html", campaign=campaign, facts=facts, refused=refused)


def _filed(slug: str) -> tuple[FiledForm, ...]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise AnswersFileError("no_file")
    if tokens.checked(slug, request.form) is None:
        raise AnswersFileError("lost_token")
    with closing(file):
        return answers_file.read(file.stream.read(answers_file.MOST_BYTES + 1), slug)


def _restored(campaign: CampaignRow, typed: TypedSoFar) -> str:
    form_pass = tokens.renewed(campaign.slug, {"key": typed.key, "opened": typed.opened})
    return form_page(campaign, SurveyForm.with_fields(campaign, typed.fields), form_pass, place=typed.place or None)


def _asking(campaign: CampaignRow, problem: str = "", field: str = "code", erased: bool = False) -> Page:
    page = render_template(
        "resident/come_back.html",
        campaign=campaign,
        errors=[SummaryLine(field, problem)] if problem else [],
        typed="" if erased else request.form.get("code", "")[:60],
        erased=erased,
        form_pass=tokens.fresh(campaign.slug),
        variant=request.args.get(VARIANT),
    )
    return (page, 422) if problem else page
