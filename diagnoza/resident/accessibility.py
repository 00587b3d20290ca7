"""The declaration of accessibility, with the marks by which the ministry's program reads it."""

from collections.abc import Mapping
from datetime import date

from flask import render_template
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.access import public_library
from diagnoza.db import db
from diagnoza.queries import campaigns, library_texts
from diagnoza.resident.views import blueprint
from diagnoza.texts.blocks import blocks
from diagnoza.texts.kinds import ACCESSIBILITY, DAYS


@blueprint.get("/deklaracja-dostepnosci")
def accessibility() -> AnyResponse | str:
    """The declaration where there is one library, else the list of them."""
    libraries = campaigns.libraries(db.session())
    if len(libraries) == 1:
        return library_accessibility(libraries[0].slug)
    return render_template("resident/accessibility_list.html", libraries=libraries)


@blueprint.get("/deklaracja-dostepnosci/<library_slug>")
def library_accessibility(library_slug: str) -> str:
    """One library's declaration; until it is drawn up, a page that says so."""
    found = public_library(library_slug)
    version = library_texts.newest(db.session(), ACCESSIBILITY)
    if version is None or not version.content.facts.get("osoba"):
        return render_template("resident/accessibility_missing.html", library=found)
    facts = version.content.facts
    return render_template(
        "resident/accessibility.html",
        facts=facts,
        days=_days(facts),
        parts={name: blocks(facts[name]) for name in ("niezgodnosci", "architektura", "komunikacja")},
    )


def _days(facts: Mapping[str, str]) -> dict[str, date]:
    return {name: date.fromisoformat(facts[name]) for name in DAYS if facts.get(name)}
