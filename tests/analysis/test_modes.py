"""A tally from before the way of answering was counted is read, and compared with later ones."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.codebook import Role, Variable
from analysis.diagnosis import diagnose
from analysis.errors import TallyError
from analysis.kept import from_bytes, to_bytes
from analysis.modes import known_parts, knows_modes, without_modes
from analysis.tables import Table
from analysis.tally import Tally
from tests.analysis.build import codebook, lack, random_frame, stratum

MODE = Variable("mode", Role.MODE, "mode", "mode", levels=("web", "paper"))
PLACE = Variable("village", Role.PLACE, "village", "village", levels=("wola", "las"))
BOOK = codebook(lack("a"), lack("b"), PLACE, stratum("age", "xyz"), MODE)
EARLIER = codebook(lack("a"), lack("b"), stratum("village", ["wola", "las"]), stratum("age", "xyz"))
FRAME = random_frame(BOOK, 90, np.random.default_rng(1))
NOW = Tally.from_frame(FRAME, BOOK)


def earlier(rows: int = 90) -> bytes:
    """The tally of the first rows as it was kept when places were strata and nobody counted ways of answering."""
    return to_bytes(Tally.from_frame(FRAME.drop(columns="mode")[:rows], EARLIER))


def test_an_earlier_tally_is_the_present_one_without_ways_of_answering() -> None:
    found = from_bytes(earlier(), BOOK)
    assert found == without_modes(NOW, BOOK)
    assert (knows_modes(found, BOOK), knows_modes(NOW, BOOK)) == (False, True)


def test_the_figures_of_places_are_those_of_before() -> None:
    before = from_bytes(earlier(), EARLIER)
    told = [diagnose(tally, book) for tally, book in ((before, EARLIER), (from_bytes(earlier(), BOOK), BOOK))]
    assert [each.cells for each in told[0].breakdowns] == [each.cells for each in told[1].breakdowns[:2]]


def test_newcomers_are_the_difference_to_the_earlier_tally() -> None:
    before = from_bytes(earlier(60), BOOK)
    with pytest.raises(TallyError):
        NOW - before
    assert (without_modes(NOW, BOOK) - before).n == 30


def test_ways_of_answering_that_nobody_counted_are_not_shown_as_nobody() -> None:
    traits = [Role.PLACE, Role.STRATUM]
    for tally, expected in ((NOW, [*traits, Role.MODE]), (from_bytes(earlier(), BOOK), traits)):
        shown = known_parts(diagnose(tally, BOOK), tally, BOOK)
        assert [each.role for each in shown.breakdowns] == expected


def test_a_questionnaire_without_ways_of_answering_is_left_alone() -> None:
    tally = Tally.from_frame(FRAME.drop(columns="mode"), EARLIER)
    assert knows_modes(tally, EARLIER)
    assert without_modes(tally, EARLIER) == tally


def test_a_tally_of_another_shape_is_still_refused() -> None:
    tally = replace(NOW, cells=Table(NOW.cells.keys[:, :-2], NOW.cells.arrays))
    with pytest.raises(TallyError, match="different questionnaires"):
        from_bytes(to_bytes(tally), BOOK)
