"""What every chart shares: their names, the sizes, the reason why one cannot be drawn, the exact table."""

from dataclasses import dataclass
from enum import StrEnum

USUAL = ("needs", "answers", "groups", "quadrant")
"""Charts of every diagnosis; where one cannot be drawn, a reader wants to know why."""

CHARTS = (*USUAL, "waves", "sample", "themes", "segments")
""" "waves" to "segments" are drawn where there is something to show: most surveys have no second wave."""
TARGET_GROUP = "target_group"
"""The `variable` that makes the groups chart show for whom the first-chosen areas are needed."""


class Size(StrEnum):
    """Where the figure will be read: it decides width, type size and how much stands beside the bars."""

    PAGE = "page"
    PHONE = "phone"
    PRINT = "print"
    PROJECTOR = "projector"


class ChartUnavailable(Exception):
    """This diagnosis has nothing to draw in this chart; `code` says why, the caller finds the words.

    Codes: withheld (too few responses), no_scores, no_answers, no_groups, unknown_variable,
    all_suppressed, no_pair (no importance and state), too_few_areas (one point has no quadrants), no_waves,
    no_margins, no_themes, no_segments (none are clear enough), no_rows (a proposal without reasons or chairs).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Value = str | int | float | None


@dataclass(frozen=True)
class Table:
    """The numbers behind a chart: columns and one row per bar, cell or point.

    `table` gives column codes and exact cells: labels (str), counts (int), shares in 0..1 or means (float),
    None where suppressed. `table_in_words` gives headings and cells as readers see them (str).
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
