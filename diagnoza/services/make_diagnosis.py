"""A campaign's responses become a diagnosis; what did not change is not computed again."""

from threading import Lock

from sqlalchemy.orm import Session

from analysis.results import Diagnosis
from diagnoza.frames import responses_frame
from diagnoza.queries import responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.stored import codebook_of, definition_of

INSIDE, PUBLISHED = 5, 10  # fewest respondents behind a figure, inside the library and outside it
KEPT = 64

_kept: dict[tuple[int, int, int, str], Diagnosis] = {}
_lock = Lock()


def diagnosis_of(session: Session, campaign: CampaignRow, threshold: int = INSIDE, language: str = "pl") -> Diagnosis:
    """The diagnosis of the responses stored now, computed once for each revision of them."""
    place = (campaign.id, campaign.revision, threshold, language)
    with _lock:
        found = _kept.get(place)
    if found is None:
        found = _compute(session, campaign, threshold, language)
        with _lock:
            while len(_kept) >= KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[place] = found
    return found


def _compute(session: Session, campaign: CampaignRow, threshold: int, language: str) -> Diagnosis:
    # pandas is loaded when a page needs it, not at start
    from analysis.diagnosis import diagnose
    from analysis.tally import Tally

    version = (campaign.questionnaire_source, campaign.questionnaire_key)
    codebook = codebook_of(*version, language)
    frame = responses_frame(definition_of(*version), codebook, responses.answers(session, campaign.id))
    return diagnose(Tally.from_frame(frame, codebook), codebook, threshold=threshold)


def forget() -> None:
    """Compute anew next time; for measurements and tests."""
    with _lock:
        _kept.clear()
