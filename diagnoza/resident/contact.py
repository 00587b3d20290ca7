"""Leaving contact details after the survey: a form of its own, tied to no answer by key, cookie or address."""

from flask import abort, redirect, render_template, request, url_for
from itsdangerous import BadSignature
from werkzeug.wrappers import Response as AnyResponse

from diagnoza import wording
from diagnoza.access import public_campaign
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.extensions import csrf
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.queries.library_texts import Version
from diagnoza.resident.contact_form import ContactForm
from diagnoza.resident.forms import asks_for_contacts, language
from diagnoza.resident.kiosk import started
from diagnoza.resident.tokens import serializer
from diagnoza.resident.views import blueprint
from diagnoza.services import contacts, library_texts
from diagnoza.services.errors import CampaignClosed
from diagnoza.texts.kinds import CONTACT


@blueprint.get("/a/<slug>/kontakt")
def contact(slug: str) -> str:
    """The form, on a device of one's own."""
    return _page(_asked(slug), ContactForm())


@blueprint.post("/a/<slug>/kontakt")
@csrf.exempt  # guarded by a signed token of its own, which works without cookies
def leave_contact(slug: str) -> AnyResponse | tuple[str, int]:
    """Keep the details."""
    return _left(_asked(slug), url_for(".contact_thanks", slug=slug, lang=request.args.get("lang")))


@blueprint.get("/a/<slug>/kontakt/dziekujemy")
def contact_thanks(slug: str) -> str:
    """Thanks, and how to change one's mind."""
    return render_template("resident/contact_thanks.html", campaign=_asked(slug))


@blueprint.get("/a/<slug>/kiosk/kontakt")
def kiosk_contact(slug: str) -> AnyResponse | str:
    """The same at a kiosk: the browser is to remember and suggest nothing."""
    campaign = _asked(slug)
    return _page(campaign, ContactForm(), kiosk=True) if started(slug) else redirect(url_for(".contact", slug=slug))


@blueprint.post("/a/<slug>/kiosk/kontakt")
@csrf.exempt  # as above
def leave_contact_at_kiosk(slug: str) -> AnyResponse | tuple[str, int]:
    """Keep the details; the next person follows."""
    campaign = _asked(slug)
    if not started(slug):
        abort(404)
    return _left(campaign, url_for(".kiosk_thanks", slug=slug, lang=request.args.get("lang"), kontakt=1), kiosk=True)


def _asked(slug: str) -> CampaignRow:
    campaign = public_campaign(slug)
    return campaign if asks_for_contacts(campaign) else abort(404)


def _left(campaign: CampaignRow, thanks: str, kiosk: bool = False) -> AnyResponse | tuple[str, int]:
    form = ContactForm(request.form)
    if not _ours(campaign.slug):
        return _page(campaign, form, kiosk, lost_token=True), 400
    if not form.validate():
        return _page(campaign, form, kiosk), 422
    try:
        contacts.add(db.session(), campaign, form.contact(request.form), today())
    except CampaignClosed:
        return render_template("resident/closed.html", campaign=campaign), 410
    return redirect(thanks, 303)


def _ours(slug: str) -> bool:
    try:
        return bool(serializer("contact").loads(request.form.get("token", "")) == slug)
    except BadSignature:
        return False


def _page(campaign: CampaignRow, form: ContactForm, kiosk: bool = False, lost_token: bool = False) -> str:
    version: Version = library_texts.current(db.session(), campaign.library, CONTACT)
    last_day = contacts.erase_on(campaign, version.content)
    days = {**wording.days_of(campaign), "dzien_usuniecia": last_day}
    return render_template(
        "resident/contact.html",
        campaign=campaign,
        form=form,
        shown=wording.shown(version, language(), days),
        last_day=last_day,
        token=serializer("contact").dumps(campaign.slug),
        kiosk=kiosk,
        lost_token=lost_token,
    )
