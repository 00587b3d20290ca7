"""Small codebooks and frames, written so that a test shows all of its data."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.codebook import NUMERIC, Area, Codebook, Role, Variable
from analysis.columns import from_columns
from analysis.vocabulary import DONT_KNOW, Measure

LACK = ("0", "1", "2")
RATING = ("1", "2", "3", "4", "5")
CODES = {"-": "", "?": DONT_KNOW}


def measure(kind: Measure, area: str, levels: Sequence[str] = RATING, item: str = "") -> Variable:
    """A measure variable such as `lack.care`, or `lack.care_home` for a second item."""
    name = f"{kind}.{area}{item}"
    return Variable(name, Role.MEASURE, str(kind), name, levels=tuple(levels), measure=kind, area=area)


def lack(area: str, item: str = "") -> Variable:
    return measure(Measure.LACK, area, LACK, item)


def picked(area: str, places: int = 3) -> Variable:
    return measure(Measure.PICKED, area, [str(place) for place in range(places + 1)])


def stratum(name: str, levels: str) -> Variable:
    """A stratum variable with one-letter levels."""
    return Variable(name, Role.STRATUM, name, name, levels=tuple(levels))


def group(key: str) -> Variable:
    return Variable(f"for.{key}", Role.TARGET_GROUP, "for", key, levels=("0", "1"), option=key)


def codebook(*variables: Variable, areas: Sequence[str] = ()) -> Codebook:
    """A codebook of these variables and of the areas that they name, or of `areas`."""
    keys = areas or list(dict.fromkeys(variable.area for variable in variables if variable.area))
    return Codebook("Ankieta", tuple(Area(key, key.upper()) for key in keys), tuple(variables))


def frame(book: Codebook, answers: Mapping[str, str]) -> pd.DataFrame:
    """A frame from answers such as "2 1 ? -" (two levels, don't know, blank); other columns stay blank."""
    given = {name: [CODES.get(code, code) for code in codes.split()] for name, codes in answers.items()}
    length = max(map(len, given.values()), default=0)
    blank = {variable.name: [""] * length for variable in book.variables}
    return from_columns(blank | given, book)


def random_frame(book: Codebook, n: int, rng: np.random.Generator, missing: float = 0.1) -> pd.DataFrame:
    """Independent answers; three quarters choose no given option, other levels are equally likely."""
    columns = {
        variable.name: _random_codes(variable, n, rng, missing) if variable.coded else _random_values(variable, n, rng)
        for variable in book.variables
    }
    return pd.DataFrame(columns, index=pd.RangeIndex(n))


def _random_values(variable: Variable, n: int, rng: np.random.Generator) -> pd.Series:
    """Numbers and weights from 0.5 to 2.5; texts "p0", "p1", ..."""
    if variable.role in NUMERIC:
        return pd.Series(rng.uniform(0.5, 2.5, size=n))
    return pd.Series([f"p{number}" for number in range(n)], dtype=object)


def _random_codes(variable: Variable, n: int, rng: np.random.Generator, missing: float) -> pd.Categorical:
    levels = len(variable.levels)
    optional = variable.measure == Measure.PICKED or variable.role == Role.TARGET_GROUP
    weights = np.array([3 * (levels - 1) if optional else 1] + [1] * (levels - 1))
    chances = [*(weights / weights.sum() * (1 - missing)), missing / 2, missing / 2]
    codes = rng.choice(levels + 2, size=n, p=chances)
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(variable.categories)))
