"""What a scanner, a fax and a phone make of a filled page. Each turns 300 dpi into the bytes of a file."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.random import Generator

from diagnoza.scanning.pages import Picture
from diagnoza.scanning.straighten import Ink

GRAIN = 512
Camera = Callable[[Picture, Generator], bytes]


def scanner(page: Picture, rng: Generator) -> bytes:
    """A flatbed: 100 to 300 dpi, up to 5 degrees askew, sometimes upside down, in colour or grey."""
    scale = rng.choice([100, 150, 200, 300], p=[0.25, 0.25, 0.3, 0.2]) / 300
    seen = _placed(page, scale, rng.uniform(-5, 5) + 180 * (rng.random() < 0.15), rng)
    seen = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.3, 0.9))
    light = rng.uniform(0.9, 1.06) * seen.astype(np.float32) + rng.uniform(0, 25)
    if rng.random() < 0.4:
        light = np.repeat(cv2.cvtColor(light, cv2.COLOR_BGR2GRAY)[:, :, None], 3, axis=2)
    return jpeg(_noisy(light, rng.uniform(0, 6), rng), rng.integers(50, 96))


def fax(page: Picture, rng: Generator) -> bytes:
    """Black and white, 204 dpi across and 98 or 196 down, with salt and pepper."""
    gray = cv2.cvtColor(_placed(page, 204 / 300, rng.uniform(-3, 3), rng), cv2.COLOR_BGR2GRAY)
    gray = cv2.resize(gray, None, fx=1, fy=rng.choice([0.48, 0.96]), interpolation=cv2.INTER_AREA)
    levels = _noisy(gray, rng.uniform(5, 15), rng)
    sharp = np.where(levels > rng.uniform(140, 200), 255, 0).astype(np.uint8)
    flips = rng.random(sharp.shape) < rng.uniform(0, 0.01)
    return png(np.where(flips, 255 - sharp, sharp).astype(np.uint8))


def phone(page: Picture, rng: Generator) -> bytes:
    """A photo of 3 to 12 megapixels: a table below, perspective, shadow, blur, grain, JPEG."""
    width, height = ((1536, 2048), (2250, 3000), (3000, 4000))[rng.choice(3, p=[0.5, 0.35, 0.15])]
    seen = photographed(page, (width, height), table(width, height, rng), rng)
    return developed(seen, rng)


Cameras = tuple[tuple[Camera, float], ...]
CAMERAS: Cameras = ((scanner, 0.4), (fax, 0.12), (phone, 0.48))


def photographed(page: Picture, size: tuple[int, int], below: Picture, rng: Generator) -> Picture:
    """The page lying on something, seen from about above, filling most of the picture."""
    width, height = size
    edge = np.array([[0.06, 0.06], [0.94, 0.06], [0.94, 0.94], [0.06, 0.94]]) + rng.uniform(-0.045, 0.045, (4, 2))
    there = (edge * size).astype(np.float32)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-4, 4), 0.93)
    there = cv2.transform(there[None], turn)[0].astype(np.float32)
    if rng.random() < 0.15:
        there = np.roll(there, 2, axis=0)
    rows, columns = page.shape[:2]
    here = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    lie = cv2.getPerspectiveTransform(here, there)
    soft = cv2.GaussianBlur(page, (0, 0), max(0.35 * rows / height, 0.3))
    return np.asarray(cv2.warpPerspective(soft, lie, size, dst=below.copy(), borderMode=cv2.BORDER_TRANSPARENT))


def developed(seen: Picture, rng: Generator) -> bytes:
    """Light, shadow, colour cast, blur and grain, as a phone would save it."""
    height, width = seen.shape[:2]
    blurred = cv2.GaussianBlur(seen, (0, 0), rng.uniform(0.3, 0.00065 * width))
    if rng.random() < 0.3:
        blurred = _shaken(blurred, rng)
    cast = (rng.uniform(0.85, 1.0, 3) * rng.uniform(0.75, 1.05)).astype(np.float32)
    light = cv2.multiply(blurred, shadow(width, height, rng)[:, :, None] * cast, dtype=cv2.CV_32F)
    return jpeg(_noisy(light, rng.uniform(1, 7), rng), rng.integers(55, 95))


def shadow(width: int, height: int, rng: Generator) -> Ink:
    """Light that falls off to one side, and now and then a soft-edged shadow of a hand or of a phone."""
    down, right = np.mgrid[0:1:64j, 0:1:64j] - 0.5
    way = rng.uniform(0, 2 * np.pi)
    light = 1 - rng.uniform(0, 0.4) * (0.5 + np.cos(way) * right + np.sin(way) * down)
    if rng.random() < 0.5:
        way = rng.uniform(0, 2 * np.pi)
        beyond = np.cos(way) * right + np.sin(way) * down - rng.uniform(-0.3, 0.3)
        light = light * (1 - rng.uniform(0.15, 0.5) / (1 + np.exp(-beyond * rng.uniform(15, 60))))
    return np.asarray(cv2.resize(light.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC))


def table(width: int, height: int, rng: Generator) -> Picture:
    """A table top: grain of wood or cloth in some colour."""
    grain = rng.normal(0, 1, (height // 8, width // 40)).astype(np.float32)
    streaks = cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)[:, :, None]
    return np.clip(rng.uniform(30, 190, 3) + 12 * streaks, 0, 255).astype(np.uint8)


def jpeg(picture: Picture, quality: int) -> bytes:
    """The picture as a JPEG file."""
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])[1].tobytes()


def png(picture: Picture) -> bytes:
    """The picture as a PNG file."""
    return cv2.imencode(".png", picture)[1].tobytes()


def _placed(page: Picture, scale: float, degrees: float, rng: Generator) -> Picture:
    """The page turned on a scanner's glass of its own size."""
    rows, columns = page.shape[:2]
    size = (round(columns * scale), round(rows * scale))
    soft = cv2.GaussianBlur(page, (0, 0), 0.45 / scale) if scale < 1 else page
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, rng.uniform(0.93, 0.97))
    turn = np.diag([scale, scale]) @ turn
    white = float(rng.choice([255, 235, 60], p=[0.7, 0.15, 0.15]))
    return np.asarray(cv2.warpAffine(soft, turn, size, borderValue=(white, white, white)))


def _noisy(picture: Ink, spread: float, rng: Generator) -> Picture:
    """Grain drawn once for a tile of 512 pixels and laid over the picture again and again: nobody reads it that far."""
    tile = rng.standard_normal((GRAIN, GRAIN, *picture.shape[2:]), dtype=np.float32) * np.float32(spread)
    rows, columns = (-(-length // GRAIN) for length in picture.shape[:2])
    grain = np.tile(tile, (rows, columns, *[1] * (picture.ndim - 2)))[: picture.shape[0], : picture.shape[1]]
    return np.clip(cv2.add(picture, np.ascontiguousarray(grain), dtype=cv2.CV_32F), 0, 255).astype(np.uint8)


def _shaken(picture: Picture, rng: Generator) -> Picture:
    """Blur along a line of a few pixels."""
    length = int(rng.integers(2, max(picture.shape[1] // 500, 3) + 1))
    kernel = np.zeros((2 * length + 1,) * 2, np.float32)
    way = rng.uniform(0, np.pi)
    reach = 0.5 * length * np.array([np.cos(way), np.sin(way)])
    cv2.line(kernel, *(tuple(np.round(length + sign * reach).astype(int).tolist()) for sign in (-1, 1)), 1.0, 1)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()))
