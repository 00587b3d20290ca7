import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.charts import (
    CHARTS,
    TARGET_GROUP,
    USUAL,
    ChartUnavailable,
    Size,
    default_texts,
    draw,
    table,
    table_in_words,
    text_alternative,
    to_png,
    to_svg,
)
from analysis.errors import ChoiceError
from analysis.results import Diagnosis
from tests.analysis import drawn, samples

POLISH = {**default_texts("pl"), **samples.GROUP_TEXTS}
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ("$\\frac{1$", "100% _a_ {n} {title}", "b" * 500, "\x00\x01\n\ttab", "界 zdrowie", "", "<b>&amp;</b>--")


def sample(name: str, count: int = 13, n: int = 412) -> Diagnosis:
    usual: Callable[..., Diagnosis] = samples.lack_diagnosis if name in USUAL else samples.full_diagnosis
    make = samples.rating_diagnosis if name == "quadrant" else usual
    return make(count, n)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_draws_at_every_size_and_scheme(name: str, size: Size, scheme: str) -> None:
    svg = to_svg(draw(name, sample(name), POLISH, size, scheme=scheme))
    assert ElementTree.fromstring(svg).tag == f"{SVG}svg"  # noqa: S314 our own output


@pytest.mark.parametrize(("count", "n"), [(1, 412), (2, 40), (13, 12), (13, 412), (16, 50_000)])
@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("name", CHARTS)
def test_no_text_covers_another_or_leaves_the_sheet(name: str, size: Size, count: int, n: int) -> None:
    if name == "quadrant" and count == 1:
        pytest.skip("one point has no quadrants")
    figure = draw(name, sample(name, count, n), POLISH, size)
    assert drawn.collisions(figure) == []
    assert drawn.outside(figure) == []


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("variable", [TARGET_GROUP, "age"])
def test_groups_of_either_kind_fit(variable: str, size: Size) -> None:
    figure = draw("groups", sample("groups"), POLISH, size, variable=variable)
    assert drawn.collisions(figure) == []
    assert drawn.outside(figure) == []


@pytest.mark.parametrize("size", [Size.PAGE, Size.PHONE, Size.PRINT])
@pytest.mark.parametrize("name", CHARTS)
def test_the_source_is_never_cut_where_the_sheet_grows(name: str, size: Size) -> None:
    days = "12 października 2026 – 30 listopada 2026"
    source = f"Źródło: ankieta „{'Czego brakuje? ' * 13}”, {'Biblioteka w Gminie ' * 3}, {days} · Dane przykładowe"
    words = drawn.words(draw(name, sample(name), {**POLISH, "source": source}, size))
    assert words.endswith("· Dane przykładowe")
    assert "…" not in words[words.index("Źródło") :]


def test_the_check_for_collisions_can_fail() -> None:
    figure = draw("needs", sample("needs"), POLISH)
    first, second = drawn.texts(figure)[:2]
    second.set_position(first.get_position())
    assert drawn.collisions(figure) != []


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_diagnosis_gives_the_same_bytes(name: str) -> None:
    first, second = (to_svg(draw(name, sample(name), POLISH)) for _ in range(2))
    assert first == second


def test_bytes_do_not_depend_on_the_process() -> None:
    code = (
        "import hashlib; from analysis.charts import *; from tests.analysis import samples\n"
        "made = to_svg(draw('needs', samples.lack_diagnosis(), default_texts('pl')))\n"
        "print(hashlib.sha256(made).hexdigest())"
    )
    hashes = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True)
        .stdout
        for seed in ("1", "2", "3", "4")
    }  # fmt: skip
    assert len(hashes) == 1


@pytest.mark.parametrize("name", CHARTS)
def test_svg_carries_no_metadata_and_one_font_rule(name: str) -> None:
    svg = to_svg(draw(name, sample(name), POLISH))
    assert b"metadata" not in svg
    assert b"matplotlib" not in svg.lower()
    assert svg.count(b"font-family") == 1


def test_svg_text_stays_text_and_outlines_replace_it_on_request() -> None:
    figure = draw("needs", sample("needs"), POLISH)
    assert b"Zdrowie i" in to_svg(figure)
    assert b"<text" in to_svg(figure)
    assert b"<text" not in to_svg(figure, outlines=True)


def test_outlined_text_is_aligned_by_its_own_width() -> None:
    figure = draw("needs", sample("needs"), POLISH)
    rank = next(line for line in drawn.texts(figure) if line.get_gid() == "rank:a1")
    group = to_svg(figure, outlines=True).split(b'id="rank:a1"')[1]
    start = float(re.search(rb"translate\(([\d.]+)", group)[1])
    left, _, right, _ = (pixels * 72 / 96 for pixels in drawn.place(rank))
    assert (start, rank.get_position()[0] * 72 / 96) == pytest.approx((left, right), abs=0.01)


def test_control_characters_in_texts_do_not_break_the_svg() -> None:
    svg = to_svg(draw("answers", sample("answers"), {**POLISH, "lack.0": "nie\x00 \x0e brakuje"}))
    assert "nie brakuje" in {element.text for element in ElementTree.fromstring(svg).iter()}  # noqa: S314


@pytest.mark.parametrize("name", CHARTS)
def test_png_is_as_large_as_asked(name: str) -> None:
    figure = draw(name, sample(name), POLISH, Size.PHONE)
    header = to_png(figure, scale=2.0)[16:20]
    assert int.from_bytes(header, "big") == 720


