"""Tallies of partitions add up to the tally of the whole, wherever they are counted."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cluster import PartitionError, tally_partitions
from analysis.codebook import Design, Role, Variable
from analysis.errors import AnalysisError
from analysis.tally import Tally
from tests.analysis.build import codebook, group, lack, picked, random_frame, stratum
from tests.analysis.files import parquet

BOOK = codebook(lack("care"), lack("roads"), picked("care"), picked("roads"), group("youth"), stratum("age", "xyz"))


def answers(n: int = 200) -> pd.DataFrame:
    return random_frame(BOOK, n, np.random.default_rng(7))


def parted(table: pd.DataFrame, cuts: list[int]) -> list[pd.DataFrame]:
    """The table in pieces, some of them perhaps empty."""
    ends = [0, *sorted(cuts), len(table)]
    return [table.iloc[start:end].reset_index(drop=True) for start, end in pairwise(ends)]


def loaders(tables: list[pd.DataFrame]) -> list[Callable[[], pd.DataFrame]]:
    return [partial(pd.DataFrame.copy, table) for table in tables]


def broken() -> pd.DataFrame:
    raise RuntimeError("the disk is gone")


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """The codes as texts, as files have them."""
    return table.astype(str)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 200), max_size=20))
def test_any_parting_gives_the_tally_of_the_whole(cuts: list[int]) -> None:
    table = answers()
    found = tally_partitions(loaders(parted(table, cuts)), BOOK, scheduler="synchronous")
    assert found == Tally.from_frame(table, BOOK)


@pytest.mark.parametrize("parts", [1, 2, 8, 9, 64, 65])
def test_every_level_of_the_tree_adds_all(parts: int) -> None:
    table = answers(parts)
    found = tally_partitions(loaders(parted(table, list(range(1, parts)))), BOOK, scheduler="synchronous")
    assert found == Tally.from_frame(table, BOOK)


@pytest.mark.parametrize("scheduler", ["synchronous", "threads", None])
def test_every_scheduler_counts_the_same(scheduler: str | None) -> None:
    table = answers()
    assert tally_partitions(loaders(parted(table, [50, 120])), BOOK, scheduler=scheduler) == Tally.from_frame(
        table, BOOK
    )


def test_weighted_answers_add_up() -> None:
    weight = Variable("w", Role.WEIGHT, "w", "waga")
    design = replace(codebook(lack("care"), stratum("age", "xy"), weight), design=Design("probability", weight="w"))
    table = random_frame(design, 60, np.random.default_rng(1)).assign(w=2.0)
    found = tally_partitions(loaders(parted(table, [10, 11])), design, scheduler="synchronous")
    assert found == Tally.from_frame(table, design)


def test_no_partition_is_nobody() -> None:
    assert tally_partitions([], BOOK) == Tally.zero(BOOK)


def test_partitions_may_be_files(tmp_path: Path) -> None:
    first, second = parted(answers(), [90])
    plain(first).to_csv(tmp_path / "a.csv", index=False)
    (tmp_path / "b.parquet").write_bytes(parquet({name: plain(second)[name].tolist() for name in second}))
    paths = [tmp_path / "a.csv", str(tmp_path / "b.parquet")]
    assert tally_partitions(iter(paths), BOOK, scheduler="synchronous") == Tally.from_frame(answers(), BOOK)


def test_a_partition_that_fails_is_named(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("lack.care\n1\n", "utf-8")
    with pytest.raises(PartitionError, match=r"partition 2 \(.*b\.csv\): column lack\.roads, .* is missing"):
        tally_partitions([partial(answers, 5), tmp_path / "b.csv"], BOOK, scheduler="synchronous")
    with pytest.raises(AnalysisError, match="partition 1: RuntimeError: the disk is gone"):
        tally_partitions([broken], BOOK, scheduler="synchronous")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PartitionError, match=r"partition 1 \(.*none\.csv\): FileNotFoundError"):
        tally_partitions([tmp_path / "none.csv"], BOOK, scheduler="synchronous")


def test_a_frame_of_another_questionnaire_is_refused() -> None:
    other = random_frame(codebook(lack("care")), 5, np.random.default_rng(1))
    with pytest.raises(PartitionError, match=r"partition 1: column lack\.roads, picked\.care.* is missing"):
        tally_partitions(loaders([other]), BOOK, scheduler="synchronous")


@pytest.fixture
def local_client() -> Iterator[Any]:
    """A cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(host="127.0.0.1", **options) as cluster, distributed.Client(cluster) as client:
        yield client


def test_a_cluster_counts_the_same_and_names_what_fails(local_client: Any) -> None:
    table = answers()
    parts = loaders(parted(table, [20, 60, 61, 150]))
    assert tally_partitions(parts, BOOK, client=local_client) == Tally.from_frame(table, BOOK)
    with pytest.raises(PartitionError, match="partition 6: RuntimeError: the disk is gone"):
        tally_partitions([*parts, broken], BOOK, client=local_client)
