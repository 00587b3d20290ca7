"""Some sheets are typed by a second person; where the two read otherwise, somebody decides with the sheet in hand."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from diagnoza.db.engine import writing
from diagnoza.db.models_paper import SecondEntry
from diagnoza.queries import paper, responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire import keyed
from diagnoza.questionnaire.answers import Answers
from diagnoza.questionnaire.definition import Definition
from diagnoza.questionnaire.stored import definition_of
from diagnoza.services.enter_paper import put_answers
from diagnoza.services.errors import NotFound


@dataclass(frozen=True)
class Disagreement:
    """How one question was read twice: `differ` of `lines` numbers in `sheets` sheets."""

    question: str
    sheets: int
    lines: int
    differ: int


@dataclass(frozen=True)
class TwoReadings:
    """What two persons typed from one sheet, and the lines where they differ."""

    first: Answers
    second: Answers
    lines: tuple[keyed.Line, ...]


def definition(campaign: CampaignRow) -> Definition:
    """The questionnaire of a campaign."""
    return definition_of(campaign.questionnaire_source, campaign.questionnaire_key)


def enter_second(session: Session, campaign: CampaignRow, code: str, answers: Answers, today: date) -> int:
    """Keep the second reading of a sheet; how many lines differ. The same sheet again changes nothing.

    Where nothing differs there is nothing to decide, and the second reading is not kept.
    """
    with writing(session):
        earlier = paper.second(session, campaign.id, code)
        if earlier:
            return len(earlier.differing)
        first = _first(session, campaign, code)
        lines = keyed.differing(definition(campaign), first, answers)
        session.add(
            SecondEntry(
                library_id=campaign.library.id,
                campaign_id=campaign.id,
                code=code,
                answers=answers if lines else None,
                compared=[line.name for line in keyed.compared(definition(campaign))],
                differing=[line.name for line in lines],
                entered_on=today,
                decided=not lines,
            )
        )
        return len(lines)


def _first(session: Session, campaign: CampaignRow, code: str) -> Answers:
    """The answers of a sheet that waits for its second reading; NotFound when it does not."""
    sheet = paper.sheet(session, campaign.id, code)
    response = responses.find(session, campaign.id, sheet.response_key) if sheet and sheet.response_key else None
    if sheet is None or not sheet.twice or response is None:
        raise NotFound(code)
    return dict(response.answers)


def readings(session: Session, campaign: CampaignRow, code: str) -> TwoReadings:
    """Both readings of a sheet that waits for a decision; NotFound when it does not."""
    second = paper.second(session, campaign.id, code)
    if second is None or second.decided or second.answers is None:
        raise NotFound(code)
    first = _first(session, campaign, code)
    return TwoReadings(first, second.answers, keyed.differing(definition(campaign), first, second.answers))


def decided(campaign: CampaignRow, found: TwoReadings, by_second: Collection[str]) -> dict[str, str]:
    """What is typed once it is decided: the first reading, but the second in the lines named."""
    first, second = (keyed.encode(definition(campaign), each) for each in (found.first, found.second))
    return first | {name: second.get(name, "") for name in by_second}


def decide(session: Session, campaign: CampaignRow, code: str, answers: dict[str, Any]) -> None:
    """Put the decided answers in the response's place and forget the second reading; its counts stay."""
    with writing(session):
        second = paper.second(session, campaign.id, code)
        if second is None:
            raise NotFound(code)
        put_answers(session, campaign, code, answers)
        second.answers, second.decided = None, True


def report(session: Session, campaign: CampaignRow) -> list[Disagreement]:
    """How often two persons read the same sheet otherwise, by question; the base is every line of every such sheet."""
    question_of = {line.name: line.question.key for line in keyed.compared(definition(campaign))}
    compared: Counter[str] = Counter()
    differ: Counter[str] = Counter()
    rows = paper.seconds(session, campaign.id)
    for row in rows:
        compared.update(question_of[name] for name in row.compared)
        differ.update(question_of[name] for name in row.differing)
    return [Disagreement(key, len(rows), compared[key], differ[key]) for key in compared]
