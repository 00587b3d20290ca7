"""A campaign's responses become a diagnosis; what did not change is not computed again."""

from threading import Lock

from sqlalchemy.orm import Session

from analysis.diagnosis import Diagnosis, diagnose
from diagnoza.frames import responses_frame
from diagnoza.queries import responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.stored import codebook_of, definition_of

INSIDE, PUBLISHED = 5, 10  # fewest respondents behind a figure, inside the library and outside it
KEPT = 64

_kept: dict[tuple[int, int, int], Diagnosis] = {}
_lock = Lock()


def diagnosis_of(session: Session, campaign: CampaignRow, threshold: int = INSIDE) -> Diagnosis:
    """The diagnosis of the responses stored now, computed once for each revision of them."""
    place = (campaign.id, campaign.revision, threshold)
    with _lock:
        found = _kept.get(place)
    if found is None:
        found = _compute(session, campaign, threshold)
        with _lock:
            while len(_kept) >= KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[place] = found
    return found


def _compute(session: Session, campaign: CampaignRow, threshold: int) -> Diagnosis:
    from analysis.tally import Tally  # pandas is loaded when a page needs it, not at start

    version = (campaign.questionnaire_source, campaign.questionnaire_key)
    codebook = codebook_of(*version)
    frame = responses_frame(definition_of(*version), codebook, responses.answers(session, campaign.id))
    return diagnose(Tally.from_frame(frame, codebook), codebook, threshold=threshold)
