"""A file of answers that waited on a device and could not be sent from there. Nothing in it is believed."""

import json
from dataclasses import dataclass, replace
from typing import Any

from diagnoza import labels
from diagnoza.clock import today
from diagnoza.db import db
from diagnoza.languages import RESIDENTS
from diagnoza.queries import places
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.resident import tokens
from diagnoza.resident.forms import SurveyForm, code_problem
from diagnoza.services.errors import CampaignClosed, EntryCodeRefused
from diagnoza.services.submit_response import Outcome, submit

FORMAT, VERSION = "diagnoza-answers", 1
MOST_BYTES = 1_000_000
MOST_FORMS = 100
MOST_FIELDS = 2_000
TEXTS = ("key", "opened", "language", "place")


class AnswersFileError(ValueError):
    """The file cannot be used: `code` is one of labels.ANSWERS_FILE, `found` what its words need."""

    def __init__(self, code: str, **found: Any) -> None:
        super().__init__(code)
        self.code, self.found = code, found


@dataclass(frozen=True)
class FiledForm:
    """One form of a file: well-formed, and otherwise as it came."""

    key: str
    opened: str
    language: str
    place: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Received:
    """What became of a form: an Outcome, "closed" or "refused" with what is wrong in words."""

    outcome: str
    problems: tuple[str, ...] = ()


def read(content: bytes, slug: str) -> tuple[FiledForm, ...]:
    """The forms of a file that was saved from the survey at this address; raises AnswersFileError."""
    if len(content) > MOST_BYTES:
        raise AnswersFileError("too_big", allowed=MOST_BYTES // 1_000)
    data = _json(content)
    if not isinstance(data, dict) or (data.get("format"), data.get("version")) != (FORMAT, VERSION):
        raise AnswersFileError("not_ours")
    if data.get("survey") != slug:
        raise AnswersFileError("other_survey")
    forms = data.get("forms")
    if not isinstance(forms, list) or not 0 < len(forms) <= MOST_FORMS:
        raise AnswersFileError("not_ours")
    return tuple(_form(form) for form in forms)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise AnswersFileError("not_ours") from error


def _form(data: Any) -> FiledForm:
    if not isinstance(data, dict) or not all(isinstance(data.get(name), str) for name in TEXTS):
        raise AnswersFileError("not_ours")
    answers = data.get("answers")
    if not isinstance(answers, list) or len(answers) > MOST_FIELDS or not all(map(_is_field, answers)):
        raise AnswersFileError("not_ours")
    if not tokens.KEY.fullmatch(data["key"]) or data["language"] not in RESIDENTS:
        raise AnswersFileError("not_ours")
    return FiledForm(**{name: data[name] for name in TEXTS}, fields=tuple((name, value) for name, value in answers))


def _is_field(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)


def receive(campaign: CampaignRow, filed: FiledForm) -> Received:
    """Store one form as if it had been sent, by the same rules."""
    form = SurveyForm.with_fields(campaign, filed.fields)
    if not form.validate():
        return Received("refused", tuple(line.message for line in form.error_summary()))
    day = tokens.opened_on(campaign.slug, filed.opened) or today()
    place = places.known(db.session(), campaign.id, filed.place)
    submission = form.submission(tokens.FormPass(filed.key, "", day), place)
    try:
        return Received(submit(db.session(), campaign, replace(submission, language=filed.language), today()))
    except CampaignClosed:
        return Received("closed")
    except EntryCodeRefused as error:
        return Received("refused", (code_problem(error).message,))


def summary(received: list[Received]) -> list[tuple[str, str]]:
    """How many forms were stored, were there before, came too late or were refused; for a list of facts."""
    stored, repeated = (Outcome.STORED, Outcome.REPLACED), (Outcome.REPEATED,)
    counts = {
        kind: sum(one.outcome in outcomes for one in received)
        for kind, outcomes in {
            "stored": stored,
            "repeated": repeated,
            "closed": ("closed",),
            "refused": ("refused",),
        }.items()
    }
    return [(labels.received(kind), str(count)) for kind, count in counts.items() if count]
