"""Results as plain data for JSON, and back: floats keep every digit."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from analysis.errors import AnalysisError
from analysis.results import Diagnosis

VERSION = 2
"""The version of the stored form; an older one is computed again, not read."""


def to_json(diagnosis: Diagnosis) -> dict[str, Any]:
    """The diagnosis as plain dictionaries, lists, numbers and texts; floats keep every digit."""
    return {"version": VERSION, **listed(asdict(diagnosis))}


def from_json(data: Mapping[str, Any]) -> Diagnosis:
    """The diagnosis that `to_json` wrote; AnalysisError when a field is missing or does not fit."""
    if data.get("version") != VERSION:
        found = data.get("version")
        raise AnalysisError(f"not a stored diagnosis of this version: {found} found; allowed: {VERSION}; make it anew")
    try:
        diagnosis: Diagnosis = _object(Diagnosis, data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AnalysisError(f"not a stored diagnosis: {type(error).__name__} {error}") from error
    return diagnosis


def listed(value: Any) -> Any:
    """Tuples as lists and enumerations as texts, however deep."""
    if isinstance(value, dict):
        return {key: listed(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [listed(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value


def _object(kind: type[Any], data: Mapping[str, Any]) -> Any:
    types = get_type_hints(kind)
    return kind(**{field.name: _restored(types[field.name], data[field.name]) for field in fields(kind)})


def _restored(kind: Any, value: Any) -> Any:
    if get_origin(kind) is tuple:
        return tuple(_restored(get_args(kind)[0], item) for item in value)
    if get_origin(kind) in (Union, UnionType):
        return None if value is None else _restored(get_args(kind)[0], value)
    if hasattr(kind, "__dataclass_fields__"):
        return _object(kind, value)
    return kind(value)
