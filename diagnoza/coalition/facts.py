"""Local facts on the proposal's page: adding one, removing it, undo."""

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from diagnoza import figures
from diagnoza.access import Person, own_campaign
from diagnoza.coalition.forms import FactForm
from diagnoza.coalition.views import blueprint, coalition, show
from diagnoza.db import db
from diagnoza.services import local_facts


@blueprint.post("/<slug>/fakty")
@coalition
def add_fact(_person: Person, slug: str) -> AnyResponse | tuple[str, int]:
    """Put a fact beside a need."""
    found = own_campaign(slug)
    form = FactForm.of(figures.codebook(found))
    if not form.validate_on_submit():
        return show(found, facts=form), 422
    local_facts.add(db.session(), found, form.fact())
    flash(_("The fact stands beside its matter."), "success")
    return _back(slug)


@blueprint.post("/<slug>/fakty/<int:fact_id>/usun", defaults={"removed": True})
@blueprint.post("/<slug>/fakty/<int:fact_id>/przywroc", defaults={"removed": False})
@coalition
def mark_fact(_person: Person, slug: str, fact_id: int, removed: bool) -> AnyResponse:
    """Remove a fact, or bring it back."""
    found = own_campaign(slug)
    if not local_facts.mark(db.session(), found, fact_id, removed=removed):
        abort(404)
    if not removed:
        flash(_("The fact is back."), "success")
        return _back(slug)
    return redirect(url_for(".recommendation", slug=slug, usuniety=fact_id, _anchor="fakty"), 303)


def _back(slug: str) -> AnyResponse:
    return redirect(url_for(".recommendation", slug=slug, _anchor="fakty"), 303)
