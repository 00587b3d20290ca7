"""Single-use codes on slips: made, printed once, and demanded or not."""

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.access import Person, own_campaign
from diagnoza.db import db
from diagnoza.documents import slips
from diagnoza.librarian import pages
from diagnoza.librarian.forms import SlipsForm
from diagnoza.librarian.views import blueprint, librarian
from diagnoza.queries import entry_codes
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services import entry_codes as use_codes
from diagnoza.services.errors import NoCodes


@blueprint.route("/kampanie/<slug>/kody", methods=["GET", "POST"])
@librarian
def slip_codes(_person: Person, slug: str) -> AnyResponse | str | tuple[str, int]:
    """Whether answers need a code, how many codes there are, and more of them as slips to print."""
    campaign, form = own_campaign(slug), SlipsForm()
    address = pages.address(campaign)
    if form.validate_on_submit() and address.reach != "nobody":
        codes = use_codes.make(db.session(), campaign, form.number.data)
        file = BytesIO(slips.pdf(_described(campaign, address.url, form.language.data), codes))
        return send_file(file, "application/pdf", as_attachment=True, download_name=f"{slug}-kody.pdf")
    made, used = entry_codes.counts(db.session(), campaign.id)
    page = render_template(
        "librarian/slips.html", campaign=campaign, address=address, form=form, made=made, used=used, most=use_codes.MOST
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.post("/kampanie/<slug>/kody/<state>")
@librarian
def demand_codes(_person: Person, slug: str, state: str) -> AnyResponse:
    """From now on answers need a code ("tak"), or need none."""
    campaign = own_campaign(slug)
    if FlaskForm().validate_on_submit():
        try:
            use_codes.demand(db.session(), campaign, state == "tak")
        except NoCodes:
            flash(_("Codes are still not asked for: no unused code is left, so nobody could answer."), "error")
        else:
            flash(_("Answers need a code now.") if state == "tak" else _("Everybody can answer now."), "success")
    return redirect(url_for(".slip_codes", slug=slug), 303)


def _described(campaign: CampaignRow, url: str, language: str) -> slips.Slips:
    with force_locale(language):
        return slips.Slips(
            title=campaign.title,
            library=campaign.library.name,
            language=language,
            url=url if language == "pl" else f"{url}?lang={language}",
            or_type=_("Or type in a browser:"),
            code_is=_("Code to type there:"),
            once=_("Works once. The code is not connected with your answers."),
            alt=_("QR code that opens the survey"),
        )
