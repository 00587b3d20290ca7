"""The parts of a diagnosis: frozen values, safe to publish, that go to JSON and come back (analysis.stored)."""

from dataclasses import dataclass

from analysis.codebook import Area, Role
from analysis.vocabulary import Measure, ScoreKind, WeightMethod


@dataclass(frozen=True)
class NeedScore:
    """How much of a need an area is, over the whole sample.

    Share kinds: `value` = `count` / `n` in 0..1, where `count` people have the need and `n` is the base.
    importance_satisfaction: `value` is a product of two shares in 0..1, `n` the people who rated the area's
    state, `count` None. mean_importance: `value` is a mean on the scale of the question, `count` None.
    `low`..`high` is the interval of `value`; `rank` 1 is the greatest need (equal values share a rank) and
    `rank_low`..`rank_high` its simultaneous rank set. `mean` is the mean rated level (of lack; else of state;
    else of importance). `picked` counts the people who chose the area among the most important. `dont_know`
    and `no_answer` count those outside the base.

    `error` and `mean_error` are standard errors of `value` and `mean`. `share` is the share of people that the
    kind speaks of (docs/metoda.md has its base); `discrepancy` is Borich's mean weighted discrepancy score;
    `unweighted` is the value without weights; `p_top3` the probability to be among the three greatest needs.
    """

    area: str
    value: float
    n: int
    count: int | None
    low: float
    high: float
    rank: int
    rank_low: int
    rank_high: int
    mean: float | None
    picked: int | None
    dont_know: int
    no_answer: int
    error: float | None = None
    mean_error: float | None = None
    share: float | None = None
    share_error: float | None = None
    share_low: float | None = None
    share_high: float | None = None
    discrepancy: float | None = None
    unweighted: float | None = None
    p_top3: float | None = None


@dataclass(frozen=True)
class AnswerCounts:
    """How many people gave each answer about one area, over the whole sample; `counts` go with `levels`."""

    area: str
    measure: Measure
    levels: tuple[str, ...]
    counts: tuple[int, ...]
    dont_know: int
    no_answer: int


@dataclass(frozen=True)
class GroupCell:
    """The need score of one area in one group of residents. All None: withheld, too few people.

    `difference` (with its interval) is the group's value less that of everybody else; `p_adjusted` says how
    surprising it is (Benjamini-Hochberg over all groups and areas), None for groups under 30 people.
    """

    area: str
    category: str
    value: float | None
    n: int | None
    count: int | None
    error: float | None = None
    mean: float | None = None
    mean_error: float | None = None
    share: float | None = None
    share_error: float | None = None
    difference: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    p_adjusted: float | None = None


@dataclass(frozen=True)
class Breakdown:
    """Need scores by the categories of one stratum variable; `cells` run area by area, category by category.

    `n` is the number of respondents of each category, None where withheld. People who did not state their
    category are in no column. `suppressed` counts the withheld cells. `role` is that of the variable: stratum,
    place, mode or wave.
    """

    variable: str
    label: str
    categories: tuple[str, ...]
    labels: tuple[str, ...]
    n: tuple[int | None, ...]
    cells: tuple[GroupCell, ...]
    suppressed: int
    role: Role = Role.STRATUM

    def cell(self, area: str, category: str) -> GroupCell:
        """The cell of an area and a category; KeyError when there is none."""
        for cell in self.cells:
            if cell.area == area and cell.category == category:
                return cell
        raise KeyError((area, category))


@dataclass(frozen=True)
class QuadrantPoint:
    """An area on the importance x state plane; higher: more important, better supplied. `n` rated it.

    `ellipse` is its confidence region: half axes along importance and state and their correlation. `place` is
    "gap", "keep", "low" or "enough" where the whole region lies in one quadrant of the cross through the means
    of all areas, "" where it does not; `place_fixed` the same for the cross at 3.5 on scales from 1 to 5.
    """

    area: str
    importance: float
    state: float
    n: int
    ellipse: tuple[float, ...] = ()
    place: str = ""
    place_fixed: str = ""


@dataclass(frozen=True)
class TargetGroupCount:
    """How many of the `n` people who put `area` first and named somebody named this target group."""

    area: str
    group: str
    count: int | None
    n: int | None


@dataclass(frozen=True)
class ChoiceCounts:
    """Answers to a closed question: of `n` people who answered, how many chose each (None: withheld)."""

    question: str
    label: str
    options: tuple[str, ...]
    labels: tuple[str, ...]
    counts: tuple[int | None, ...]
    n: int
    no_answer: int


@dataclass(frozen=True)
class MarginShare:
    """A category of a margin: its `n` respondents and its shares of the sample, weighted sample, population."""

    variable: str
    category: str
    n: int
    sample: float
    weighted: float
    population: float


@dataclass(frozen=True)
class Weighting:
    """How respondents were weighted so that the sample has the shape of the population.

    `n` respondents carry a weight; `left_out` did not state a category of a margin. `deff` is Kish's design
    effect, `n_eff` = n / deff, `largest` the greatest weight over the mean one; `trimmed` respondents had their
    weight cut; `merged` names categories put together, as "variable: a + b".
    """

    method: WeightMethod
    converged: bool
    iterations: int
    n: int
    left_out: int
    deff: float
    n_eff: float
    largest: float
    trimmed: int
    merged: tuple[str, ...]
    margins: tuple[MarginShare, ...]


