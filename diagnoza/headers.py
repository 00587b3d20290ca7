"""Security headers of every answer, errors and static files included."""

from flask import Flask, Response, request
from flask_talisman import Talisman

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
OURS = "Diagnoza-Answer"
"""A header of every answer, by which a script knows it from a page that some network put in its place."""

CACHED = ("static", "bootstrap.static", "librarian.chart", "coalition.chart")  # these say for how long


def attach(app: Flask) -> None:
    """HTTPS itself is the business of the server in front; on a library's own computer there is none."""
    settings = app.config["SETTINGS"]
    https = bool(settings.base_url and settings.base_url.startswith("https"))
    Talisman(
        app,
        content_security_policy=_in_one_entry(POLICY),
        force_https=False,
        session_cookie_secure=https,
        strict_transport_security=https,
        referrer_policy="same-origin",
        frame_options="DENY",
    )
    app.after_request(_not_kept)
    app.after_request(_known_as_ours)


def _in_one_entry(policy: dict[str, str]) -> dict[str, str]:
    """The same policy; Talisman puts its entries together anew for each answer."""
    first, *others = policy
    return {first: "; ".join([policy[first], *(f"{name} {policy[name]}" for name in others)])}


def _not_kept(response: Response) -> Response:
    """Pages may hold answers or figures of one person's library: no cache keeps them.

    An empty survey holds nothing of anybody. Its copy may be shown again on "back", so that answers
    sent from there carry the same key and take the place of the earlier ones.
    """
    if request.endpoint == "resident.survey" and request.method == "GET":
        response.headers["Cache-Control"] = "private, no-cache"
    elif request.endpoint not in CACHED:
        response.headers["Cache-Control"] = "no-store"
    return response


def _known_as_ours(response: Response) -> Response:
    response.headers[OURS] = "1"
    return response