def test_rendering_leaves_the_figure_as_it_was() -> None:
    figure = draw("needs", sample("needs"), POLISH)
    before = to_svg(figure)
    to_png(figure, scale=3.0)
    assert to_svg(figure) == before


def test_threads_draw_the_same_as_one_after_another() -> None:
    jobs = [name for name in CHARTS for _ in range(4)]
    alone = {name: to_svg(draw(name, sample(name), POLISH)) for name in CHARTS}
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda name: to_svg(draw(name, sample(name), POLISH)), jobs))
    assert made == [alone[name] for name in jobs]


def test_words_and_tables_need_no_matplotlib() -> None:
    code = (
        "import sys; from analysis.charts import *; from tests.analysis import samples\n"
        "made, texts = samples.lack_diagnosis(), default_texts('en')\n"
        "text_alternative('needs', made, texts); table('groups', made); table_in_words('answers', made, texts)\n"
        "assert not {'matplotlib', 'pandas', 'scipy', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def hostile(name: str) -> Diagnosis:
    """A diagnosis whose labels in this chart are hostile."""
    made = replace(sample(name, len(HOSTILE)), areas=samples.areas(len(HOSTILE), HOSTILE), title="{n} $\\frac{1$ %")
    if name == "themes":
        (themes,) = made.themes
        counted = tuple(replace(themes.themes[0], key=str(k), label=label) for k, label in enumerate(HOSTILE))
        return replace(made, themes=(replace(themes, themes=counted),))
    if name == "sample":
        ages = made.breakdowns[0]
        return replace(made, breakdowns=(replace(ages, labels=(*HOSTILE[:2], *ages.labels[2:])),))
    return made


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("name", CHARTS)
def test_hostile_labels_are_literal(name: str, size: Size) -> None:
    figure = draw(name, hostile(name), POLISH, size)
    ElementTree.fromstring(to_svg(figure))  # noqa: S314 our own output
    assert drawn.outside(figure) == []
    assert "$\\frac{1$" in drawn.words(figure)
    assert "100% _a_ {n} {title}" in drawn.words(figure)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=500), min_size=5, max_size=5), st.sampled_from(list(Size)))
def test_any_label_can_be_drawn(labels: list[str], size: Size) -> None:
    for name in CHARTS:
        made = replace(sample(name, 5), areas=samples.areas(5, labels))
        ElementTree.fromstring(to_svg(draw(name, made, POLISH, size)))  # noqa: S314 our own output


@pytest.mark.parametrize("name", CHARTS)
def test_a_withheld_diagnosis_has_no_charts(name: str) -> None:
    with pytest.raises(ChartUnavailable, match="withheld"):
        draw(name, samples.withheld(), POLISH)


EMPTY = samples.lack_diagnosis()
UNAVAILABLE = [
    ("needs", replace(EMPTY, needs=()), None, "no_scores"),
    ("answers", replace(EMPTY, answers=()), None, "no_answers"),
    ("answers", EMPTY, "state", "unknown_variable"),
    ("groups", replace(EMPTY, breakdowns=()), None, "no_groups"),
    ("groups", replace(EMPTY, target_groups=()), TARGET_GROUP, "no_groups"),
    ("groups", EMPTY, "sex", "unknown_variable"),
    ("quadrant", EMPTY, None, "no_pair"),
    ("quadrant", samples.rating_diagnosis(1), None, "too_few_areas"),
    ("waves", EMPTY, None, "no_waves"),
    ("sample", EMPTY, None, "no_margins"),
    ("themes", EMPTY, None, "no_themes"),
    ("themes", samples.full_diagnosis(), "another", "no_themes"),
    ("segments", EMPTY, None, "no_segments"),
]


@pytest.mark.parametrize(("name", "diagnosis", "variable", "code"), UNAVAILABLE)
def test_a_chart_that_cannot_be_drawn_says_why(
    name: str, diagnosis: Diagnosis, variable: str | None, code: str
) -> None:
    for ask in (
        lambda: draw(name, diagnosis, POLISH, variable=variable),
        lambda: table(name, diagnosis, variable=variable),
        lambda: table_in_words(name, diagnosis, POLISH, variable=variable),
        lambda: text_alternative(name, diagnosis, POLISH, variable=variable),
    ):
        with pytest.raises(ChartUnavailable) as caught:
            ask()
        assert caught.value.code == code


def test_groups_that_are_all_suppressed_are_not_drawn() -> None:
    made = sample("groups")
    cells = tuple(replace(cell, value=None, n=None, count=None) for cell in made.breakdowns[0].cells)
    hidden = replace(made, breakdowns=(replace(made.breakdowns[0], cells=cells),))
    with pytest.raises(ChartUnavailable, match="all_suppressed"):
        draw("groups", hidden, POLISH)


def test_unknown_choices_name_what_is_allowed() -> None:
    with pytest.raises(ChoiceError, match="no chart 'pie'; allowed: needs, answers"):
        draw("pie", EMPTY, POLISH)
    with pytest.raises(ChoiceError, match="scheme 'pink' is unknown; allowed: light, dark"):
        draw("needs", EMPTY, POLISH, scheme="pink")
    with pytest.raises(ChoiceError, match=r"texts lack title\.needs"):
        draw("needs", EMPTY, {key: text for key, text in POLISH.items() if key != "title.needs"})
