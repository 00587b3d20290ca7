"""The coalition's page: needs, questions about readiness, the recommendation."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from diagnoza import figures
from diagnoza.access import COALITION, Person, member, own_campaign
from diagnoza.clock import today
from diagnoza.coalition import meeting, pages, pictures, why
from diagnoza.coalition.forms import FactForm, HandsForm, ReadinessForm
from diagnoza.coalition.known import Known, known
from diagnoza.db import db
from diagnoza.queries import campaigns, readiness
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.services.make_diagnosis import PUBLISHED, diagnosis_of
from diagnoza.services.recommend import save_readiness

blueprint = Blueprint("coalition", __name__, url_prefix="/koalicja")
coalition = member(COALITION)


@blueprint.get("/", endpoint="campaigns")
@coalition
def all_campaigns(_person: Person) -> str:
    """The campaigns whose results the coalition can talk about."""
    return render_template("coalition/campaigns.html", campaigns=campaigns.all_of_library(db.session()), today=today())


@blueprint.get("/<slug>")
@coalition
def recommendation(_person: Person, slug: str) -> str:
    """What residents said, what the coalition knows of itself, and what follows."""
    found = own_campaign(slug)
    return show(found)


@blueprint.post("/<slug>")
@coalition
def answer(_person: Person, slug: str) -> AnyResponse | tuple[str, int]:
    """Keep what the coalition said about itself and show the proposal anew."""
    found = own_campaign(slug)
    form = ReadinessForm.of({}, figures.language())
    if not form.validate_on_submit():
        return show(found, form), 422
    save_readiness(db.session(), found, form.answers(), today())
    flash(_("Saved. The proposal takes it into account."), "success")
    return redirect(url_for(".recommendation", slug=slug), 303)


def show(
    campaign: CampaignRow,
    form: ReadinessForm | None = None,
    facts: FactForm | None = None,
    hands: HandsForm | None = None,
) -> str:
    """The proposal's page, for few answers that of a meeting; with a form that was refused or with new ones."""
    found = known(db.session(), campaign)
    return render_template(
        "coalition/recommendation.html" if found.small is None else "coalition/meeting.html",
        campaign=campaign,
        diagnosis=found.diagnosis,
        figure=figures.described(found.diagnosis, campaign)[0],
        proposal=pages.proposal(found),
        pictures=pictures.pictures(found),
        changed_weights=[found.say(change) for change in found.found.changed_weights],
        **_forms(found, form, facts),
        **meeting.beside(found, hands),
    )


def _forms(found: Known, form: ReadinessForm | None, facts: FactForm | None) -> dict[str, Any]:
    """The questions and the facts; a form that was refused, or a new one."""
    return {
        "form": form or ReadinessForm.of(readiness.answers(db.session(), found.campaign.id), found.language),
        "facts": found.facts,
        "quoted": why.quoted,
        "fact_form": facts or FactForm.of(found.codebook),
        "area_labels": {area.key: area.label for area in found.codebook.areas},
        "removed": request.args.get("usuniety", type=int),
    }


@blueprint.get("/<slug>/wykres/<name>.svg")
@coalition
def chart(_person: Person, slug: str, name: str) -> Response:
    """One chart, protected as for publication."""
    found = own_campaign(slug)
    result = diagnosis_of(db.session(), found, PUBLISHED, figures.language())
    return figures.response(name, result, found, request.args)


@blueprint.get("/<slug>/obraz/<name>.svg")
@coalition
def picture(_person: Person, slug: str, name: str) -> Response:
    """One picture of the proposal."""
    found = own_campaign(slug)
    return pictures.response(pictures.pictures(known(db.session(), found)).get(name), request.args)
