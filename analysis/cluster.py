"""Tallies of partitions, counted wherever the partitions are: only counts travel, never answers."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial, reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from analysis.codebook import Codebook
from analysis.errors import AnalysisError
from analysis.tally import Tally

if TYPE_CHECKING:
    import pandas as pd

Partition: TypeAlias = "Callable[[], pd.DataFrame] | str | Path"
"""A file of answers, or what gives a response frame."""

FAN_IN = 8
"""How many tallies are added in one task: few enough to be in memory together."""


class PartitionError(AnalysisError):
    """A partition that cannot be counted; the message names it, by its place from 1 and its file."""


def tally_partitions(
    partitions: Iterable[Partition],
    codebook: Codebook,
    *,
    scheduler: str | None = None,
    client: Any = None,
) -> Tally:
    """The tally of all partitions together, equal to that of one frame with all their rows.

    A partition is a file of answers (analysis.readers; its path as the workers see it) or a function that
    gives a response frame. Each is read and counted in one task, so its rows never leave the worker; tallies
    are added in a tree. `client` is a client of `distributed`, else `scheduler` names one of Dask's own
    ("threads" by default, "processes", "synchronous"). PartitionError names a partition that fails.
    """
    from dask.delayed import delayed

    count = delayed(partial(_counted, codebook=codebook), pure=False)
    tallies = [count(number, partition) for number, partition in enumerate(partitions, start=1)]
    if not tallies:
        return Tally.zero(codebook)
    while len(tallies) > 1:
        tallies = [delayed(_total)(tallies[start : start + FAN_IN]) for start in range(0, len(tallies), FAN_IN)]
    tally: Tally = client.compute(tallies[0]).result() if client else tallies[0].compute(scheduler=scheduler)
    return tally


def _counted(number: int, partition: Partition, *, codebook: Codebook) -> Tally:
    try:
        return Tally.from_frame(_frame(partition, codebook), codebook)
    except Exception as error:  # a loader may fail in any way, far away: say at least where
        named = f" ({partition})" if isinstance(partition, str | Path) else ""
        found = str(error) if isinstance(error, AnalysisError) else f"{type(error).__name__}: {error}"
        raise PartitionError(f"partition {number}{named}: {found}") from error


def _frame(partition: Partition, codebook: Codebook) -> "pd.DataFrame":
    from analysis.readers import read_answers

    return read_answers(partition, codebook) if isinstance(partition, str | Path) else partition()


def _total(tallies: Sequence[Tally]) -> Tally:
    return reduce(add, tallies)