@dataclass(frozen=True)
class GroupTest:
    """Whether the categories of a grouping variable differ on an area, beyond chance.

    `method` is "rao_scott": the share of people with the need (for ratings of importance alone, of the two top
    levels; for importance-satisfaction, of dissatisfied people). `effect` is Cramer's V. `p_holm` and
    `p_adjusted` (Benjamini-Hochberg) count every test. `notable`: p_adjusted < 0.05 and 0.10 apart, or V^2 0.01.
    """

    variable: str
    area: str
    method: str
    statistic: float
    df: float
    df_residual: float
    p: float
    p_holm: float
    p_adjusted: float
    effect: float
    notable: bool


@dataclass(frozen=True)
class MinorityNeed:
    """A need that is strong in one group of `n` residents (`share`), weak among the `others` and in the mean."""

    variable: str
    category: str
    area: str
    n: int
    share: float
    low: float
    high: float
    others: float


@dataclass(frozen=True)
class AreaRanks:
    """The ranks of one area by each score of `Rankings.scores`, and how far they lie apart."""

    area: str
    values: tuple[float | None, ...]
    ranks: tuple[int | None, ...]
    span: int


@dataclass(frozen=True)
class Rankings:
    """Do scores order the needs alike? `tau`: the least Kendall's tau of two; `robust`: no area moves over 3 ranks."""

    scores: tuple[str, ...]
    tau: float | None
    robust: bool
    areas: tuple[AreaRanks, ...]


@dataclass(frozen=True)
class ThemeCount:
    """A theme of open answers: `count` of the people who wrote named it (share with Wilson's interval).

    All None: withheld. `quotes` are masked and only of themes that enough people named.
    """

    key: str
    label: str
    count: int | None
    share: float | None
    low: float | None
    high: float | None
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Keyword:
    """A word that one group of residents uses more than the others; `people` of the group used it."""

    variable: str
    category: str
    word: str
    people: int
    z: float


@dataclass(frozen=True)
class Themes:
    """What people wrote to one open question: `n` wrote something, `unassigned` of them fit no theme."""

    question: str
    label: str
    n: int
    unassigned: int | None
    themes: tuple[ThemeCount, ...]
    keywords: tuple[Keyword, ...]


@dataclass(frozen=True)
class SegmentArea:
    """Mean of an area in a segment, centred per person, and its difference from everyone else."""

    area: str
    mean: float
    difference: float


@dataclass(frozen=True)
class Segment:
    """Residents with similar needs; `more` and `less` list the areas that set them apart."""

    key: str
    n: int
    share: float
    more: tuple[SegmentArea, ...]
    less: tuple[SegmentArea, ...]


@dataclass(frozen=True)
class Consensus:
    """Group-informed consensus on an area: the product over segments, and its root of that many degrees."""

    area: str
    product: float
    root: float


@dataclass(frozen=True)
class Segmentation:
    """Segments of residents, or the reason why there are none worth showing.

    `reason` is "" when segments were found, else "too_few_people", "too_few_areas", "no_separation" or
    "unstable". `silhouette` and `stability` (mean bootstrap adjusted Rand index): of the best attempt.
    """

    reason: str
    n: int
    silhouette: float | None
    stability: float | None
    segments: tuple[Segment, ...]
    consensus: tuple[Consensus, ...]


@dataclass(frozen=True)
class ItemResponse:
    """How many of those asked answered a question; `dont_know` and `no_answer` apart."""

    variable: str
    label: str
    answered: int
    dont_know: int
    no_answer: int


@dataclass(frozen=True)
class Burst:
    """Far more responses from one place on one day than is usual there; "" when not recorded."""

    place: str
    day: str
    n: int
    usual: float


@dataclass(frozen=True)
class Quality:
    """Signs to look at before trusting the answers. Nothing is dropped because of them.

    `blank` responses answered no measure, `straight_lined` gave one and the same rating to all areas,
    `duplicates` are responses beyond the first with exactly the same long set of answers.
    """

    n: int
    blank: int
    straight_lined: int
    rated: int
    duplicates: int
    items: tuple[ItemResponse, ...]
    bursts: tuple[Burst, ...]


@dataclass(frozen=True)
class Diagnosis:
    """What the answers say. `n` counts respondents; `withheld` (n under `threshold`) leaves every part empty.

    `sample` is "open" or "probability": intervals of an open sample are model-based, as if the answers were
    a random sample. `level` is the confidence level. `needs` is sorted from the greatest need.
    `importance_axis` and `state_axis` say what the quadrant shows, None when nothing was asked for it.

    `weighting` says how answers were weighted. `tests` and `minorities` compare groups. `replicates[g]` holds
    the values of `needs`, in that order, without hash group g of the responses, re-weighted (empty: withheld).
    """

    title: str
    n: int
    sample: str
    kind: ScoreKind
    threshold: int
    level: float
    withheld: bool
    areas: tuple[Area, ...]
    needs: tuple[NeedScore, ...]
    answers: tuple[AnswerCounts, ...]
    breakdowns: tuple[Breakdown, ...]
    quadrant: tuple[QuadrantPoint, ...]
    target_groups: tuple[TargetGroupCount, ...]
    choices: tuple[ChoiceCounts, ...]
    importance_axis: str | None
    state_axis: str | None
    weighting: Weighting | None = None
    rankings: Rankings | None = None
    tests: tuple[GroupTest, ...] = ()
    minorities: tuple[MinorityNeed, ...] = ()
    themes: tuple[Themes, ...] = ()
    segmentation: Segmentation | None = None
    quality: Quality | None = None
    replicates: tuple[tuple[float, ...], ...] = ()
