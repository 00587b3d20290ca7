"""Scanned sheets: uploaded, read page by page while the librarian waits, confirmed beside their pictures."""

import time
from collections.abc import Callable
from typing import cast

from flask import Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.access import Person, own_campaign
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.documents import sheet_code
from diagnoza.large_uploads import Request, too_large
from diagnoza.librarian import scan_words
from diagnoza.librarian.forms import CloseForm
from diagnoza.librarian.paper import PAPER, say_saved, too_late, window
from diagnoza.librarian.paper_forms import form_key
from diagnoza.librarian.scan_forms import ScanForm, ScannedForm
from diagnoza.librarian.views import blueprint, librarian
from diagnoza.queries import paper, scans
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.scanning.errors import PageError, Why
from diagnoza.scanning.pages import MOST_BYTES
from diagnoza.services import check_paper, enter_paper, read_scans
from diagnoza.services.enter_paper import Entry
from diagnoza.services.errors import FileWaits, NotFound, PaperTooLate, SheetEntered
from diagnoza.services.read_scans import NewFile

SCANS = f"{PAPER}/skany"
MOST_TOGETHER = 4 * MOST_BYTES
MOST_SHOWN = 100_000
SECONDS = 1.0
"""Pages are read for so long before the page says how far it is; one page at least."""


