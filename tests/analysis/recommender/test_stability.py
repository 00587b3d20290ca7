"""Whether the proposal holds: over resamples, and without parts of the answers."""

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import Role, Variable
from analysis.diagnosis import diagnose
from analysis.recommender import recommend, render, situation_from
from analysis.recommender.stability import Without, parts_of, resampled, stability
from analysis.results import Diagnosis
from analysis.tally import Tally
from tests.analysis.build import codebook, lack, random_frame

VILLAGES = Variable("village", Role.PLACE, "village", "village", levels=("wola", "górka", "las"))
MODES = Variable("mode", Role.MODE, "mode", "mode", levels=("web", "paper"))
FORM = Variable("id", Role.ID, "id", "id")
BOOK = codebook(*map(lack, ("care", "sport", "work", "health")), VILLAGES, MODES, FORM)
LONG = {"horizon": "long"}


def survey(n: int, seed: int, **shares: float) -> tuple[pd.DataFrame, Tally, Diagnosis]:
    """Random answers, the shares of "very lacking" being as given in the villages and modes alike."""
    rng = np.random.default_rng(seed)
    table = random_frame(BOOK, n, rng, missing=0.0)
    table["id"] = [str(number) for number in range(n)]
    for column in (VILLAGES, MODES):
        codes = rng.integers(len(column.levels), size=n)
        table[column.name] = pd.Categorical.from_codes(codes, dtype=table[column.name].dtype)
    for area, share in shares.items():
        table[f"lack.{area}"] = pd.Categorical.from_codes(
            np.where(rng.random(n) < share, 2, 0), dtype=table[f"lack.{area}"].dtype
        )
    return told(table)


def told(table: pd.DataFrame) -> tuple[pd.DataFrame, Tally, Diagnosis]:
    tally = Tally.from_frame(table, BOOK)
    return table, tally, diagnose(tally, BOOK)


CLEAR = {"care": 0.8, "sport": 0.1, "work": 0.1, "health": 0.1}


def test_resamples_vary_as_much_as_new_samples_would() -> None:
    _, _, diagnosis = survey(400, 1, **CLEAR)
    drawn = pd.DataFrame(resampled(diagnosis))
    for need in diagnosis.needs:
        expected = np.sqrt(need.value * (1 - need.value) / need.n)
        assert drawn[need.area].std(ddof=0) == pytest.approx(expected, rel=0.01)
        assert drawn[need.area].mean() == pytest.approx(need.value)


def test_resamples_vary_together_as_the_answers_do() -> None:
    table, _, _ = survey(400, 1, care=0.5, sport=0.5, work=0.5)
    table["lack.sport"] = table["lack.care"]
    drawn = pd.DataFrame(resampled(told(table)[2])).corr()
    assert drawn.loc["care", "sport"] == pytest.approx(1)
    assert abs(drawn.loc["care", "work"]) < 0.3


def test_a_clear_need_holds_and_a_close_call_does_not() -> None:
    clear, close = survey(400, 2, **CLEAR)[2], survey(60, 2, care=0.36, sport=0.34, work=0.36, health=0.34)[2]
    firm = stability(situation_from(clear, LONG, {}), clear)
    loose = stability(situation_from(close, LONG, {}), close)
    assert (firm.of_100, firm.first_needs) == (100, {"care": 1.0})
    assert loose.of_100 is not None
    assert loose.of_100 < 95
    assert len(loose.first_needs) > 1


def test_the_shares_of_types_are_counted_over_all_resamples() -> None:
    close = survey(60, 2, care=0.36, sport=0.34, work=0.36, health=0.34)[2]
    situation = situation_from(close, LONG, {})
    found = stability(situation, close)
    plain = [recommend(situation.with_facts({"area_shares": shares})).first for shares in resampled(close)]
    assert found.types == {kind: plain.count(kind) / 200 for kind in found.types}
    assert sum(found.types.values()) == pytest.approx(1)
    assert found.of_100 == round(100 * found.types[recommend(situation).first])


def without(table: pd.DataFrame, column: str, category: str) -> dict[str, float]:
    rest = table[table[column] != category]
    return {area.key: float((rest[f"lack.{area.key}"] == "2").mean()) for area in BOOK.areas}


def test_needs_without_a_part_are_those_of_the_other_rows() -> None:
    table, tally, diagnosis = survey(300, 3)
    parts = parts_of(tally, BOOK, diagnosis)
    smallest = table["village"].value_counts().loc[list(VILLAGES.levels)].idxmin()
    (place,) = [part for part in parts if part.kind == "place"]
    assert (place.name, place.shares) == (smallest, pytest.approx(without(table, "village", str(smallest))))
    modes = {part.name: part.shares for part in parts if part.kind == "mode"}
    assert modes == {mode: pytest.approx(without(table, "mode", mode)) for mode in ("web", "paper")}


