"""Which language a page speaks: pl unless the reader chose another; residents' pages also in uk."""

from dataclasses import dataclass

from flask import Flask, Response, request, session, url_for
from flask_babel import Babel, get_locale
from flask_babel import lazy_gettext as _

from diagnoza.labels import LANGUAGE_NAMES

VARIANT, EASY_VARIANT = "wersja", "latwa"
"""The argument of an address that chooses easy words. They are Polish, so it chooses the language too."""

STAFF, RESIDENTS = ("pl", "en"), ("pl", "uk", "en")
babel = Babel()

# Flask-Security's own words at the sign-in, which its Polish catalogue leaves in English.
SIGN_IN_WORDS = {
    "GENERIC_AUTHN_FAILED": _("The e-mail or the password is wrong. Check both and try again."),
    "EMAIL_NOT_PROVIDED": _("Write your e-mail."),
    "INVALID_EMAIL_ADDRESS": _("Write an e-mail such as anna@example.org."),
    "PASSWORD_NOT_PROVIDED": _("Write your password."),
}


@dataclass(frozen=True)
class LanguageLink:
    """A link to the same page in another language."""

    code: str
    name: str
    href: str


def attach(app: Flask) -> None:
    """Choose the language of each request and offer the others to the templates."""
    babel.init_app(app, locale_selector=chosen)
    app.config.update({f"SECURITY_MSG_{code}": (words, "error") for code, words in SIGN_IN_WORDS.items()})
    app.context_processor(words_of_the_page)
    app.after_request(_varies)


def words_of_the_page() -> dict[str, object]:
    """What templates need to speak a language and to offer the others."""
    spoken = str(get_locale() or "pl")
    return {
        "languages": links(),
        "locale_code": spoken,
        "address_language": None if spoken == by_browser() else spoken,
        "resident_languages": [(code, LANGUAGE_NAMES[code]) for code in RESIDENTS],
    }


def by_browser() -> str:
    """The residents' language that the browser asks for; panels are Polish until told otherwise."""
    residents = request.blueprint in (None, "resident")
    return request.accept_languages.best_match(RESIDENTS, "pl") if residents else "pl"


def _varies(response: Response) -> Response:
    """A page without a language in its address depends on the browser's."""
    if request.blueprint == "resident" and "lang" not in request.args:
        response.vary.add("Accept-Language")
    return response


def offered() -> tuple[str, ...]:
    """Languages of the page that is being served."""
    return RESIDENTS if request.blueprint in (None, "resident") else STAFF


def chosen() -> str:
    """The language asked for in the address, else the browser's or the one kept in the session, else Polish.

    Residents get no cookie, so their choice travels in the address.
    """
    if request.blueprint in (None, "resident"):
        easy = request.args.get(VARIANT) == EASY_VARIANT
        wanted = request.args.get("lang") or ("pl" if easy else by_browser())
    else:
        wanted = request.args.get("lang") or session.get("lang", "pl")
        if "lang" in request.args and wanted in STAFF:
            session["lang"] = wanted
    return wanted if wanted in offered() else "pl"


def links() -> list[LanguageLink]:
    """The same page in each language that it is offered in."""
    if request.endpoint is None or request.method != "GET":
        return []
    kept = {**request.args.to_dict(), **(request.view_args or {})}
    return [
        LanguageLink(code, LANGUAGE_NAMES[code], url_for(request.endpoint, **{**kept, "lang": code}))
        for code in offered()
    ]
