"""Train the classifier of boxes: python -m benchmarks.paper.train [PAGES]

Draws pages with a seed that neither tests nor figures use, measures their boxes, fits five networks and writes
diagnoza/scanning/classifier.json. Every fifth page is held back; how those are judged is printed.
"""

import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import cv2
import numpy as np
from sklearn.neural_network import MLPClassifier

from benchmarks.paper.sheets import TRAINING, sample
from diagnoza.scanning import features, pages, patches, straighten
from diagnoza.scanning.boxes import State
from diagnoza.scanning.classifier import FAR, FILE, Classifier, Layer
from diagnoza.scanning.errors import PageError
from diagnoza.scanning.straighten import Ink

PAGES, SEED = 1_200, 1_000
HIDDEN = 40
NETWORKS = 5
DIGITS = 4


def measured(index: int, seed: int) -> tuple[Ink, Ink] | None:
    """The numbers and the states of all boxes of one page; None when the page cannot be read."""
    cv2.setNumThreads(1)
    drawn = sample(index, seed, TRAINING)
    boxes = drawn.printed.places(drawn.code.page).boxes
    try:
        page = straighten.straighten(next(iter(pages.pages(drawn.content))))
        numbers = features.describe(patches.cut(page, boxes))
    except PageError:
        return None
    order = list(State)
    return numbers, np.array([order.index(drawn.truth[box.name, box.value]) for box in boxes])


def fit(numbers: Ink, states: Ink) -> Classifier:
    """Networks that tell the states by the numbers."""
    means, spreads = numbers.mean(axis=0), numbers.std(axis=0) + 1e-6
    spread = np.clip((numbers - means) / spreads, -FAR, FAR)
    networks = [_network(spread, states, start) for start in range(NETWORKS)]
    return Classifier(_short(means), _short(spreads), networks)


def _network(spread: Ink, states: Ink, start: int) -> tuple[Layer, Layer]:
    fitted = MLPClassifier((HIDDEN,), alpha=3e-2, random_state=start, max_iter=300, tol=1e-5).fit(spread, states)
    hidden, last = (
        Layer(_short(weights), _short(added)) for weights, added in zip(fitted.coefs_, fitted.intercepts_, strict=True)
    )
    return hidden, last


def _short(values: Ink) -> list[object]:
    return np.vectorize(lambda value: float(f"{value:.{DIGITS}g}"))(values).tolist()


def main(arguments: Sequence[str]) -> None:
    """Draw, fit, judge, write."""
    count = int(arguments[0]) if arguments else PAGES
    with ProcessPoolExecutor() as workers:
        read = [each for each in workers.map(partial(measured, seed=SEED), range(count), chunksize=8) if each]
    held = np.concatenate([np.full(len(states), number % 5 == 0) for number, (_numbers, states) in enumerate(read)])
    numbers, states = (np.concatenate(parts) for parts in zip(*read, strict=True))
    best, least = fit(numbers[~held], states[~held]).judge(numbers[held])
    wrong = best != states[held]
    print(f"{len(read)} of {count} pages, {len(states)} boxes; held back {held.sum()}: {wrong.sum()} wrong")
    for limit in (0.9, 0.95, 0.97, 0.98, 0.99):
        unsure = least < limit
        print(f"  below {limit}: {unsure.mean():.3%} of all, {(wrong & ~unsure).sum()} wrong ones above")
    FILE.write_text(fit(numbers, states).to_json(), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
