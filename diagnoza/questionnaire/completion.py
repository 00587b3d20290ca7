"""From what an author wrote to the whole of a questionnaire: what it takes from another one and from the shared words.

The whole is what is stored, so that a published questionnaire does not change when the program's texts do.
"""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from diagnoza.questionnaire.reading import Problems

LIBRARY = Path(__file__).parent / "library"
READY = ("krotka", "krotka-mala", "pelna", "mlodziez")
"""Ready questionnaires, in the order in which a librarian sees them."""

WORDS = "slowa"
Source = dict[str, Any]


def ready_source(key: str) -> Source:
    """What is written in a file of the library."""
    return tomllib.loads((LIBRARY / f"{key}.toml").read_text(encoding="utf-8"))


def completed(source: Source, problems: Problems) -> Source:
    """The source without `extends` and `replace`, and with all the shared words; the argument stays as it is."""
    whole = deepcopy(source)
    if "extends" in whole:
        whole = _extended(whole, problems)
    given = whole.get("words", {})
    if isinstance(given, dict):
        whole["words"] = ready_source(WORDS) | given
    return whole


def _extended(source: Source, problems: Problems) -> Source:
    """The base with this source's keys in place of its own.

    A section with nothing but a key is taken from the base; `replace` has new keys for the base's questions.
    """
    base_key, replaced = source.pop("extends"), source.pop("replace", {})
    if base_key not in READY:
        problems.add("top level: extends", base_key, f"a ready questionnaire: {', '.join(READY)}")
        return source
    base = completed(ready_source(base_key), problems)
    base.pop("easy", None)  # whoever changes a questionnaire says whether all of it is written in easy words too
    whole = base | source
    if isinstance(source.get("sections"), list):
        whole["sections"] = [_section(each, base["sections"], problems) for each in source["sections"]]
    _replace(whole["sections"], replaced, problems)
    return whole


def _section(section: Any, base: list[Source], problems: Problems) -> Any:
    if not isinstance(section, dict) or set(section) != {"key"}:
        return section
    found = {each["key"]: each for each in base}
    if section["key"] not in found:
        words = f"{', '.join(found)}; or give the section its title and questions"
        problems.add("top level: sections", section["key"], words)
    return deepcopy(found.get(section["key"], section))


def _replace(sections: Any, replaced: Any, problems: Problems) -> None:
    questions = _questions(sections)
    if not isinstance(replaced, Mapping) or not all(isinstance(keys, Mapping) for keys in replaced.values()):
        problems.add("top level: replace", replaced, "tables [replace.QUESTION] with the new keys")
        return
    for key, keys in replaced.items():
        if key not in questions:
            problems.add("top level: replace", key, ", ".join(questions))
        else:
            questions[key].update(keys)


def _questions(sections: Any) -> dict[str, Source]:
    """The questions that can be read; what is wrong with the others is said when they are read."""
    rows = [each.get("questions") for each in sections if isinstance(each, dict)] if isinstance(sections, list) else []
    questions = [question for row in rows if isinstance(row, list) for question in row]
    return {str(question.get("key")): question for question in questions if isinstance(question, dict)}
