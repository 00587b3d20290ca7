"""Sheets get their codes when they are printed; the codes are stored before the paper leaves the printer."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from diagnoza.db.engine import writing
from diagnoza.db.models_paper import PaperLayout, PaperSheet
from diagnoza.documents import questionnaire, sheet_code
from diagnoza.documents.questionnaire import Sheet
from diagnoza.queries import paper
from diagnoza.queries.campaigns import CampaignRow

MOST_COPIES = 50


@dataclass(frozen=True)
class Printed:
    """The sheets in one file, each with a code of its own."""

    pdf: bytes
    codes: tuple[str, ...]


def print_sheets(session: Session, campaign: CampaignRow, sheet: Sheet, copies: int, today: date) -> Printed:
    """`copies` of the sheet with new codes. The file is made first, so that nothing is stored when that fails."""
    codes = new_codes(session, campaign.id, copies)
    layout = questionnaire.with_blank(sheet).to_json()
    digest = hashlib.sha256(layout.encode()).hexdigest()
    file = questionnaire.pdf_of(replace(sheet, code=codes[0]), codes)
    owner = {"library_id": campaign.library.id, "campaign_id": campaign.id}
    with writing(session):
        if not paper.has_layout(session, campaign.id, digest):
            session.add(PaperLayout(**owner, digest=digest, content=layout))
            session.flush()
        about = {"language": sheet.language, "layout": digest, "printed_on": today}
        session.add_all([PaperSheet(**owner, code=code, **about) for code in codes])
    return Printed(file, codes)


def new_codes(session: Session, campaign_id: int, count: int) -> tuple[str, ...]:
    """Fresh codes that the campaign does not use."""
    codes: set[str] = set()
    while len(codes) < count:
        drawn = [sheet_code.new() for _ in range(count - len(codes))]
        codes |= set(drawn) - paper.known(session, campaign_id, drawn)
    return tuple(sorted(codes))
