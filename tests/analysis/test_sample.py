"""Errors from cell sums equal those computed person by person, for every design and after weighting."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import Codebook, Design, Role, Variable
from analysis.errors import FrameError
from analysis.estimators import Estimator
from analysis.kinds import score_for
from analysis.layout import layout_of
from analysis.sample import Basis, Features, Groups
from analysis.tally import Tally
from analysis.vocabulary import Measure
from analysis.weighted import Weighted
from analysis.weights import PLAIN, Margin
from tests.analysis.build import codebook, measure, random_frame, stratum

DESIGN = [Variable(name, Role.NUMBER, name, name) for name in ("size", "cluster")]
BOOK = codebook(
    *[measure(kind, area) for kind in (Measure.IMPORTANCE, Measure.STATE) for area in "ab"],
    stratum("age", "xyz"),
    stratum("sex", "km"),
    Variable("w", Role.WEIGHT, "w", "w"),
    *DESIGN,
)
AGE, SEX = Margin("age", ("x", "y", "z"), (500.0, 200.0, 300.0)), Margin("sex", ("k", "m"), (450.0, 550.0))
DESIGNS = {
    "plain": Design(),
    "weights": Design(weight="w"),
    "strata": Design(sample="probability", strata="age", weight="w"),
    "population": Design(sample="probability", strata="age", fpc="size"),
    "clusters": Design(sample="probability", cluster="cluster", weight="w"),
    "clusters in strata": Design(sample="probability", strata="sex", cluster="cluster", weight="w", fpc="size"),
}


@pytest.fixture
def answers(rng: np.random.Generator) -> pd.DataFrame:
    frame = random_frame(BOOK, 300, rng, missing=0.1)
    for name in ("age", "sex"):
        frame[name] = frame[name].where(~frame[name].isin(["dont_know", "no_answer"]), frame[name].cat.categories[0])
    return frame.assign(cluster=rng.integers(0, 20, size=300).astype(float), size=400.0)


class PersonByPerson:
    """The rule of R's survey package, as its documentation tells it, on rows."""

    def __init__(self, frame: pd.DataFrame, design: Design, margins: list[Margin], weights: np.ndarray) -> None:
        self.weights = weights
        self.base = frame["w"].to_numpy() if design.weight else np.ones(len(frame))
        one = pd.Series(0, index=frame.index)
        self.strata = frame[design.strata].astype(str) if design.strata else one
        self.units = frame[design.cluster] if design.cluster else pd.Series(frame.index)
        self.population = 400.0 if design.fpc else np.inf
        self.margins = [frame[margin.variable].astype(str) for margin in margins]

    def error(self, influence: np.ndarray) -> float:
        """The standard error of a weighted total of influences."""
        left = pd.Series(influence)
        for _ in range(10 if len(self.margins) > 1 else 1):
            for margin in self.margins:
                count = pd.Series(np.ones(len(left)) if len(self.margins) > 1 else self.base)
                left = left - (left * count).groupby(margin).transform("sum") / count.groupby(margin).transform("sum")
        totals = (left * self.weights).groupby([self.strata, self.units]).sum()
        return float(np.sqrt(sum(self._variance(group) for _, group in totals.groupby(level=0))))

    def _variance(self, totals: pd.Series) -> float:
        n = len(totals)
        return (1 - n / self.population) * n / (n - 1) * ((totals - totals.mean()) ** 2).sum()


def influences(frame: pd.DataFrame, area: str, weights: np.ndarray, member: np.ndarray) -> np.ndarray:
    """Each person's influence on the share of people of a group with an unmet need."""
    ratings = [pd.to_numeric(frame[f"{kind}.{area}"], errors="coerce") for kind in ("importance", "state")]
    base = (ratings[0].notna() & ratings[1].notna()).to_numpy() & member
    need = base & (ratings[0] >= 4).to_numpy() & (ratings[1] <= 2).to_numpy()
    share = (need * weights).sum() / (base * weights).sum()
    return np.where(base, need - share, 0.0) / (base * weights).sum()


def weighted(frame: pd.DataFrame, book: Codebook, margins: list[Margin]) -> tuple[Weighted, np.ndarray]:
    """The weighted tally, and the weight of each row, found by its answers on age and sex."""
    tally = Tally.from_frame(frame, book)
    result = Weighted.of(tally, book, margins, PLAIN)
    factor = {tuple(key[2:4]): value for key, value in zip(result.sample.keys, result.sample.factors, strict=True)}
    codes = zip(frame["age"].cat.codes, frame["sex"].cat.codes, strict=True)
    base = frame["w"].to_numpy() if book.design.weight else np.ones(len(frame))
    return result, np.array([factor[key] for key in codes]) * base


