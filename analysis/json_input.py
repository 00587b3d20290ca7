"""JSON from outside, read strictly: what Python would pass over or fail on becomes one clear line."""

import json
from typing import Any

from analysis.errors import AnalysisError

NAMES = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}
"""How JSON calls the types of Python."""


class JsonError(AnalysisError):
    """Text that is not usable as JSON; the message says where, or which key, and what to mend."""


def read_json(content: bytes | str) -> Any:
    """The value that a JSON text holds.

    JsonError for what is no JSON, for a key that an object has twice, for NaN and Infinity, and for lists or objects
    nested too deeply.
    """
    try:
        return json.loads(content, object_pairs_hook=_object, parse_constant=_constant)
    except RecursionError:
        raise JsonError("lists or objects are nested too deeply; allowed: a few levels") from None
    except UnicodeDecodeError as error:
        raise JsonError(f"byte {error.start + 1} is not UTF-8 text; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise JsonError(f"not JSON: {error}") from error


def kind_of(value: object) -> str:
    """What a value is, in the words of JSON: "an object", "a list", "null"."""
    return NAMES.get(type(value), type(value).__name__)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise JsonError(f"key {twice!r} found more than once in one object; keep one")
    return found


def _constant(name: str) -> Any:
    raise JsonError(f"{name} found; allowed: a number")
