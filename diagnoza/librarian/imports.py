"""Adding responses from a file: checked first, stored when the librarian says so."""

from pathlib import Path

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from diagnoza import uploads
from diagnoza.access import Person, own_campaign
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.librarian.forms import ConfirmImportForm, ImportForm
from diagnoza.librarian.pages import import_problem, refused_rows
from diagnoza.librarian.views import blueprint, librarian
from diagnoza.questionnaire.csv_file import ImportFileError
from diagnoza.questionnaire.csv_map import MapError
from diagnoza.services import import_responses


@blueprint.get("/kampanie/<slug>/import")
@librarian
def import_file(_person: Person, slug: str) -> str:
    """Choose a file."""
    return render_template("librarian/import.html", campaign=own_campaign(slug), form=ImportForm())


@blueprint.post("/kampanie/<slug>/import")
@librarian
def check_import(person: Person, slug: str) -> AnyResponse | str | tuple[str, int]:
    """The dry run: say what the file would add."""
    campaign, form = own_campaign(slug), ImportForm()
    if not form.validate_on_submit():
        return render_template("librarian/import.html", campaign=campaign, form=form), 422
    waiting = uploads.keep(_instance(), person.library.id, form.file.data, form.map.data)
    try:
        rows = import_responses.rows_of(waiting.file, waiting.map, campaign)
        report = import_responses.check(db.session(), campaign, rows)
    except (ImportFileError, MapError) as error:
        uploads.remove(waiting)
        form.refuse(import_problem(error), about_map=isinstance(error, MapError))
        return render_template("librarian/import.html", campaign=campaign, form=form), 422
    return render_template(
        "librarian/import_checked.html",
        campaign=campaign,
        report=report,
        refused=refused_rows(report.refused),
        waiting=waiting.ticket,
        form=ConfirmImportForm(),
    )


@blueprint.post("/kampanie/<slug>/import/<waiting>")
@librarian
def confirm_import(person: Person, slug: str, waiting: str) -> AnyResponse:
    """Store what was checked."""
    campaign = own_campaign(slug)
    files = uploads.find(_instance(), person.library.id, waiting) or abort(404)
    if ConfirmImportForm().validate_on_submit():
        rows = import_responses.rows_of(files.file, files.map, campaign)
        report = import_responses.store(db.session(), campaign, rows, today())
        uploads.remove(files)
        flash(ngettext("%(num)s response was added.", "%(num)s responses were added.", report.accepted), "success")
    return redirect(url_for(".campaign", slug=slug), 303)


def _instance() -> Path:
    return Path(current_app.config["SETTINGS"].instance)
