"""A resident's answers become one response, however often they are sent."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from analysis.vocabulary import Channel
from diagnoza.db.engine import writing
from diagnoza.db.models import Response
from diagnoza.queries import campaigns, drafts, responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.answers import digest
from diagnoza.services import entry_codes
from diagnoza.services.errors import CampaignClosed
from diagnoza.services.sealing import form_digest


class Outcome(StrEnum):
    """What became of a sent form."""

    STORED = "stored"
    REPEATED = "repeated"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Submission:
    """One sent form: the key of the form, the answers, and what is kept apart from them."""

    key: str
    answers: dict[str, Any]
    apart: dict[str, tuple[str, ...]]
    language: str
    form_opened_on: date
    channel: Channel = Channel.WEB
    place: str | None = None
    entry_code: str = ""
    information: int | None = None


def submit(session: Session, campaign: CampaignRow, submission: Submission, today: date) -> Outcome:
    """Store the response before it is acknowledged.

    The same key with the same content changes nothing; with other content it replaces what was sent
    before. Raises CampaignClosed outside the days of the campaign, EntryCodeRefused when it asks for a code and the
    answer brings none that is good; a repeated sending needs none.
    """
    if not campaign.accepts(today, submission.form_opened_on):
        raise CampaignClosed(campaign.slug)
    try:
        return _store(session, campaign, submission, today)
    except IntegrityError:
        # Another process stored the same key in between (PostgreSQL); now it will be found.
        return _store(session, campaign, submission, today)


def _store(session: Session, campaign: CampaignRow, submission: Submission, today: date) -> Outcome:
    with writing(session):
        drafts.forget(session, campaign.id, form_digest(submission.key), today)
        return put(session, campaign, submission, today)


def put(session: Session, campaign: CampaignRow, submission: Submission, today: date) -> Outcome:
    """Store or replace the response inside the write transaction of the caller, whatever the day."""
    row = columns(campaign, submission, today)
    earlier = responses.digest(session, campaign.id, submission.key)
    if earlier == row["digest"]:
        return Outcome.REPEATED
    campaigns.bump_revision(session, campaign.id)
    if earlier:
        changed = {name: row[name] for name in ("answers", "digest", "language")}
        responses.replace(session, campaign.id, submission.key, **changed)
        return Outcome.REPLACED
    if campaign.codes and submission.channel in (Channel.WEB, Channel.KIOSK):
        entry_codes.consume(session, campaign, submission.entry_code)
    responses.add(session, **row)
    count_apart(session, campaign, submission.apart)
    return Outcome.STORED


def columns(campaign: CampaignRow, submission: Submission, today: date) -> dict[str, Any]:
    """What the row of a response holds beside its library; the day is all that is kept of the time."""
    return {
        "campaign_id": campaign.id,
        "key": submission.key,
        "digest": digest(submission.answers),
        "answers": submission.answers,
        "language": submission.language,
        "channel": submission.channel,
        "submitted_on": today,
        "place": submission.place,
        "information": submission.information,
    }


def new_response(campaign: CampaignRow, submission: Submission, today: date) -> Response:
    """The row of a response, for many at once."""
    return Response(library_id=campaign.library.id, **columns(campaign, submission, today))


def count_apart(session: Session, campaign: CampaignRow, apart: dict[str, tuple[str, ...]]) -> None:
    """Add to the counts that no response can be traced from; only for a response that is new."""
    for question, options in apart.items():
        for option in options:
            campaigns.count_once_more(session, campaign.id, question, option)