def test_few_people_are_not_left_out_alone() -> None:
    table, _, _ = survey(60, 4)
    table["village"] = pd.Categorical(["las"] * 9 + ["wola"] * 25 + ["górka"] * 26, dtype=table["village"].dtype)
    _, tally, diagnosis = told(table)
    assert [part.name for part in parts_of(tally, BOOK, diagnosis) if part.kind == "place"] == ["wola"]


def test_a_need_that_one_village_makes_is_said() -> None:
    table, _, _ = survey(300, 5, care=0.2, sport=0.2, work=0.2, health=0.2)
    table["village"] = pd.Categorical(["las"] * 95 + ["wola"] * 105 + ["górka"] * 100, dtype=table["village"].dtype)
    for area in ("care", "sport", "work", "health"):
        table.loc[:94, f"lack.{area}"] = "2"
    _, tally, diagnosis = told(table)
    situation = situation_from(diagnosis, {**LONG, "partners": 4}, {})
    found = stability(situation, diagnosis, parts_of(tally, BOOK, diagnosis))
    assert [(each.kind, each.name) for each in found.differing] == [("place", "las")]
    said = [render(message, "pl") for message in found.messages]
    assert said[1].startswith("Bez miejsca, z którego odpowiedziało najmniej osób („las”), wyszłoby: ")


def test_ten_forms_are_a_fortieth_of_four_hundred() -> None:
    _, tally, diagnosis = survey(400, 6, **CLEAR)
    forms = [part.shares["care"] for part in parts_of(tally, BOOK, diagnosis) if part.kind == "forms"]
    care = diagnosis.needs[0]
    assert len(forms) == 50
    assert max(abs(share - care.value) for share in forms) <= 20 / 390
    assert np.std(forms) == pytest.approx(np.sqrt(10 * care.value * (1 - care.value)) / 390, rel=0.5)


def test_nothing_matters_when_nothing_does() -> None:
    _, tally, diagnosis = survey(400, 2, **CLEAR)
    found = stability(situation_from(diagnosis, LONG, {}), diagnosis, parts_of(tally, BOOK, diagnosis))
    assert found.differing == ()
    assert [message.code for message in found.messages] == ["stability", "without_same"]
    assert render(found.messages[0], "pl") == "Gdyby odpowiadali inni mieszkańcy, w 100 ze 100 prób wyszłoby to samo."


SAME = [
    (("forms",), "To samo wychodzi bez dziesięciu ankiet.", "The same comes out without ten forms."),
    (
        ("mode", "forms"),
        "To samo wychodzi bez jednego ze sposobów odpowiadania i bez dziesięciu ankiet.",
        "The same comes out without one of the ways of answering and without ten forms.",
    ),
]


@pytest.mark.parametrize(("kinds", "pl", "en"), SAME)
def test_the_sentence_names_only_what_was_left_out(kinds: tuple[str, ...], pl: str, en: str) -> None:
    _, tally, diagnosis = survey(400, 2, **CLEAR)
    parts = [part for part in parts_of(tally, BOOK, diagnosis) if part.kind in kinds]
    said = stability(situation_from(diagnosis, LONG, {}), diagnosis, parts).messages[-1]
    assert [render(said, language) for language in ("pl", "en")] == [pl, en]


def test_all_three_kinds_of_parts_are_named() -> None:
    _, tally, diagnosis = survey(400, 2, **CLEAR)
    said = stability(situation_from(diagnosis, LONG, {}), diagnosis, parts_of(tally, BOOK, diagnosis)).messages[-1]
    assert render(said, "en").startswith("The same comes out without the place from which the fewest people answered, ")


def test_parts_that_are_not_shown_are_not_left_out_alone() -> None:
    _, tally, diagnosis = survey(300, 3)
    shown = tuple(replace(each, n=(None,) * len(each.n)) for each in diagnosis.breakdowns)
    for breakdowns in ((), shown):
        parts = parts_of(tally, BOOK, replace(diagnosis, breakdowns=breakdowns))
        assert {part.kind for part in parts} == {"forms"}


def test_without_replicates_nothing_is_claimed() -> None:
    diagnosis = replace(survey(400, 2, **CLEAR)[2], replicates=())
    found = stability(situation_from(diagnosis, LONG, {}), diagnosis)
    assert (found.resamples, found.of_100, found.messages) == (0, None, ())


def test_the_draws_follow_the_seed() -> None:
    _, tally, diagnosis = survey(100, 7)
    again: Any = [parts_of(tally, BOOK, diagnosis, seed) for seed in (1, 1, 2)]
    assert again[0] == again[1] != again[2]
    assert all(isinstance(part, Without) for part in again[0])


def test_two_hundred_resamples_take_under_a_tenth_of_a_second() -> None:
    _, _, diagnosis = survey(400, 2, **CLEAR)
    situation = situation_from(diagnosis, LONG, {})
    times = []
    for _ in range(5):
        start = time.perf_counter()
        stability(situation, diagnosis)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.1


def test_a_withheld_diagnosis_has_no_parts() -> None:
    _, tally, _ = survey(40, 8)
    assert parts_of(tally, BOOK, diagnose(tally, BOOK, threshold=50)) == ()
