"""A map file is checked key by key, first by itself, then against the questionnaire."""

import pytest

from diagnoza.questionnaire.codebook import CHANNEL, codebook
from diagnoza.questionnaire.csv_columns import bind, default_map
from diagnoza.questionnaire.csv_map import ImportMap, MapError, MappedColumn, read_map
from diagnoza.questionnaire.parsing import library
from tests.questionnaire.csv_samples import small

AGE = '[columns.age]\nquestion = "age"\n'


def error(text: str) -> str:
    with pytest.raises(MapError) as caught:
        bind(read_map(text.encode()), small())
    return str(caught.value)


def test_a_map_is_read_whole():
    found = read_map(
        b'ignore = ["id"]\nignore_others = true\n[file]\nencoding = "cp1250"\nseparator = ","\n'
        b'[values.sizes]\n"S" = "0"\n[columns."Q 1"]\nquestion = "lack"\nitem = "care"\nvalues = "sizes"\n'
        b'dont_know = ["9"]\n'
    )
    column = MappedColumn("Q 1", "lack", item="care", values={"S": "0"}, missing={"9": "dont_know"})
    assert found == ImportMap((column,), ("id",), True, "cp1250", ",")


def test_without_file_keys_a_map_means_utf8_and_semicolons():
    found = read_map(AGE.encode())
    assert (found.encoding, found.separator, found.ignore_others) == ("utf-8", ";", False)


def test_a_map_is_read_from_a_path_too(tmp_path):
    (tmp_path / "map.toml").write_text(AGE)
    assert read_map(tmp_path / "map.toml") == read_map(AGE.encode())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[columns", ["map: file", "TOML"]),
        ("", ["columns", "at least one"]),
        ("colums = 1\n" + AGE, ["top level", "'colums'", "columns"]),
        ('[file]\nencoding = "utf8"\n' + AGE, ["file.encoding", "'utf8'", "'utf-8'", "'cp1250'"]),
        ('[file]\nseparator = ":"\n' + AGE, ["file.separator", "':'", "';'"]),
        ('file = "a"\n' + AGE, ["file", "[file]"]),
        ('ignore = "id"\n' + AGE, ["ignore", "'id'", "a list"]),
        ('ignore_others = "yes"\n' + AGE, ["ignore_others", "true or false"]),
        ('[columns]\nage = "age"\n', ['columns."age"', "a table"]),
        ('[columns.age]\nitem = "care"\n', ['columns."age".question', "add it"]),
        ("[columns.age]\nquestion = 1\n", ['columns."age".question', "a text"]),
        (AGE + 'kolor = "x"\n', ['columns."age"', "'kolor'", "dont_know"]),
        (AGE + "order = 0\n", ['columns."age".order', "1 for the first choice"]),
        (AGE + "order = true\n", ['columns."age".order']),
        (AGE + 'values = "ages"\n', ['columns."age".values', "'ages'"]),
        (AGE + "values = { a = 1 }\n", ['columns."age".values', "a table of texts"]),
        (AGE + "dont_know = [9]\n", ['columns."age".dont_know', '["9", "99"]']),
        ('[values]\nages = "x"\n' + AGE, ["values.ages", "a table of texts"]),
    ],
)
def test_a_wrong_key_is_named_with_what_is_allowed(text, words):
    message = error(text)
    assert all(word in message for word in words), message


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ('question = "wiek"', [".question", "'wiek'", "age"]),
        ('question = "lack"', [".item", "nothing", "care, health, sport"]),
        ('question = "lack"\nitem = "money"', [".item", "'money'", "care, health, sport"]),
        ('question = "lack"\nitem = "care"\nmeasure = "state"', [".measure", "remove measure"]),
        ('question = "rate"\nitem = "care"', [".measure", "importance, state"]),
        ('question = "top"', [".option", "care, health, sport"]),
        ('question = "top"\norder = 3', [".order", "3", "1, 2"]),
        ('question = "top"\norder = 1\noption = "care"', [".option", "remove option"]),
        ('question = "age"\noption = "60+"', [".option", "remove option"]),
        ('question = "age"\nvalues = { old = "75+" }', ["'old'", "'75+'", "15-29, 30-59, 60+, no_answer"]),
        ('question = "age"\ndont_know = ["9"]', ["'9'", "'dont_know'", "no_answer"]),
        ('question = "words"\nvalues = { a = "b" }', ["'a'", "'b'", "no_answer"]),
        ('question = "top"\norder = 1\nvalues = { 1 = "money" }', ["'money'", "care"]),
        ('question = "news"\noption = "web"\nvalues = { x = "2" }', ["'2'", "0, 1, no_answer"]),
    ],
)
def test_what_does_not_fit_the_questionnaire_is_named(keys, words):
    message = error(f"[columns.q]\n{keys}\n")
    assert all(word in message for word in ['columns."q"', *words]), message


def test_two_columns_cannot_give_one_answer():
    assert "'age' does not answer already" in error(AGE + '[columns.age2]\nquestion = "age"\n')


def test_columns_of_picks_and_of_options_cannot_be_mixed():
    picks = '[columns.p]\nquestion = "top"\norder = 1\n'
    assert "remove one" in error(picks + '[columns.o]\nquestion = "top"\noption = "care"\n')


@pytest.mark.parametrize("key", ["krotka", "krotka-mala", "pelna"])
def test_the_default_map_names_every_column_of_the_codebook(key):
    definition = library()[key]
    names = [column.variable for column in bind(default_map(definition), definition)]
    assert names == [variable.name for variable in codebook(definition).variables]
    assert [column.name for column in bind(default_map(definition), definition) if not column.needed] == [CHANNEL]


def test_questions_kept_apart_cannot_be_imported():
    with pytest.raises(MapError, match="'help'"):
        bind(read_map(b'[columns.help]\nquestion = "help"\n'), library()["krotka"])
