"""Texts that residents see under the library's name: writing, preview, versions."""

from datetime import date, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from diagnoza import wording
from diagnoza.access import Person
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.librarian.declaration import days
from diagnoza.librarian.forms import USUAL_DAYS, CloseForm
from diagnoza.librarian.text_forms import ContactForm, InformationForm, TextForm
from diagnoza.librarian.views import blueprint, librarian
from diagnoza.queries import library_texts as stored
from diagnoza.queries.library_texts import Version
from diagnoza.services import library_texts
from diagnoza.services.errors import NotFound, TextChanged
from diagnoza.services.run_campaign import KEPT_AFTER_CLOSING
from diagnoza.texts.kinds import ACCESSIBILITY, CONTACT, INFORMATION, WRITTEN_IN, Content, days_kept

FORMS: dict[str, tuple[str, type[TextForm]]] = {
    "informacja": (INFORMATION, InformationForm),
    "kontakt": (CONTACT, ContactForm),
}
"""By the word in the address: the kind of text and its form."""


def title(kind: str) -> str:
    """How a kind of text is called."""
    titles = {
        INFORMATION: _("What residents are told about their answers"),
        CONTACT: _("What people who leave contact details agree to"),
    }
    return str(titles[kind])


@blueprint.get("/teksty")
@librarian
def texts(person: Person) -> str:
    """Every text, with its version and what it lacks."""
    found = [
        (word, title(kind), library_texts.current(db.session(), person.library, kind))
        for word, (kind, _form) in FORMS.items()
    ]
    return render_template("librarian/texts.html", texts=found, declared=_declared(), today=today())


@blueprint.route("/teksty/<word>", methods=["GET", "POST"])
@librarian
def edit_text(person: Person, word: str) -> AnyResponse | str | tuple[str, int]:
    """Write a text; look at it first, or save it as a new version."""
    kind, form_class = FORMS.get(word) or abort(404)
    now = library_texts.current(db.session(), person.library, kind)
    form = form_class.of(now)
    if not form.validate_on_submit():
        return _page(word, form), 422 if form.is_submitted() else 200
    if "preview" in request.form:
        return _page(word, form, preview=Version(now.number + 1, form.content(), today()))
    try:
        library_texts.save(db.session(), person.library, kind, form.content(), form.base(), today())
    except TextChanged:
        now = library_texts.current(db.session(), person.library, kind)
        form.begin_from(now.number)
        return _page(word, form, overtaken=now), 409
    flash(_("The text is saved. Residents see it from now on."), "success")
    return redirect(url_for(".edit_text", word=word), 303)


@blueprint.get("/teksty/<word>/<int:number>")
@librarian
def text_version(_person: Person, word: str, number: int) -> str:
    """An earlier version as it was shown."""
    kind, _form = FORMS.get(word) or abort(404)
    version = stored.version(db.session(), kind, number) or abort(404)
    return render_template(
        "librarian/text_version.html",
        word=word,
        title=title(kind),
        version=version,
        shown=_in_each_language(version),
        form=CloseForm(),
    )


@blueprint.post("/teksty/<word>/<int:number>/przywroc")
@librarian
def bring_text_back(person: Person, word: str, number: int) -> AnyResponse:
    """Show an earlier version again: it becomes the newest one, and none is lost."""
    kind, _form = FORMS.get(word) or abort(404)
    try:
        library_texts.bring_back(db.session(), person.library, kind, number, today())
    except NotFound:
        abort(404)
    flash(_("The text of version %(number)s is shown again, as a new version.", number=number), "success")
    return redirect(url_for(".edit_text", word=word), 303)


def _declared() -> date | None:
    version = stored.newest(db.session(), ACCESSIBILITY)
    known = days(version.content.facts) if version else {}
    return known.get("przeglad") or known.get("sporzadzenie")


def _page(word: str, form: TextForm, preview: Version | None = None, overtaken: Version | None = None) -> str:
    kind = form.kind.key
    return render_template(
        "librarian/text.html",
        word=word,
        title=title(kind),
        form=form,
        preview=_in_each_language(preview) if preview else [],
        overtaken=overtaken,
        history=stored.history(db.session(), kind),
        counts=stored.shown_with_responses(db.session()) if kind == INFORMATION else {},
    )


def _in_each_language(version: Version) -> list[tuple[str, wording.Shown]]:
    """Name and text of each language that was written, with the days that a campaign begun today would have."""
    written = [language for language in WRITTEN_IN if language in version.content.texts]
    return [(language, wording.shown(version, language, _usual_days(version.content))) for language in written]


def _usual_days(content: Content) -> dict[str, date]:
    last_day = today() + timedelta(days=USUAL_DAYS)
    kept = timedelta(days=days_kept(content)) if "dni" in content.facts else KEPT_AFTER_CLOSING
    return {"ostatni_dzien": last_day, "dzien_usuniecia": last_day + kept}
