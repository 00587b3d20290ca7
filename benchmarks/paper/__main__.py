"""How well filled sheets are read: python -m benchmarks.paper [PAGES] [SEED]

Pages are drawn at random with seeds that the classifier was not trained with; printed for sheets like those of the
training, for paper, light and hands that it never saw, for answers given beside the boxes, which a person must see,
and for pages with a covered corner, which must be refused.
Aims: 99.5 % of boxes right, 98 % of the wrong ones flagged doubtful, under 1.5 seconds a page.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from benchmarks.paper import beside, unseen
from benchmarks.paper.sheets import Sample, Way, samples
from diagnoza.scanning import pages, reader
from diagnoza.scanning.boxes import ReadBox, State
from diagnoza.scanning.errors import PageError

PAGES, SEED = 240, 20_000
RIGHT, FLAGGED, SECONDS = 0.995, 0.98, 1.5


@dataclass
class Page:
    """What became of one page: counts of boxes, or why it was refused."""

    sample: Sample
    seconds: float
    boxes: int = 0
    wrong: int = 0
    doubtful: int = 0
    wrong_unnoticed: int = 0
    beside: int = 0
    unread: int = 0
    unread_unnoticed: int = 0
    refused: str = ""


@dataclass
class Totals:
    """Sums over pages."""

    pages: list[Page] = field(default_factory=list)

    def total(self, name: str) -> int:
        """A count of boxes over all pages."""
        return sum(getattr(page, name) for page in self.pages)

    @property
    def right(self) -> float:
        """Share of boxes read right."""
        return 1 - self.total("wrong") / max(self.total("boxes"), 1)

    @property
    def noticed(self) -> float:
        """Share of the wrong boxes that were flagged doubtful; 1 where none was wrong."""
        return 1 - self.total("wrong_unnoticed") / max(self.total("wrong"), 1)

    @property
    def flagged(self) -> float:
        """Share of all boxes that a person must look at."""
        return self.total("doubtful") / max(self.total("boxes"), 1)

    @property
    def refused(self) -> list[Page]:
        """Pages that were not read."""
        return [page for page in self.pages if page.refused]

    @property
    def worst(self) -> Page:
        """The page with most wrong boxes."""
        return max(self.pages, key=lambda page: (page.wrong_unnoticed, page.wrong))


def read(sample: Sample) -> Page:
    """Read one page from its file and compare with the truth. A wrong code of the page counts as every box wrong."""
    start = perf_counter()
    try:
        picture = next(iter(pages.pages(sample.content)))
        result = reader.read(picture, lambda _code: sample.printed.layout)
    except PageError as error:
        return Page(sample, perf_counter() - start, refused=str(error.why))
    page = Page(sample, perf_counter() - start, boxes=len(result.boxes))
    for each in result.boxes:
        wrong = result.code != sample.code or each.state != sample.truth[each.box.name, each.box.value]
        page.wrong += wrong
        page.doubtful += each.doubtful or each.beside
        page.beside += each.beside
        page.wrong_unnoticed += wrong and not each.doubtful
    _count_answers(page, result.boxes)
    return page


def _count_answers(page: Page, boxes: Iterable[ReadBox]) -> None:
    """Fields that were answered and in which no cross is read for sure; unnoticed where nobody is asked to look."""
    by_field: dict[str, list[ReadBox]] = defaultdict(list)
    for each in boxes:
        by_field[each.box.name].append(each)
    for name, own in by_field.items():
        answered = any(page.sample.truth[name, each.box.value] == State.CROSSED for each in own)
        looked_at = any(each.doubtful or each.beside or each.state == State.CORRECTED for each in own)
        page.unread += answered
        page.unread_unnoticed += answered and not looked_at


def measure(given: Iterable[Sample]) -> Totals:
    """Read all of them."""
    return Totals([read(sample) for sample in given])


def lines(title: str, totals: Totals) -> list[str]:
    """What is printed of one kind of pages."""
    seconds = sorted(page.seconds for page in totals.pages)
    worst = totals.worst
    return [
        f"{title}: {len(totals.pages)} pages, {totals.total('boxes')} boxes, {len(totals.refused)} pages refused",
        f"  boxes right                {totals.right:9.3%}   ({totals.total('wrong')} wrong)",
        f"  wrong ones flagged         {totals.noticed:9.3%}   ({totals.total('wrong_unnoticed')} unnoticed)",
        f"  boxes to look at           {totals.flagged:9.3%}   ({totals.total('beside')} for ink beside them)",
        f"  seconds a page             {seconds[len(seconds) // 2]:9.2f}   (slowest {seconds[-1]:.2f})",
        f"  pages per second           {len(seconds) / sum(seconds):9.2f}",
        f"  worst page                 index {worst.sample.index}: {worst.wrong} of {worst.boxes} wrong, "
        f"{worst.wrong_unnoticed} unnoticed",
    ]


def beside_lines(title: str, totals: Totals) -> list[str]:
    """What is printed of answers that were not given by a cross."""
    answers, unnoticed = totals.total("unread"), totals.total("unread_unnoticed")
    return [
        f"{title}: {len(totals.pages)} pages, {answers} answers, {len(totals.refused)} pages refused",
        f"  shown to a person          {1 - unnoticed / max(answers, 1):9.3%}   ({unnoticed} lost)",
        f"  boxes to look at           {totals.flagged:9.3%}",
    ]


def main(arguments: Sequence[str]) -> None:
    """Print all figures."""
    count, seed = (int(given) for given in (*arguments, *(str(PAGES), str(SEED))[len(arguments) :]))
    print("\n".join(lines("as in training", measure(samples(count, seed)))))
    for camera in unseen.CAMERAS:
        print("\n".join(lines(camera.__name__, measure(samples(count // 8, seed + 1, Way(cameras=((camera, 1.0),)))))))
    print("\n".join(lines("other hands", measure(samples(count // 4, seed + 2, Way(unseen.HANDS))))))
    for style in beside.STYLES:
        read_all = measure(samples(count // 10, seed + 4, Way(beside.habits(style))))
        print("\n".join(beside_lines(style.__name__, read_all)))
    covered = measure(samples(count // 10, seed + 3, Way(cameras=((unseen.finger, 1.0),))))
    print(f"a finger over a mark: {len(covered.refused)} of {len(covered.pages)} pages refused")


if __name__ == "__main__":
    main(sys.argv[1:])
