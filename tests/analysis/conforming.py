"""A small check of JSON against the parts of JSON Schema (2020-12) that the project's schemas use."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "analysis" / "schema"
KINDS: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
LIMITS: dict[str, Callable[[Any, Any], bool]] = {
    "enum": lambda value, allowed: value in allowed,
    "const": lambda value, allowed: value == allowed,
    "not": lambda value, schema: any(faults(value, schema)),
    "minimum": lambda value, limit: not KINDS["number"](value) or value >= limit,
    "maximum": lambda value, limit: not KINDS["number"](value) or value <= limit,
    "minLength": lambda value, limit: not isinstance(value, str) or len(value) >= limit,
    "minItems": lambda value, limit: not isinstance(value, list) or len(value) >= limit,
    "maxItems": lambda value, limit: not isinstance(value, list) or len(value) <= limit,
    "uniqueItems": lambda value, wanted: not isinstance(value, list) or len(value) == len(set(map(str, value))),
}
NESTED = {"type", "properties", "required", "additionalProperties", "items", "prefixItems"}
COMBINED = {"allOf", "if", "then", "else"}
WORDS = {"$schema", "$id", "title", "description", "default"}


@cache
def schema(name: str) -> Any:
    """A schema of the package: "diagnosis" or "codebook"."""
    return json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))


def faults(value: Any, rule: dict[str, Any], where: str = "$") -> Iterator[str]:
    """What does not conform, as "place: keyword"; a keyword that this check does not know is an error."""
    unknown = set(rule) - set(LIMITS) - NESTED - COMBINED - WORDS
    assert not unknown, f"{where}: schema keyword {unknown}"
    kinds = rule.get("type", list(KINDS))
    if not any(KINDS[kind](value) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        yield f"{where}: type"
        return
    yield from (f"{where}: {word}" for word, holds in LIMITS.items() if word in rule and not holds(value, rule[word]))
    if isinstance(value, dict):
        yield from _object_faults(value, rule, where)
    if isinstance(value, list):
        yield from _list_faults(value, rule, where)
    for part in rule.get("allOf", []):
        yield from faults(value, part, where)
    if "if" in rule:
        branch = "else" if any(faults(value, rule["if"])) else "then"
        yield from faults(value, rule.get(branch, {}), where)


def _object_faults(value: dict[str, Any], rule: dict[str, Any], where: str) -> Iterator[str]:
    properties = rule.get("properties", {})
    yield from (f"{where}.{key}: required" for key in rule.get("required", []) if key not in value)
    for key, item in value.items():
        if key in properties:
            yield from faults(item, properties[key], f"{where}.{key}")
        elif rule.get("additionalProperties", True) is False:
            yield f"{where}.{key}: additionalProperties"


def _list_faults(value: list[Any], rule: dict[str, Any], where: str) -> Iterator[str]:
    for place, item in enumerate(value):
        yield from faults(item, rule.get("items", {}), f"{where}[{place}]")
    for item, part in zip(value, rule.get("prefixItems", []), strict=False):
        yield from faults(item, part, where)
