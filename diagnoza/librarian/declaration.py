"""The declaration of accessibility: the library declares, the program only lays it out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import DateField, Field, HiddenField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from diagnoza.access import Person
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.librarian.views import blueprint, librarian
from diagnoza.queries import library_texts as stored
from diagnoza.queries.library_texts import Version
from diagnoza.services import library_texts
from diagnoza.services.errors import TextChanged
from diagnoza.texts.kinds import ACCESSIBILITY, DAYS, FACTS, Content

SHORT, LONG = Length(max=200, message=_("At most 200 characters.")), Length(max=4_000)


def _needed(kind: type[Field], label: Any, *more: Any) -> Any:
    """A field that must be filled in; its message names it, as many are on the page."""
    return kind(label, validators=[DataRequired(_("Fill in: %(field)s.", field=label)), *more])


class DeclarationForm(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """What only the library can say."""

    begun_from = HiddenField()
    podmiot = _needed(StringField, _("Full name of the library"), SHORT)
    adres = _needed(StringField, _("Address of this website"), SHORT)
    publikacja = _needed(DateField, _("Day on which the website was published"))
    aktualizacja = _needed(DateField, _("Day of the last important change of the website"))
    status = RadioField(
        _("Does the website comply with the act on digital accessibility?"),
        choices=[
            SelectChoice("full", _("it complies")),
            SelectChoice("partial", _("it complies in part")),
            SelectChoice("none", _("it does not comply")),
        ],
        validators=[DataRequired(_("Choose one of the answers."))],
    )
    niezgodnosci = TextAreaField(_("What is not accessible, and why"), validators=[LONG])
    sporzadzenie = _needed(DateField, _("Day on which the declaration was drawn up"))
    przeglad = DateField(_("Day of its last review"), validators=[Optional()])
    audytor = StringField(_("Who assessed the website, if not the library itself"), validators=[SHORT])
    osoba = _needed(StringField, _("Person or unit that answers for accessibility"), SHORT)
    email = _needed(StringField, _("E-mail"), SHORT)
    telefon = _needed(StringField, _("Telephone"), SHORT)
    architektura = _needed(TextAreaField, _("How to get into the library and move about in it"), LONG)
    komunikacja = _needed(TextAreaField, _("How to talk with the library"), LONG)

    @classmethod
    def of(cls, version: Version) -> "DeclarationForm":
        """The form filled with a version."""
        facts: dict[str, Any] = {**version.content.facts, **days(version.content.facts)}
        return cls(data={**facts, "begun_from": str(version.number)})

    def content(self) -> Content:
        """What was declared."""
        given = {name: self[name].data for name in FACTS}
        words = {name: value.isoformat() if isinstance(value, date) else value or "" for name, value in given.items()}
        return Content({name: "\n".join(text.strip().splitlines()) for name, text in words.items()}, {})

    def validate_niezgodnosci(self, field: TextAreaField) -> None:
        """Whoever complies in part says with what not."""
        if self.status.data != "full" and not (field.data or "").strip():
            raise ValidationError(gettext("Write what is not accessible, one thing a line, each after “- ”."))

    def validate_publikacja(self, field: DateField) -> None:
        """Nothing is declared of days to come."""
        if field.data and field.data > today():
            raise ValidationError(gettext("This day has not come yet."))

    validate_sporzadzenie = validate_publikacja

    def validate_aktualizacja(self, field: DateField) -> None:
        """A change follows the publication."""
        _in_order(self.publikacja.data, field.data, gettext("The last change cannot be before the publication."))

    def validate_przeglad(self, field: DateField) -> None:
        """A review follows the drawing up."""
        _in_order(self.sporzadzenie.data, field.data, gettext("The review cannot be before the drawing up."))


def _in_order(first: date | None, then: date | None, message: str) -> None:
    if then and then > today():
        raise ValidationError(gettext("This day has not come yet."))
    if first and then and then < first:
        raise ValidationError(message)


def days(facts: Mapping[str, str]) -> dict[str, date | None]:
    """The days among the facts; None for one that is not known."""
    return {name: date.fromisoformat(facts[name]) if facts.get(name) else None for name in DAYS}


@blueprint.route("/deklaracja-dostepnosci", methods=["GET", "POST"])
@librarian
def declaration(person: Person) -> AnyResponse | str | tuple[str, int]:
    """Write the declaration; each saved change is a version."""
    now = library_texts.current(db.session(), person.library, ACCESSIBILITY)
    form = DeclarationForm.of(_begun(now))
    if not form.validate_on_submit():
        return _page(form), 422 if form.is_submitted() else 200
    begun = int(form.begun_from.data) if (form.begun_from.data or "").isdecimal() else -1
    try:
        library_texts.save(db.session(), person.library, ACCESSIBILITY, form.content(), begun, today())
    except TextChanged:
        form.begun_from.data = str(now.number)
        return _page(form, overtaken=now), 409
    flash(gettext("The declaration is saved. Residents see it from now on."), "success")
    return redirect(url_for(".declaration"), 303)


def _begun(now: Version) -> Version:
    """A first declaration begins with what is known."""
    if now.number:
        return now
    base = current_app.config["SETTINGS"].base_url or request.url_root.rstrip("/")
    known = {"adres": base, **dict.fromkeys(DAYS[:-1], today().isoformat())}
    return Version(0, Content({**now.content.facts, **known}, {}), None)


def _page(form: DeclarationForm, overtaken: Version | None = None) -> str:
    history = stored.history(db.session(), ACCESSIBILITY)
    return render_template("librarian/declaration.html", form=form, overtaken=overtaken, history=history)
