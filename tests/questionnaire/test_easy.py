"""Easy words: whole or not at all, by the European rules, with the same codes as the ordinary ones."""

import re
from collections.abc import Iterator

import pytest

from diagnoza.questionnaire.codebook import codebook
from diagnoza.questionnaire.definition import EASY, Definition, QuestionnaireError, Texts
from diagnoza.questionnaire.pages import SurveyPage, page
from diagnoza.questionnaire.parsing import library, parse
from diagnoza.texts.kinds import easy_pages
from tests.questionnaire.examples import EVERY_KIND, said
from tests.questionnaire.test_library import texts
from tests.texts.readability import fog, words

EASY_ONES = ["krotka", "krotka-mala"]
LONGEST_LINE = 9  # words
SHORTENED = r"\b(np|m\.in|itp|itd|tzn|tj|ok|ul|dr)\b|%|\d\+|\d[–-]\d"


class Nothing(dict[str, list[str]]):
    def getlist(self, key: str) -> list[str]:
        return []


@pytest.fixture(params=EASY_ONES)
def definition(request: pytest.FixtureRequest) -> Definition:
    return library()[request.param]


def easy_texts(definition: Definition) -> list[Texts]:
    parts = (definition.sections, definition.words)
    return [each for part in parts for each in texts(part if isinstance(part, tuple) else (part,)) if each]


def lines(definition: Definition) -> list[str]:
    return [line for each in easy_texts(definition) for line in each[EASY].splitlines()]


def fields(shown: SurveyPage) -> Iterator[tuple[str, str]]:
    for section in shown.sections:
        for question in section.questions:
            groups = [row.options for row in question.rows] + [select.options for select in question.selects]
            yield from ((choice.name, choice.value) for group in [*groups, question.options] for choice in group)
            yield question.name, "text"


def test_the_ready_short_ones_offer_easy_words_and_the_others_do_not() -> None:
    assert [key for key, definition in library().items() if definition.easy] == EASY_ONES


def test_the_form_has_the_same_fields_and_codes_in_easy_words(definition: Definition) -> None:
    ordinary, easy = (list(fields(page(definition, words, Nothing(), {}))) for words in ("pl", EASY))
    assert ordinary == easy
    assert len(easy) > 100


def test_every_text_is_said_in_other_words_or_is_short(definition: Definition) -> None:
    same = {each["pl"] for each in easy_texts(definition) if each[EASY] == each["pl"]}
    assert max(len(words(each)) for each in same) <= 6
    assert len(same) < len(easy_texts(definition)) / 3


def test_lines_are_short_and_sentences_whole(definition: Definition) -> None:
    long = [line for line in lines(definition) if len(words(line)) > LONGEST_LINE]
    assert long == []
    assert fog("\n".join(lines(definition))) < 8


def test_nothing_is_shortened(definition: Definition) -> None:
    assert [line for line in lines(definition) if re.search(SHORTENED, line)] == []


def test_hard_words_are_explained(definition: Definition) -> None:
    said = "\n".join(lines(definition))
    for word, explained in {"Gmina": "Gmina to", "Tradycja": "Tradycja to", "Dojazd": "Dojazd to"}.items():
        assert explained in said, word
    assert said.count("Na przykład:") >= 5


def test_whole_pages_keep_the_same_rules() -> None:
    for text in easy_pages().values():
        said = [line for line in text.splitlines() if line]
        assert [line for line in said if len(words(line)) > LONGEST_LINE or re.search(SHORTENED, line)] == []


def test_the_codebook_speaks_ordinary_polish(definition: Definition) -> None:
    labels = {variable.label for variable in codebook(definition).variables}
    assert "miejsca do spotkań w swojej miejscowości" in labels
    assert not any("\n" in label for label in labels)


def test_what_is_not_written_in_easy_words_is_named() -> None:
    with pytest.raises(QuestionnaireError) as error:
        parse(EVERY_KIND.replace("minutes = 3", "minutes = 3\neasy = true"), "moja.toml")
    said = str(error.value)
    assert "question 'lack': text.easy: found nothing; allowed: a text in easy words, as easy = true" in said
    assert "question 'lack': item 'care': text.easy" in said
    assert "section 'main': title.easy" in said


def test_a_text_may_be_easy_before_all_are() -> None:
    source = EVERY_KIND.replace(
        f"title = {said('Pytania')}", 'title = { pl = "a", uk = "a", en = "a", easy = "b\\n c" }'
    )
    found = parse(source, "moja.toml")
    assert not found.easy
    assert found.sections[0].title[EASY] == "b\nc"


def test_a_changed_questionnaire_says_itself_that_it_is_easy() -> None:
    changed = f'extends = "krotka"\nkey = "nasza"\n[replace.top]\nhint = {said("Raz")}\n'
    assert not parse(changed, "nasza.toml").easy
    with pytest.raises(QuestionnaireError, match=r"question 'top': hint\.easy"):
        parse("easy = true\n" + changed, "nasza.toml")
