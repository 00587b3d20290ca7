"""Sheets that two persons type: the second reading, and what is decided where they differ."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.access import Person, own_campaign
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.documents import sheet_code
from diagnoza.librarian.forms import CloseForm
from diagnoza.librarian.paper import PAPER
from diagnoza.librarian.paper_forms import TypedForm, label, option_words
from diagnoza.librarian.views import blueprint, librarian
from diagnoza.queries import paper
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire import keyed
from diagnoza.services import check_paper
from diagnoza.services.check_paper import TwoReadings
from diagnoza.services.errors import NotFound


@blueprint.route(f"{PAPER}/arkusz/<code>/drugi-raz", methods=["GET", "POST"])
@librarian
def second_entry(_person: Person, slug: str, code: str) -> AnyResponse | str | tuple[str, int]:
    """The same sheet typed once more, without seeing the first reading; texts are left out."""
    campaign, form = own_campaign(slug), CloseForm()
    if code not in paper.waiting(db.session(), campaign.id):
        abort(404)
    definition = check_paper.definition(campaign)
    typed = TypedForm.sent(definition, keyed.compared(definition))
    if form.validate_on_submit() and typed.validate() and "save" in request.form:
        number = check_paper.enter_second(db.session(), campaign, code, typed.form.answers, today())
        return _read_twice(campaign, code, number)
    page = render_template(
        "librarian/paper_second.html", campaign=campaign, code=sheet_code.shown(code), typed=typed, form=form
    )
    return (page, 422) if typed.form.problems else page


def _read_twice(campaign: CampaignRow, code: str, number: int) -> AnyResponse:
    if number == 0:
        flash(_("Both readings agree."), "success")
        return redirect(url_for(".paper", slug=campaign.slug), 303)
    said = ngettext("The readings differ in %(num)s place.", "The readings differ in %(num)s places.", number)
    flash(said, "warning")
    return redirect(url_for(".decide_sheet", slug=campaign.slug, code=code), 303)


@blueprint.route(f"{PAPER}/arkusz/<code>/rozstrzygnij", methods=["GET", "POST"])
@librarian
def decide_sheet(_person: Person, slug: str, code: str) -> AnyResponse | str | tuple[str, int]:
    """Which of the two readings the sheet in hand confirms, line by line."""
    campaign, form = own_campaign(slug), CloseForm()
    try:
        found = check_paper.readings(db.session(), campaign, code)
    except NotFound:
        abort(404)
    chosen = {line.name: request.form.get(line.name, "") for line in found.lines}
    if form.validate_on_submit() and set(chosen.values()) <= {"first", "second"}:
        by_second = [name for name, which in chosen.items() if which == "second"]
        typed = TypedForm(
            check_paper.definition(campaign),
            check_paper.decided(campaign, found, by_second),
            keyed.lines(check_paper.definition(campaign)),
        )
        if typed.validate():
            check_paper.decide(db.session(), campaign, code, typed.form.answers)
            flash(_("The sheet %(code)s is decided.", code=sheet_code.shown(code)), "success")
            return redirect(url_for(".paper", slug=slug), 303)
    missing = form.is_submitted()
    page = render_template(
        "librarian/paper_decide.html",
        campaign=campaign,
        code=sheet_code.shown(code),
        lines=_both(campaign, found, chosen),
        form=form,
        missing=missing,
    )
    return (page, 422) if missing else page


def _both(campaign: CampaignRow, found: TwoReadings, chosen: dict[str, str]) -> list[dict[str, str]]:
    """Every differing line with both readings in words."""
    definition = check_paper.definition(campaign)
    first, second = (keyed.encode(definition, each) for each in (found.first, found.second))
    return [
        {
            "name": line.name,
            "label": label(line),
            "first": option_words(definition, line, first.get(line.name, "")),
            "second": option_words(definition, line, second.get(line.name, "")),
            "chosen": chosen[line.name],
        }
        for line in found.lines
    ]
