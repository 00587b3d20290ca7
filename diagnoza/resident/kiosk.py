"""The survey on a device that stands in the library and is used by one person after another.

A signed-in librarian starts it and is signed out by that: what stays on the device is a cookie that
opens this one page and gives no rights.
"""

from flask import make_response, redirect, render_template, request, url_for
from flask_security import current_user, logout_user
from flask_wtf import FlaskForm
from itsdangerous import BadSignature
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.access import LIBRARIANS, Person, member, own_campaign, public_campaign
from diagnoza.resident.forms import asks_for_contacts
from diagnoza.resident.tokens import serializer
from diagnoza.resident.views import blueprint, survey

COOKIE = "kiosk"
WORKING_DAY = 14 * 3600

ON_ONES_OWN = frozenset(f"resident.{name}" for name in ("survey", "come_back", "erase", "contact"))
"""Pages for a person with a device of their own: from a kiosk they would be a way out of it."""


@blueprint.before_request
def stay() -> AnyResponse | None:
    """At a kiosk every other way to the survey leads back to it, unless somebody signed in here."""
    if request.method != "GET" or request.endpoint not in ON_ONES_OWN or COOKIE not in request.cookies:
        return None
    slug = (request.view_args or {})["slug"]
    return redirect(url_for(".kiosk", slug=slug)) if started(slug) and not current_user.is_authenticated else None


@blueprint.get("/a/<slug>/kiosk")
def kiosk(slug: str) -> AnyResponse | str:
    """The survey for the next person; where no kiosk was started, the page that starts one."""
    return survey(slug) if started(slug) else _offer(slug)


@member(LIBRARIANS)
def _offer(_person: Person, slug: str) -> str:
    return render_template("resident/kiosk_start.html", campaign=own_campaign(slug), form=FlaskForm())


@blueprint.post("/a/<slug>/kiosk")
@member(LIBRARIANS)
def start_kiosk(_person: Person, slug: str) -> AnyResponse:
    """Turn this device into a kiosk of one survey."""
    campaign = own_campaign(slug)
    logout_user()
    place = url_for(".kiosk", slug=campaign.slug)
    response = make_response(redirect(place, 303))
    sealed = serializer("kiosk").dumps(campaign.slug)
    response.set_cookie(
        COOKIE,
        sealed,
        max_age=WORKING_DAY,
        path=url_for(".survey", slug=campaign.slug),
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    return response


@blueprint.get("/a/<slug>/kiosk/dziekujemy")
def kiosk_thanks(slug: str) -> str:
    """Thanks, and then the survey for the next person."""
    campaign = public_campaign(slug)
    offered = asks_for_contacts(campaign) and started(slug) and "kontakt" not in request.args
    return render_template("resident/kiosk_thanks.html", campaign=campaign, helping_offered=offered)


def started(slug: str) -> bool:
    """Whether this device is a kiosk of the survey."""
    try:
        signed = serializer("kiosk").loads(request.cookies.get(COOKIE, ""), max_age=WORKING_DAY)
    except BadSignature:
        return False
    return bool(signed == slug)
