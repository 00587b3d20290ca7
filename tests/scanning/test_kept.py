"""A page that was read is put away and comes back as it was; its picture nearly so."""

import json

import numpy as np

from benchmarks.paper.sheets import Print, samples
from diagnoza.scanning import kept, reader
from diagnoza.scanning.pages import pages
from diagnoza.scanning.reader import ReadPage


def page_read() -> tuple[ReadPage, Print]:
    (drawn,) = samples(1, 4)
    (picture,) = pages(drawn.content)
    return reader.read(picture, lambda _code: drawn.printed.layout), drawn.printed


def test_what_was_read_comes_back_from_json() -> None:
    read, _printed = page_read()
    back = kept.page(json.loads(json.dumps(kept.reading(read))))
    assert (back.code, back.boxes, back.spaces) == (read.code, read.boxes, read.spaces)
    assert read.boxes


def test_a_picture_comes_back_of_the_same_size_and_nearly_the_same() -> None:
    read, _printed = page_read()
    back = kept.page(kept.reading(read), kept.jpeg(read.picture)).picture
    assert back.shape == read.picture.shape
    assert np.abs(back.astype(int) - read.picture.astype(int)).mean() < 6
