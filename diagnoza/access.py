"""Guards. A guard finds the person and the campaign, enters the library, and hands both to the view."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Flask, abort, current_app, g, redirect, url_for
from flask_security import current_user
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.db import db, scope
from diagnoza.queries import accounts, campaigns
from diagnoza.queries.campaigns import CampaignRow, LibraryRow
from diagnoza.services.remembered import Remembered

View = Callable[..., Any]
LIBRARIANS = ("librarian",)
COALITION = ("librarian", "coalition")
KEPT = 256
"""Campaigns that residents of one moment answer."""


@dataclass(frozen=True)
class Person:
    """Who is signed in, in which library, and as what."""

    library: LibraryRow
    role: str
    user_id: int


def attach(app: Flask) -> None:
    """Offer the library of the page to the templates; send whoever signed in to where they work."""
    app.context_processor(lambda: {"library": g.get("library"), "person": g.get("person")})
    app.add_url_rule("/start", "start", member(COALITION)(start))


def start(person: Person) -> AnyResponse:
    """The first page after signing in."""
    return redirect(url_for("librarian.campaigns" if person.role in LIBRARIANS else "coalition.campaigns"))


def member(roles: tuple[str, ...]) -> Callable[[View], View]:
    """The view gets the signed-in person; everybody else is sent to sign in, or told 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            return view(_person(roles), *args, **kwargs)

        return guarded

    return decorate


def _person(roles: tuple[str, ...]) -> Person:
    if not current_user.is_authenticated:
        abort(401)
    places = [place for place in accounts.memberships(db.session(), current_user.id) if place.role in roles]
    if not places:
        abort(403)
    person = Person(places[0].library, places[0].role, current_user.id)
    scope.enter(db.session(), person.library.id)
    g.person, g.library = person, person.library
    return person


def own_campaign(slug: str) -> CampaignRow:
    """A campaign of the library that was entered; another library's looks like one that is not there."""
    place = campaigns.address(db.session(), slug)
    campaign = campaigns.get(db.session(), place.campaign_id) if place else None
    return campaign or abort(404)


def public_library(slug: str) -> LibraryRow:
    """A library by its short name, entered; 404 when there is none."""
    library = campaigns.library_by_slug(db.session(), slug) or abort(404)
    scope.enter(db.session(), library.id)
    g.library = library
    return library


def public_campaign(slug: str) -> CampaignRow:
    """The campaign behind a printed address, with its library entered; 404 when there is none.

    It is looked up once in CAMPAIGN_SECONDS, so it may be as old as that (ADR 29).
    """
    seconds = current_app.config["CAMPAIGN_SECONDS"]
    kept = current_app.extensions.setdefault("public_campaigns", Remembered(KEPT))
    campaign: CampaignRow = kept.get((slug, int(time.monotonic() / seconds)), lambda: _looked_up(slug))
    scope.enter(db.session(), campaign.library.id)
    g.library = campaign.library
    return campaign


def _looked_up(slug: str) -> CampaignRow:
    """What is not there is looked up each time: nobody fills the memory with made-up addresses."""
    return campaigns.public(db.session(), slug) or abort(404)
