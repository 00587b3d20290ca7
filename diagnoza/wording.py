"""A library's text as a page shows it: in one language, with the names in braces filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from flask_babel import force_locale
from flask_babel import gettext as _

from diagnoza.queries.campaigns import CampaignRow
from diagnoza.queries.library_texts import Version
from diagnoza.questionnaire.definition import EASY
from diagnoza.texts.blocks import Block, blocks, filled
from diagnoza.texts.kinds import Content, easy_pages

DAY = "d MMMM y"  # as it stands inside a sentence


@dataclass(frozen=True)
class Shown:
    """A text in one language (that of its words, for the page's markup), and which version it is of which day."""

    language: str
    easy: bool
    blocks: tuple[Block, ...]
    number: int
    saved_on: date | None


def days_of(campaign: CampaignRow) -> dict[str, date]:
    """The days of a campaign by their names in a text."""
    return {"ostatni_dzien": campaign.closes_on, "dzien_usuniecia": campaign.purge_on}


def shown(version: Version, language: str, days: Mapping[str, date]) -> Shown:
    """The text of a version in a language, or in Polish where it has none in that language."""
    written, text = version.content.text(language)
    locale = "pl" if written == EASY else written
    words = filled(text, _values(version.content, locale, days))
    return Shown(locale, written == EASY, blocks(words), version.number, version.saved_on)


def easy_page(name: str, campaign: CampaignRow, minutes: int) -> tuple[Block, ...]:
    """The words of a page about a campaign in easy Polish."""
    days = {day: format_date(value, DAY, "pl") for day, value in days_of(campaign).items()}
    return blocks(filled(easy_pages()[name], {**days, "biblioteka": campaign.library.name, "minuty": str(minutes)}))


def _values(content: Content, locale: str, days: Mapping[str, date]) -> dict[str, str]:
    """A fact that nobody has written down yet is asked for at the library."""
    with force_locale(locale):
        missing = str(_("please ask at the library"))
    facts = {name: str(value) or missing for name, value in content.facts.items()}
    return facts | {name: format_date(day, DAY, locale) for name, day in days.items()}
