"""The same tallies on many machines or cores: each partition is counted where it is, and only tallies travel."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.codebook import Codebook
from analysis.errors import AnalysisError
from analysis.tally import Tally

if TYPE_CHECKING:
    import pandas as pd

Partition = str | Path | Callable[[], "pd.DataFrame"]

BRANCHES = 8
"""Tallies added up in one step; more steps keep fewer of them in memory at once."""


class PartitionError(AnalysisError):
    """A partition that cannot be counted; the message names it."""


def tally_partitions(partitions: Iterable[Partition], codebook: Codebook, client: Any = None) -> Tally:
    """The tally of all responses, from the partitions they lie in.

    A partition is the path of a file (analysis.readers) or a function that returns a response frame. With a
    `client` of dask.distributed the work goes to its workers, else to the threads of this process. The result
    equals the tally of the whole, as tallies add up. PartitionError names the partition that cannot be counted.
    """
    import dask.base
    from dask.delayed import delayed

    compute: Any = dask.base.compute  # has no types

    named = [(_name(partition, number), partition) for number, partition in enumerate(partitions, start=1)]
    if not named:
        return Tally.zero(codebook)
    level = [delayed(_count)(name, partition, codebook) for name, partition in named]
    while len(level) > 1:
        level = [delayed(_sum)(level[start : start + BRANCHES]) for start in range(0, len(level), BRANCHES)]
    found: Tally = client.compute(level[0]).result() if client else compute(level[0], scheduler="threads")[0]
    return found


def _name(partition: Partition, number: int) -> str:
    return str(partition) if isinstance(partition, str | Path) else f"partition {number}"


def _count(name: str, partition: Partition, codebook: Codebook) -> Tally:
    from analysis.readers import read_answers

    read = partition if callable(partition) else partial(read_answers, partition, codebook, name)
    try:
        return Tally.from_frame(read(), codebook)
    except (AnalysisError, OSError) as error:
        raise PartitionError(f"{name}: {error}") from error


def _sum(tallies: Sequence[Tally]) -> Tally:
    total = tallies[0]
    for tally in tallies[1:]:
        total = total + tally
    return total
