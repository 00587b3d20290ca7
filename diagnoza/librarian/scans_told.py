"""Scanned pages whose square code cannot be read: a librarian says which page it is, and it is read as any other."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.access import Person, own_campaign
from diagnoza.db import db
from diagnoza.documents import sheet_code
from diagnoza.librarian import scan_words
from diagnoza.librarian.forms import CloseForm
from diagnoza.librarian.scan_forms import ToldForm
from diagnoza.librarian.scans import SCANS, image
from diagnoza.librarian.views import blueprint, librarian
from diagnoza.queries import scans
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services import read_scans, tell_page
from diagnoza.services.errors import NotFound, PageRefused
from diagnoza.services.tell_page import Told

NAMELESS = f"{SCANS}/bez-kodu/<int:page_id>"


@blueprint.route(NAMELESS, methods=["GET", "POST"])
@librarian
def nameless_page(_person: Person, slug: str, page_id: int) -> AnyResponse | str | tuple[str, int]:
    """A page that waits for its code: its picture, and a form for what its foot says."""
    campaign, form, refused = own_campaign(slug), ToldForm(), None
    if form.validate_on_submit():
        try:
            tell_page.tell(db.session(), campaign, page_id, form.told)
        except NotFound:
            return _gone(campaign, page_id)
        except PageRefused as error:
            refused = error
            form.refuse(error.why, scan_words.refusal(error.why, error.params))
        else:
            return _told(campaign, form.told)
    return _page(campaign, page_id, form, refused)


def _page(
    campaign: CampaignRow, page_id: int, form: ToldForm, refused: PageRefused | None
) -> AnyResponse | str | tuple[str, int]:
    session = db.session()
    waiting = scans.nameless(session, campaign.id)
    row = next((each for each in waiting if each.id == page_id), None)
    if row is None:
        return _gone(campaign, page_id)
    page = render_template(
        "librarian/scan_nameless.html",
        campaign=campaign,
        row=row,
        form=form,
        refused=refused,
        others=len(waiting) - 1,
        incomplete=tell_page.incomplete(session, campaign),
        shown=sheet_code.shown,
        kept_for=read_scans.KEPT_FOR,
    )
    return (page, 422) if form.errors else page


def _gone(campaign: CampaignRow, page_id: int) -> AnyResponse:
    """A page that was told meanwhile leads to its sheet."""
    row = scans.page(db.session(), campaign.id, page_id)
    if row is None:
        abort(404)
    return redirect(url_for(".confirm_scan", slug=campaign.slug, code=row.code), 303)


def _told(campaign: CampaignRow, told: Told) -> AnyResponse:
    said = _("Read: page %(page)s of the sheet %(code)s.", page=told.page, code=sheet_code.shown(told.code))
    place = url_for(".confirm_scan", slug=campaign.slug, code=told.code)
    flash(Markup('{} <a href="{}">{}</a>').format(said, place, _("Open the sheet")), "success")
    waiting = scans.nameless(db.session(), campaign.id)
    if not waiting:
        return redirect(url_for(".scans", slug=campaign.slug), 303)
    return redirect(url_for(".nameless_page", slug=campaign.slug, page_id=waiting[0].id), 303)


@blueprint.get(f"{NAMELESS}.jpg")
@librarian
def nameless_picture(_person: Person, slug: str, page_id: int) -> AnyResponse:
    """The picture of the page."""
    return image(lambda campaign: tell_page.picture(db.session(), campaign, page_id), slug, "image/jpeg")


@blueprint.get(f"{NAMELESS}/stopka.png")
@librarian
def nameless_foot(_person: Person, slug: str, page_id: int) -> AnyResponse:
    """The place of the page where its code is printed in letters."""
    return image(lambda campaign: tell_page.foot(db.session(), campaign, page_id), slug, "image/png")


@blueprint.post(f"{NAMELESS}/usun")
@librarian
def discard_nameless(_person: Person, slug: str, page_id: int) -> AnyResponse:
    """Throw the picture of the page away."""
    campaign = own_campaign(slug)
    if not CloseForm().validate_on_submit():
        return redirect(url_for(".nameless_page", slug=slug, page_id=page_id), 303)
    try:
        tell_page.discard(db.session(), campaign, page_id)
    except NotFound:
        abort(404)
    flash(_("The picture of the page was deleted."), "success")
    return redirect(url_for(".enter_sheet" if "keys" in request.form else ".scans", slug=slug), 303)


@blueprint.post(f"{SCANS}/strona/<int:page_id>/cofnij")
@librarian
def take_back_page(_person: Person, slug: str, page_id: int) -> AnyResponse:
    """A page of which the wrong thing was said waits for its code again."""
    campaign = own_campaign(slug)
    if CloseForm().validate_on_submit():
        try:
            tell_page.take_back(db.session(), campaign, page_id)
        except NotFound:
            abort(404)
    return redirect(url_for(".nameless_page", slug=slug, page_id=page_id), 303)
