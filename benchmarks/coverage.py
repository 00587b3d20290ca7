"""How often intervals and rank sets hold the truth: python -m benchmarks.coverage [REPETITIONS]

Samples are drawn at random from made-up villages of 180 and 5,000 people whose needs are known, diagnosed, and
compared with the truth. Printed: the share of intervals of need scores that hold it (aim 0.95), the same for
raked answers when the young answer seldom, and how often all rank sets hold it together (aim 0.95 or more).
With a finite population correction the sample counts as drawn by chance from that many people.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.codebook import Area, Codebook, Design, Role, Variable
from analysis.diagnosis import diagnose
from analysis.results import Diagnosis
from analysis.tally import Tally
from analysis.vocabulary import Measure
from analysis.weights import PLAIN, Margin

AREAS = 8
POPULATIONS = (180, 5_000)
SAMPLES = (30, 100, 400)
REPETITIONS = 400
LACK = ("0", "1", "2")
AGES, SEXES = ("do 29", "30-59", "60+"), ("k", "m")
AGE_SHARES = (0.25, 0.45, 0.30)
ANSWERING = (0.3, 1.0, 1.6)
"""How gladly the young, the middle-aged and the old answer, where answering is not left to chance alone."""


@dataclass(frozen=True)
class Village:
    """Everybody's answers, as codes, and what is true of them."""

    frame: pd.DataFrame
    book: Codebook
    shares: np.ndarray

    @property
    def margins(self) -> list[Margin]:
        """The true counts by age and sex."""
        counts = {name: self.frame[name].value_counts() for name in ("age", "sex")}
        levels = {"age": AGES, "sex": SEXES}
        return [Margin(name, levels[name], tuple(float(found[level]) for level in levels[name]))
                for name, found in counts.items()]  # fmt: skip


@dataclass(frozen=True)
class Covered:
    """Shares of intervals, and of samples whose rank sets all hold; and the mean width of an interval."""

    intervals: float
    rank_sets: float
    width: float


def village(people: int, rng: np.random.Generator) -> Village:
    """A village in which the young and the old need different things."""
    ages, sexes = rng.choice(3, size=people, p=AGE_SHARES), rng.integers(0, 2, size=people)
    chance = np.linspace(0.15, 0.55, AREAS)
    columns = {}
    for area, middle in enumerate(chance):
        need = rng.random(people) < np.clip(middle + 0.2 * (ages - 1) * (-1) ** area, 0.02, 0.98)
        columns[f"lack.{area}"] = _coded(np.where(need, 2, rng.integers(0, 2, size=people)), LACK)
    columns |= {"age": _coded(ages, AGES), "sex": _coded(sexes, SEXES)}
    frame = pd.DataFrame(columns).assign(people=float(people))
    shares = np.array([(frame[f"lack.{area}"] == "2").mean() for area in range(AREAS)])
    return Village(frame, _book(), shares)


def _coded(codes: np.ndarray, levels: tuple[str, ...]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype([*levels, "dont_know", "no_answer"]))


def _book() -> Codebook:
    keys = [str(area) for area in range(AREAS)]
    return Codebook(
        "Wieś",
        tuple(Area(key, key) for key in keys),
        (
            *[Variable(f"lack.{key}", Role.MEASURE, "lack", key, levels=LACK, measure=Measure.LACK, area=key)
              for key in keys],
            Variable("age", Role.STRATUM, "age", "Wiek", levels=AGES),
            Variable("sex", Role.STRATUM, "sex", "Płeć", levels=SEXES),
            Variable("people", Role.NUMBER, "people", "Mieszkańcy"),
        ),
    )  # fmt: skip


def coverage(place: Village, n: int, kind: str, repetitions: int, rng: np.random.Generator) -> Covered:
    """What share of intervals and rank sets hold the truth; `kind` is "model", "design" or "raked"."""
    held, ranked, widths = [], [], []
    for diagnosis in _diagnoses(place, n, kind, repetitions, rng):
        truth = {str(area): share for area, share in enumerate(place.shares)}
        needs = diagnosis.needs
        held += [need.low <= truth[need.area] <= need.high for need in needs]
        widths += [need.high - need.low for need in needs]
        ranked.append(all(
            need.rank_low <= 1 + sum(other >= truth[need.area] for area, other in truth.items() if area != need.area)
            and need.rank_high >= 1 + sum(other > truth[need.area] for other in truth.values())
            for need in needs
        ))  # fmt: skip
    return Covered(float(np.mean(held)), float(np.mean(ranked)), float(np.mean(widths)))


def _diagnoses(place: Village, n: int, kind: str, repetitions: int, rng: np.random.Generator) -> Iterator[Diagnosis]:
    book, margins = place.book, place.margins if kind == "raked" else []
    if kind == "design":
        book = replace(book, design=Design(sample="probability", fpc="people"))
    gladly = np.array(ANSWERING)[place.frame["age"].cat.codes] if kind == "raked" else np.ones(len(place.frame))
    for _ in range(repetitions):
        rows = rng.choice(len(place.frame), size=n, replace=False, p=gladly / gladly.sum())
        sample = place.frame.iloc[rows].reset_index(drop=True)
        if kind == "raked" and sample["age"].nunique() < len(AGES):
            continue
        yield diagnose(Tally.from_frame(sample, book), book, threshold=0, margins=margins, rules=PLAIN)


def main(repetitions: int = REPETITIONS) -> None:
    """Print the coverage for every population and sample size."""
    print(f"{repetitions} samples each; {AREAS} areas")
    print(f"{'people':>7} {'answers':>8} {'interval':<26} {'holds':>6} {'all ranks':>10} {'width':>6}")
    rng = np.random.default_rng(2026)
    names = {"model": "model-based", "design": "finite population", "raked": "raked, the young silent"}
    for people in POPULATIONS:
        place = village(people, rng)
        for n in (size for size in SAMPLES if size < people):
            for kind, name in names.items():
                found = coverage(place, n, kind, repetitions, rng)
                figures = f"{found.intervals:>6.3f} {found.rank_sets:>10.3f} {found.width:>6.3f}"
                print(f"{people:>7} {n:>8} {name:<26} {figures}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
