"""Paper: sheets printed with codes, typed in by number keys, and some of them typed twice."""

from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.access import Person, own_campaign
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.documents import sheet_code
from diagnoza.documents.questionnaire import Sheet
from diagnoza.librarian.forms import CloseForm
from diagnoza.librarian.paper_forms import CodeForm, PrintForm, TypedForm, form_key, named
from diagnoza.librarian.posters import conditions, how_to
from diagnoza.librarian.views import blueprint, librarian
from diagnoza.queries import paper
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire import keyed
from diagnoza.services import check_paper, enter_paper, print_paper
from diagnoza.services.enter_paper import Entry
from diagnoza.services.errors import NotFound, NotToday, PaperTooLate, SheetEntered, UnknownSheet

PAPER = "/kampanie/<slug>/papier"


@blueprint.get(PAPER, endpoint="paper")
@librarian
def overview(person: Person, slug: str) -> str:
    """How many sheets were typed in, what waits, and where two persons read otherwise."""
    return _overview(person, own_campaign(slug), PrintForm())


def _overview(person: Person, campaign: CampaignRow, form: PrintForm) -> str:
    session = db.session()
    return render_template(
        "librarian/paper.html",
        campaign=campaign,
        form=form,
        counts=paper.counts(session, campaign.id),
        waiting=paper.waiting(session, campaign.id),
        undecided=paper.undecided(session, campaign.id),
        own=paper.entered_by(session, campaign.id, person.user_id, today()),
        report=named(campaign, check_paper.report(session, campaign)),
        every=enter_paper.EVERY,
        shown=sheet_code.shown,
        **window(campaign),
    )


def window(campaign: CampaignRow) -> dict[str, object]:
    """Whether paper can be typed in today, and until when."""
    return {"in_time": enter_paper.in_time(campaign, today()), "last_day": enter_paper.last_day(campaign)}


@blueprint.post(f"{PAPER}/druk")
@librarian
def print_sheets(person: Person, slug: str) -> AnyResponse | tuple[str, int]:
    """Copies of the questionnaire in one file, each with a code that is stored before the file is sent."""
    campaign, form = own_campaign(slug), PrintForm()
    if not form.validate_on_submit():
        return _overview(person, campaign, form), 422
    with force_locale(form.language.data):
        lines, when = how_to(campaign), conditions()
    large = form.size.data == "duza"
    sheet = Sheet(check_paper.definition(campaign), campaign.title, form.language.data, "", large, lines, when)
    made = print_paper.print_sheets(db.session(), campaign, sheet, form.copies.data or 1, today())
    name = f"{slug}-{form.size.data}-{form.language.data}-{len(made.codes)}.pdf"
    return send_file(BytesIO(made.pdf), "application/pdf", as_attachment=True, download_name=name)


@blueprint.route(f"{PAPER}/wpis", methods=["GET", "POST"])
@librarian
def enter_sheet(person: Person, slug: str) -> AnyResponse | str | tuple[str, int]:
    """One sheet, typed by number keys."""
    campaign, code = own_campaign(slug), CodeForm(data={"code": request.args.get("kod", "")[:20]})
    definition = check_paper.definition(campaign)
    typed = TypedForm.sent(definition, keyed.lines(definition))
    if not code.is_submitted():
        return _entry_page(campaign, code, typed)
    fine = all([code.validate(), typed.validate()])
    if "save" in request.form and fine and (saved := _saved(person, campaign, code, typed)):
        say_saved(campaign, saved, known=code.read is not None)
        return redirect(url_for(".enter_sheet", slug=slug), 303)
    return _entry_page(campaign, code, typed), 200 if fine and not code.errors else 422


def _entry_page(campaign: CampaignRow, code: CodeForm, typed: TypedForm) -> str:
    return render_template(
        "librarian/paper_entry.html",
        campaign=campaign,
        code_form=code,
        typed=typed,
        key=form_key(used=code.entered is not None),
        shown=sheet_code.shown,
        **window(campaign),
        count=paper.entered_count(db.session(), campaign.id),
    )


