"""People who want to help: for the library alone."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.access import Person, own_campaign
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.librarian.forms import CloseForm
from diagnoza.librarian.views import blueprint, librarian
from diagnoza.queries import contacts as stored
from diagnoza.services import contacts
from diagnoza.web import attachment


@blueprint.get("/kampanie/<slug>/kontakty")
@librarian
def contact_list(_person: Person, slug: str) -> str:
    """Everybody who left contact details, by name."""
    campaign = own_campaign(slug)
    people = stored.of_campaign(db.session(), campaign.id, today())
    return render_template("librarian/contacts.html", campaign=campaign, people=people)


@blueprint.get("/kampanie/<slug>/kontakty.csv")
@librarian
def contact_file(_person: Person, slug: str) -> AnyResponse:
    """The same for a spreadsheet."""
    campaign = own_campaign(slug)
    write = contacts.write_csv
    return attachment(f"{slug}-kontakty.csv", "text/csv", lambda file: write(db.session(), campaign, today(), file))


@blueprint.get("/kampanie/<slug>/kontakty/<int:contact_id>/usun")
@librarian
def ask_erasing_contact(_person: Person, slug: str, contact_id: int) -> str:
    """What will be erased, before it is."""
    campaign = own_campaign(slug)
    row = stored.find(db.session(), campaign.id, contact_id) or abort(404)
    return render_template(
        "librarian/contact_erase.html", campaign=campaign, contact=stored.row_of(row), form=CloseForm()
    )


@blueprint.post("/kampanie/<slug>/kontakty/<int:contact_id>/usun")
@librarian
def erase_contact(_person: Person, slug: str, contact_id: int) -> AnyResponse:
    """Erase one person for good."""
    if not contacts.erase(db.session(), own_campaign(slug), contact_id):
        abort(404)
    flash(_("The contact details are erased."), "success")
    return redirect(url_for(".contact_list", slug=slug), 303)
