"""The fictional gmina of the demonstration: its facts, and answers that a seeded generator makes up.

The answers are meant to look like a real survey: those who answer are not everyone, needs go together, one small
group has a strong need of its own, people skip, do not know, and give up halfway. Nothing else reads this module
but the demonstration, and everything that it makes is labelled as sample data.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from analysis.vocabulary import DONT_KNOW, Measure
from diagnoza.questionnaire.answers import Answers
from diagnoza.questionnaire.definition import Definition, Item, Kind, Question

SKIPS = 0.02  # share of single answers that are left out
GIVES_UP = 0.04  # share of people who stop somewhere in the grid
SILENT = 0.04  # share of people who leave out one question about themselves
WRITES = 0.38  # share of people who write something
PICKS = ((0, 5), (1, 9), (2, 16), (3, 70))  # how many matters people choose, and how often
UNSURE = 0.03


@dataclass(frozen=True)
class Facts:
    """What is known of the fictional gmina, its library, its campaign and its coalition."""

    slug: str
    gmina: str
    library: str
    inhabitants: int
    contact: str
    campaign_slug: str
    campaign_title: str
    questionnaire: str
    days_open: int
    responses: int
    readiness: Mapping[str, Any]
    declaration: Mapping[str, str]


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(files("diagnoza").joinpath("demo.toml").read_text(encoding="utf-8"))


def facts() -> Facts:
    """The gmina, the library, the campaign and the coalition's first answers about its readiness."""
    data = _data()
    return Facts(**data["facts"], readiness=data["readiness"], declaration=data["declaration"])


def demo_responses(definition: Definition, n: int, seed: int) -> Iterator[Answers]:
    """Stored answers of `n` made-up residents; the same seed gives the same answers.

    Answers the kinds of question that the ready short questionnaires have; the others are left out.
    """
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    for _ in range(n):
        yield _Resident(definition, random).answers()


def demo_help(definition: Definition, n: int, seed: int) -> dict[str, dict[str, int]]:
    """How many of `n` people chose each option of the questions that are kept apart; some answer none."""
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    counts: dict[str, dict[str, int]] = {}
    for question in definition.questions(apart=True):
        weights = _data()["help"].get(question.key, {})
        answering = sum(random.random() > SILENT * 3 for _ in range(n))
        chosen = Counter(_option(random, question, weights) for _ in range(answering))
        counts[question.key] = {option.key: chosen[option.key] for option in question.options}
    return counts


def demo_days(n: int, days: int, seed: int) -> list[int]:
    """On which day after the opening each of `n` responses came, in order: a rush, then after each reminder."""
    random = Random(seed)  # noqa: S311 - made-up answers, not a secret
    reminders = (0, days // 3, 2 * days // 3)
    weights = [sum(0.8 ** (day - start) for start in reminders if start <= day) for day in range(days)]
    return sorted(random.choices(range(days), weights, k=n))


class _Resident:
    """One made-up person: who they are, how much they miss each thing, and what they answer."""

    def __init__(self, definition: Definition, random: Random) -> None:
        self.definition = definition
        self.random = random
        self.person = {
            question.key: _option(random, question, _data()["person"].get(question.key, {}))
            for question in definition.questions()
            if question.kind == Kind.SINGLE
        }
        self.mood = random.gauss(0, 0.35)
        self.themes = {name: random.gauss(0, 0.45) for name in _data()["themes"]}
        self.felt = {item.key: self._felt(item) for item in self._items()}
        self.picks = self._picks()

    def answers(self) -> Answers:
        """What this person answers, in the order of the questions."""
        given = {question.key: self._answer(question) for question in self.definition.questions()}
        return {key: answer for key, answer in given.items() if answer not in (None, [], {})}

    def _items(self) -> list[Item]:
        grids = [question for question in self.definition.questions() if question.kind == Kind.LACK_GRID]
        return [item for question in grids for item in question.items]

    def _felt(self, item: Item) -> float:
        """How much this person misses a thing: people at large, people like this one, this one, by chance."""
        tables = [_data()["differences"].get(key, {}).get(option, {}) for key, option in self.person.items()]
        usual = sum(_of_item(table, item) for table in (_data()["lack"], *tables))
        theme = sum(self.themes[name] for name, areas in _data()["themes"].items() if item.area in areas)
        return usual + theme + self.mood + self.random.gauss(0, 0.7)

    def _picks(self) -> list[str]:
        """The areas that matter most to this person, the first in front."""
        strongest: dict[str, float] = {}
        for item in self._items():
            strongest[item.area] = max(self.felt[item.key], strongest.get(item.area, self.felt[item.key]))
        weighed = {area: value + self.random.gauss(0, 0.4) for area, value in strongest.items()}
        numbers, weights = zip(*PICKS, strict=True)
        (number,) = self.random.choices(numbers, weights)
        return sorted(weighed, key=lambda area: -weighed[area])[:number]

    def _answer(self, question: Question) -> Any:
        if question.kind == Kind.LACK_GRID:
            return self._grid(question)
        if question.kind == Kind.SINGLE:
            return None if self.random.random() < SILENT else self.person[question.key]
        if question.kind == Kind.TEXT:
            return self._words()
        if question.target_group:
            return self._groups(question)
        return self.picks[: question.limit] if question.measure == Measure.PICKED else None

    def _grid(self, question: Question) -> dict[str, str]:
        items = list(question.items)
        if self.random.random() < GIVES_UP:
            items = items[: self.random.randrange(len(items))]
        return {item.key: self._level(item) for item in items if self.random.random() > SKIPS}

    def _level(self, item: Item) -> str:
        if self.random.random() < _data()["unsure"].get(item.area, UNSURE):
            return DONT_KNOW
        felt = self.felt[item.key]
        return "0" if felt < 0 else "1" if felt < 1 else "2"

    def _groups(self, question: Question) -> list[str]:
        """One group or two, in the order of the options; "everyone" stands alone."""
        if not self.picks:
            return []
        weights = dict(_data()["groups"].get(self.picks[0], {"everyone": 1}))
        own = _data()["own_group"].get(self.person.get("age", ""))
        weights[own] = weights.get(own, 1) * 3
        first, second = (_option(self.random, question, weights, 0) for _ in range(2))
        named = {first} if "everyone" in (first, second) or self.random.random() < 0.5 else {first, second}
        return [option.key for option in question.options if option.key in named]

    def _words(self) -> str | None:
        """A sentence about what matters most to this person, sometimes with one more."""
        if self.random.random() > WRITES or not self.picks:
            return None
        phrases = _data()["open"]
        words = str(self.random.choice(phrases[self.picks[0]]))
        if self.random.random() < 0.25:
            words = f"{words.rstrip('.')}. {self.random.choice(phrases['also'])}"
        return words


def _option(random: Random, question: Question, weights: Mapping[str, int], other: int = 1) -> str:
    """One option by chance; an option without a weight weighs `other`."""
    keys: Sequence[str] = [option.key for option in question.options]
    return random.choices(keys, [weights.get(key, other) for key in keys])[0]


def _of_item(table: Mapping[str, float], item: Item) -> float:
    """What a table says of an item, or else of its area."""
    return table.get(item.key, table.get(item.area, 0.0))
