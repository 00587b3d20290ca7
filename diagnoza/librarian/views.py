"""Pages for librarians. Each is guard, form, one service call, redirect or render."""

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from diagnoza import figures
from diagnoza.access import LIBRARIANS, Person, member, own_campaign
from diagnoza.clock import now, today
from diagnoza.db import db
from diagnoza.librarian import pages, remarks
from diagnoza.librarian.forms import CloseForm, NewCampaignForm
from diagnoza.queries import campaigns, responses
from diagnoza.queries import paper as paper_sheets
from diagnoza.services import library_texts, run_campaign
from diagnoza.services.errors import SlugTaken
from diagnoza.services.export_responses import write_codebook, write_responses
from diagnoza.services.make_diagnosis import diagnosis_of
from diagnoza.texts.kinds import INFORMATION
from diagnoza.web import attachment

blueprint = Blueprint("librarian", __name__, url_prefix="/panel")
librarian = member(LIBRARIANS)


@blueprint.get("/", endpoint="campaigns")
@librarian
def all_campaigns(_person: Person) -> str:
    """Every campaign of the library."""
    session = db.session()
    return render_template(
        "librarian/campaigns.html",
        campaigns=campaigns.all_of_library(session),
        counts=campaigns.response_counts(session),
        today=today(),
    )


@blueprint.route("/kampanie/nowa", methods=["GET", "POST"])
@librarian
def new_campaign(person: Person) -> AnyResponse | str | tuple[str, int]:
    """Start a campaign from a ready questionnaire."""
    form = NewCampaignForm.for_library(person.library, today(), figures.language())
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("librarian/new_campaign.html", form=form), status
    try:
        run_campaign.start(db.session(), form.new_campaign(), form.definition(), now())
    except SlugTaken:
        form.refuse_slug(_("This address is in use. Choose another."))
        return render_template("librarian/new_campaign.html", form=form), 422
    flash(_("The campaign is ready. Share its address."), "success")
    return redirect(url_for(".campaign", slug=form.new_campaign().slug), 303)


@blueprint.get("/kampanie/<slug>")
@librarian
def campaign(_person: Person, slug: str) -> str:
    """The address to share, and how many have answered."""
    found = own_campaign(slug)
    information = library_texts.current(db.session(), found.library, INFORMATION)
    return render_template(
        "librarian/campaign.html",
        campaign=found,
        address=pages.address(found),
        count=responses.count(db.session(), found.id),
        sheets=paper_sheets.counts(db.session(), found.id),
        days=pages.by_day(responses.per_day(db.session(), found.id)),
        today=today(),
        close_form=CloseForm(),
        officer_known=bool(information.content.facts["iod"]),
    )


@blueprint.get("/kampanie/<slug>/licznik")
@librarian
def count(_person: Person, slug: str) -> Response:
    """The number of responses, for the page that keeps it fresh."""
    return jsonify(count=responses.count(db.session(), own_campaign(slug).id))


@blueprint.get("/kampanie/<slug>/kod.svg")
@librarian
def qr_code(_person: Person, slug: str) -> Response:
    """The QR code of the survey's address."""
    return Response(pages.address(own_campaign(slug)).qr_code(), mimetype="image/svg+xml")


@blueprint.post("/kampanie/<slug>/zamknij")
@librarian
def close(_person: Person, slug: str) -> AnyResponse:
    """End a campaign before its last day."""
    found = own_campaign(slug)
    if CloseForm().validate_on_submit():
        run_campaign.close(db.session(), found, today())
        flash(_("The survey is closed. Its page now says so."), "success")
    return redirect(url_for(".campaign", slug=slug), 303)


@blueprint.get("/kampanie/<slug>/diagnoza")
@librarian
def diagnosis(_person: Person, slug: str) -> str:
    """What residents need, by whom and how surely: charts, the tables behind them, and remarks."""
    found = own_campaign(slug)
    result = diagnosis_of(db.session(), found, language=figures.language())
    chosen = request.args.get("grupa")
    return render_template(
        "librarian/diagnosis.html",
        campaign=found,
        diagnosis=result,
        figures=figures.described(result, found, chosen),
        breakdowns=figures.breakdowns(result),
        chosen=chosen,
        order=remarks.order(result),
        hidden_needs=remarks.hidden_needs(result),
        quality=remarks.quality(result.quality),
    )


@blueprint.get("/kampanie/<slug>/wykres/<name>.svg")
@librarian
def chart(_person: Person, slug: str, name: str) -> Response:
    """One chart of the diagnosis."""
    found = own_campaign(slug)
    result = diagnosis_of(db.session(), found, language=figures.language())
    return figures.response(name, result, found, request.args)


@blueprint.get("/kampanie/<slug>/odpowiedzi.csv")
@librarian
def export(_person: Person, slug: str) -> Response:
    """Every response of the campaign as CSV."""
    found = own_campaign(slug)
    return attachment(f"{slug}.csv", "text/csv", lambda file: write_responses(db.session(), found, file))


@blueprint.get("/kampanie/<slug>/ksiazka-kodow.toml")
@librarian
def codebook(_person: Person, slug: str) -> Response:
    """What the columns and codes of the export mean; `python -m analysis` reads it."""
    text = write_codebook(own_campaign(slug))
    return attachment(f"{slug}.codebook.toml", "application/toml", lambda file: file.write(text))
