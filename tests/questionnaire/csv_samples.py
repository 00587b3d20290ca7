"""A small questionnaire with every kind of question, and files for it."""

import csv
import io
from collections.abc import Iterable

from hypothesis import strategies as st

from diagnoza.questionnaire.csv_import import ImportedRow, RefusedRow, read_map, read_rows
from diagnoza.questionnaire.definition import Definition
from diagnoza.questionnaire.parsing import parse
from tests.questionnaire.examples import said
from tests.questionnaire.strategies import answers


def _keyed(*keys: str) -> str:
    return "[" + ", ".join(f'{{ key = "{key}", text = {said(key)} }}' for key in keys) + "]"


def _question(key: str, kind: str, rest: str) -> str:
    return f'[[sections.questions]]\nkey = "{key}"\nkind = "{kind}"\ntext = {said(key)}\n{rest}\n'


AREAS = ("care", "health", "sport")
FIVE = "[" + ", ".join(said(str(number)) for number in range(1, 6)) + "]"
SOURCE = (
    f'key = "small"\nminutes = 1\ntitle = {said("small")}\ndescription = {said("small")}\n'
    + "".join(f'[[areas]]\nkey = "{area}"\nlabel = {said(area)}\n' for area in AREAS)
    + f'[[sections]]\nkey = "all"\ntitle = {said("all")}\n'
    + _question("lack", "lack_grid", f"items = {_keyed(*AREAS)}")
    + _question(
        "rate",
        "importance_state_grid",
        f"items = {_keyed(*AREAS)}\nimportance.text = {said('I')}\nimportance.labels = {FIVE}\n"
        f"state.text = {said('S')}\nstate.labels = {FIVE}",
    )
    + _question("top", "choose_up_to", 'limit = 2\nordered = true\nmeasure = "picked"\noptions = "areas"')
    + _question(
        "for_whom",
        "choose_up_to",
        'limit = 2\ntarget_group = true\nshow_if = { question = "top" }\n'
        f"options = {_keyed('youth', 'seniors', 'everyone')}",
    )
    + _question("news", "multiple", f"options = {_keyed('web', 'poster')}")
    + _question("rank", "ranking", f"options = {_keyed('bus', 'park', 'pool')}")
    + _question("age", "single", f"stratum = true\noptions = {_keyed('15-29', '30-59', '60+')}")
    + _question("years", "number", "min = 0\nmax = 100")
    + _question("words", "text", "max_length = 200")
)


def small() -> Definition:
    """The questionnaire itself."""
    return parse(SOURCE, "small.toml")


def table(*rows: Iterable[str], separator: str = ";") -> bytes:
    """A CSV file of these rows."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


def imported(content: bytes, map_text: str) -> list[ImportedRow | RefusedRow]:
    """Every row of a file, read with a map."""
    return list(read_rows(io.BytesIO(content), read_map(map_text.encode()), small()))


HOSTILE = ["=1+1", "a;=1+1", "a\n=1+1", "a,-2", "'=1", "''", '"', '";"', "\t@x", "＝1", "\u200b+1", "x,", "no_answer"]
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    st.lists(st.sampled_from([*HOSTILE, ";", ",", "\r", "\n", "=", "ł", " "]), max_size=8).map("".join),
).filter(lambda text: text.strip())


ANSWERS = st.builds(lambda given, words: {**given, "words": words}, answers(small()), TEXTS)
"""Acceptable stored answers with a text that means harm."""
