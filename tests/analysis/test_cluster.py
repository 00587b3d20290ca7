"""Tallies of partitions, added up elsewhere, equal the tally of the whole."""

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cluster import PartitionError, tally_partitions
from analysis.tally import Tally
from tests.analysis.build import codebook, lack, picked, random_frame, stratum

BOOK = codebook(lack("a"), lack("b"), picked("a"), picked("b"), stratum("age", "xyz"))


def parts(answers: pd.DataFrame, places: np.ndarray) -> list[pd.DataFrame]:
    return [answers[places == place].reset_index(drop=True) for place in np.unique(places)]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 80), size=st.integers(1, 20))
def test_any_partitions_add_up_to_the_whole(seed: int, n: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    answers = random_frame(BOOK, n, rng)
    frames = parts(answers, rng.integers(0, size, size=n))
    readers = [partial(pd.DataFrame.copy, frame) for frame in frames]
    assert tally_partitions(readers, BOOK) == Tally.from_frame(answers, BOOK)


def test_no_partitions_make_the_tally_of_nobody() -> None:
    assert tally_partitions([], BOOK) == Tally.zero(BOOK)


def test_files_are_read_where_they_are_counted(tmp_path: Path, rng: np.random.Generator) -> None:
    answers = random_frame(BOOK, 60, rng)
    for number, frame in enumerate(parts(answers, np.arange(60) // 20)):
        frame.astype(str).replace("no_answer", "").to_csv(tmp_path / f"{number}.csv", index=False)
    assert tally_partitions(sorted(tmp_path.iterdir()), BOOK) == Tally.from_frame(answers, BOOK)


def test_a_partition_that_cannot_be_counted_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("age\nx\n", "utf-8")
    with pytest.raises(PartitionError, match=r"bad\.csv: column lack\.a, lack\.b, picked\.a, picked\.b is missing"):
        tally_partitions([tmp_path / "bad.csv"], BOOK)


def test_a_partition_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PartitionError, match=r"gone\.csv: .*No such file"):
        tally_partitions([tmp_path / "gone.csv"], BOOK)


@pytest.mark.filterwarnings("ignore")  # other people's threads and sockets closing down
def test_workers_of_a_cluster_count_the_same(tmp_path: Path, rng: np.random.Generator) -> None:
    from dask.distributed import Client, LocalCluster

    answers = random_frame(BOOK, 90, rng)
    for number, frame in enumerate(parts(answers, np.arange(90) // 10)):
        frame.astype(str).replace("no_answer", "").to_parquet(tmp_path / f"{number}.parquet")
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster,
        Client(cluster) as client,
    ):
        found = tally_partitions(sorted(tmp_path.iterdir()), BOOK, client)
    assert found == Tally.from_frame(answers, BOOK)
