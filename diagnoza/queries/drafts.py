"""Answers that residents put away under a code."""

from datetime import date

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.orm import Session

from diagnoza.db.models import Draft
from diagnoza.db.scope import Prepared

FORGET = Prepared(
    delete(Draft).where(
        or_(
            and_(Draft.campaign_id == bindparam("in_campaign"), Draft.form == bindparam("of_form")),
            Draft.expires_on < bindparam("day"),
        )
    )
)


def find(session: Session, campaign_id: int, lookup: str, today: date) -> Draft | None:
    """The draft that a code leads to, unless its time is over."""
    return session.scalar(
        select(Draft).where(Draft.campaign_id == campaign_id, Draft.lookup == lookup, Draft.expires_on >= today)
    )


def forget(session: Session, campaign_id: int, form: str, today: date) -> None:
    """Erase the draft of a form, and every draft of the library whose time is over."""
    FORGET.run(session, in_campaign=campaign_id, of_form=form, day=today)
