"""All sentences and labels of the knowledge files as one flat catalogue: code -> language -> text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

LANGUAGES = ("pl", "en")
"""The languages in which the recommender has sentences."""

Catalogue = Iterator[tuple[str, dict[str, str]]]


def texts_of(data: Mapping[str, Mapping[str, Any]]) -> Catalogue:
    """Every sentence and label of the parsed knowledge files, by the codes that messages use."""
    model, sectors = data["cooperation"], data["sectors"]
    yield from _model_texts(model)
    for question in data["readiness"]["questions"]:
        yield f"readiness.{question['key']}", _said(question)
        for option in question.get("options", ()):
            yield f"readiness.{question['key']}.{option['key']}", _said(option)
    for name, entries in (("area", data["needs"]["areas"]), ("group", data["needs"]["groups"])):
        yield from _labels(name, entries)
    yield from ((f"talk.{area['key']}", _said(area, "talk_")) for area in data["needs"]["areas"])
    for name in ("sector", "subsector", "contribution"):
        yield from _labels(name, sectors[f"{name}s"])
    yield from _invited(data)
    for area, table in sectors["offers"].items():
        for subsector, entry in table.items():
            yield f"offer.{area}.{subsector}", _said(entry, "what_")


def _model_texts(model: Mapping[str, Any]) -> Catalogue:
    yield from ((code, _said(entry)) for code, entry in model["texts"].items())
    for criterion in model["criteria"]:
        yield f"criterion.{criterion['key']}", _said(criterion, "question_")
        for part in criterion.get("partly", ()):
            yield f"criterion.{criterion['key']}.partly_{part['key']}", _said(part)
        for level in criterion["levels"]:
            code = f"criterion.{criterion['key']}.{level['key']}"
            yield code, _said(level)
            yield f"{code}.if", _said(level, "if_")
            if "short_pl" in level:
                yield f"{code}.short", _said(level, "short_")
    yield from _rule_texts(model)


def _rule_texts(model: Mapping[str, Any]) -> Catalogue:
    for kind in model["types"]:
        yield f"type.{kind['key']}", _said(kind)
        for name in ("start", "tradeoff", "step"):
            yield f"{name}.{kind['key']}", _said(kind, f"{name}_")
        yield from ((f"condition.{kind['key']}.{rule['key']}", _said(rule)) for rule in kind["conditions"])
    yield from ((f"role.{rule['role']}.{rule['key']}", _said(rule)) for rule in model["roles"])
    yield from ((f"ask_first.{rule['key']}", _said(rule)) for rule in model["ask_first"])
    yield from ((f"step_ask.{rule['key']}", _said(rule, "step_")) for rule in model["ask_first"])
    yield from ((f"warning.{rule['key']}", _said(rule)) for rule in model["warnings"])


def _invited(data: Mapping[str, Mapping[str, Any]]) -> Catalogue:
    """Names inside "the library invites ... for an hour to ...": of institutions, of people of a group, of places."""
    sectors, library = data["sectors"], data["sectors"]["library"]
    yield from ((f"guests.{group['key']}", _said(group, "guests_")) for group in data["needs"]["groups"])
    for each in sectors["subsectors"]:
        yield f"invited.{each['key']}", _said(each, "label_acc_")
        if "place_pl" in each:
            yield f"place.{each['key']}", _said(each, "place_")
    yield "subsector.library", _said(library, "label_")
    yield "place.library", _said(library, "place_")


def _labels(name: str, entries: Sequence[Mapping[str, Any]]) -> Catalogue:
    yield from ((f"{name}.{entry['key']}", _said(entry, "label_")) for entry in entries)


def _said(entry: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    return {language: entry[prefix + language] for language in LANGUAGES}
