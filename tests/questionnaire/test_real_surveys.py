"""Two real public surveys come through their maps, and their first needs are those of the reference.

The files are not in the repository; the questionnaires and maps are.
"""

import json

import pytest

from diagnoza.questionnaire.csv_columns import bind
from diagnoza.questionnaire.csv_import import ImportedRow, read_map, read_rows
from diagnoza.questionnaire.parsing import load

SURVEYS = {
    "kansas_city_2021": "kc/kc_resident_2021q1.csv",
    "tampa_2024": "tampa/tampa_2024.csv",
}


@pytest.fixture(params=SURVEYS)
def survey(request):
    return request.param


def diagnosed(shared, examples, name, keep=lambda answers: True):
    from analysis.diagnosis import diagnose
    from analysis.tally import Tally
    from diagnoza.frames import responses_frame
    from diagnoza.questionnaire.codebook import codebook

    definition = load(examples / name / "questionnaire.toml")
    import_map = read_map(examples / name / "map.toml")
    rows = list(read_rows(shared / "data" / SURVEYS[name], import_map, definition))
    assert all(isinstance(row, ImportedRow) for row in rows)
    answers = [row.answers for row in rows if keep(row.answers)]
    book = codebook(definition)
    return diagnose(Tally.from_frame(responses_frame(definition, book, answers), book), book)


@pytest.fixture
def examples(request):
    return request.config.rootpath / "examples"


def test_maps_and_questionnaires_of_the_examples_fit_together(examples, survey):
    definition = load(examples / survey / "questionnaire.toml")
    assert len(definition.areas) == 16
    bound = {column.question for column in bind(read_map(examples / survey / "map.toml"), definition)}
    assert bound == set(definition.by_key)


@pytest.mark.reference
def test_kansas_city_all_rows_put_streets_police_and_neighbourhoods_first(shared, examples):
    found = diagnosed(shared, examples, "kansas_city_2021")
    assert found.n == 1033
    assert found.kind == "importance_satisfaction"
    assert [need.area for need in found.needs[:3]] == ["streets", "police", "neighborhoods"]


@pytest.mark.reference
def test_kansas_city_complete_rows_give_the_scores_of_the_reference(shared, examples):
    def complete(answers):
        return {"age", "gender", "tenure", "district"} <= set(answers)

    found = diagnosed(shared, examples, "kansas_city_2021", complete)
    reference = json.loads((shared / "data" / "reference_kc_2021q1.json").read_text())["items_unweighted"]
    keys = [area.key for area in found.areas]
    expected = {keys[int(item["item"][-2:]) - 1]: item["IS"][0] for item in reference}
    assert found.n == 973
    assert {need.area: need.value for need in found.needs} == pytest.approx(expected, abs=1e-9)


@pytest.mark.reference
def test_tampa_means_are_those_of_the_reference(shared, examples):
    found = diagnosed(shared, examples, "tampa_2024")
    reference = json.loads((shared / "data" / "reference_tampa.json").read_text())["items"]
    expected = {area.key: item["mean"] for area, item in zip(found.areas, reference, strict=True)}
    assert found.n == 1240
    assert [need.area for need in found.needs[:3]] == ["cost_of_living", "healthcare", "flooding"]
    assert {need.area: need.value for need in found.needs} == pytest.approx(expected, abs=1e-9)
