"""The survey's form as the resident's pages need it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from diagnoza import labels, languages, wording
from diagnoza.languages import EASY_VARIANT, VARIANT
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire import pages
from diagnoza.questionnaire.answers import Problem
from diagnoza.questionnaire.definition import EASY, Definition
from diagnoza.questionnaire.forms import form_class
from diagnoza.questionnaire.stored import definition_of
from diagnoza.resident.tokens import FormPass
from diagnoza.services.errors import EntryCodeRefused
from diagnoza.services.submit_response import Submission
from diagnoza.texts.blocks import Block

ENTRY_CODE = "entry-code"
"""The field of a single-use code. No question can have this name: keys have no hyphen."""


@dataclass(frozen=True)
class SummaryLine:
    """One line of the error summary: where to go, and what to do there."""

    field_id: str
    message: str


class SurveyForm:
    """One load or one sending of a campaign's form."""

    def __init__(self, campaign: CampaignRow, sent: Any = None) -> None:
        self.definition: Definition = definition_of(campaign.questionnaire_source, campaign.questionnaire_key)
        self.sent = MultiDict() if sent is None else sent
        self.form = form_class(self.definition)(self.sent)
        self.words = EASY if easy_wanted() and self.definition.easy else language()
        self.information = _version(self.sent.get("information", ""), campaign.library.information_version)

    @classmethod
    def with_fields(cls, campaign: CampaignRow, fields: Iterable[tuple[str, str]]) -> "SurveyForm":
        """The form with these fields filled in, as if they had been sent."""
        return cls(campaign, MultiDict(list(fields)))

    def typed(self) -> tuple[tuple[str, str], ...]:
        """What is filled in, whether acceptable or not; fields that the questionnaire does not have are left out."""
        known = self.definition.by_field
        return tuple((name, value) for name, value in self.sent.items(multi=True) if name in known and value)

    def validate(self) -> bool:
        """Whether everything can be stored."""
        return self.form.validate()

    def submission(self, form_pass: FormPass, place: str | None = None) -> Submission:
        """What is stored; call after `validate`."""
        return Submission(
            key=form_pass.key,
            answers=self.form.answers,
            apart=self.form.apart,
            language=language(),
            form_opened_on=form_pass.opened_on,
            place=place,
            entry_code=self.sent.get(ENTRY_CODE, ""),
            information=self.information,
        )

    def page(self) -> pages.SurveyPage:
        """The form for the template, with every answer that was sent."""
        errors = {problem.field: labels.problem(problem) for problem in reversed(self.form.problems)}
        return pages.page(self.definition, self.words, self.sent, errors)

    def error_summary(self) -> list[SummaryLine]:
        """What has to be mended, in the order of the questions."""
        return [self._line(problem) for problem in self.form.problems]

    def _line(self, problem: Problem) -> SummaryLine:
        words = labels.question_name(self.definition, problem.field, self.words)
        said = labels.problem(problem)
        asked = words if not words or words.endswith("?") else f"{words}:"
        return SummaryLine(pages.anchor(self.definition, problem.field), f"{asked} {said}".strip())


def code_problem(error: EntryCodeRefused) -> SummaryLine:
    """What is wrong with a single-use code, and what to do."""
    words = {
        "missing": _("Type the code from your slip. You get one at the library."),
        "mistaken": _("Check the code: a character is missing or mistaken. It has 12 characters."),
        "unknown": _("This code is not one of this survey. Check it, or ask for a slip at the library."),
        "used": _("This code has been used. Each works once; ask for another slip at the library."),
    }
    return SummaryLine(ENTRY_CODE, words[str(error)])


def _version(sent: str, newest: int) -> int | None:
    """The version of the information that the form led to when it was loaded; the newest where it does not say."""
    shown = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    return shown if 0 < shown <= newest else newest or None


def easy_wanted() -> bool:
    """Whether the address asks for easy words, which there are in Polish."""
    return request.args.get(VARIANT) == EASY_VARIANT and language() == "pl"


def easy_words(page: str, campaign: CampaignRow) -> tuple[Block, ...]:
    """The words of a page when it is read in easy words, else none."""
    definition = definition_of(campaign.questionnaire_source, campaign.questionnaire_key)
    offered = easy_wanted() and definition.easy
    return wording.easy_page(page, campaign, definition.minutes) if offered else ()


def asks_for_contacts(campaign: CampaignRow) -> bool:
    """Whether people are asked, after sending, to leave contact details; minors never are."""
    return not definition_of(campaign.questionnaire_source, campaign.questionnaire_key).for_minors


def language() -> str:
    """The language of the page."""
    return languages.chosen()
