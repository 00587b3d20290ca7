"""Stored answers become the frame that the analysis promises to read."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analysis import columns
from analysis.vocabulary import DONT_KNOW, NO_ANSWER, Channel
from diagnoza.frames import responses_frame
from diagnoza.questionnaire.codebook import CHANNEL, codebook, with_channel
from diagnoza.questionnaire.parsing import library as ready
from tests.questionnaire.strategies import answers

KROTKA, PELNA = ready()["krotka"], ready()["pelna"]


@given(st.lists(answers(KROTKA), max_size=4))
def test_any_stored_answers_make_a_valid_frame(stored: list[dict[str, Any]]) -> None:
    book = codebook(KROTKA)
    frame = responses_frame(KROTKA, book, stored)
    columns.validate(frame, book)
    assert len(frame) == len(stored)


@given(st.lists(answers(PELNA), max_size=3))
def test_the_full_questionnaire_too(stored: list[dict[str, Any]]) -> None:
    columns.validate(responses_frame(PELNA, codebook(PELNA), stored), codebook(PELNA))


def test_not_knowing_and_not_answering_are_two_things() -> None:
    frame = responses_frame(KROTKA, codebook(KROTKA), [{"lack": {"care": DONT_KNOW}}, {}])
    assert list(frame["lack.care"]) == [DONT_KNOW, NO_ANSWER]


def test_the_way_of_answering_stands_beside_the_answers() -> None:
    rows = [with_channel({}, Channel.PAPER), with_channel({}, Channel.WEB), {}]
    assert list(responses_frame(KROTKA, codebook(KROTKA), rows)[CHANNEL]) == ["paper", "web", NO_ANSWER]


def test_the_order_of_choice_is_kept() -> None:
    frame = responses_frame(KROTKA, codebook(KROTKA), [{"top": ["health", "care"]}])
    assert [frame[f"top.{area}"].iloc[0] for area in ("health", "care", "work")] == ["1", "2", "0"]
