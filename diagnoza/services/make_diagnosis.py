"""A campaign's responses become a diagnosis; what did not change is not computed again."""

from dataclasses import dataclass, replace
from itertools import starmap
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from analysis.results import Diagnosis
from diagnoza.clock import today
from diagnoza.frames import responses_frame
from diagnoza.queries import responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.codebook import with_channel
from diagnoza.questionnaire.stored import codebook_of, definition_of
from diagnoza.services.releases import release
from diagnoza.services.remembered import Remembered

if TYPE_CHECKING:
    from analysis.recommender.stability import Without

INSIDE, PUBLISHED = 5, 10  # fewest respondents behind a figure, inside the library and outside it
KEPT = 64


@dataclass(frozen=True)
class Computed:
    """A diagnosis as it may be shown, and behind it what a proposal's stability is computed from.

    `whole` has the replicates, which may tell of single people, and `parts` the needs without parts of the answers:
    of these only the types of cooperation that they lead to may be shown. `linked`: whether the first two needs are
    those of the same people (analysis.recommender.evidence).
    """

    shown: Diagnosis
    whole: Diagnosis
    parts: "tuple[Without, ...]"
    linked: str | None


_computed: Remembered[Computed] = Remembered(KEPT)


def diagnosis_of(session: Session, campaign: CampaignRow, threshold: int = INSIDE, language: str = "pl") -> Diagnosis:
    """The diagnosis of a campaign, computed once for each revision of its responses and each day.

    Inside the library it follows every response. With the threshold of published figures it is that of the
    newest release (services/releases.py), which changes in steps.
    """
    return computed(session, campaign, threshold, language).shown


def computed(session: Session, campaign: CampaignRow, threshold: int = INSIDE, language: str = "pl") -> Computed:
    """The diagnosis with what stability needs, computed once like `diagnosis_of`."""
    place = (campaign.id, campaign.revision, threshold, language, today())
    return _computed.get(place, lambda: _compute(session, campaign, threshold, language))


def _compute(session: Session, campaign: CampaignRow, threshold: int, language: str) -> Computed:
    # pandas is loaded when a page needs it, not at start
    from analysis.diagnosis import diagnose
    from analysis.disclosure import without_places
    from analysis.modes import known_parts
    from analysis.recommender.evidence import linked
    from analysis.recommender.stability import parts_of
    from analysis.rows import with_rows
    from analysis.tally import Tally

    version = (campaign.questionnaire_source, campaign.questionnaire_key)
    codebook = codebook_of(*version, language)
    given = starmap(with_channel, responses.by_channel(session, campaign.id))
    frame = responses_frame(definition_of(*version), codebook, given)
    tally = Tally.from_frame(frame, codebook)
    if threshold < PUBLISHED:
        whole = diagnose(tally, codebook, threshold=threshold)
        parts = parts_of(tally, codebook, whole)
        return Computed(with_rows(whole, frame, codebook), whole, parts, linked(tally, codebook, whole))
    released = release(session, campaign, codebook, tally, today())
    whole = diagnose(released.tally, codebook, threshold=threshold)
    shown = known_parts(without_places(whole, released.withheld), released.tally, codebook)
    parts = parts_of(released.tally, codebook, replace(whole, breakdowns=shown.breakdowns))
    return Computed(shown, whole, parts, linked(released.tally, codebook, whole))


def forget() -> None:
    """Compute anew next time; for measurements and tests."""
    _computed.forget()
