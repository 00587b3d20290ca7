"""Shows of hands on the coalition's page: typing one, removing it, undo."""

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from diagnoza import figures
from diagnoza.access import Person, own_campaign
from diagnoza.coalition.forms import HandsForm
from diagnoza.coalition.views import blueprint, coalition, show
from diagnoza.db import db
from diagnoza.services import hands


@blueprint.post("/<slug>/rece")
@coalition
def add_hands(_person: Person, slug: str) -> AnyResponse | tuple[str, int]:
    """Put a show of hands beside a matter."""
    found = own_campaign(slug)
    form = HandsForm.of(figures.codebook(found))
    if not form.validate_on_submit():
        return show(found, hands=form), 422
    hands.add(db.session(), found, form.shown())
    flash(_("The show of hands stands beside its matter."), "success")
    return _back(slug)


@blueprint.post("/<slug>/rece/<int:hands_id>/usun", defaults={"removed": True})
@blueprint.post("/<slug>/rece/<int:hands_id>/przywroc", defaults={"removed": False})
@coalition
def mark_hands(_person: Person, slug: str, hands_id: int, removed: bool) -> AnyResponse:
    """Remove a show of hands, or bring it back."""
    found = own_campaign(slug)
    if not hands.mark(db.session(), found, hands_id, removed=removed):
        abort(404)
    if not removed:
        flash(_("The show of hands is back."), "success")
        return _back(slug)
    return redirect(url_for(".recommendation", slug=slug, usuniete=hands_id, _anchor="rece"), 303)


def _back(slug: str) -> AnyResponse:
    return redirect(url_for(".recommendation", slug=slug, _anchor="rece"), 303)
