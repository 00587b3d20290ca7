"""A campaign's responses become a diagnosis; what did not change is not computed again."""

from datetime import date
from threading import Lock

from sqlalchemy.orm import Session

from analysis.results import Diagnosis
from diagnoza.clock import today
from diagnoza.frames import responses_frame
from diagnoza.queries import responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.stored import codebook_of, definition_of
from diagnoza.services.releases import release

INSIDE, PUBLISHED = 5, 10  # fewest respondents behind a figure, inside the library and outside it
KEPT = 64

_kept: dict[tuple[int, int, int, str, date], Diagnosis] = {}
_lock = Lock()


def diagnosis_of(session: Session, campaign: CampaignRow, threshold: int = INSIDE, language: str = "pl") -> Diagnosis:
    """The diagnosis of a campaign, computed once for each revision of its responses and each day.

    Inside the library it follows every response. With the threshold of published figures it is that of the
    newest release (services/releases.py), which changes in steps.
    """
    place = (campaign.id, campaign.revision, threshold, language, today())
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
    from analysis.disclosure import without_places
    from analysis.rows import with_rows
    from analysis.tally import Tally

    version = (campaign.questionnaire_source, campaign.questionnaire_key)
    codebook = codebook_of(*version, language)
    frame = responses_frame(definition_of(*version), codebook, responses.answers(session, campaign.id))
    tally = Tally.from_frame(frame, codebook)
    if threshold < PUBLISHED:
        return with_rows(diagnose(tally, codebook, threshold=threshold), frame, codebook)
    released = release(session, campaign, codebook, tally, today())
    return without_places(diagnose(released.tally, codebook, threshold=threshold), released.withheld)


def forget() -> None:
    """Compute anew next time; for measurements and tests."""
    with _lock:
        _kept.clear()