@blueprint.url_value_preprocessor
def allow_large_files(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Scans are larger than what other forms may send; only somebody who signed in may send so much."""
    if endpoint == "librarian.upload_scans" and current_user.is_authenticated:
        cast(Request, request).measure(MOST_BYTES, MOST_TOGETHER)


@blueprint.get(SCANS, endpoint="scans")
@librarian
def overview(_person: Person, slug: str) -> str:
    """What waits for a librarian, what was not read and why, and a form for more."""
    return _overview(own_campaign(slug), ScanForm())


def _overview(campaign: CampaignRow, form: ScanForm) -> str:
    session = db.session()
    return render_template(
        "librarian/scans.html",
        campaign=campaign,
        form=form,
        nameless=scans.nameless(session, campaign.id),
        sheets=scans.sheets(session, campaign.id),
        left=scans.pages_left(session, campaign.id),
        files=[(file, scan_words.page_problems(file)) for file in scans.files(session, campaign.id)],
        shown=sheet_code.shown,
        kept_for=read_scans.KEPT_FOR,
        most=MOST_BYTES // scan_words.MEGABYTE,
        together=MOST_TOGETHER // scan_words.MEGABYTE,
        **window(campaign),
    )


@blueprint.post(SCANS)
@librarian
def upload_scans(person: Person, slug: str) -> AnyResponse | tuple[str, int]:
    """Put files away to be read; those that cannot be used are named."""
    campaign, form = own_campaign(slug), ScanForm()
    if form.validate_on_submit():
        refused = [reason for file in form.chosen if (reason := _refused(person, campaign, file))]
        form.refuse(refused if form.chosen else [_("Choose a file.")])
    if form.errors:
        return _overview(campaign, form), 422
    return redirect(url_for(".reading", slug=slug, z=scans.pages_left(db.session(), campaign.id)), 303)


def _refused(person: Person, campaign: CampaignRow, file: FileStorage) -> str | None:
    """Why a file cannot be used; None when it was put away."""
    name = read_scans.shown_name(file.filename or "")
    try:
        if found := too_large(file):
            raise PageError(Why.TOO_LARGE, {"found": found, "limit": MOST_BYTES})
        read_scans.add(db.session(), campaign, NewFile(name, file.read()), person.user_id, today())
    except PageError as error:
        reason = scan_words.problem(str(error.why), error.params)
    except FileWaits as error:
        reason = str(_("this file was uploaded on %(day)s and waits.", day=format_date(error.day, "long")))
    except PaperTooLate:
        reason = too_late(campaign)
    else:
        return None
    return f"{name}: {reason}"


@blueprint.get(f"{SCANS}/odczyt")
@librarian
def reading(_person: Person, slug: str) -> AnyResponse | str:
    """Read for a second and say how far it is; the page asks again by itself until everything is read."""
    campaign, until = own_campaign(slug), time.monotonic() + SECONDS
    while read_scans.read_next(db.session(), campaign) and time.monotonic() < until:
        pass
    left = scans.pages_left(db.session(), campaign.id)
    total = max(left, min(request.args.get("z", 0, type=int), MOST_SHOWN))
    if request.accept_mimetypes.best == "application/json":
        return jsonify(left=left, total=total)
    if not left:
        return redirect(url_for(".scans", slug=slug), 303)
    return render_template("librarian/scans_reading.html", campaign=campaign, left=left, total=total)


@blueprint.post(f"{SCANS}/plik/<int:file_id>/usun")
@librarian
def discard_file(_person: Person, slug: str, file_id: int) -> AnyResponse:
    """Throw away a file, or what was said about it."""
    campaign = own_campaign(slug)
    if CloseForm().validate_on_submit():
        if not read_scans.discard_file(db.session(), campaign, file_id):
            abort(404)
        flash(_("The file was deleted."), "success")
    return redirect(url_for(".scans", slug=slug), 303)


@blueprint.get(f"{SCANS}/strona/<int:page_id>.jpg")
@librarian
def scan_picture(_person: Person, slug: str, page_id: int) -> AnyResponse:
    """The picture of a page."""
    return image(lambda campaign: read_scans.picture(db.session(), campaign, page_id), slug, "image/jpeg")


@blueprint.get(f"{SCANS}/strona/<int:page_id>/wycinek-<int:place>.png")
@librarian
def scan_cut_out(_person: Person, slug: str, page_id: int, place: int) -> AnyResponse:
    """One box or writing space of a page."""
    return image(lambda campaign: read_scans.cut_out(db.session(), campaign, page_id, place), slug, "image/png")


def image(content: Callable[[CampaignRow], bytes], slug: str, mimetype: str) -> AnyResponse:
    """A picture of an own campaign."""
    try:
        return Response(content(own_campaign(slug)), mimetype=mimetype)
    except NotFound:
        abort(404)


@blueprint.route(f"{SCANS}/arkusz/<code>", methods=["GET", "POST"])
@librarian
def confirm_scan(person: Person, slug: str, code: str) -> AnyResponse | str | tuple[str, int]:
    """A sheet as it was read, beside its pictures, to be corrected and confirmed."""
    campaign, form = own_campaign(slug), CloseForm()
    try:
        sheet = read_scans.waiting(db.session(), campaign, code)
    except NotFound:
        return _gone(campaign, code)
    scanned = ScannedForm.read(check_paper.definition(campaign), sheet, read_scans.typed(campaign, sheet))
    if form.is_submitted():
        scanned.take()
        if form.validate() and scanned.validate() and "save" in request.form:
            return _confirmed(person, campaign, scanned)
    page = render_template(
        "librarian/scan_sheet.html",
        campaign=campaign,
        sheet=sheet,
        scanned=scanned,
        nameless=scans.nameless(db.session(), campaign.id),
        form=form,
        key=form_key(),
        shown=sheet_code.shown,
        **window(campaign),
    )
    return (page, 422) if scanned.errors else page


def _gone(campaign: CampaignRow, code: str) -> AnyResponse:
    """A sheet that was confirmed or typed in meanwhile leads to its entry."""
    sheet = paper.sheet(db.session(), campaign.id, code)
    if sheet is None or sheet.entered_on is None:
        abort(404)
    flash(_("This sheet was typed in on %(day)s.", day=format_date(sheet.entered_on, "long")), "info")
    return redirect(url_for(".open_sheet", slug=campaign.slug, code=code), 303)


def _confirmed(person: Person, campaign: CampaignRow, scanned: ScannedForm) -> AnyResponse:
    sheet, form = scanned.sheet, scanned.typed.form
    entry = Entry(form_key(), sheet.code, form.answers, form.apart, sheet.language)
    try:
        enter_paper.enter(db.session(), campaign, entry, person.user_id, today())
    except SheetEntered as error:
        return _gone(campaign, error.code)
    except PaperTooLate:
        flash(too_late(campaign), "error")
        return redirect(url_for(".scans", slug=campaign.slug), 303)
    say_saved(campaign, sheet.code, known=True)
    waiting = scans.sheets(db.session(), campaign.id)
    if not waiting:
        return redirect(url_for(".scans", slug=campaign.slug), 303)
    return redirect(url_for(".confirm_scan", slug=campaign.slug, code=waiting[0].code), 303)


@blueprint.post(f"{SCANS}/arkusz/<code>/usun")
@librarian
def discard_scan(_person: Person, slug: str, code: str) -> AnyResponse:
    """Throw the pictures of a sheet away; it can be typed in by keys or taken again."""
    campaign = own_campaign(slug)
    if not CloseForm().validate_on_submit():
        return redirect(url_for(".scans", slug=slug), 303)
    if not read_scans.discard(db.session(), campaign, code):
        abort(404)
    flash(_("The pictures of the sheet %(code)s were deleted.", code=sheet_code.shown(code)), "success")
    if "keys" in request.form:
        return redirect(url_for(".enter_sheet", slug=slug, kod=sheet_code.shown(code)), 303)
    return redirect(url_for(".scans", slug=slug), 303)
