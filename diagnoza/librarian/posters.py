"""Posters and links to tear off: one for each place, so that the library sees which place works."""

from io import BytesIO
from typing import cast

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from diagnoza import labels
from diagnoza.access import Person, own_campaign
from diagnoza.db import db
from diagnoza.documents import poster, qr, questionnaire
from diagnoza.languages import RESIDENTS
from diagnoza.librarian import pages
from diagnoza.librarian.forms import slug_from
from diagnoza.librarian.views import blueprint, librarian
from diagnoza.queries import places, responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.stored import definition_of
from diagnoza.services import places as use_places

KINDS = ("a4", "a3", "paski")


class PlaceForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """A place of the library's own."""

    name = StringField(validators=[InputRequired(), Length(max=30)])


@blueprint.route("/kampanie/<slug>/plakaty", methods=["GET", "POST"])
@librarian
def posters(_person: Person, slug: str) -> AnyResponse | str | tuple[str, int]:
    """Every place with its poster, its links to tear off, and how many answers came from it."""
    campaign, form = own_campaign(slug), PlaceForm()
    tag = slug_from(form.name.data or "")[:30].strip("-")
    if form.validate_on_submit() and tag:
        use_places.add(db.session(), campaign, tag, form.name.data.strip())
        flash(_("The place is on the list."), "success")
        return redirect(url_for(".posters", slug=slug), 303)
    counts = places.counts(db.session(), campaign.id)
    page = render_template(
        "librarian/posters.html",
        campaign=campaign,
        address=pages.address(campaign),
        names=names(campaign),
        counts=use_places.shown(counts, responses.count(db.session(), campaign.id)),
        least=use_places.LEAST_SHOWN,
        languages=[(code, labels.LANGUAGE_NAMES[code]) for code in RESIDENTS],
        form=form,
    )
    return (page, 422) if form.is_submitted() else page


@blueprint.get("/kampanie/<slug>/plakat")
@librarian
def choose_poster(_person: Person, slug: str) -> AnyResponse:
    """Lead to the poster that was chosen in the row of a place."""
    kind, language, tag = (request.args.get(name, "") for name in ("rodzaj", "jezyk", "z"))
    if kind not in KINDS or language not in RESIDENTS:
        abort(404)
    return redirect(url_for(".poster_pdf", slug=slug, kind=kind, language=language, z=tag or None), 303)


@blueprint.get("/kampanie/<slug>/plakat-<kind>-<language>.pdf")
@librarian
def poster_pdf(_person: Person, slug: str, kind: str, language: str) -> AnyResponse:
    """One poster: kind is a3, a4 or paski; `?z=` names the place."""
    campaign = own_campaign(slug)
    tag = request.args.get("z", "")
    known = places.known(db.session(), campaign.id, tag)
    unprintable = pages.address(campaign).reach == "nobody"
    if kind not in KINDS or language not in RESIDENTS or (tag and not known) or unprintable:
        abort(404)
    paper = cast(poster.Paper, "a4" if kind == "paski" else kind)
    file = BytesIO(poster.pdf(described(campaign, language, known), paper, strips=kind == "paski"))
    name = "-".join(filter(None, [slug, kind, known, language]))
    return send_file(file, "application/pdf", download_name=f"{name}.pdf")


def how_to(campaign: CampaignRow) -> tuple[str, ...]:
    """The lines below the title of a printed sheet."""
    return (
        _(
            "%(library)s asks. Nobody asks for your name; you can leave out any question.",
            library=campaign.library.name,
        ),
        _("Put a cross in the box, not a circle around it. A mistake? Fill that box completely and cross another one."),
        _("Bring the sheet to the library by %(day)s.", day=_day(campaign)),
    )


def _day(campaign: CampaignRow) -> str:
    """The last day at the end of a sentence: the dot of a Ukrainian date (2026 р.) is the dot of the sentence too."""
    return str(format_date(campaign.closes_on, "long")).removesuffix(".")


def conditions() -> questionnaire.Conditions:
    """How a question for some people only says so; its blanks are filled in where the question is known."""
    return questionnaire.Conditions(
        answered=_("Only if something is crossed at “%(question)s”."),
        chosen=_("Only if this is crossed at “%(question)s”: %(options)s."),
    )


@blueprint.get("/kampanie/<slug>/kod-<tag>.svg")
@librarian
def place_code(_person: Person, slug: str, tag: str) -> AnyResponse:
    """The QR code of one place."""
    campaign = own_campaign(slug)
    known = places.known(db.session(), campaign.id, tag) or abort(404)
    return send_file(BytesIO(qr.svg(_url(campaign, "pl", known))), "image/svg+xml")


def names(campaign: CampaignRow) -> dict[str, str]:
    """Every place of the campaign: tag -> name."""
    usual = {"sklep": _("shop"), "remiza": _("fire station"), "szkola": _("school"), "przychodnia": _("clinic")}
    return usual | places.own(db.session(), campaign.id)


def described(campaign: CampaignRow, language: str, tag: str | None) -> poster.Poster:
    """The poster of a campaign in one language, for one place or for none."""
    with force_locale(language):
        words, place = _words(campaign), names(campaign).get(tag or "", "")
    library = campaign.library
    return poster.Poster(
        library=library.name,
        contact=library.contact or library.name,
        language=language,
        url=_url(campaign, language, tag),
        typed=_url(campaign, "pl", tag),
        words=words,
        place=str(place),
    )


def _words(campaign: CampaignRow) -> poster.Words:
    minutes = definition_of(campaign.questionnaire_source, campaign.questionnaire_key).minutes
    return poster.Words(
        title=_("What is missing here?"),
        lede=_("Tell the library what people around you need."),
        scan=_("Point your phone’s camera at the code"),
        or_type=_("Or type in a browser:"),
        alt=_("QR code that opens the survey"),
        facts=(
            _("It takes about %(minutes)s minutes.", minutes=minutes),
            _("Nobody asks for your name."),
            _("You can answer until %(day)s.", day=_day(campaign)),
        ),
    )


def _url(campaign: CampaignRow, language: str, tag: str | None) -> str:
    """The address behind the code or to type: Polish needs no language in it, a general poster no place."""
    url = pages.address(campaign).url
    query = "&".join(f"{key}={value}" for key, value in (("z", tag), ("lang", language)) if value and value != "pl")
    return f"{url}?{query}" if query else url
