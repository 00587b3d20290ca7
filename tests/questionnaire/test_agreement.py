"""Parts of a questionnaire that contradict each other are named, before anybody answers."""

import pytest

from diagnoza.questionnaire.definition import QuestionnaireError
from diagnoza.questionnaire.parsing import parse
from tests.questionnaire.examples import BUS, CARE, EVERY_KIND, ITEMS, OPTIONS, changed, said

SECOND_PICK = f"""
[[sections.questions]]
key = "again"
kind = "choose_up_to"
limit = 1
measure = "picked"
text = {said("Jeszcze raz")}
options = "areas"
"""
FIRST_SECTION_ENDS = '\n[[sections]]\nkey = "aside"'
ASIDE_TEXT = f"""
[[sections.questions]]
key = "phone"
kind = "text"
text = {said("Telefon")}
"""


def refusals(source: str) -> list[str]:
    with pytest.raises(QuestionnaireError) as error:
        parse(source, "moja.toml")
    return str(error.value).splitlines()


CONTRADICTIONS = [
    ('key = "age"', 'key = "ways"', "questions: found 'ways'; allowed: each key once; rename one of them"),
    ('key = "aside"', 'key = "main"', "sections: found 'main'; allowed: each key once"),
    (ITEMS, f"items = [{CARE}, {CARE}, {BUS}]", "question 'lack': items: found 'care'; allowed: each key once"),
    (OPTIONS, OPTIONS.replace('"b"', '"a"'), "question 'for_whom': options: found 'a'; allowed: each key once"),
    ('{ question = "top" }', '{ question = "people" }', "'for_whom': show_if.question: found 'people'"),
    ('{ question = "top" }', '{ question = "help" }', "'for_whom': show_if.question: found 'help'"),
    ('{ question = "top" }', '{ question = "note" }', "'for_whom': show_if.question: found 'note'"),
    ('{ question = "top" }', '{ question = "for_whom" }', "show_if.question: found 'for_whom'"),
    ('equals = ["a"]', 'equals = ["z"]', "'why': show_if.equals: found ('z',); allowed: options of 'age': a, b, c"),
    ('"age", equals', '"lack", equals', "'why': show_if.equals: found ('a',); allowed: answered = true"),
    (FIRST_SECTION_ENDS, SECOND_PICK + FIRST_SECTION_ENDS, "'again': measure: found 'picked'; allowed: picked once"),
    ('options = "areas"', OPTIONS, "question 'top': options: found 'a, b, c'; allowed: options = \"areas\""),
    ('measure = "picked"\n', "", "'for_whom': target_group: found True; allowed: false, or an ordered choice"),
    (
        'kind = "multiple"',
        'kind = "multiple"\ntarget_group = true',
        "'ways': target_group: found True; allowed: true",
    ),
    ("max = 5", "max = 6", "'state': levels: found '1, 2, 3, 4, 5, 6'; allowed: 1, 2, 3, 4, 5 as in 'rate'"),
    (ITEMS, f"items = [{CARE}]", "area 'places': found nothing; allowed: an item about it in a grid"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), CONTRADICTIONS, ids=[m for _, _, m in CONTRADICTIONS])
def test_a_contradiction_is_named(right: str, wrong: str, message: str) -> None:
    source = changed(right, wrong)
    if wrong == "max = 6":
        source = source[: source.rindex("labels = [")] + source[source.index("\n", source.rindex("labels = [")) :]
    assert any(message in line for line in refusals(source))


def test_only_what_can_be_counted_is_kept_apart() -> None:
    (line,) = refusals(EVERY_KIND + ASIDE_TEXT)
    assert "question 'phone': kind: found 'text'; allowed: single, multiple, info in a section" in line


def test_a_questionnaire_without_a_grid_measures_nothing() -> None:
    start, end = (EVERY_KIND.index(f'[[sections.questions]]\nkey = "{key}"') for key in ("lack", "top"))
    assert any("sections: found 'no grid'" in line for line in refusals(EVERY_KIND[:start] + EVERY_KIND[end:]))


def test_contradictions_are_said_together() -> None:
    source = changed('key = "age"', 'key = "ways"').replace("limit = 2\nordered", "limit = 1\nordered")
    source = source.replace('measure = "picked"\n', "")
    assert len(refusals(source)) >= 2


def test_a_question_that_is_kept_apart_may_follow_another_of_its_kind() -> None:
    more = f'[[sections.questions]]\nkey = "how"\nkind = "multiple"\ntext = {said("Jak?")}\n{OPTIONS}\n'
    condition = 'show_if = { question = "help", equals = ["a", "b"] }\n'
    assert parse(EVERY_KIND + more + condition, "x.toml").apart_by_key["how"].show_if is not None
