"""Two public Polis conversations: published groups and consensus, and what segments are found in them."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.columns import from_columns
from analysis.results import Segmentation
from analysis.segments import consensus_of, segments_of
from tests.analysis.build import codebook, lack

pytestmark = pytest.mark.reference

HOUSING, BOWLING = "scoop-hivemind.affordable-housing", "american-assembly.bowling-green"
VOTES = {1.0: "2", 0.0: "1", -1.0: "0"}


def conversation(shared: Path, name: str) -> tuple[pd.DataFrame, pd.Series]:
    """Votes (1 agree, 0 pass, -1 disagree, NaN not seen) by statement, and published groups."""
    table = pd.read_csv(shared / f"data/polis/{name}.participants-votes.csv")
    return table[[column for column in table.columns if column.isdigit()]], table["group-id"]


def counts(votes: pd.DataFrame, groups: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Who agreed and who saw a statement, `[group, statement]`."""
    members = [votes[groups == group] for group in sorted(groups.dropna().unique())]
    agree = np.array([(member == 1).sum() for member in members])
    return agree, np.array([member.notna().sum() for member in members])


def segmented(votes: pd.DataFrame) -> Segmentation:
    """Segments of the votes as ratings: disagree 0, pass 1, agree 2."""
    book = codebook(*[lack(f"s{statement}") for statement in votes.columns])
    columns = {f"lack.s{name}": [VOTES.get(vote, "") for vote in votes[name]] for name in votes.columns}
    return segments_of(from_columns(columns, book), book, np.random.default_rng(1))


def test_consensus_equals_the_published_conversation(shared: Path) -> None:
    votes, groups = conversation(shared, HOUSING)
    stored = json.loads((shared / "data/reference_published.json").read_text("utf-8"))["polis_affordable_housing"]
    assert groups.value_counts().to_dict() == {int(key): count for key, count in stored["groups"].items()}
    product, root = consensus_of(*counts(votes, groups))
    top = np.argsort(-product)[:10]
    assert [int(votes.columns[place]) for place in top] == [statement for statement, _ in stored["gic_top10_computed"]]
    assert product[top] == pytest.approx([value for _, value in stored["gic_top10_computed"]], abs=1e-12, rel=0)
    assert root == pytest.approx(np.sqrt(product), abs=1e-12)


def test_consensus_of_a_large_conversation_equals_plain_counting(shared: Path) -> None:
    votes, groups = conversation(shared, BOWLING)
    product, _ = consensus_of(*counts(votes, groups))
    for place in range(0, votes.shape[1], 50):
        column, expected = votes.iloc[:, place], 1.0
        for group in (0, 1):
            cast = [vote for vote, own in zip(column, groups, strict=True) if own == group and vote == vote]
            expected *= (cast.count(1) + 1) / (len(cast) + 2)
        assert product[place] == pytest.approx(expected, abs=1e-12)


def test_an_uneven_split_is_no_clear_segment(shared: Path) -> None:
    """The published groups are 347 and 34 people: 9 per cent is too few to be told as a segment."""
    votes, _ = conversation(shared, HOUSING)
    result = segmented(votes)
    assert result.reason == "no_separation"
    assert result.n == int((votes.notna().sum(axis=1) >= 7).sum())


@pytest.mark.parametrize(("name", "statements"), [(HOUSING, 39), (BOWLING, 13)])
def test_statements_that_most_people_saw_make_no_clear_segments_either(
    shared: Path, name: str, statements: int
) -> None:
    votes, _ = conversation(shared, name)
    dense = votes.loc[:, votes.notna().mean() > 0.5]
    assert dense.shape[1] == statements
    assert segmented(dense).reason in {"no_separation", "unstable"}
