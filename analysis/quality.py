"""Quality: signs to look at before trusting the answers. Nothing is dropped because of them."""

from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtrc

from analysis.codebook import Codebook, Role, Variable
from analysis.disclosure import check_threshold, hidden_groups
from analysis.layout import TRAITS
from analysis.results import Burst, ItemResponse, Quality
from analysis.vocabulary import Measure

if TYPE_CHECKING:
    import pandas as pd

Codes = NDArray[Any]
Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Question = tuple[Variable, ...]

ASKED = (Role.MEASURE, Role.TARGET_GROUP, Role.CHOICE, *TRAITS)
"""Roles of the closed questions that a resident answers."""

FREE = (Role.TEXT, Role.NUMBER)
"""Roles of the open ones. Id, day and weight are no answers."""

RATED = (Measure.LACK, Measure.IMPORTANCE, Measure.STATE)

FEWEST_RATINGS = 5
"""Ratings that it takes to judge whether they are all the same."""

LONG = 10
"""Answered questions that make a set of answers long: two people hardly give the same by chance."""

FEWEST_DAYS, RARE = 3, 0.001
"""Days with responses that it takes to say what is usual; how unlikely a burst is, over all places and days."""

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""An odd 64-bit constant (2**64 over the golden ratio) that spreads small codes over all bits."""


def quality_of(frame: "pd.DataFrame", codebook: Codebook, *, threshold: int) -> Quality:
    """The quality of the answers in a response frame that keeps to its codebook (analysis.columns).

    Counts are of the whole sample. Of a sample of fewer than `threshold` people nothing is told but its size;
    nor are bursts of fewer responses, nor what would give away groups that are withheld elsewhere: how many did
    not state theirs, and bursts of a withheld place. ChoiceError when `threshold` is negative.
    """
    answers = Answers(frame, codebook)
    if len(frame) < check_threshold(threshold):
        return Quality(len(frame), 0, 0, 0, 0, (), ())
    judged, straight = answers.ratings
    return Quality(
        n=len(frame),
        blank=answers.blank(),
        straight_lined=int(np.count_nonzero(straight)),
        rated=int(np.count_nonzero(judged)),
        duplicates=answers.duplicates(),
        items=tuple(answers.items(threshold)),
        bursts=tuple(bursts_of(frame, codebook, threshold)),
    )


def questions_of(codebook: Codebook) -> tuple[Question, ...]:
    """The columns of each closed question, in codebook order: those of a multiple choice are one question."""
    questions: dict[tuple[str, str], list[Variable]] = {}
    for variable in codebook.variables:
        if variable.role in ASKED:
            many = variable.option is not None or variable.measure == Measure.PICKED
            key = ("question", variable.question) if many else ("column", variable.name)
            questions.setdefault(key, []).append(variable)
    return tuple(tuple(columns) for columns in questions.values())


class Answers:
    """The answers of one frame, whose coded columns are read as integer codes."""

    def __init__(self, frame: "pd.DataFrame", codebook: Codebook) -> None:
        self.frame = frame
        self.codebook = codebook
        self.questions = questions_of(codebook)

    def items(self, threshold: int) -> list[ItemResponse]:
        """Each closed question, but those about groups of which one is withheld."""
        return [
            self.item(question)
            for question in self.questions
            if question[0].role not in TRAITS or not _withheld(self._codes(question[0]), question[0], threshold).any()
        ]

    def item(self, question: Question) -> ItemResponse:
        """How many answered a question; who said "don't know" and gave no level did not."""
        first, several = question[0], len(question) > 1
        given = self._answered(question)
        unsure = reduce(np.logical_or, [self._codes(column) == len(column.levels) for column in question]) & ~given
        answered, dont_know = int(np.count_nonzero(given)), int(np.count_nonzero(unsure))
        name, label = (first.question, first.question_label or first.label) if several else (first.name, first.label)
        return ItemResponse(name, label, answered, dont_know, len(self.frame) - answered - dont_know)

    def blank(self) -> int:
        """How many left every measure blank; "don't know" is not blank. 0 where no measure was asked."""
        measures = self.codebook.by_role(Role.MEASURE)
        left = [self._codes(column) == len(column.levels) + 1 for column in measures]
        return int(np.count_nonzero(reduce(np.logical_and, left))) if left else 0

    @cached_property
    def ratings(self) -> tuple[Mask, Mask]:
        """Who gave enough ratings to judge, and which of them gave one and the same to all areas.

        With two rated measures (importance and state) each has its one level.
        """
        judged = np.zeros(len(self.frame), dtype=bool)
        varied = np.zeros(len(self.frame), dtype=bool)
        for measure in RATED:
            enough, differ = self._spread(self.codebook.measures(measure))
            judged |= enough
            varied |= enough & differ
        return judged, judged & ~varied

    def _spread(self, columns: tuple[Variable, ...]) -> tuple[Mask, Mask]:
        """Who gave enough ratings in these columns, and whose differ."""
        count = np.zeros(len(self.frame), dtype=np.int16)
        lowest, highest = np.full_like(count, np.iinfo(np.int16).max), np.full_like(count, -1)
        for column in columns:
            codes = self._codes(column)
            rated = codes < len(column.levels)
            count += rated
            np.minimum(lowest, codes, out=lowest, where=rated)
            np.maximum(highest, codes, out=highest, where=rated)
        return count >= FEWEST_RATINGS, lowest < highest

    def duplicates(self) -> int:
        """Responses beyond the first with the same answers to everything: long ones, and not one rating only."""
        rows = np.flatnonzero((self._length() >= LONG) & ~self.ratings[1])
        keys = np.zeros(len(rows), dtype=np.uint64)
        for variable in self.codebook.variables:
            if variable.coded:
                keys = keys * MULTIPLIER + self._codes(variable)[rows].astype(np.uint64)
        alike = np.flatnonzero(_shared(keys))  # few, so that few texts are compared
        rows, keys = rows[alike], keys[alike]
        for name in self._free:
            keys = keys * MULTIPLIER + _hashed(self.frame[name].to_numpy()[rows])
        return len(keys) - len(np.unique(keys))

    def _length(self) -> Codes:
        """How many questions each person answered."""
        length = np.zeros(len(self.frame), dtype=np.int16)
        for question in self.questions:
            length += self._answered(question)
        for name in self._free:
            length += self.frame[name].notna().to_numpy()
        return length

    @cached_property
    def _free(self) -> tuple[str, ...]:
        return tuple(variable.name for variable in self.codebook.variables if variable.role in FREE)

    def _answered(self, question: Question) -> Mask:
        return reduce(np.logical_or, [self._codes(column) < len(column.levels) for column in question])

    def _codes(self, variable: Variable) -> Codes:
        return self.frame[variable.name].cat.codes.to_numpy()


def _withheld(codes: Codes, variable: Variable, threshold: int) -> Mask:
    """Which groups are withheld elsewhere for being too small, the last being the people who stated none."""
    levels = len(variable.levels)
    sizes = np.bincount(np.minimum(codes, levels), minlength=levels + 1).astype(np.int64)
    return hidden_groups(sizes, threshold, np.arange(levels + 1) == levels)


def _shared(keys: Codes) -> Mask:
    """Whether a key occurs more than once."""
    _, place, count = np.unique(keys, return_inverse=True, return_counts=True)
    shared: Mask = count[place] > 1
    return shared


def _hashed(values: Codes) -> Codes:
    import pandas as pd

    return pd.util.hash_array(values, categorize=True)


def bursts_of(frame: "pd.DataFrame", codebook: Codebook, threshold: int) -> list[Burst]:
    """Days on which a place had far more responses than on its usual day, in order of days and places.

    Usual is the median over the days on which the place had any. A burst is rarer under a Poisson distribution
    with that mean than 0.001 over the number of days and places compared (Bonferroni).
    """
    if not codebook.by_role(Role.DAY):
        return []
    counts, places, days = _by_place_and_day(frame, codebook, threshold)
    usual = np.array([np.median(row[row > 0]) if np.count_nonzero(row) >= FEWEST_DAYS else np.inf for row in counts])
    compared = (counts > 0) & np.isfinite(usual)[:, None]
    chance = pdtrc(counts - 1, np.where(np.isfinite(usual), usual, 1)[:, None])
    found = (chance * np.count_nonzero(compared) < RARE) & compared & (counts >= threshold)
    return [
        Burst(places[place], days[day], int(counts[place, day]), float(usual[place]))
        for day, place in np.argwhere(found.T)
    ]


def _by_place_and_day(frame: "pd.DataFrame", codebook: Codebook, threshold: int) -> tuple[Counts, list[str], list[str]]:
    """Responses by place and day, but for those without a day or of a withheld place; the last place is ""."""
    import pandas as pd

    numbers, days = pd.factorize(frame[codebook.by_role(Role.DAY)[0].name], sort=True)
    places, codes, known = [""], np.zeros(len(frame), dtype=np.int64), numbers >= 0
    for variable in codebook.by_role(Role.PLACE)[:1]:
        places = [*variable.levels, ""]
        codes = np.minimum(frame[variable.name].cat.codes.to_numpy(), len(variable.levels)).astype(np.int64)
        known &= ~_withheld(codes, variable, threshold)[codes]
    flat = np.bincount(codes[known] * len(days) + numbers[known], minlength=len(places) * len(days))
    return flat.reshape(len(places), len(days)), places, [str(day) for day in days]
