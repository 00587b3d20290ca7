"""The parts that charts are made of: texts, lettering, colours, scales, room for labels."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.charts import TEXT_KEYS, default_texts, lettering
from analysis.charts.palette import DARK, LIGHT, PAPER, Palette, contrast, ramp, readable_on
from analysis.charts.placement import Space, leader, overlap, place_labels
from analysis.charts.scale import Scale, padded, share_ticks, ticks_within
from analysis.charts.texts import Wording, fill
from analysis.errors import ChoiceError

WORDING = Wording(default_texts("pl"))
PALETTES = [LIGHT, DARK, PAPER]


def test_both_languages_have_the_same_texts() -> None:
    assert set(default_texts("pl")) == set(default_texts("en")) == set(TEXT_KEYS)


@pytest.mark.parametrize("key", TEXT_KEYS)
def test_both_languages_fill_in_the_same_values(key: str) -> None:
    names = [set(re.findall(r"\{(\w+)\}", default_texts(language)[key])) for language in ("pl", "en")]
    assert names[0] == names[1]


def test_texts_of_another_language_are_refused_with_the_allowed_ones() -> None:
    with pytest.raises(ChoiceError, match="'uk'; allowed: pl, en"):
        default_texts("uk")


def test_default_texts_are_a_copy() -> None:
    default_texts("pl").clear()
    assert default_texts("pl")


def test_filling_leaves_foreign_braces_and_filled_in_braces_alone() -> None:
    assert fill("{n} {x} {} 5% {", n="{m}", m="no") == "{m} {x} {} 5% {"


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "0%"), (0.004, "0%"), (0.285, "29%"), (0.5, "50%"), (0.995, "100%"), (1.0, "100%")]
)
def test_per_cents_are_whole_and_halves_go_up(share: float, words: str) -> None:
    assert WORDING.percent(share) == words


@pytest.mark.parametrize(("n", "words"), [(12, "7 z 12"), (29, "7 z 29"), (30, "23%")])
def test_shares_are_counts_under_a_base_of_thirty(n: int, words: str) -> None:
    assert WORDING.share(7, n) == words


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a i b"), (["a", "b", "c"], "a, b i c")]
)
def test_lists_read_as_in_speech(items: list[str], words: str) -> None:
    assert WORDING.listed(items) == words


def test_labels_in_titles_are_shortened() -> None:
    assert WORDING.quoted("c" * 500) == "„" + "c" * 59 + "…”"


@given(st.text(max_size=300), st.floats(40, 400), st.integers(1, 4), st.booleans())
def test_wrapped_lines_fit_and_are_few(text: str, room: float, most: int, bold: bool) -> None:
    lines = lettering.wrap(text, room, 12.0, bold, most)
    assert 1 <= len(lines) <= most
    assert all(lettering.width(line, 12.0, bold) <= room + 1e-9 for line in lines)


@given(st.lists(st.text("abcd", min_size=1, max_size=9), max_size=12), st.floats(70, 300))
def test_balancing_keeps_the_words_and_adds_no_line(words: list[str], room: float) -> None:
    text = " ".join(words)
    wrapped = lettering.wrap(text, room, 12.0, most=20)
    balanced = lettering.balance(text, room, 12.0, most=20)
    assert len(balanced) <= len(wrapped)
    assert " ".join(balanced).split() == " ".join(wrapped).split()


def test_one_letter_words_do_not_end_a_line() -> None:
    lines = lettering.wrap("Drogi i chodniki w gminie", lettering.width("i chodniki", 12.0), 12.0, most=9)
    assert [line.split()[-1] for line in lines] == ["Drogi", "chodniki", "gminie"]


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert lettering.wrap("d" * 500, 100.0, 12.0)[-1].endswith("d…")


def test_clean_text_has_one_line_and_only_glyphs_of_the_font() -> None:
    assert lettering.clean("  gm\x00ina\n\t zażółć 界 ") == "gmina zażółć �"


def test_width_grows_with_size_and_weight() -> None:
    thin, bold = lettering.width("gmina", 10.0), lettering.width("gmina", 10.0, bold=True)
    assert lettering.width("gmina", 20.0) == pytest.approx(2 * thin)
    assert bold > thin


@pytest.mark.parametrize("colours", PALETTES)
def test_text_reads_on_the_ground(colours: Palette) -> None:
    assert all(contrast(text, colours.ground) >= 4.5 for text in (colours.ink, colours.muted, colours.alarm))


@pytest.mark.parametrize("colours", PALETTES)
def test_numbers_read_on_every_fill(colours: Palette) -> None:
    ramps = (colours.lack, colours.importance, colours.state)
    answers = [colour for anchors in ramps for steps in range(2, 12) for colour in ramp(anchors, steps)]
    for fill_colour in (*answers, *colours.heat, colours.bar, colours.quiet_bar):
        assert contrast(readable_on(fill_colour, colours), fill_colour) >= 4.5, fill_colour


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_bars_stand_out_from_the_ground(colours: Palette) -> None:
    for colour in (colours.bar, colours.quiet_bar, colours.unknown, colours.lack[-1], colours.alarm):
        assert contrast(colour, colours.ground) >= 3, colour


def test_a_print_has_no_colour_and_outlines_every_shape() -> None:
    greys = (PAPER.bar, PAPER.quiet_bar, *PAPER.lack, *PAPER.heat, PAPER.unknown)
    assert all(grey[1:3] == grey[3:5] == grey[5:7] for grey in greys)
    assert PAPER.edge == "#000000"


def test_heat_grows_steadily_against_the_ground() -> None:
    for colours in PALETTES:
        steps = [contrast(colour, colours.ground) for colour in colours.heat]
        assert steps == sorted(steps)


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("steps", [2, 3, 4, 5, 7, 10])
def test_a_ramp_keeps_its_ends(steps: int) -> None:
    colours = ramp(("#000000", "#808080", "#ffffff"), steps)
    assert (colours[0], colours[-1], len(colours)) == ("#000000", "#ffffff", steps)


def test_a_scale_is_linear() -> None:
    scale = Scale(1.0, 5.0, 100.0, 500.0)
    assert [scale(1.0), scale(3.0), scale(5.0)] == [100.0, 300.0, 500.0]


@given(st.floats(0.001, 1.0))
def test_ticks_of_shares_start_at_zero_and_reach_the_highest(highest: float) -> None:
    ticks = share_ticks(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest - 1e-9
    assert len(ticks) <= 6


@given(st.floats(-1, 5), st.floats(0.1, 10))
def test_ticks_within_a_range_stay_in_it(low: float, span: float) -> None:
    ticks = ticks_within(low, low + span)
    assert all(low - 1e-6 <= tick <= low + span + 1e-6 for tick in ticks)
    assert 1 <= len(ticks) <= 6


def test_a_narrow_range_is_widened_about_its_middle() -> None:
    assert padded([3.0, 3.0], 1.0) == (2.5, 3.5)


SPACE = Space((0.0, 0.0, 400.0, 400.0), ((0.0, 0.0, 80.0, 20.0),), (), unit=6.0)
SPOTS = st.lists(st.tuples(st.floats(20, 380), st.floats(20, 380)), min_size=1, max_size=8)


@given(SPOTS)
def test_labels_cover_neither_each_other_nor_points(points: list[tuple[float, float]]) -> None:
    placed = place_labels(points, [(40.0, 12.0)] * len(points), SPACE)
    if placed is None:
        return
    for index, box in enumerate(placed):
        assert not any(overlap(box, other) for other in placed[:index])
        assert not any(box[0] < x < box[2] and box[1] < y < box[3] for x, y in points)
        assert not overlap(box, SPACE.taken[0])


def test_no_room_for_labels_is_said() -> None:
    assert place_labels([(200.0, 200.0)] * 30, [(150.0, 60.0)] * 30, SPACE) is None


def test_labels_avoid_lines_where_they_can() -> None:
    line = (209.0, 0.0, 211.0, 400.0)
    (box,) = place_labels([(200.0, 200.0)], [(40.0, 12.0)], Space(SPACE.bounds, (), (line,), 6.0)) or []
    assert not overlap(box, line)


def test_only_distant_labels_have_a_leader() -> None:
    assert leader((100.0, 100.0), (109.0, 94.0, 150.0, 106.0), 6.0) is None
    assert leader((100.0, 100.0), (150.0, 94.0, 190.0, 106.0), 6.0) == (100.0, 100.0, 150.0, 100.0)
