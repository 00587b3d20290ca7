"""Signs of poor answers are counted as by hand, and give no small group away."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis.codebook import Codebook, Role, Variable
from analysis.disclosure import hidden_groups
from analysis.errors import ChoiceError
from analysis.quality import FEWEST_DAYS, RARE, bursts_of, quality_of
from analysis.results import Burst, ItemResponse, Quality
from analysis.vocabulary import Measure
from tests.analysis.build import codebook, frame, group, lack, measure, picked, random_frame, stratum

PLACE = Variable("place", Role.PLACE, "place", "Miejsce", levels=("library", "school"))
DAY = Variable("day", Role.DAY, "day", "Dzień")
TEXT = Variable("why", Role.TEXT, "why", "Dlaczego?")
PEOPLE = Variable("people", Role.NUMBER, "people", "Ile osób?")
ID = Variable("id", Role.ID, "id", "Numer")
AREAS = "abcdefghij"
LACKS = [lack(area) for area in AREAS]
LONG_BOOK = codebook(*LACKS, stratum("age", "yo"), TEXT, PEOPLE, DAY, ID)


def quality(book: Codebook, answers: Mapping[str, str], threshold: int = 0) -> Quality:
    return quality_of(frame(book, answers), book, threshold=threshold)


def lacks(rows: list[str]) -> dict[str, str]:
    """Columns of the lack of each area from one text per person, such as "0120-?1201"."""
    return {f"lack.{area}": " ".join(row[place] for row in rows) for place, area in enumerate(AREAS)}


# Non-response.


def test_dont_know_and_no_answer_are_counted_apart() -> None:
    book = codebook(lack("a"))
    assert quality(book, {"lack.a": "2 0 ? ? ? -"}).items == (ItemResponse("lack.a", "lack.a", 2, 3, 1),)


def test_each_closed_question_is_told_in_codebook_order() -> None:
    often = Variable("often", Role.CHOICE, "often", "Jak często?", levels=("1", "2"))
    book = codebook(stratum("age", "yo"), lack("a"), often, TEXT, PLACE, DAY)
    items = quality(book, {"age": "y o", "lack.a": "- 1", "often": "2 ?"}).items
    assert [(item.variable, item.answered, item.dont_know, item.no_answer) for item in items] == [
        ("age", 2, 0, 0),
        ("lack.a", 1, 0, 1),
        ("often", 1, 1, 0),
        ("place", 0, 0, 2),
    ]


def test_a_multiple_choice_is_one_question() -> None:
    media = [
        Variable(f"media.{key}", Role.CHOICE, "media", key, "Skąd?", levels=("0", "1"), option=key) for key in "ab"
    ]
    book = codebook(picked("a"), picked("b"), *media, group("young"), group("old"))
    answers = {"picked.a": "1 0 -", "picked.b": "0 0 -", "media.a": "0 ? -", "media.b": "1 - -", "for.young": "- 0 1"}
    assert quality(book, answers).items == (
        ItemResponse("picked", "picked.a", 2, 0, 1),
        ItemResponse("media", "Skąd?", 1, 1, 1),
        ItemResponse("for", "young", 2, 0, 1),
    )


def test_a_blank_response_left_every_measure_blank() -> None:
    book = codebook(lack("a"), picked("a"), stratum("age", "yo"))
    assert quality(book, {"lack.a": "- - ? 1", "picked.a": "- 0 - -", "age": "y y y y"}).blank == 1


def test_without_measures_nobody_is_blank() -> None:
    book = codebook(stratum("age", "yo"), areas=("a",))
    assert quality(book, {"age": "y -"}).blank == 0


# One rating for everything.


@pytest.mark.parametrize(
    ("row", "judged", "straight"),
    [
        ("1111111111", 1, 1),
        ("00000-????", 1, 1),
        ("0000-?????", 0, 0),
        ("1111111112", 1, 0),
        ("----------", 0, 0),
    ],
)
def test_straight_lines_are_one_rating_for_all_areas(row: str, judged: int, straight: int) -> None:
    found = quality(codebook(*LACKS), lacks([row]))
    assert (found.rated, found.straight_lined) == (judged, straight)


@pytest.mark.parametrize(("state", "straight"), [("2", 1), ("5", 1), ("varied", 0)])
def test_of_two_measures_each_has_a_level_of_its_own(state: str, straight: int) -> None:
    kinds = (Measure.IMPORTANCE, Measure.STATE)
    book = codebook(*[measure(kind, area) for kind in kinds for area in AREAS])
    levels = ["1", "5"] * 5 if state == "varied" else [state] * 10
    answers = {f"importance.{area}": "5" for area in AREAS}
    answers |= {f"state.{area}": level for area, level in zip(AREAS, levels, strict=True)}
    assert quality(book, answers).straight_lined == straight


def test_picks_are_no_ratings() -> None:
    book = codebook(*[picked(area) for area in AREAS])
    found = quality(book, {f"picked.{area}": "0 0" for area in AREAS})
    assert (found.rated, found.straight_lined) == (0, 0)


# The same answers again.


def long_frame(rows: list[str], **columns: list[object]) -> pd.DataFrame:
    """Answers to the long questionnaire; columns that are not given hold the same for everybody."""
    answers = frame(LONG_BOOK, lacks(rows) | {"age": " ".join("y" for _ in rows)})
    usual = {"why": "bo tak", "people": 2.0, "day": "2026-05-04", "id": "x"}
    for name, value in usual.items():
        answers[name] = columns.get(name, [value] * len(rows))
    return answers


def duplicates(answers: pd.DataFrame) -> int:
    return quality_of(answers, LONG_BOOK, threshold=0).duplicates


def test_duplicates_are_responses_beyond_the_first() -> None:
    assert duplicates(long_frame(["0120120120"] * 3 + ["2120120120"] * 2 + ["0000120120"])) == 3


@pytest.mark.parametrize(("name", "values"), [("id", ["x", "y"]), ("day", ["2026-05-04", None])])
def test_duplicates_may_come_with_another_number_and_day(name: str, values: list[object]) -> None:
    assert duplicates(long_frame(["0120120120"] * 2, **{name: values})) == 1


@pytest.mark.parametrize(
    ("name", "values"), [("why", ["bo tak", "Bo tak"]), ("why", ["x", None]), ("people", [2.0, np.nan])]
)
def test_other_words_or_numbers_make_another_response(name: str, values: list[object]) -> None:
    assert duplicates(long_frame(["0120120120"] * 2, **{name: values})) == 0


def test_blank_words_and_numbers_are_alike() -> None:
    assert duplicates(long_frame(["0120120120"] * 2, why=[None, None], people=[np.nan, np.nan])) == 1


def test_short_responses_are_alike_by_chance() -> None:
    assert duplicates(long_frame(["012012----"] * 2)) == 0
    assert duplicates(long_frame(["0120120---"] * 2)) == 1  # with age, words and number: ten


def test_straight_lines_are_no_duplicates() -> None:
    assert duplicates(long_frame(["1111111111"] * 4)) == 0


@given(copies=st.integers(0, 40), seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_every_copy_is_found_whatever_the_order(copies: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    book = codebook(*[measure(Measure.STATE, f"a{place}") for place in range(20)])
    answers = random_frame(book, 60, rng)
    mixed = pd.concat([answers, answers.iloc[rng.integers(60, size=copies)]]).sample(frac=1, random_state=rng)
    found = quality_of(mixed.reset_index(drop=True), book, threshold=0)
    assert found.duplicates == int(mixed.duplicated().sum()) == copies


# Bursts.


def days_frame(counts: Mapping[tuple[str, str | None], int], book: Codebook) -> pd.DataFrame:
    """So many responses from each place and day."""
    rows = [key for key, count in counts.items() for _ in range(count)]
    answers = frame(book, {"lack.a": " ".join("1" for _ in rows), "place": " ".join(place for place, _ in rows)})
    answers["day"] = pd.Series([day for _, day in rows], dtype=object)
    return answers


DAYS_BOOK = codebook(lack("a"), PLACE, DAY)
USUAL = {("library", f"2026-05-0{day}"): 3 for day in range(1, 8)}


def bursts(counts: Mapping[tuple[str, str | None], int], threshold: int = 5) -> tuple[Burst, ...]:
    return quality_of(days_frame(counts, DAYS_BOOK), DAYS_BOOK, threshold=threshold).bursts


def test_a_burst_is_far_above_the_usual_day_of_its_place() -> None:
    school = {("school", f"2026-05-0{day}"): 30 for day in range(1, 8)}
    found = bursts(USUAL | school | {("library", "2026-05-09"): 30})
    assert found == (Burst("library", "2026-05-09", 30, 3.0),)


@given(counts=st.lists(st.integers(0, 40), min_size=1, max_size=12), threshold=st.integers(0, 10))
@settings(max_examples=60, deadline=None)
def test_bursts_are_those_of_the_poisson_tail(counts: list[int], threshold: int) -> None:
    book = codebook(lack("a"), DAY)
    rows = [f"2026-05-{day:02}" for day, count in enumerate(counts, 1) for _ in range(count)]
    answers = frame(book, {"lack.a": " ".join("1" for _ in rows)})
    answers["day"] = pd.Series(rows, dtype=object)
    open_days = [count for count in counts if count]
    usual = float(np.median(open_days or [0]))
    expected = [
        Burst("", f"2026-05-{day:02}", count, usual)
        for day, count in enumerate(counts, 1)
        if count >= max(threshold, 1)
        and len(open_days) >= FEWEST_DAYS
        and stats.poisson.sf(count - 1, usual) * len(open_days) < RARE
    ]
    assert bursts_of(answers, book, threshold) == expected


def test_a_burst_of_fewer_people_than_the_threshold_is_not_told() -> None:
    days = {("library", f"2026-05-0{day}"): 1 for day in range(1, 8)} | {("library", "2026-05-09"): 12}
    assert bursts(days, threshold=12) == (Burst("library", "2026-05-09", 12, 1.0),)
    assert bursts(days, threshold=13) == ()


def test_a_place_that_is_withheld_has_no_bursts() -> None:
    days = USUAL | {("library", "2026-05-09"): 30, ("school", "2026-05-09"): 2}
    assert bursts(days, threshold=5) == ()
    assert len(bursts(days, threshold=2)) == 1


def test_responses_without_a_place_that_are_cover_for_one_have_no_bursts() -> None:
    unplaced = {("-", f"2026-05-0{day}"): 4 for day in range(1, 8)} | {("-", "2026-05-09"): 40}
    assert len(bursts(unplaced | {("library", "2026-05-01"): 5}, threshold=5)) == 1
    assert bursts(unplaced | {("library", "2026-05-01"): 4}, threshold=5) == ()


def test_two_days_do_not_tell_what_is_usual() -> None:
    assert bursts({("library", "2026-05-01"): 3, ("library", "2026-05-02"): 90}) == ()


def test_responses_without_a_place_are_a_place_of_their_own() -> None:
    unplaced = {(place, f"2026-05-0{day}"): 4 for day in range(1, 8) for place in "-?"}
    assert bursts(unplaced | {("-", "2026-05-09"): 40}) == (Burst("", "2026-05-09", 40, 8.0),)


def test_responses_without_a_day_are_left_out() -> None:
    assert bursts(USUAL | {("library", None): 100}) == ()
    assert bursts({("library", None): 100}) == ()


def test_without_days_there_are_no_bursts() -> None:
    book = codebook(lack("a"), PLACE)
    assert quality(book, {"lack.a": "1 1", "place": "library school"}).bursts == ()


# What is not told.


def test_people_who_state_no_group_stay_cover_for_a_small_one() -> None:
    book = codebook(lack("a"), stratum("age", "ymo"))
    answers = {"lack.a": "1 " * 30, "age": "y " * 3 + "m " * 10 + "o " * 10 + "- " * 7}
    assert hidden_groups(np.array([3, 10, 10, 7]), 5, np.array([False, False, False, True])).any()
    assert [item.variable for item in quality(book, answers, threshold=5).items] == ["lack.a"]
    assert [item.variable for item in quality(book, answers, threshold=3).items] == ["lack.a", "age"]


def test_a_sample_below_the_threshold_tells_its_size_only() -> None:
    assert quality(codebook(*LACKS), lacks(["1111111111"] * 4), threshold=5) == Quality(4, 0, 0, 0, 0, (), ())


def test_nobody_at_all_is_no_failure() -> None:
    found = quality(codebook(*LACKS, stratum("age", "yo"), PLACE, DAY), {})
    assert (found.n, found.blank, found.rated, found.duplicates, found.bursts) == (0, 0, 0, 0, ())
    assert {(item.answered, item.dont_know, item.no_answer) for item in found.items} == {(0, 0, 0)}


def test_a_negative_threshold_is_refused() -> None:
    with pytest.raises(ChoiceError, match="-1 found"):
        quality(codebook(lack("a")), {"lack.a": "1"}, threshold=-1)


@given(seed=st.integers(0, 10_000), n=st.integers(1, 80))
@settings(max_examples=30, deadline=None)
def test_counts_stay_within_the_sample(seed: int, n: int) -> None:
    book = codebook(*LACKS, *map(picked, AREAS), group("young"), stratum("age", "yo"), PLACE, TEXT)
    found = quality_of(random_frame(book, n, np.random.default_rng(seed)), book, threshold=0)
    assert 0 <= found.straight_lined <= found.rated <= n
    assert 0 <= found.blank <= n
    assert all(item.answered + item.dont_know + item.no_answer == n for item in found.items)
