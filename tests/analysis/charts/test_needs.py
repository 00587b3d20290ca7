"""Ranked needs say which ranks are possible, what may change places, and what weights have moved."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PolyCollection

from analysis.charts import Size, default_texts, draw, table, table_in_words
from analysis.charts.selection import moved_by_weights, tiers
from analysis.charts.stories import least_said, needs_story
from analysis.charts.texts import Wording
from analysis.results import Diagnosis, NeedScore
from analysis.vocabulary import ScoreKind
from tests.analysis import drawn, samples
from tests.analysis.charts import uncertain

POLISH = default_texts("pl")
WORDING = Wording(POLISH)
FULL = samples.lack_diagnosis()
WEIGHTED = uncertain.weighted(FULL)
SIDE_BY_SIDE = [Size.PAGE, Size.PRINT, Size.PROJECTOR]


def with_ranks(*ranks: tuple[int, int]) -> tuple[NeedScore, ...]:
    pairs = zip(FULL.needs, ranks, strict=False)
    return tuple(replace(need, rank_low=low, rank_high=high) for need, (low, high) in pairs)


def sizes(*ranks: tuple[int, int]) -> list[int]:
    return [len(tier) for tier in tiers(with_ranks(*ranks))]


def test_areas_that_may_hold_the_same_rank_form_a_tier() -> None:
    assert sizes((1, 1), (2, 3), (2, 4), (3, 4), (5, 5)) == [1, 3, 1]


def test_a_chain_of_overlaps_is_not_one_tier() -> None:
    assert sizes((1, 2), (1, 3), (3, 4), (3, 4)) == [2, 2]


def test_nothing_settled_is_one_tier_and_no_needs_are_none() -> None:
    assert sizes(*[(1, 5)] * 5) == [5]
    assert tiers(()) == ()


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 6)), max_size=12))
def test_tiers_keep_all_needs_in_order_and_share_a_rank(ranks: list[tuple[int, int]]) -> None:
    scores = with_ranks(*[(low, low + width) for low, width in ranks])
    found = tiers(scores)
    assert tuple(need for tier in found for need in tier) == scores
    for tier in found:
        shared = set.intersection(*(set(range(need.rank_low, need.rank_high + 1)) for need in tier))
        assert shared


@pytest.mark.parametrize("size", SIDE_BY_SIDE)
def test_bands_run_from_the_lowest_to_the_highest_possible_rank(size: Size) -> None:
    bands = drawn.boxes(draw("needs", FULL, POLISH, size), "rank_bands")
    step = (bands[-1][2] - bands[0][0]) / len(FULL.needs)
    start = bands[0][0] - (FULL.needs[0].rank_low - 1) * step
    ends = [(round((left - start) / step) + 1, round((right - start) / step)) for left, _, right, _ in bands]
    assert FULL.needs[-1].rank_high == len(FULL.needs)
    assert ends == [(need.rank_low, need.rank_high) for need in FULL.needs]


@pytest.mark.parametrize("size", list(Size))
def test_every_area_has_its_ranks_in_words_never_a_bare_one(size: Size) -> None:
    ranks = drawn.by_id(draw("needs", FULL, POLISH, size), "rank:")
    assert ranks == {need.area: f"{need.rank_low}–{need.rank_high}" for need in FULL.needs}


def test_a_phone_has_no_room_for_bands() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        drawn.boxes(draw("needs", FULL, POLISH, Size.PHONE), "rank_bands")


def test_the_bracket_is_explained_only_where_there_is_one() -> None:
    sure = replace(FULL, needs=with_ranks(*[(place, place) for place in range(1, 14)]))
    assert POLISH["note.tiers"] in needs_story(FULL, WORDING, None).notes
    assert POLISH["note.tiers"] not in needs_story(sure, WORDING, None).notes


def marks(diagnosis: Diagnosis, size: Size = Size.PAGE) -> list[float]:
    found = [each for each in draw("needs", diagnosis, POLISH, size).findobj(PolyCollection)]
    return [path.vertices[0][0] for each in found if each.get_gid() == "unweighted" for path in each.get_paths()]


@pytest.mark.parametrize("size", list(Size))
def test_only_scores_moved_by_two_points_are_marked(size: Size) -> None:
    moved = [need.area for need in WEIGHTED.needs if moved_by_weights(need)]
    assert set(moved) == set(uncertain.MOVED)
    assert len(marks(WEIGHTED, size)) == len(uncertain.MOVED)
    assert marks(FULL, size) == []


def test_the_mark_stands_at_the_value_without_weights() -> None:
    bars = drawn.boxes(draw("needs", WEIGHTED, POLISH), "bars")
    left, _, right, _ = bars[0]
    unit = (right - left) / WEIGHTED.needs[0].value
    expected = [left + (need.unweighted or 0) * unit for need in WEIGHTED.needs if moved_by_weights(need)]
    assert marks(WEIGHTED) == pytest.approx(expected)


def test_a_value_without_weights_beyond_every_interval_stays_on_the_axis() -> None:
    first = replace(WEIGHTED.needs[0], unweighted=0.95)
    (mark, *_) = marks(replace(WEIGHTED, needs=(first, *WEIGHTED.needs[1:])))
    assert mark < 800


def test_per_cents_are_those_of_the_weighted_value() -> None:
    first = replace(FULL.needs[0], value=0.55, unweighted=FULL.needs[0].value)
    figure = draw("needs", replace(FULL, needs=(first, *FULL.needs[1:])), POLISH)
    assert drawn.by_id(figure, "number:")[first.area] == "55%"


def test_few_answers_stay_numbers_of_people_with_weights_too() -> None:
    few = samples.lack_diagnosis(n=12)
    first = replace(few.needs[0], value=0.5)
    figure = draw("needs", replace(few, needs=(first, *few.needs[1:])), POLISH)
    assert drawn.by_id(figure, "number:")[first.area] == f"{first.count} z 12"


def test_notes_tell_of_weights_only_where_there_are_any() -> None:
    notes = " ".join(needs_story(WEIGHTED, WORDING, None).notes).replace("\u00a0", " ")
    assert POLISH["note.weighted"] in notes
    assert "różny o co najmniej 2 pkt proc. wynik bez ważenia" in notes
    assert "waż" not in " ".join(needs_story(FULL, WORDING, None).notes)


@pytest.mark.parametrize(
    ("kind", "words"), [(ScoreKind.LACK_SHARE, "2\u00a0pkt proc."), (ScoreKind.MEAN_IMPORTANCE, "0,02")]
)
def test_least_differences_are_said_in_the_measure_of_the_score(kind: ScoreKind, words: str) -> None:
    assert least_said(kind, 0.02, WORDING) == words


def test_tables_have_the_value_without_weights() -> None:
    exact = table("needs", WEIGHTED)
    assert [row[exact.columns.index("unweighted")] for row in exact.rows] == [n.unweighted for n in WEIGHTED.needs]
    worded = table_in_words("needs", WEIGHTED, POLISH)
    assert worded.columns[-1] == "bez ważenia"
    assert [row[-1] for row in worded.rows] == [f"{(need.unweighted or 0) * 100:.0f}%" for need in WEIGHTED.needs]


def test_the_table_has_no_such_column_where_weights_moved_nothing() -> None:
    assert "bez ważenia" not in table_in_words("needs", FULL, POLISH).columns


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("count", [1, 2, 13, 16])
def test_long_labels_fit_beside_bands_and_brackets(count: int, size: Size) -> None:
    made = uncertain.relabelled(uncertain.weighted(samples.lack_diagnosis(count)))
    figure = draw("needs", made, POLISH, size)
    assert drawn.collisions(figure) == []
    assert drawn.outside(figure) == []
