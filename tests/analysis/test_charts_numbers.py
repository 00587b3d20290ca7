"""The numbers drawn are the numbers of the table, to the rounding that readers see."""

from dataclasses import replace

import pytest

from analysis.charts import TARGET_GROUP, Size, default_texts, draw, table, table_in_words
from analysis.results import Diagnosis
from analysis.vocabulary import ScoreKind
from tests.analysis import drawn, samples

ENGLISH = default_texts("en")
FULL = samples.lack_diagnosis()
FEW = samples.lack_diagnosis(n=12)
RATED = samples.rating_diagnosis()


def per_cent(count: int, n: int) -> str:
    return f"{(200 * count + n) // (2 * n)}%"


def by_key(diagnosis: Diagnosis) -> dict[str, str]:
    return {area.key: area.label for area in diagnosis.areas}


@pytest.mark.parametrize("size", list(Size))
def test_every_bar_carries_its_share(size: Size) -> None:
    numbers = drawn.by_id(draw("needs", FULL, ENGLISH, size), "number:")
    rows = {row[0]: row for row in table("needs", FULL).rows}
    expected = {key: per_cent(*rows[label][2:4]) for key, label in by_key(FULL).items()}
    assert numbers == expected


def test_under_thirty_answers_bars_carry_counts() -> None:
    numbers = drawn.by_id(draw("needs", FEW, ENGLISH), "number:")
    assert numbers["a1"] == "7 of 12"
    assert all(" of 12" in number for number in numbers.values())


def test_bars_are_as_long_as_their_values() -> None:
    bars = drawn.boxes(draw("needs", FULL, ENGLISH), "bars")
    lengths = [right - left for left, _, right, _ in bars]
    values = [row[1] for row in table("needs", FULL).rows]
    assert [length / lengths[0] for length in lengths] == pytest.approx([value / values[0] for value in values])


def test_bars_run_from_the_highest_need_down() -> None:
    tops = [top for _, top, _, _ in drawn.boxes(draw("needs", FULL, ENGLISH), "bars")]
    values = [row[1] for row in table("needs", FULL).rows]
    assert tops == sorted(tops)
    assert values == sorted(values, reverse=True)


def test_possible_ranks_stand_beside_the_bars() -> None:
    ranks = drawn.by_id(draw("needs", FULL, ENGLISH), "rank:")
    first = FULL.needs[0]
    assert ranks[first.area] == f"{first.rank_low}–{first.rank_high}"
    assert len(ranks) == 13


def test_an_area_that_nobody_answered_says_so() -> None:
    silent = replace(FULL.needs[-1], n=0, count=0, value=0.0, low=0.0, high=0.0)
    figure = draw("needs", replace(FULL, needs=(*FULL.needs[:-1], silent)), ENGLISH)
    assert drawn.by_id(figure, "number:")[silent.area] == "no answers"
    assert len(drawn.boxes(figure, "bars")) == 12


def means() -> Diagnosis:
    needs = [replace(need, value=1 + 4 * need.value, low=1 + 4 * need.low, high=5.2, count=None) for need in FULL.needs]
    return replace(RATED, kind=ScoreKind.MEAN_IMPORTANCE, needs=samples.ranked(needs))


def test_means_have_one_decimal_and_bars_from_the_lowest_level() -> None:
    figure = draw("needs", means(), default_texts("pl"))
    numbers = drawn.by_id(figure, "number:")
    bars = drawn.boxes(figure, "bars")
    rows = table("needs", means()).rows
    assert numbers[means().needs[0].area] == f"{rows[0][1]:.1f}".replace(".", ",")
    ratio = (bars[1][2] - bars[1][0]) / (bars[0][2] - bars[0][0])
    assert ratio == pytest.approx((rows[1][1] - 1) / (rows[0][1] - 1))


def test_importance_satisfaction_has_two_decimals() -> None:
    needs = tuple(replace(need, count=None) for need in FULL.needs)
    made = replace(FULL, kind=ScoreKind.IMPORTANCE_SATISFACTION, needs=needs)
    assert drawn.by_id(draw("needs", made, ENGLISH), "number:")["a1"] == f"{needs[0].value:.2f}"


@pytest.mark.parametrize("size", list(Size))
def test_answers_carry_the_shares_of_the_table(size: Size) -> None:
    numbers = drawn.by_id(draw("answers", FULL, ENGLISH, size), "answer:")
    rows = {row[0]: row for row in table("answers", FULL).rows}
    labels = by_key(FULL)
    assert len(numbers) >= 26
    for key, number in numbers.items():
        area, level = key.split(":")
        _, *counts, n, dont_know, _ = rows[labels[area]]
        is_known = level != "dont_know"
        assert number == (per_cent(counts[int(level)], n) if is_known else per_cent(dont_know, n + dont_know))


def test_few_answers_are_counted() -> None:
    numbers = drawn.by_id(draw("answers", FEW, ENGLISH), "answer:")
    assert numbers["a1:2"] == "7"


