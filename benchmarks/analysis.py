"""How fast a diagnosis is from 1,000 to 1,000,000 answers: python -m benchmarks.analysis

Prints the median of several runs in one process beside the aim, the growth of time with the answers, and the
peak memory. The figures are this machine's; compare them with others of the same run.
"""

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from analysis.codebook import Codebook, Role, Variable
from analysis.diagnosis import diagnose
from analysis.estimators import Estimator
from analysis.kinds import score_for
from analysis.layout import layout_of
from analysis.rows import with_rows
from analysis.tally import Tally
from analysis.weighted import Weighted
from analysis.weights import PLAIN
from analysis.work import Work
from benchmarks import surveys

WARM = 3
RUNS = {1_000: 25, 10_000: 7, 100_000: 5, 1_000_000: 5}


def seconds(work: Callable[[], object], runs: int) -> float:
    """The median time of several runs after three that are not counted."""
    for _ in range(WARM):
        work()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def rake_and_replicate(frame: object, book: Codebook) -> None:
    """Rake four margins, 40 means with raked standard errors, 200 replicates raked anew."""
    tally = Tally.from_frame(frame, book)  # type: ignore[arg-type]
    weighted = Weighted.of(tally, book, surveys.margins(book), PLAIN)
    score = score_for(book)
    work = Work(weighted, book, layout_of(book), score, 0, 0.95, 1)
    mean: Estimator = score.mean_level
    work.total(mean)
    work.covariance([mean])
    weighted.replicates(mean)


def whole(frame: object, book: Codebook) -> object:
    """A raked diagnosis with groups, tests and 200 replicates."""
    tally = Tally.from_frame(frame, book)  # type: ignore[arg-type]
    return diagnose(tally, book, margins=surveys.margins(book), rules=PLAIN)


def with_open_answers(n: int, rng: np.random.Generator) -> Callable[[], object]:
    """A diagnosis with quality, segments and themes of one open question."""
    book = surveys.codebook()
    text = Variable("more", Role.TEXT, "more", "Czego brakuje?")
    longer = replace(book, variables=(*book.variables, text))
    frame = surveys.frame(book, n, rng).assign(more=surveys.texts(n, rng))
    return lambda: with_rows(
        diagnose(Tally.from_frame(frame, longer), longer, margins=surveys.margins(book)), frame, longer
    )


def line(name: str, found: float, aim: float) -> None:
    """One measured time beside its aim."""
    print(f"{name:<66} {found * 1000:>9.0f} ms   aim {aim * 1000:>6.0f} ms   x{found / aim:.2f}")


def main() -> None:
    """Measure everything once and print it."""
    book, rng = surveys.codebook(), np.random.default_rng(1)
    times, sizes = {}, {}
    for n, runs in RUNS.items():
        frame = surveys.frame(book, n, rng)
        times[n] = seconds(lambda frame=frame: whole(frame, book), runs)  # type: ignore[misc]
        tally = Tally.from_frame(frame, book)
        sizes[n] = sum(array.nbytes for array in (*tally.cells.arrays, *tally.parts.arrays))
    line("diagnosis, 1,000 x 40, raked, 200 replicates", times[1_000], 0.1)
    line("  with quality, segments and themes", seconds(with_open_answers(1_000, rng), 5), 1.0)
    line("diagnosis, 100,000 x 40", times[100_000], 1.5)
    line("diagnosis, 1,000,000 x 40", times[1_000_000], 1.5)
    line("1,000,000 x 40: rake, 40 raked means, 200 raked replicates",
         seconds(lambda: rake_and_replicate(frame, book), 5), 0.8)  # fmt: skip
    slope = np.polyfit(np.log([10_000, 100_000, 1_000_000]), np.log([times[n] for n in list(RUNS)[1:]]), 1)[0]
    print(f"slope of log time on log answers, 10,000 to 1,000,000: {slope:.2f}   aim 1.05")
    print("tally in MB: " + ", ".join(f"{n:,} answers {size / 1e6:.0f}" for n, size in sizes.items()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory of this process: {peak:.2f} GB   aim 1.20 GB")


if __name__ == "__main__":
    main()
