"""Every error page is mapped here: what happened, what is safe, what to do."""

from flask import Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable
from werkzeug.wrappers import Response as AnyResponse

from diagnoza.db import db


def attach(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, lost_token)
    app.register_error_handler(OperationalError, store_unavailable)
    app.register_error_handler(Exception, unexpected)


def http_error(error: HTTPException) -> AnyResponse:
    """A page with the words for this status; a request without a sign-in goes to the sign-in page."""
    if error.code == 401:
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    return page(error.code or 500, retry_after=isinstance(error, (ServiceUnavailable, RateLimitExceeded)))


def lost_token(_error: CSRFError) -> AnyResponse:
    """The form was open in another sign-in; nothing was changed."""
    return page(400, detail=_("The form had expired. Go back, reload the page and send it again."))


def store_unavailable(error: OperationalError) -> AnyResponse:
    """The database is locked for too long or the disk is full."""
    current_app.logger.error("store unavailable: %s", type(error.orig).__name__)
    return page(503, retry_after=True)


def unexpected(error: Exception) -> AnyResponse:
    """A fault of ours: logged with its trace, shown without it."""
    if current_app.testing or current_app.debug:
        raise error
    current_app.logger.exception("unexpected error on %s", request.endpoint)
    return page(InternalServerError.code)


def page(status: int, detail: str | None = None, retry_after: bool = False) -> Response:
    """The error page; what was open in the database is given up first."""
    db.session.rollback()
    response = make_response(render_template("errors/error.html", status=status, detail=detail), status)
    if retry_after:
        response.headers["Retry-After"] = "30"
    return response
