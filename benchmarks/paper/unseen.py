"""What the classifier was never trained on: other paper, other light, other hands, and pages that must be refused."""

import cv2
import numpy as np
from numpy.random import Generator

from benchmarks.paper import filling
from benchmarks.paper.cameras import Camera, developed, jpeg, photographed, scanner, table
from benchmarks.paper.filling import Habits, Square
from benchmarks.paper.pens import Line, by_hand
from diagnoza.scanning.pages import Picture
from diagnoza.scanning.straighten import Ink

PHONE = (2250, 3000)


def _hills(shape: tuple[int, ...], cells: int, rng: Generator) -> Ink:
    """Smooth random heights of about 1 over a page."""
    rough = rng.normal(0, 1, (cells, cells)).astype(np.float32)
    return np.asarray(cv2.resize(rough, shape[1::-1], interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def crumpled(page: Picture, rng: Generator) -> bytes:
    """Folded and smoothed out: every point up to about 1 mm off, folds lit from one side."""
    rows, columns = (each.astype(np.float32) for each in np.mgrid[0 : page.shape[0], 0 : page.shape[1]])
    right, down = (columns + 4 * _hills(page.shape, 6, rng), rows + 4 * _hills(page.shape, 6, rng))
    bent = cv2.remap(page, right, down, cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    folds = np.ones(page.shape[:2], np.float32)
    for _ in range(rng.integers(2, 6)):
        way, far = rng.uniform(0, np.pi), rng.uniform(-0.3, 0.3) * page.shape[0]
        beyond = np.cos(way) * (columns - page.shape[1] / 2) + np.sin(way) * (rows - page.shape[0] / 2) - far
        folds -= rng.uniform(0.05, 0.2) * np.exp(-np.abs(beyond) / rng.uniform(20, 120)) * (beyond > 0)
    lit = np.clip(bent * folds[:, :, None] * (1 + 0.05 * _hills(page.shape, 9, rng))[:, :, None], 0, 255)
    return developed(photographed(lit.astype(np.uint8), PHONE, table(*PHONE, rng), rng), rng)


def curled(page: Picture, rng: Generator) -> bytes:
    """A page that does not lie flat: its lines bow by up to 2.5 mm."""
    rows, columns = (each.astype(np.float32) for each in np.mgrid[0 : page.shape[0], 0 : page.shape[1]])
    bow = rng.uniform(10, 30) * np.sin(np.pi * columns / page.shape[1])
    bent = cv2.remap(page, columns, (rows + bow).astype(np.float32), cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    shade = 1 - rng.uniform(0.05, 0.25) * np.cos(np.pi * columns / page.shape[1]) ** 2
    lit = (bent * shade[:, :, None]).astype(np.uint8)
    return developed(photographed(lit, PHONE, table(*PHONE, rng), rng), rng)


def glare(page: Picture, rng: Generator) -> bytes:
    """A lamp mirrored in the ink: a spot in which everything is paler."""
    seen = photographed(page, PHONE, table(*PHONE, rng), rng)
    down, right = np.mgrid[0:1:96j, 0:1:96j] - rng.uniform(0.2, 0.8, 2)[:, None, None]
    spot = np.exp(-(down**2 + right**2) / rng.uniform(0.01, 0.05)).astype(np.float32)
    pale = cv2.resize(rng.uniform(0.2, 0.5) * spot, PHONE)[:, :, None]
    return developed((seen + (255 - seen) * pale).astype(np.uint8), rng)


def copied(page: Picture, rng: Generator) -> bytes:
    """A grey copy of a copy: hard contrast, lines grown fatter or thinner, dirt of the drum."""
    gray = cv2.GaussianBlur(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), (0, 0), 1.2)
    size = rng.integers(1, 4)
    morph = cv2.erode if rng.random() < 0.6 else cv2.dilate
    grown = morph(gray, np.ones((size, size), np.uint8)).astype(np.float32)
    hard = 255 / (1 + np.exp(-(grown - rng.uniform(120, 190)) / rng.uniform(12, 35)))
    dirt = rng.random(hard.shape) < rng.uniform(0, 0.002)
    hard[cv2.dilate(dirt.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 80
    return scanner(np.repeat(hard[:, :, None], 3, axis=2).astype(np.uint8), rng)


def thin_paper(page: Picture, rng: Generator) -> bytes:
    """Another page shines through from behind, and the paper is coloured."""
    behind = cv2.GaussianBlur(np.ascontiguousarray(page[:, ::-1]), (0, 0), 4).astype(np.float32)
    paper = rng.uniform(0.75, 1.0, 3)
    through = page * (1 - rng.uniform(0.05, 0.2) * (1 - behind / 255)) * paper
    return scanner(through.astype(np.uint8), rng)


def tiled(page: Picture, rng: Generator) -> bytes:
    """A photo on a chequered table cloth, saved poorly."""
    width, height = 1_536, 2_048
    cell = int(rng.integers(30, 120))
    rows, columns = np.mgrid[0:height, 0:width] // cell
    cloth = np.where(((rows + columns) % 2)[:, :, None] == 1, rng.uniform(160, 255, 3), rng.uniform(0, 90, 3))
    seen = photographed(page, (width, height), cloth.astype(np.uint8), rng)
    return jpeg(cv2.GaussianBlur(seen, (0, 0), 0.8), 30)


CAMERAS: tuple[Camera, ...] = (crumpled, curled, glare, copied, thin_paper, tiled)


def finger(page: Picture, rng: Generator) -> bytes:
    """A thumb over one corner mark: such a page must be refused."""
    covered = page.copy()
    rows, columns = covered.shape[:2]
    corner = ((columns, 0), (0, 0), (columns, rows), (0, rows))[rng.integers(4)]
    cv2.ellipse(covered, corner, (330, 420), rng.uniform(0, 180), 0, 360, (130, 160, 215), -1, cv2.LINE_AA)
    return developed(photographed(covered, PHONE, table(*PHONE, rng), rng), rng)


# Other hands.


def dash(box: Square, rng: Generator) -> list[Line]:
    """A line straight across."""
    level = rng.uniform(0.35, 0.65)
    return [by_hand([box.at(rng.uniform(0, 0.2), level), box.at(rng.uniform(0.8, 1), level)], box.shake, rng)]


def star(box: Square, rng: Generator) -> list[Line]:
    """A cross with one stroke more."""
    return [*filling.cross(box, rng), *dash(box, rng)]


def twice(box: Square, rng: Generator) -> list[Line]:
    """A cross gone over again."""
    return [*filling.cross(box, rng), *filling.cross(box, rng)]


def ring(box: Square, rng: Generator) -> list[Line]:
    """A circle inside the box."""
    turn, radius = np.linspace(0, 2.1 * np.pi, 25), rng.uniform(0.25, 0.45)
    return [by_hand([box.at(0.5 + radius * np.cos(t), 0.5 + radius * np.sin(t)) for t in turn], box.shake, rng)]


HANDS = Habits(((dash, 0.25), (star, 0.25), (twice, 0.25), (ring, 0.25)))
