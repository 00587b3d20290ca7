"""Segments are found where they were planted, and not in chance, answer style or a gradient."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from analysis import segments
from analysis.codebook import Codebook
from analysis.errors import ChoiceError
from analysis.results import Segmentation
from analysis.segments import consensus_of, deviations, ratings_of, segments_of, split_of
from analysis.vocabulary import Measure
from tests.analysis.build import LACK, RATING, codebook, frame, lack, measure, picked

Floats = np.ndarray
Rng = np.random.Generator


def rated(latent: Floats, levels: int = 5) -> Floats:
    """Ratings 0..1 on a scale of so many levels; a latent 0 is its middle, -2 and 2 its ends."""
    steps = levels - 1
    return np.clip(np.round(steps * (latent + 2) / 4), 0, steps) / steps


def noise(rng: Rng, people: int, areas: int, levels: int = 5) -> Floats:
    """Independent ratings; the levels of each area have chances of their own."""
    chances = [rng.dirichlet(np.ones(levels)) for _ in range(areas)]
    columns = [rng.choice(levels, size=people, p=chance) for chance in chances]
    return np.stack(columns, axis=1) / (levels - 1)


def styled(rng: Rng, people: int, areas: int, levels: int = 5) -> Floats:
    """People who differ by a constant only, and strongly: many ratings meet the ends of the scale."""
    style = rng.normal(0, 1.5, size=(people, 1))
    return rated(rng.normal(0, 0.7, areas) + style + rng.normal(size=(people, areas)), levels)


def divided(rng: Rng, people: int, areas: int, levels: int = 5) -> Floats:
    """Answer style again: half of the people rate everything high, half everything low."""
    style = rng.choice([-1.5, 1.5], size=(people, 1))
    return rated(rng.normal(0, 0.7, areas) + style + rng.normal(size=(people, areas)), levels)


def gradient(rng: Rng, people: int, areas: int, levels: int = 5) -> Floats:
    """People spread along one line of needs, without a gap."""
    return rated(rng.normal(size=(people, 1)) * rng.normal(size=areas) + rng.normal(size=(people, areas)), levels)


def planted(rng: Rng, people: int, areas: int, groups: int = 2) -> tuple[Floats, np.ndarray]:
    """Ratings and groups: each group needs a fourth of the areas of its own more; people have answer styles."""
    group = rng.integers(groups, size=people)
    needs = np.zeros((groups, areas))
    for each in range(groups):
        needs[each, each * areas // 4 : (each + 1) * areas // 4] = 2
    style = rng.normal(-0.5, 0.5, size=(people, 1))
    return rated(needs[group] + style + rng.normal(size=(people, areas))), group


def book_of(areas: int) -> Codebook:
    return codebook(*[measure(Measure.IMPORTANCE, f"a{place:02}") for place in range(areas)])


def frame_of(values: Floats, book: Codebook) -> pd.DataFrame:
    """A frame of ratings 0..1, NaN being no answer."""
    codes = np.where(np.isnan(values), 6, np.round(np.nan_to_num(values) * 4)).astype(np.int8)
    kind = pd.CategoricalDtype([*RATING, "dont_know", "no_answer"])
    columns = {
        variable.name: pd.Categorical.from_codes(codes[:, place], dtype=kind)
        for place, variable in enumerate(book.variables)
    }
    return pd.DataFrame(columns)


def found(values: Floats) -> Segmentation:
    book = book_of(values.shape[1])
    return segments_of(frame_of(values, book), book, np.random.default_rng(5))


@pytest.fixture(scope="module")
def two() -> tuple[Floats, Segmentation]:
    """Ratings with two planted segments and some gaps, and what is found in them."""
    rng = np.random.default_rng(11)
    values, _ = planted(rng, 240, 16)
    values[rng.random(values.shape) < 0.1] = np.nan
    return values, found(values)


# What is found.


@pytest.mark.parametrize("groups", [2, 3])
def test_planted_segments_are_found(groups: int, rng: Rng) -> None:
    values, group = planted(rng, 300, 20, groups)
    split = split_of(values, rng)
    assert split.reason == ""
    assert split.labels is not None
    assert adjusted_rand_score(split.labels, group) >= 0.8


def test_planted_segments_are_found_despite_gaps(two: tuple[Floats, Segmentation]) -> None:
    result = two[1]
    assert (result.reason, result.n, len(result.segments)) == ("", 240, 2)
    assert result.silhouette is not None
    assert result.silhouette >= 0.25
    assert result.stability is not None
    assert result.stability >= 0.7


@pytest.mark.parametrize("answers", [noise, styled, divided, gradient])
@pytest.mark.parametrize(("people", "areas", "levels"), [(50, 6, 3), (60, 12, 5), (150, 16, 3)])
def test_without_segments_none_are_found(
    answers: Callable[..., Floats], people: int, areas: int, levels: int, rng: Rng
) -> None:
    tries = 20
    reasons = [split_of(answers(rng, people, areas, levels), rng).reason for _ in range(tries)]
    assert reasons.count("") <= 0.05 * tries
    assert set(reasons) <= {"", "no_separation", "unstable"}


def test_random_picks_are_no_segments(rng: Rng) -> None:
    popularity = np.log(rng.dirichlet(np.ones(16)))
    for _ in range(10):
        order = np.argsort(popularity + rng.gumbel(size=(200, 16)), axis=1)
        assert split_of((order.argsort(axis=1) >= 13).astype(float), rng).reason != ""


def test_people_who_all_answer_alike_are_no_segments(rng: Rng) -> None:
    split = split_of(np.full((60, 8), 0.5), rng)
    assert (split.reason, split.silhouette, split.stability) == ("no_separation", None, None)


def test_a_handful_of_odd_people_is_no_segment(rng: Rng) -> None:
    values = rated(0.3 * rng.normal(size=(100, 12)))
    values[:6, :6], values[:6, 6:] = 1, 0
    assert split_of(values, rng).reason != ""


@pytest.mark.parametrize(
    ("people", "areas", "reason"),
    [(39, 8, "too_few_people"), (200, 3, "too_few_areas"), (0, 8, "too_few_people"), (0, 0, "too_few_areas")],
)
def test_too_little_is_not_tried(people: int, areas: int, reason: str, rng: Rng) -> None:
    split = split_of(rng.random((people, areas)), rng)
    assert (split.reason, split.silhouette, split.stability, split.labels) == (reason, None, None, None)


def test_choices_need_more_areas_than_ratings(rng: Rng) -> None:
    choices = rng.integers(2, size=(100, 12)).astype(float)
    assert split_of(choices[:, :11], rng).reason == "too_few_areas"
    assert split_of(choices, rng).reason != "too_few_areas"


def test_people_beyond_the_fitted_ones_are_assigned_too(rng: Rng, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "FITTED", 150)
    monkeypatch.setattr(segments, "BLOCK", 64)
    values, group = planted(rng, 400, 20)
    split = split_of(values, rng)
    assert split.labels is not None
    assert adjusted_rand_score(split.labels, group) >= 0.8


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=6, deadline=None)
def test_the_order_of_rows_and_columns_does_not_matter(two: tuple[Floats, Segmentation], seed: int) -> None:
    values, expected = two
    shuffle = np.random.default_rng(seed)
    book = book_of(16)
    other = codebook(*[book.variables[place] for place in shuffle.permutation(16)])
    mixed = frame_of(values, book).iloc[shuffle.permutation(len(values))].reset_index(drop=True)
    assert segments_of(mixed[[each.name for each in other.variables]], other, np.random.default_rng(5)) == expected


# What is told of them.


def test_segments_are_told_from_the_largest(two: tuple[Floats, Segmentation]) -> None:
    values, result = two
    assert [segment.key for segment in result.segments] == ["s1", "s2"]
    assert sum(segment.n for segment in result.segments) == len(values)
    assert result.segments[0].n >= result.segments[1].n >= 24
    assert [segment.share for segment in result.segments] == [segment.n / len(values) for segment in result.segments]


def test_the_areas_that_set_segments_apart_are_the_planted_ones(two: tuple[Floats, Segmentation]) -> None:
    planted_areas = [{f"a{place:02}" for place in places} for places in (range(4), range(4, 8))]
    tops = [({area.area for area in part.more}, {area.area for area in part.less}) for part in two[1].segments]
    assert any(more <= planted_areas[0] and less <= planted_areas[1] for more, less in tops)
    assert any(more <= planted_areas[1] and less <= planted_areas[0] for more, less in tops)


def test_at_most_three_areas_are_told_strongest_first(two: tuple[Floats, Segmentation]) -> None:
    for segment in two[1].segments:
        for areas, sign in ((segment.more, 1), (segment.less, -1)):
            differences = [sign * area.difference for area in areas]
            assert len(differences) == 3
            assert all(one >= other > 0 for one, other in pairwise(differences))


def test_means_and_differences_are_those_of_ratings_centred_per_person(rng: Rng) -> None:
    values, result = two_with_labels(rng)
    centred = 4 * (values - values.mean(axis=1, keepdims=True))
    member = split_labels(values) == largest_label(values)
    for area in (*result.segments[0].more, *result.segments[0].less):
        column = centred[:, int(area.area[1:])]
        assert area.mean == pytest.approx(column[member].mean())
        assert area.difference == pytest.approx(column[member].mean() - column[~member].mean())


def two_with_labels(rng: Rng) -> tuple[Floats, Segmentation]:
    """Complete ratings, in the order in which they are sorted, and their segments."""
    values, _ = planted(rng, 120, 16)
    values = values[np.lexsort(values.T)]
    return values, found(values)


def split_labels(values: Floats) -> np.ndarray:
    labels = split_of(values, np.random.default_rng(5)).labels
    assert labels is not None
    return labels


def largest_label(values: Floats) -> int:
    return int(np.bincount(split_labels(values)).argmax())


def test_an_area_that_few_of_a_segment_rated_is_not_told(rng: Rng) -> None:
    values, group = planted(rng, 240, 16)
    values[np.flatnonzero(group == 0)[9:], 0] = np.nan
    told = found(values)
    assert told.reason == ""
    assert "a00" not in {area.area for segment in told.segments for area in (*segment.more, *segment.less)}
    assert "a00" not in {each.area for each in told.consensus}


def test_consensus_multiplies_the_shares_of_need_over_segments(rng: Rng) -> None:
    values, result = two_with_labels(rng)
    labels = split_labels(values)
    for each in result.consensus:
        need = values[:, int(each.area[1:])] > 0.5
        product = np.prod([(need[labels == k].sum() + 1) / ((labels == k).sum() + 2) for k in (0, 1)])
        assert each.product == pytest.approx(product)
        assert each.root == pytest.approx(product**0.5)
    assert len(result.consensus) == 16
    assert all(one.product >= other.product for one, other in pairwise(result.consensus))


def test_without_segments_there_is_nothing_to_agree_on(rng: Rng) -> None:
    result = found(noise(rng, 60, 8))
    assert result.reason in {"no_separation", "unstable"}
    assert (result.n, result.segments, result.consensus) == (60, (), ())


# Ratings.


def values_of(book: Codebook, answers: dict[str, str]) -> list[list[float]]:
    """Ratings by person, in the sorted order."""
    return ratings_of(frame(book, answers), book).values.tolist()


def test_lack_is_rated_first() -> None:
    book = codebook(lack("a"), measure(Measure.STATE, "a"))
    assert values_of(book, {"lack.a": "2 0 1", "state.a": "1 1 1"}) == [[0], [0.5], [1]]


def test_importance_and_state_make_a_gap() -> None:
    book = codebook(measure(Measure.IMPORTANCE, "a"), measure(Measure.STATE, "a"), measure(Measure.STATE, "b"))
    ratings = ratings_of(frame(book, {"importance.a": "5 1 3", "state.a": "1 5 3", "state.b": "1 1 1"}), book)
    assert ratings.areas == ("a",)
    assert ratings.values.tolist() == [[0], [0.5], [1]]
    assert ratings.width == 8


@pytest.mark.parametrize(
    ("kind", "answers", "expected"),
    [(Measure.IMPORTANCE, "1 2 5", [0, 0.25, 1]), (Measure.STATE, "5 4 1", [0, 0.25, 1])],
)
def test_one_measure_alone_rises_with_the_need(kind: Measure, answers: str, expected: list[float]) -> None:
    book = codebook(measure(kind, "a"))
    assert values_of(book, {f"{kind}.a": answers}) == [[value] for value in expected]


def test_a_pick_counts_wherever_it_stands_in_the_order() -> None:
    book = codebook(picked("a"), picked("b"))
    ratings = ratings_of(frame(book, {"picked.a": "0 1 3", "picked.b": "1 0 0"}), book)
    assert ratings.values.tolist() == [[1, 0], [1, 0], [0, 1]]
    assert ratings.width == 1


def test_of_several_items_the_greatest_need_counts() -> None:
    book = codebook(lack("a", "_one"), lack("a", "_two"))
    assert values_of(book, {"lack.a_one": "0 0 ?", "lack.a_two": "2 - 1"}) == [[0], [0.5], [1]]


def test_dont_know_is_seen_but_no_level() -> None:
    book = codebook(lack("a"), *[lack(f"b{place}") for place in range(8)])
    answers = {"lack.a": "? - 2"} | {f"lack.b{place}": "0 1 2" for place in range(8)}
    ratings = ratings_of(frame(book, answers), book)
    assert ratings.seen[:, 0].tolist() == [True, False, True]
    assert np.isnan(ratings.values[:, 0]).tolist() == [True, True, False]


@pytest.mark.parametrize(("areas", "answered", "kept"), [(10, 7, 1), (10, 6, 0), (5, 5, 1), (5, 4, 0)])
def test_people_with_few_ratings_are_left_out(areas: int, answered: int, kept: int) -> None:
    book = codebook(*[measure(Measure.LACK, f"a{place}", LACK) for place in range(areas)])
    answers = {f"lack.a{place}": "1" if place < answered else "?" for place in range(areas)}
    assert len(ratings_of(frame(book, answers), book).values) == kept


# The parts.


def test_ratings_that_only_style_makes_leave_no_deviation(rng: Rng) -> None:
    people, areas = rng.normal(size=(80, 1)), rng.normal(size=20)
    values = 1 / (1 + np.exp(-people - areas))
    rest = deviations(values, segments.area_levels(values))
    assert np.abs(rest).max() < 0.05
    centred = values - values.mean(axis=1, keepdims=True)
    assert np.abs(centred - centred.mean(axis=0)).max() > 0.2


def test_deviations_of_a_person_add_up_to_nothing(rng: Rng) -> None:
    values = noise(rng, 60, 12)
    values[rng.random(values.shape) < 0.2] = np.nan
    rest = deviations(values, segments.area_levels(values))
    assert np.abs(rest.sum(axis=1)).max() < 0.5
    assert not rest[np.isnan(values)].any()


def test_k_means_finds_the_middles_of_clouds(rng: Rng) -> None:
    middles = np.array([[0.0, 0.0], [8.0, 0.0], [0.0, 8.0]])
    points = np.concatenate([middle + rng.normal(0, 0.5, size=(50, 2)) for middle in middles])
    centres = segments.k_means(points, 3, rng)
    assert np.abs(centres[np.argsort(centres @ [1, 2])] - middles).max() < 0.3


@given(seed=st.integers(0, 10_000), parts=st.integers(2, 4))
def test_silhouettes_are_those_of_the_definition(seed: int, parts: int) -> None:
    rng = np.random.default_rng(seed)
    points, split = rng.normal(size=(15, 2)), np.append(np.arange(parts), rng.integers(parts, size=15 - parts))
    widths = []
    for person, point in enumerate(points):
        away = np.sqrt(((points - point) ** 2).sum(axis=1))
        own = [away[other] for other in range(15) if split[other] == split[person] and other != person]
        nearest = min(away[split == part].mean() for part in range(parts) if part != split[person])
        widths.append((nearest - np.mean(own)) / max(nearest, np.mean(own)) if own else 0.0)
    assert segments.silhouettes(points, [split]) == pytest.approx([np.mean(widths)])


# Consensus.


@given(data=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=6))
def test_consensus_is_a_product_over_groups(data: list[tuple[int, int]]) -> None:
    agree, seen = [[min(pair)] for pair in data], [[max(pair)] for pair in data]
    product, root = consensus_of(agree, seen)
    expected = 1.0
    for (a,), (s,) in zip(agree, seen, strict=True):
        expected *= (a + 1) / (s + 2)
    assert product[0] == pytest.approx(expected)
    assert root[0] == pytest.approx(expected ** (1 / len(data)))
    assert 0 < product[0] <= root[0] < 1


def test_what_one_group_rejects_is_no_consensus() -> None:
    product, _ = consensus_of([[90, 55], [2, 6]], [[100, 100], [10, 10]])
    assert product[1] > product[0]


@pytest.mark.parametrize(("agree", "found_text"), [(11, "11 of 10 agree"), (-1, "-1 of 10 agree")])
def test_impossible_counts_are_refused(agree: int, found_text: str) -> None:
    with pytest.raises(ChoiceError, match=f"{found_text} in group 1, item 0; allowed: 0 to all"):
        consensus_of([[3], [agree]], [[10], [10]])