def errors(result: Weighted, book: Codebook, member: np.ndarray) -> np.ndarray:
    """Errors `[area, group]` of the need score of each group of cells."""
    score: Estimator = score_for(book).need_score
    basis = Basis.of([score])
    groups = Groups(Features(result.sample, basis), member)
    own = np.einsum("gaf,gc->agcf", basis.gradient(score, groups.sums), np.eye(len(member)))
    return groups.errors(own)


@pytest.mark.parametrize("margins", [[], [AGE], [AGE, SEX]], ids=["unweighted", "post-stratified", "raked"])
@pytest.mark.parametrize("name", DESIGNS)
def test_errors_equal_those_of_every_person(name: str, margins: list[Margin], answers: pd.DataFrame) -> None:
    book = replace(BOOK, design=DESIGNS[name])
    result, weights = weighted(answers, book, margins)
    plain = PersonByPerson(answers, book.design, margins, weights)
    everyone = errors(result, book, np.ones((1, len(result.sample.keys))))
    for place, area in enumerate("ab"):
        influence = influences(answers, area, weights, np.ones(300, dtype=bool))
        assert everyone[place, 0] == pytest.approx(plain.error(influence), rel=1e-9)


@pytest.mark.parametrize("name", DESIGNS)
def test_errors_of_groups_equal_those_of_every_person(name: str, answers: pd.DataFrame) -> None:
    book = replace(BOOK, design=DESIGNS[name])
    result, weights = weighted(answers, book, [AGE, SEX])
    plain = PersonByPerson(answers, book.design, [AGE, SEX], weights)
    ages = layout_of(book).groupings[0].categories
    found = errors(result, book, result.sample.codes(0) == np.arange(len(ages))[:, None])
    for group, age in enumerate("xyz"):
        influence = influences(answers, "b", weights, (answers["age"] == age).to_numpy())
        assert found[1, group] == pytest.approx(plain.error(influence), rel=1e-9)


def test_covariances_have_the_variances_on_their_diagonal(answers: pd.DataFrame) -> None:
    result, _ = weighted(answers, BOOK, [AGE, SEX])
    score = score_for(BOOK)
    basis = Basis.of([score.need_score, score.mean_level])
    groups = Groups(Features(result.sample, basis), np.ones((1, len(result.sample.keys))))
    gradients = [basis.gradient(estimator, groups.sums[0]) for estimator in (score.need_score, score.mean_level)]
    coefficients = np.stack(gradients, axis=1)[:, :, None, :]
    covariance = groups.covariance(coefficients)
    assert np.sqrt(np.diagonal(covariance, axis1=1, axis2=2)) == pytest.approx(groups.errors(coefficients))
    assert covariance == pytest.approx(np.swapaxes(covariance, 1, 2))


def test_weights_times_a_constant_change_no_error(answers: pd.DataFrame) -> None:
    book = replace(BOOK, design=DESIGNS["weights"])
    samples = [weighted(frame, book, [])[0] for frame in (answers, answers.assign(w=answers["w"] * 7))]
    found = [errors(result, book, np.ones((1, len(result.sample.keys)))) for result in samples]
    assert found[0] == pytest.approx(found[1])


def test_a_feature_that_two_estimators_share_is_summed_once() -> None:
    score = score_for(BOOK)
    basis = Basis.of([score.need_score, score.share, score.mean_level])
    assert len(basis.rows) == 4  # everybody, need, base, worth: the mean speaks of the same people


def test_a_stratum_with_one_unit_is_refused(answers: pd.DataFrame) -> None:
    book = replace(BOOK, design=DESIGNS["strata"])
    alone = answers[(answers["age"] != "x") | (np.arange(300) == np.flatnonzero(answers["age"] == "x")[0])]
    result, _ = weighted(alone.reset_index(drop=True), book, [])
    with pytest.raises(FrameError, match="a stratum with one sampling unit has no variance; merge it"):
        errors(result, book, np.ones((1, len(result.sample.keys))))


def test_more_answers_than_people_are_refused(answers: pd.DataFrame) -> None:
    book = replace(BOOK, design=DESIGNS["population"])
    result, _ = weighted(answers.assign(size=10.0), book, [])
    with pytest.raises(FrameError, match="fewer people in a stratum's population than answered"):
        errors(result, book, np.ones((1, len(result.sample.keys))))
