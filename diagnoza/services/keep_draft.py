"""Answers put away under a code, to go on with them on another device."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from diagnoza.db.engine import writing
from diagnoza.db.models import Draft
from diagnoza.queries import drafts
from diagnoza.queries.campaigns import GRACE, CampaignRow
from diagnoza.services import sealing

KEPT_FOR = timedelta(days=14)


@dataclass(frozen=True)
class TypedSoFar:
    """A form that is not finished: its key, the token of the page it was opened on, its place and its filled fields."""

    key: str
    opened: str
    place: str
    fields: tuple[tuple[str, str], ...]


def last_day(campaign: CampaignRow, today: date) -> date:
    """The last day on which a draft put away today can be opened; none outlives the days of its survey."""
    return min(today + KEPT_FOR, campaign.closes_on + GRACE)


def keep(session: Session, campaign: CampaignRow, typed: TypedSoFar, today: date) -> str:
    """Put a form away; its code, which is kept nowhere. An earlier code of the same form stops working."""
    try:
        return _keep(session, campaign, typed, today)
    except IntegrityError:
        # Another process put the same form away in between (PostgreSQL); now it will be replaced.
        return _keep(session, campaign, typed, today)


def _keep(session: Session, campaign: CampaignRow, typed: TypedSoFar, today: date) -> str:
    code = sealing.new_code()
    lock = sealing.lock(campaign.slug, code)
    with writing(session):
        drafts.forget(session, campaign.id, sealing.form_digest(typed.key), today)
        session.add(
            Draft(
                library_id=campaign.library.id,
                campaign_id=campaign.id,
                lookup=lock.lookup,
                form=sealing.form_digest(typed.key),
                sealed=lock.seal(asdict(typed)),
                expires_on=last_day(campaign, today),
            )
        )
    return code


def find(session: Session, campaign: CampaignRow, code: str, today: date) -> TypedSoFar | None:
    """The form behind a code; None when there is none, it was sent or erased, or its time is over."""
    lock = sealing.lock(campaign.slug, code)
    draft = drafts.find(session, campaign.id, lock.lookup, today)
    if draft is None:
        return None
    content = lock.open(draft.sealed)
    fields = tuple((name, value) for name, value in content.pop("fields"))
    return TypedSoFar(**content, fields=fields)


def erase(session: Session, campaign: CampaignRow, key: str, today: date) -> None:
    """Forget the draft of a form, because the resident wishes it."""
    with writing(session):
        drafts.forget(session, campaign.id, sealing.form_digest(key), today)
