"""Diagnoses that say how sure they are: weights, ellipses, differences of groups, needs of minorities."""

from dataclasses import replace

from analysis.codebook import Area
from analysis.results import Diagnosis, GroupCell, MarginShare, MinorityNeed, NeedScore, QuadrantPoint, Weighting
from analysis.vocabulary import WeightMethod
from tests.analysis import samples

LONG_LABELS = tuple(f"{label} {'w gminie i okolicy, także zimą i latem'}"[:40] for label in samples.LABELS)
"""Area labels of 40 letters."""
MOVED = ("a0", "a3")
"""Areas whose scores move by two points or more through the weights of `weighted`."""


def relabelled(diagnosis: Diagnosis, labels: tuple[str, ...] = LONG_LABELS) -> Diagnosis:
    """The same diagnosis with other labels of its areas."""
    areas = tuple(Area(area.key, label) for area, label in zip(diagnosis.areas, labels, strict=False))
    return replace(diagnosis, areas=areas)


def weighted(diagnosis: Diagnosis) -> Diagnosis:
    """Weighted to one margin; two scores move so that the mark is shown."""
    moves = {"a0": -0.06, "a3": 0.02, "a5": 0.019}
    needs = tuple(_moved(need, moves.get(need.area, 0.0)) for need in diagnosis.needs)
    margins = (MarginShare("sex", "f", 300, 0.7, 0.5, 0.5), MarginShare("sex", "m", 112, 0.3, 0.5, 0.5))
    method = WeightMethod.POST_STRATIFIED
    weighting = Weighting(method, True, 1, diagnosis.n, 0, 1.2, diagnosis.n / 1.2, 1.7, 0, (), margins)
    return replace(diagnosis, needs=needs, weighting=weighting)


def _moved(need: NeedScore, move: float) -> NeedScore:
    return replace(need, unweighted=need.value + move)


def with_regions(diagnosis: Diagnosis, half: float = 0.2) -> Diagnosis:
    """A quadrant whose points have ellipses with half axes of about `half`, and sure places."""
    points = diagnosis.quadrant
    importance, state = (
        sum(getattr(point, axis) for point in points) / len(points) for axis in ("importance", "state")
    )
    placed = tuple(
        replace(point, ellipse=(half, half * 0.8, 0.4), place=_place(point, importance, state, half))
        for point in points
    )
    return replace(diagnosis, quadrant=placed)


def _place(point: QuadrantPoint, importance: float, state: float, half: float) -> str:
    if abs(point.importance - importance) <= half or abs(point.state - state) <= half * 0.8:
        return ""
    if point.importance > importance:
        return "keep" if point.state > state else "gap"
    return "enough" if point.state > state else "low"


def compared(diagnosis: Diagnosis) -> Diagnosis:
    """Age groups compared with everybody else: three cells differ, one of them a need that the mean hides."""
    first = diagnosis.breakdowns[0]
    cells = tuple(_compared(cell) for cell in first.cells)
    return replace(diagnosis, breakdowns=(replace(first, cells=cells), *diagnosis.breakdowns[1:]))


DIFFERENCES = {
    ("a2", "g4"): (0.18, 0.001),
    ("a5", "g2"): (-0.12, 0.04),
    ("a9", "g1"): (0.31, 0.0004),
    ("a9", "g2"): (0.09, 0.001),
    ("a9", "g3"): (0.25, 0.06),
}
"""Difference and adjusted p value of some cells: the first three are notable, the others only nearly."""
NOTABLE = {("a2", "g4"), ("a5", "g2"), ("a9", "g1")}


def _compared(cell: GroupCell) -> GroupCell:
    if cell.value is None:
        return cell
    difference, p = DIFFERENCES.get((cell.area, cell.category), (0.01, 0.8))
    return replace(cell, difference=difference, p_adjusted=p)


def minorities(diagnosis: Diagnosis) -> Diagnosis:
    """The same, with two needs of young adults and one of the oldest that the mean hides."""
    found = (
        MinorityNeed("age", "g1", "a9", 57, 0.40, 0.28, 0.53, 0.12),
        MinorityNeed("age", "g1", "a10", 57, 0.58, 0.45, 0.70, 0.09),
        MinorityNeed("sex", "f", "a8", 200, 0.6, 0.5, 0.7, 0.1),
    )
    shares = {(need.variable, need.area, need.category): need.share for need in found}
    made = compared(diagnosis)
    breakdowns = [
        replace(
            each,
            cells=tuple(
                _with_share(cell, shares.get((each.variable, cell.area, cell.category))) for cell in each.cells
            ),
        )
        for each in made.breakdowns
    ]
    return replace(made, breakdowns=tuple(breakdowns), minorities=found)


def _with_share(cell: GroupCell, share: float | None) -> GroupCell:
    return cell if share is None or cell.n is None else replace(cell, value=share, count=round(share * cell.n))
