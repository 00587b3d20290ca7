"""Responses of one campaign."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from diagnoza.db.models import Response
from diagnoza.db.scope import Prepared


@dataclass(frozen=True)
class ResponseRow:
    """What analysis and export read of a response."""

    answers: dict[str, Any]
    language: str
    channel: str
    submitted_on: date


SENT = (Response.campaign_id == bindparam("of"), Response.key == bindparam("by"))
DIGEST = Prepared(select(Response.digest).where(*SENT))
REPLACE = Prepared(update(Response).where(*SENT))
ADD = Prepared(insert(Response))


def find(session: Session, campaign_id: int, key: str) -> Response | None:
    """The stored response that came from the form with this key."""
    return session.scalar(select(Response).where(Response.campaign_id == campaign_id, Response.key == key))


def digest(session: Session, campaign_id: int, key: str) -> str | None:
    """The digest of that response; None when there is none."""
    found: str | None = DIGEST.run(session, of=campaign_id, by=key).scalar()
    return found


def add(session: Session, **columns: Any) -> None:
    """Store a response."""
    ADD.run(session, **columns)


def replace(session: Session, campaign_id: int, key: str, **columns: Any) -> None:
    """Put other values in the columns of that response."""
    REPLACE.run(session, of=campaign_id, by=key, **columns)


def count(session: Session, campaign_id: int) -> int:
    """How many responses a campaign has."""
    query = select(func.count()).select_from(Response).where(Response.campaign_id == campaign_id)
    return session.scalar(query) or 0


def per_day(session: Session, campaign_id: int) -> list[tuple[date, int]]:
    """Responses by day, the earliest first."""
    query = (
        select(Response.submitted_on, func.count())
        .where(Response.campaign_id == campaign_id)
        .group_by(Response.submitted_on)
        .order_by(Response.submitted_on)
    )
    return [(day, number) for day, number in session.execute(query)]


def rows(session: Session, campaign_id: int) -> Iterator[ResponseRow]:
    """Every response, in the order of the random ids, read in portions."""
    query = (
        select(Response.answers, Response.language, Response.channel, Response.submitted_on)
        .where(Response.campaign_id == campaign_id)
        .order_by(Response.id)
        .execution_options(yield_per=2_000)
    )
    for row in session.execute(query):
        yield ResponseRow(*row)


def by_channel(session: Session, campaign_id: int) -> list[tuple[dict[str, Any], str]]:
    """The answers of each response and the way by which they came in, in the order of `answers`."""
    query = select(Response.answers, Response.channel).where(Response.campaign_id == campaign_id).order_by(Response.id)
    return [(given, channel) for given, channel in session.execute(query)]


def answers(session: Session, campaign_id: int) -> list[dict[str, Any]]:
    """The answers alone."""
    query = select(Response.answers).where(Response.campaign_id == campaign_id).order_by(Response.id)
    return list(session.scalars(query))


def keys(session: Session, campaign_id: int, channels: Iterable[str]) -> list[str]:
    """Keys of the responses that came in these ways."""
    query = select(Response.key).where(Response.campaign_id == campaign_id, Response.channel.in_(list(channels)))
    return list(session.scalars(query))


def present_keys(session: Session, campaign_id: int, keys: Iterable[str]) -> set[str]:
    """Which of these keys are stored already."""
    query = select(Response.key).where(Response.campaign_id == campaign_id, Response.key.in_(list(keys)))
    return set(session.scalars(query))
