"""A page that was read, put away until a person confirms it: the picture as JPEG, the reading as plain values."""

from dataclasses import asdict
from typing import Any

import cv2
import numpy as np

from diagnoza.documents.questionnaire import Box, Space
from diagnoza.documents.sheet_code import PageCode
from diagnoza.scanning.boxes import ReadBox, State
from diagnoza.scanning.pages import Picture
from diagnoza.scanning.reader import ReadPage, ReadSpace

QUALITY = 80
"""Of the JPEG: a drawn page takes 160 to 370 kB, and a pencil cross stays clear."""

FINE = 95
"""Of the JPEG of a page that is still to be read."""

TOLD = "told"
"""Beside what was read of a page: where its picture came from, when a person said which page it is."""


def jpeg(picture: Picture, quality: int = QUALITY) -> bytes:
    """The picture as JPEG."""
    _done, content = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return content.tobytes()


def picture(content: bytes) -> Picture:
    """The picture that `jpeg` put away."""
    return np.asarray(cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR))


def reading(page: ReadPage) -> dict[str, Any]:
    """What was read, as values that JSON can hold."""
    return {
        "code": asdict(page.code),
        "boxes": [asdict(each) | {"state": str(each.state)} for each in page.boxes],
        "spaces": [asdict(each) for each in page.spaces],
    }


def page(kept: dict[str, Any], content: bytes | None = None) -> ReadPage:
    """The page behind what was put away; without `content` its picture is empty."""
    boxes = [
        ReadBox(
            Box(**each["box"]), State(each["state"]), each["confidence"], each["doubtful"], each.get("beside", False)
        )
        for each in kept["boxes"]
    ]
    spaces = [ReadSpace(Space(**each["space"]), each["written"]) for each in kept["spaces"]]
    shown = picture(content) if content else np.zeros((1, 1, 3), np.uint8)
    return ReadPage(PageCode(**kept["code"]), tuple(boxes), tuple(spaces), shown)
