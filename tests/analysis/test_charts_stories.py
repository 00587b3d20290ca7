"""What titles, notes and text alternatives say, and how carefully."""

from dataclasses import replace

import pytest

from analysis.charts import CHARTS, TARGET_GROUP, default_texts, draw, text_alternative
from analysis.charts.stories import Story, answers_story, groups_story, needs_story, quadrant_story
from analysis.charts.texts import Wording
from analysis.results import Diagnosis
from tests.analysis import drawn, samples

ENGLISH = Wording(default_texts("en"))
POLISH = Wording(default_texts("pl"))
FULL = samples.lack_diagnosis()


def sure_of_order(diagnosis: Diagnosis) -> Diagnosis:
    needs = tuple(replace(need, rank_low=need.rank, rank_high=need.rank) for need in diagnosis.needs)
    return replace(diagnosis, needs=needs)


def needs_in_polish(diagnosis: Diagnosis) -> Story:
    return needs_story(diagnosis, POLISH, None)


def test_title_names_the_first_three_where_the_order_is_sure() -> None:
    title = needs_in_polish(sure_of_order(FULL)).title
    assert title == (
        "Najbardziej brakuje: „Zdrowie i profilaktyka”, „Miejsca spotkań i dojazd” i „Opieka i wsparcie rodzin”"
    )


def test_title_is_careful_where_ranks_overlap() -> None:
    assert needs_in_polish(FULL).title.startswith("Najbardziej brakuje (kolejność niepewna): „Zdrowie")


def test_title_names_nothing_where_everything_may_come_first() -> None:
    title = needs_in_polish(samples.lack_diagnosis(n=12)).title
    assert title == "Odpowiedzi nie rozstrzygają jeszcze kolejności potrzeb"


def test_title_of_two_or_three_areas_names_one() -> None:
    title = needs_in_polish(sure_of_order(samples.lack_diagnosis(3))).title
    assert title == "Najbardziej brakuje: „Zdrowie i profilaktyka”"


def test_title_of_a_single_area_is_its_value() -> None:
    assert needs_in_polish(samples.lack_diagnosis(1)).title == "„Miejsca spotkań i dojazd”: 52%"


def test_title_does_not_invent_a_need_that_nobody_has() -> None:
    nobody = replace(FULL, needs=samples.ranked([samples.need(area, 0, 50) for area in FULL.areas]))
    assert needs_in_polish(nobody).title == "Nikt nie wskazał żadnej z tych potrzeb"


def test_subtitle_has_measure_number_and_bases() -> None:
    assert needs_in_polish(FULL).subtitle == (
        "Odsetek osób, którym tego bardzo brakuje · ankiet: 412 · odpowiedzi na obszar: 385–412"
    )


def test_notes_say_how_an_open_sample_is_to_be_read() -> None:
    assert "nie mówi ona o wszystkich mieszkańcach" in needs_in_polish(FULL).notes[0]
    drawn_by_chance = replace(FULL, sample="probability", level=0.9)
    assert needs_in_polish(drawn_by_chance).notes[0] == "Kreska przy słupku: przedział ufności 90%."


def test_notes_explain_counts_only_where_there_are_any() -> None:
    few = needs_in_polish(samples.lack_diagnosis(n=12)).notes
    assert "Mniej niż 30 odpowiedzi: liczby osób zamiast procentów." in few
    assert not any("Mniej niż 30" in note for note in needs_in_polish(FULL).notes)


def test_source_is_the_last_note() -> None:
    assert needs_in_polish(FULL).notes[-1] == f"Źródło: {FULL.title}"


def test_alternative_gives_every_value() -> None:
    alternative = needs_in_polish(FULL).alternative
    assert all(f"„{area.label}”" in alternative for area in FULL.areas)
    assert "„Historia, tradycja i turystyka” 9%" in alternative


def test_answers_name_the_area_with_most_at_the_telling_end() -> None:
    title = answers_story(FULL, POLISH, None).title.replace("\u00a0", " ")
    assert title == "Najwięcej odpowiedzi „bardzo brakuje”: „Zdrowie i profilaktyka” – 61%"


@pytest.mark.parametrize(("measure", "levels"), [("importance", "4 and 5"), ("state", "1 and 2")])
def test_ratings_tell_by_their_two_end_levels(measure: str, levels: str) -> None:
    assert f"“{levels}”" in answers_story(samples.rating_diagnosis(), ENGLISH, measure).title


def test_groups_name_the_highest_cell_with_a_fair_base() -> None:
    story = groups_story(FULL, POLISH, "age")
    assert story.title.replace("\u00a0", " ") == (
        "Najwyższy wynik: „Zdrowie i profilaktyka” w grupie „75 lat i więcej” – 76%"
    )
    assert story.notes[0].startswith("· Mniej niż 5 osób")


def test_groups_prefer_a_fair_base_to_a_higher_share() -> None:
    made = FULL.breakdowns[0]
    small = replace(made.cells[6], value=1.0, count=16, n=16)
    cells = tuple(small if cell == made.cells[6] else cell for cell in made.cells)
    story = groups_story(replace(FULL, breakdowns=(replace(made, cells=cells),)), POLISH, None)
    assert "75 lat i więcej" in story.title


def test_target_groups_are_named_by_their_texts() -> None:
    named = Wording({**POLISH.texts, "group.youth": "Młodzież"})
    assert "„Młodzież”" in groups_story(FULL, named, TARGET_GROUP).title
    assert "„youth”" in groups_story(FULL, POLISH, TARGET_GROUP).title


def test_a_target_group_called_everyone_is_not_the_whole_sample() -> None:
    figure = draw("groups", FULL, {**POLISH.texts, **samples.GROUP_TEXTS}, variable=TARGET_GROUP)
    assert "Wszyscy mieszkańcy" in drawn.words(figure)


def test_quadrant_names_the_corner_to_begin_with() -> None:
    made = samples.rating_diagnosis()
    points = made.quadrant
    importance = sum(point.importance for point in points) / len(points)
    state = sum(point.state for point in points) / len(points)
    corner = {point.area for point in points if point.importance > importance and point.state < state}
    title = quadrant_story(made, POLISH, None).title
    assert {area.key for area in made.areas if area.label in title} == corner


def test_quadrant_counts_those_it_does_not_name() -> None:
    assert quadrant_story(samples.rating_diagnosis(16), POLISH, None).title.endswith(" i jeszcze 1")


def test_quadrant_says_when_no_area_stands_out() -> None:
    made = samples.rating_diagnosis()
    level = replace(made, quadrant=tuple(replace(point, state=3.0) for point in made.quadrant))
    assert quadrant_story(level, ENGLISH, None).title.startswith("No area is both")


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("name", CHARTS)
def test_alternatives_are_plain_sentences(name: str, language: str) -> None:
    made = samples.rating_diagnosis() if name == "quadrant" else samples.full_diagnosis()
    alternative = text_alternative(name, made, default_texts(language))
    assert alternative.endswith(".")
    assert not {"{", "}", "\n"} & set(alternative)


@pytest.mark.parametrize("name", CHARTS)
def test_the_chart_shows_its_title(name: str) -> None:
    made = samples.rating_diagnosis() if name == "quadrant" else samples.full_diagnosis()
    title = text_alternative(name, made, POLISH.texts).split(". ")[0].replace("\u00a0", " ")
    assert drawn.words(draw(name, made, POLISH.texts)).startswith(title)
