"""Made-up surveys of any size for measuring speed."""

import numpy as np
import pandas as pd

from analysis.codebook import Area, Codebook, Role, Variable
from analysis.vocabulary import Measure
from analysis.weights import Margin

AREAS = 40
STRATA = {"age": 6, "sex": 2, "education": 3, "village": 20}
RATING = ("1", "2", "3", "4", "5")
WORDS = ("brakuje", "autobusu", "lekarza", "chodnik", "plac", "zabaw", "świetlica", "dla", "młodzieży", "ławki", "park")


def codebook() -> Codebook:
    """40 areas rated by importance, four strata."""
    keys = [f"a{number}" for number in range(AREAS)]
    rated = [
        Variable(key, Role.MEASURE, "importance", key, levels=RATING, measure=Measure.IMPORTANCE, area=key)
        for key in keys
    ]
    strata = [
        Variable(name, Role.STRATUM, name, name, levels=tuple(f"{name}{number}" for number in range(size)))
        for name, size in STRATA.items()
    ]
    return Codebook("Pomiar", tuple(Area(key, key) for key in keys), (*rated, *strata))


def margins(book: Codebook) -> list[Margin]:
    """A population of another shape than the sample: each category a little larger than the one before."""
    strata = book.by_role(Role.STRATUM)
    return [Margin(item.name, item.levels, tuple(map(float, range(20, 20 + len(item.levels))))) for item in strata]


def frame(book: Codebook, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Answers of two kinds of people and some chance; one in six rates no area; every stratum is stated."""
    kind = rng.integers(0, 2, size=n)
    columns = {}
    for number, variable in enumerate(book.variables):
        if variable.role == Role.MEASURE:
            leaning = np.where((kind + number) % 2 == 0, 1, -1)
            codes = np.clip(rng.integers(0, 5, size=n) + leaning, 0, 4)
            codes[rng.random(n) < 1 / 6] = len(RATING) + 1
        else:
            codes = rng.integers(0, len(variable.levels), size=n)
        kinds = pd.CategoricalDtype(list(variable.categories))
        columns[variable.name] = pd.Categorical.from_codes(codes.astype(np.int8), dtype=kinds)
    return pd.DataFrame(columns, index=pd.RangeIndex(n))


def texts(n: int, rng: np.random.Generator) -> pd.Series:
    """Short open answers; half of the people wrote none."""
    written = [" ".join(rng.choice(WORDS, size=rng.integers(2, 7))) for _ in range(n)]
    return pd.Series([text if rng.random() < 0.5 else None for text in written], dtype=object)
