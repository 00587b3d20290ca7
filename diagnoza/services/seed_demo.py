"""The fictional gmina of the demonstration: its library, accounts, campaign, answers, first talk of the coalition."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from analysis.vocabulary import Channel
from diagnoza import demo
from diagnoza.clock import now, today
from diagnoza.db import scope
from diagnoza.db.engine import writing
from diagnoza.db.models import ApartCount
from diagnoza.queries import campaigns
from diagnoza.queries.campaigns import CampaignRow, LibraryRow
from diagnoza.questionnaire.definition import Definition
from diagnoza.questionnaire.parsing import library as ready_questionnaires
from diagnoza.services import accounts, library_texts
from diagnoza.services.errors import NotFound
from diagnoza.services.recommend import save_readiness
from diagnoza.services.run_campaign import NewCampaign, NewLibrary, add_library, start
from diagnoza.services.submit_response import Submission, new_response
from diagnoza.texts.kinds import ACCESSIBILITY, Content

SEED = 20240501
ACCOUNTS = {"bibliotekarz@example.org": "librarian", "koalicja@example.org": "coalition"}
DAYS_LEFT = 7  # the demo's survey is still open, so that a visitor can answer it
Hash = Callable[[str], str]


def seed(session: Session, password_hash: Hash) -> dict[str, str]:
    """Add the demonstration; the new passwords by address. Does nothing when it is there already."""
    facts = demo.facts()
    if campaigns.library_by_slug(session, facts.slug):
        return {}
    library = add_library(
        session,
        NewLibrary(facts.slug, facts.library, facts.gmina, facts.inhabitants, facts.contact, is_sample=True),
    )
    scope.enter(session, library.id)
    campaign = _campaign(session, facts, today())
    _responses(session, campaign, facts)
    _declaration(session, library, facts)
    save_readiness(session, campaign, facts.readiness, today())
    return {email: _account(session, email, role, library, password_hash) for email, role in ACCOUNTS.items()}


def _campaign(session: Session, facts: demo.Facts, today: date) -> CampaignRow:
    opened = today - timedelta(days=facts.days_open)
    closes = today + timedelta(days=DAYS_LEFT)
    new = NewCampaign(facts.campaign_slug, facts.campaign_title, opened, closes)
    found = campaigns.get(session, start(session, new, ready_questionnaires()[facts.questionnaire], now()))
    if found is None:
        raise NotFound(facts.campaign_slug)
    return found


def _responses(session: Session, campaign: CampaignRow, facts: demo.Facts) -> None:
    definition = ready_questionnaires()[facts.questionnaire]
    answers = demo.demo_responses(definition, facts.responses, SEED)
    days = demo.demo_days(facts.responses, facts.days_open, SEED)
    with writing(session):
        for number, (given, day) in enumerate(zip(answers, days, strict=True)):
            opened = campaign.opens_on + timedelta(days=day)
            sent = Submission(f"demo-{number}", given, {}, "pl", opened, Channel.WEB)
            session.add(new_response(campaign, sent, opened))
        _help(session, campaign, definition, facts.responses)
        campaigns.bump_revision(session, campaign.id)


def _declaration(session: Session, library: LibraryRow, facts: demo.Facts) -> None:
    """The declaration of accessibility, as a library would have drawn it up on the first day."""
    begun = library_texts.current(session, library, ACCESSIBILITY).content.facts
    day = (today() - timedelta(days=facts.days_open)).isoformat()
    days = dict.fromkeys(("publikacja", "aktualizacja", "sporzadzenie"), day)
    content = Content({**begun, **facts.declaration, **days}, {})
    library_texts.save(session, library, ACCESSIBILITY, content, 0, today())


def _help(session: Session, campaign: CampaignRow, definition: Definition, people: int) -> None:
    for question, counts in demo.demo_help(definition, people, SEED).items():
        for option, count in counts.items():
            session.add(
                ApartCount(
                    library_id=campaign.library.id,
                    campaign_id=campaign.id,
                    question=question,
                    option=option,
                    count=count,
                )
            )


def _account(session: Session, email: str, role: str, library: LibraryRow, password_hash: Hash) -> str:
    password = secrets.token_urlsafe(12)
    accounts.create(session, email, password_hash(password), library, role)
    return password
