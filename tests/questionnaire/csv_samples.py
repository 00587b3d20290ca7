"""A small questionnaire with every kind of question, and files for it."""

import csv
import io
from collections.abc import Iterable

from hypothesis import strategies as st

from diagnoza.questionnaire.csv_import import ImportedRow, RefusedRow, read_map, read_rows
from diagnoza.questionnaire.definition import Definition
from diagnoza.questionnaire.parsing import parse


def _words(text: str) -> str:
    return f'{{ pl = "{text}", uk = "{text}", en = "{text}" }}'


def _keyed(*keys: str) -> str:
    return "[" + ", ".join(f'{{ key = "{key}", text = {_words(key)} }}' for key in keys) + "]"


def _question(key: str, kind: str, rest: str) -> str:
    return f'[[sections.questions]]\nkey = "{key}"\nkind = "{kind}"\ntext = {_words(key)}\n{rest}\n'


AREAS = ("care", "health", "sport")
FIVE = "[" + ", ".join(_words(str(number)) for number in range(1, 6)) + "]"
SOURCE = (
    f'key = "small"\nminutes = 1\ntitle = {_words("small")}\ndescription = {_words("small")}\n'
    + "".join(f'[[areas]]\nkey = "{area}"\nlabel = {_words(area)}\n' for area in AREAS)
    + f'[[sections]]\nkey = "all"\ntitle = {_words("all")}\n'
    + _question("lack", "lack_grid", f"items = {_keyed(*AREAS)}")
    + _question(
        "rate",
        "importance_state_grid",
        f"items = {_keyed(*AREAS)}\nimportance.text = {_words('I')}\nimportance.labels = {FIVE}\n"
        f"state.text = {_words('S')}\nstate.labels = {FIVE}",
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


LEVELS = st.sampled_from(["0", "1", "2", "dont_know"])
RATINGS = st.sampled_from(["1", "2", "3", "4", "5", "dont_know"])
HOSTILE = ["=1+1", "a;=1+1", "a\n=1+1", "a,-2", "'=1", "''", '"', '";"', "\t@x", "＝1", "\u200b+1", "x,"]
TEXTS = (
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
        st.lists(st.sampled_from([*HOSTILE, ";", ",", "\r", "\n", "=", "ł", " "]), max_size=8).map("".join),
    )
    .filter(lambda text: text.strip() and text != "no_answer")
)


def _subsets(*keys: str, limit: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(keys), unique=True, min_size=1, max_size=limit)


def _in_order(*keys: str) -> st.SearchStrategy[list[str]]:
    """Choices without an order are stored in the order of the options."""
    chosen = st.sets(st.sampled_from(keys), min_size=1)
    return chosen.map(lambda found: [key for key in keys if key in found])


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "lack": st.dictionaries(st.sampled_from(AREAS), LEVELS, min_size=1),
        "rate": st.dictionaries(
            st.sampled_from(AREAS),
            st.dictionaries(st.sampled_from(["importance", "state"]), RATINGS, min_size=1),
            min_size=1,
        ),
        "top": _subsets(*AREAS, limit=2),
        "news": _in_order("web", "poster"),
        "rank": _subsets("bus", "park", "pool", limit=3),
        "age": st.sampled_from(["15-29", "30-59", "60+"]),
        "years": st.integers(0, 100),
        "words": TEXTS,
    },
)
"""Acceptable stored answers; every question may be left out."""
