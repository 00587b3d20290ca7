"""The parts that read rows are added to a diagnosis, as safe as the rest of it."""

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import Role, Variable
from analysis.diagnosis import diagnose
from analysis.rows import with_rows
from analysis.stored import from_json, to_json
from analysis.tally import Tally
from tests.analysis.build import codebook, lack, random_frame, stratum

MORE = Variable("more", Role.TEXT, "more", "Co jeszcze?", "Czego jeszcze brakuje?")
BOOK = codebook(*[lack(area) for area in "abcdef"], stratum("age", "xyz"), MORE)


@pytest.fixture
def answers(rng: np.random.Generator) -> pd.DataFrame:
    """Young people write of the bus, others of the doctor; three people are of group z."""
    table = random_frame(BOOK, 120, rng, missing=0)
    ages = ["x"] * 40 + ["y"] * 77 + ["z"] * 3
    texts = ["Brak autobusu do miasta"] * 40 + ["Lekarz bliżej domu"] * 77 + ["Basen dla Jana Kowalskiego"] * 3
    kinds = table["age"].dtype
    return table.assign(age=pd.Categorical(ages, dtype=kinds), more=pd.Series(texts, dtype=object))


def test_quality_segments_and_themes_are_added(answers: pd.DataFrame) -> None:
    plain = diagnose(Tally.from_frame(answers, BOOK), BOOK)
    full = with_rows(plain, answers, BOOK)
    assert (full.needs, full.breakdowns) == (plain.needs, plain.breakdowns)
    assert full.quality is not None
    assert full.segmentation is not None
    assert [themes.label for themes in full.themes] == ["Czego jeszcze brakuje?"]


def test_groups_have_their_words(answers: pd.DataFrame) -> None:
    large = answers[:117]
    (themes,) = with_rows(diagnose(Tally.from_frame(large, BOOK), BOOK), large, BOOK).themes
    words = {(keyword.category, keyword.word) for keyword in themes.keywords}
    assert ("x", "autobus") in words
    assert ("y", "lekarz") in words


def test_a_withheld_group_has_no_words(answers: pd.DataFrame) -> None:
    full = with_rows(diagnose(Tally.from_frame(answers, BOOK), BOOK), answers, BOOK)
    assert full.breakdowns[0].n[2] is None
    assert {keyword.category for keyword in full.themes[0].keywords} <= {"x", "y"}


def test_what_three_people_wrote_is_not_quoted(answers: pd.DataFrame) -> None:
    full = with_rows(diagnose(Tally.from_frame(answers, BOOK), BOOK), answers, BOOK)
    assert "Kowalsk" not in str(full.themes)


def test_a_withheld_diagnosis_stays_as_it_is(answers: pd.DataFrame) -> None:
    withheld = diagnose(Tally.from_frame(answers, BOOK), BOOK, threshold=500)
    assert with_rows(withheld, answers, BOOK) is withheld


def test_the_same_rows_give_the_same_parts_whatever_their_order(answers: pd.DataFrame) -> None:
    mixed = answers.sample(frac=1, random_state=3).reset_index(drop=True)
    one, other = (with_rows(diagnose(Tally.from_frame(each, BOOK), BOOK), each, BOOK) for each in (answers, mixed))
    assert (one.segmentation, one.quality) == (other.segmentation, other.quality)


def test_a_full_diagnosis_comes_back_from_json(answers: pd.DataFrame) -> None:
    full = with_rows(diagnose(Tally.from_frame(answers, BOOK), BOOK), answers, BOOK)
    assert from_json(to_json(full)) == full
