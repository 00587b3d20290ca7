"""Residents' pages that are the same for every visitor, rendered once for each language and address.

What differs between two visits of the survey, its key and its token, is a mark in the kept page, filled in for each
visitor. A page is kept under everything it shows: the campaign with its library and questionnaire, the language and
the arguments of its address. Whatever changes one of them makes another page, so nothing has to be thrown away in time.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Any

from flask import Response, current_app, request
from isal import igzip

from diagnoza.clock import today
from diagnoza.languages import EASY_VARIANT, VARIANT, by_browser, chosen
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.resident.tokens import FormPass

KEPT = 128
ARGUMENTS = frozenset({"lang", "z", VARIANT})
"""Arguments of an address that pages show again; with any other, the page is rendered for this visit alone."""

KEY, TOKEN = f"key-{secrets.token_hex(8)}", f"token-{secrets.token_hex(8)}"
CODE, SEALED = f"code-{secrets.token_hex(8)}", f"sealed-{secrets.token_hex(8)}"
"""Marks in the kept pages, drawn anew in each process: no text of a library can contain them."""


def once(campaign: CampaignRow, render: Callable[[], str], *, place: str = "", marked: str = "") -> str:
    """The page, rendered by `render` unless it is kept.

    `place` is the place of the address, if it is a known one; `marked` an argument in whose place the page has a mark.
    """
    pages, lock = _pages()
    name = _name(campaign, place, marked)
    if name is None:
        return render()
    with lock:
        found = pages.get(name)
    if found is None:
        found = render()
        with lock:
            while len(pages) >= KEPT:
                pages.pop(next(iter(pages)))
            pages[name] = found
    return found


def marks() -> FormPass:
    """A pass whose key and token are the marks."""
    return FormPass(KEY, TOKEN, today())


def filled(page: str, form_pass: FormPass) -> str:
    """The page with the key and the token of this visit."""
    return page.replace(KEY, form_pass.key).replace(TOKEN, form_pass.token)


def light(page: str) -> Response:
    """The page in a quarter of its bytes, for a phone far from the mast.

    For an empty form only: it holds nothing of its visitor, so its length gives nothing away (ADR 16).
    """
    response = Response(page)
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") > 0:
        response.set_data(igzip.compress(response.get_data(), compresslevel=1))
        response.content_encoding = "gzip"
    return response


def _name(campaign: CampaignRow, place: str, marked: str) -> tuple[Any, ...] | None:
    """What the page is kept under; None for an address that anybody may have made up."""
    variant = request.args.get(VARIANT, "")
    if not ARGUMENTS | {marked} >= set(request.args) or request.args.get("z", "") != place:
        return None
    if variant not in ("", EASY_VARIANT):
        return None
    shown = replace(campaign, revision=0)  # no resident's page shows how many answered
    return request.endpoint, shown, chosen(), by_browser(), place, variant, marked


def _pages() -> tuple[dict[tuple[Any, ...], str], Lock]:
    kept: tuple[dict[tuple[Any, ...], str], Lock] = current_app.extensions.setdefault("rendered", ({}, Lock()))
    return kept