def _saved(person: Person, campaign: CampaignRow, code: CodeForm, typed: TypedForm) -> str | None:
    """The code of the stored sheet; None, with the reason beside the code, where it cannot be stored."""
    entry = Entry(form_key(), code.read, typed.form.answers, typed.form.apart, code.language.data)
    try:
        return enter_paper.enter(db.session(), campaign, entry, person.user_id, today())
    except UnknownSheet:
        code.refuse(
            _("No sheet of this survey was printed with this code. If the sheet belongs here, leave the code empty.")
        )
    except SheetEntered as error:
        code.refuse(_("This sheet was typed in on %(day)s.", day=format_date(error.day, "long")))
        code.entered = error.code
    except PaperTooLate:
        code.refuse(too_late(campaign))
    return None


def say_saved(campaign: CampaignRow, code: str, known: bool) -> None:
    shown = sheet_code.shown(code)
    said = _("Saved: sheet %(code)s.", code=shown)
    if not known:
        said = _("Saved. Write this code on the sheet: %(code)s", code=shown)
    place = url_for(".open_sheet", slug=campaign.slug, code=code)
    flash(Markup('{} <a href="{}">{}</a>').format(said, place, _("Mend or undo it")), "success")


@blueprint.route(f"{PAPER}/arkusz/<code>", methods=["GET", "POST"])
@librarian
def open_sheet(person: Person, slug: str, code: str) -> AnyResponse | str | tuple[str, int]:
    """The entry of one sheet, to be mended or undone."""
    campaign, form = own_campaign(slug), CloseForm()
    try:
        found = enter_paper.entered(db.session(), campaign, code, person.user_id, today())
    except NotFound:
        abort(404)
    definition = check_paper.definition(campaign)
    lines = tuple(line for line in keyed.lines(definition) if not line.apart)
    typed = TypedForm(definition, keyed.encode(definition, found.answers), lines)
    if form.is_submitted():
        typed = TypedForm.sent(definition, lines)
        if form.validate() and typed.validate() and "save" in request.form:
            return _mended(campaign, code, typed)
    page = render_template(
        "librarian/paper_sheet.html", campaign=campaign, found=found, typed=typed, form=form, **_undo_parts(campaign)
    )
    return (page, 422) if typed.form.problems else page


def _undo_parts(campaign: CampaignRow) -> dict[str, object]:
    definition = check_paper.definition(campaign)
    apart = tuple(line for line in keyed.lines(definition) if line.apart)
    return {"apart": TypedForm(definition, {}, apart), "shown": sheet_code.shown, **window(campaign)}


def _mended(campaign: CampaignRow, code: str, typed: TypedForm) -> AnyResponse:
    try:
        enter_paper.mend(db.session(), campaign, code, typed.form.answers, today())
    except PaperTooLate:
        flash(too_late(campaign), "error")
    else:
        flash(_("The sheet %(code)s was mended.", code=sheet_code.shown(code)), "success")
    return redirect(url_for(".paper", slug=campaign.slug), 303)


@blueprint.post(f"{PAPER}/arkusz/<code>/cofnij")
@librarian
def undo_sheet(person: Person, slug: str, code: str) -> AnyResponse:
    """Erase an own entry of today."""
    campaign, form = own_campaign(slug), CloseForm()
    definition = check_paper.definition(campaign)
    apart = TypedForm.sent(definition, tuple(line for line in keyed.lines(definition) if line.apart))
    if not form.validate_on_submit() or not apart.validate():
        flash(_("There is no such number. Type one of those beside the question."), "error")
        return redirect(url_for(".open_sheet", slug=slug, code=code), 303)
    try:
        enter_paper.undo(db.session(), campaign, code, apart.form.apart, person.user_id, today())
    except NotFound:
        abort(404)
    except NotToday:
        abort(403)
    flash(_("The entry of the sheet %(code)s was undone.", code=sheet_code.shown(code)), "success")
    return redirect(url_for(".enter_sheet", slug=slug), 303)


def too_late(campaign: CampaignRow) -> str:
    day = format_date(enter_paper.last_day(campaign), "long")
    return str(_("Paper of this survey can be typed in until %(day)s.", day=day))
