"""A sheet of paper becomes one response, however often it is typed in.

The sheet knows the key of its response, never the other way round, and nothing says when it was typed but the day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analysis.vocabulary import Channel
from diagnoza.db.engine import writing
from diagnoza.db.models import ApartCount
from diagnoza.db.models_paper import PaperSheet
from diagnoza.queries import campaigns, paper, responses, scans
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.answers import digest
from diagnoza.services.errors import NotFound, NotToday, PaperTooLate, SheetEntered, UnknownSheet
from diagnoza.services.print_paper import new_codes
from diagnoza.services.submit_response import Outcome, Submission, put

PAPER_AFTER_CLOSING = timedelta(days=30)
"""For sheets that were handed in while the survey was open."""

EVERY = 10
"""One sheet in so many is typed by a second person too."""


@dataclass(frozen=True)
class Entry:
    """What was typed from one sheet. `key` comes from the form; `code` is None where the paper shows none."""

    key: str
    code: str | None
    answers: dict[str, Any]
    apart: dict[str, tuple[str, ...]]
    language: str = "pl"


def last_day(campaign: CampaignRow) -> date:
    """The last day on which paper may be typed in."""
    return campaign.closes_on + PAPER_AFTER_CLOSING


def in_time(campaign: CampaignRow, today: date) -> bool:
    """Whether paper may be typed in on that day."""
    return campaign.opens_on <= today <= last_day(campaign)


def enter(session: Session, campaign: CampaignRow, entry: Entry, who: int, today: date) -> str:
    """Store the response of a sheet and mark the sheet; the code of the sheet, a new one where it had none.

    Pictures of the sheet that waited to be confirmed are erased, however it was typed in.
    The same form again changes nothing. Raises PaperTooLate, UnknownSheet, and SheetEntered where the sheet was typed
    in before, or the form was sent before with something else in it.
    """
    _check_day(campaign, today)
    try:
        return _enter(session, campaign, entry, who, today)
    except IntegrityError:
        # Another process stored the same form in between (PostgreSQL); now it will be found.
        return _enter(session, campaign, entry, who, today)


def _enter(session: Session, campaign: CampaignRow, entry: Entry, who: int, today: date) -> str:
    with writing(session):
        earlier = paper.of_response(session, campaign.id, entry.key)
        if earlier:
            return _the_same(session, campaign, entry, earlier)
        sheet = _free_sheet(session, campaign, entry)
        put(session, campaign, _submission(entry, sheet), min(today, campaign.closes_on))
        sheet.twice = (paper.entered_count(session, campaign.id) + 1) % EVERY == 0
        sheet.entered_on, sheet.entered_by, sheet.response_key = today, who, entry.key
        scans.erase_sheet(session, campaign.id, sheet.code)
        return sheet.code


def _the_same(session: Session, campaign: CampaignRow, entry: Entry, earlier: PaperSheet) -> str:
    """The code of the sheet that this form stored; after "back" it may have been filled in for another one."""
    stored = responses.find(session, campaign.id, entry.key)
    if stored is None or stored.digest != digest(entry.answers) or entry.code not in (None, earlier.code):
        raise SheetEntered(earlier.code, earlier.entered_on or campaign.closes_on)
    return earlier.code


def _check_day(campaign: CampaignRow, today: date) -> None:
    if not in_time(campaign, today):
        raise PaperTooLate(campaign.slug)


def _free_sheet(session: Session, campaign: CampaignRow, entry: Entry) -> PaperSheet:
    if entry.code is None:
        return _new_sheet(session, campaign, entry.language)
    sheet = paper.sheet(session, campaign.id, entry.code, lock=True)
    if sheet is None:
        raise UnknownSheet(entry.code)
    if sheet.entered_on is not None:
        raise SheetEntered(sheet.code, sheet.entered_on)
    return sheet


def _new_sheet(session: Session, campaign: CampaignRow, language: str) -> PaperSheet:
    (code,) = new_codes(session, campaign.id, 1)
    sheet = PaperSheet(library_id=campaign.library.id, campaign_id=campaign.id, code=code, language=language)
    session.add(sheet)
    return sheet


def _submission(entry: Entry, sheet: PaperSheet) -> Submission:
    return Submission(entry.key, entry.answers, entry.apart, sheet.language, date.min, Channel.PAPER)


@dataclass(frozen=True)
class EnteredSheet:
    """A sheet that was typed in, with its answers."""

    code: str
    entered_on: date
    answers: dict[str, Any]
    language: str
    own: bool
    """Whether the person who asks typed it today, and may undo it."""


def entered(session: Session, campaign: CampaignRow, code: str, who: int, today: date) -> EnteredSheet:
    """The entry of a sheet; NotFound when the sheet was not typed in."""
    sheet = paper.sheet(session, campaign.id, code)
    if sheet is None or sheet.entered_on is None or sheet.response_key is None:
        raise NotFound(code)
    response = responses.find(session, campaign.id, sheet.response_key)
    if response is None:
        raise NotFound(code)
    own = sheet.entered_by == who and sheet.entered_on == today
    return EnteredSheet(code, sheet.entered_on, response.answers, sheet.language, own)


def mend(session: Session, campaign: CampaignRow, code: str, answers: dict[str, Any], today: date) -> Outcome:
    """Put other answers in the place of those of a sheet; what is kept apart stays as it was counted."""
    _check_day(campaign, today)
    with writing(session):
        return put_answers(session, campaign, code, answers)


def put_answers(session: Session, campaign: CampaignRow, code: str, answers: dict[str, Any]) -> Outcome:
    """The same inside the write transaction of the caller."""
    sheet = paper.sheet(session, campaign.id, code)
    if sheet is None or sheet.response_key is None or not responses.find(session, campaign.id, sheet.response_key):
        raise NotFound(code)
    entry = Entry(sheet.response_key, code, answers, {})
    return put(session, campaign, _submission(entry, sheet), sheet.entered_on or campaign.closes_on)


def undo(
    session: Session, campaign: CampaignRow, code: str, apart: dict[str, tuple[str, ...]], who: int, today: date
) -> None:
    """Erase an own entry of today, so that the sheet can be typed again.

    What is kept apart from the answers has no link to them: `apart` says once more what the sheet says, to be taken
    off the counts. Raises NotFound, NotToday.
    """
    found = entered(session, campaign, code, who, today)
    if not found.own:
        raise NotToday(code)
    with writing(session):
        sheet = paper.sheet(session, campaign.id, code)
        if sheet is None or sheet.response_key is None:
            raise NotFound(code)
        session.delete(responses.find(session, campaign.id, sheet.response_key))
        _forget(session, sheet)
        _take_off(session, campaign, apart)
        campaigns.bump_revision(session, campaign.id)


def _forget(session: Session, sheet: PaperSheet) -> None:
    """The sheet is as it was before; one that got its code when typed in stays known by that code."""
    second = paper.second(session, sheet.campaign_id, sheet.code)
    if second:
        session.delete(second)
    sheet.entered_on = sheet.entered_by = sheet.response_key = None
    sheet.twice = False


def _take_off(session: Session, campaign: CampaignRow, apart: dict[str, tuple[str, ...]]) -> None:
    for question, options in apart.items():
        for option in options:
            row = session.get(ApartCount, (campaign.id, question, option))
            if row and row.count:
                row.count -= 1