def test_segments_are_as_long_as_their_counts() -> None:
    segments = iter(drawn.boxes(draw("answers", RATED, ENGLISH, variable="state"), "answers"))
    for row in table("answers", RATED, variable="state").rows:
        counts, n = row[1:6], row[6]
        lengths = [right - left for left, _, right, _ in (next(segments) for count in counts if count)]
        unit = sum(lengths) / n
        assert lengths == pytest.approx([count * unit for count in counts if count])


def test_lack_parts_after_not_lacking() -> None:
    segments = drawn.boxes(draw("answers", FULL, ENGLISH), "answers")
    ends_of_first_levels = {round(right, 6) for _, _, right, _ in segments[::3]}
    assert len(ends_of_first_levels) == 1


def test_ratings_part_in_the_middle_of_the_middle_level() -> None:
    segments = drawn.boxes(draw("answers", RATED, ENGLISH, variable="importance"), "answers")
    middles = {round((left + right) / 2, 6) for left, _, right, _ in segments[2::5]}
    assert len(middles) == 1


def test_dont_know_stands_apart_from_every_answer() -> None:
    figure = draw("answers", FULL, ENGLISH)
    furthest = max(right for _, _, right, _ in drawn.boxes(figure, "answers"))
    assert all(left > furthest for left, _, _, _ in drawn.boxes(figure, "dont_know"))


@pytest.mark.parametrize("variable", ["age", TARGET_GROUP])
@pytest.mark.parametrize("size", list(Size))
def test_cells_carry_the_numbers_of_the_table(size: Size, variable: str) -> None:
    numbers = drawn.by_id(draw("groups", FULL, ENGLISH, size, variable=variable), "cell:")
    firsts = [text for key, text in numbers.items() if key.endswith(":0")]
    shown = [row for row in table("groups", FULL, variable=variable).rows if row[2] is not None]
    expected = [per_cent(row[3], row[4])[:-1] if row[4] >= 30 else str(row[3]) for row in shown]
    assert [text.split("/")[0] for text in firsts] == expected


def test_suppressed_cells_are_marked_and_never_numbered() -> None:
    figure = draw("groups", FULL, ENGLISH)
    hidden = {(cell.area, cell.category) for cell in FULL.breakdowns[0].cells if cell.value is None}
    drawn_cells = {tuple(key.split(":")[:2]) for key in drawn.by_id(figure, "cell:")}
    assert len(hidden) == 4
    assert not hidden & drawn_cells
    assert sum(line.get_text() == "·" for line in drawn.texts(figure)) == 4
    assert "Fewer than 5 people" in drawn.words(figure)


def test_narrow_cells_write_small_counts_on_two_lines() -> None:
    few = samples.lack_diagnosis(n=120)
    numbers = drawn.by_id(draw("groups", few, ENGLISH, Size.PHONE, variable=TARGET_GROUP), "cell:")
    assert {text[0] == "/" for key, text in numbers.items() if key.endswith(":1")} == {True}


def test_points_lie_where_the_table_says() -> None:
    figure = draw("quadrant", RATED, ENGLISH)
    dots = [dot for dot in figure.lines + figure.artists if dot.get_gid() in ("points", "urgent")]
    places = sorted((x, y) for dot in dots for x, y in zip(*dot.get_data(), strict=True))
    rows = sorted((row[2], row[1]) for row in table("quadrant", RATED).rows)
    across = [(x - places[0][0]) / (places[-1][0] - places[0][0]) for x, _ in places]
    assert across == pytest.approx([(state - rows[0][0]) / (rows[-1][0] - rows[0][0]) for state, _ in rows])


@pytest.mark.parametrize("name", ["needs", "answers", "groups"])
def test_tables_in_words_have_a_heading_for_each_column(name: str) -> None:
    made = table_in_words(name, FULL, ENGLISH)
    assert {len(row) for row in made.rows} == {len(made.columns)}
    assert all(isinstance(cell, str) for row in made.rows for cell in row)


def test_table_in_words_says_what_the_chart_says() -> None:
    worded = {row[0]: row[1] for row in table_in_words("needs", FULL, ENGLISH).rows}
    numbers = drawn.by_id(draw("needs", FULL, ENGLISH), "number:")
    assert {by_key(FULL)[key]: number for key, number in numbers.items()} == worded


def test_table_of_groups_in_words_hides_what_the_chart_hides() -> None:
    made = table_in_words("groups", FULL, ENGLISH)
    assert sum(cell == "·" for row in made.rows for cell in row) == 4
    assert made.columns[1] == "everyone (412\u00a0people)"


def test_table_of_the_quadrant_in_words_has_both_coordinates() -> None:
    made = table_in_words("quadrant", RATED, default_texts("pl"))
    assert made.columns == ("obszar", "ważność", "stan obecny", "liczba odpowiedzi")
    assert made.rows[0][1:] == ("4,35", "2,10", "412")
