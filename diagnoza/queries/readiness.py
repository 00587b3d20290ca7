"""What a coalition said about itself."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from diagnoza.db.models import Readiness


def answers(session: Session, campaign_id: int) -> dict[str, Any]:
    """Readiness answers of a campaign; empty before the first meeting."""
    found = session.scalar(select(Readiness.answers).where(Readiness.campaign_id == campaign_id))
    return found or {}
