"""Codes and values of what is to be said. Sentences are made from them at the edge, by rationale.render."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """A sentence to say: the code of its text in the knowledge files, and the values that fill it."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
