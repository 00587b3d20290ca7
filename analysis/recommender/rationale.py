"""Why: reasons as data, ordered by how much they moved the result; and sentences made from codes at the edge."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from analysis.errors import ChoiceError, listed
from analysis.recommender.catalogue import LANGUAGES
from analysis.recommender.cooperation import TYPES, Evidence, moved
from analysis.recommender.facts import Facts, matters
from analysis.recommender.knowledge import Knowledge, default_knowledge
from analysis.recommender.messages import Message
from analysis.recommender.situation import EVERYONE, UNNAMED, Situation
from analysis.vocabulary import CooperationType

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

_LABELS = {
    "area": "area",
    "areas": "area",
    "unmapped": "area",
    "group": "group",
    "quiet": "group",
    "type": "type",
    "runner_up": "type",
    "sector": "sector",
    "missing_sectors": "sector",
    "subsector": "subsector",
    "decided_by": "subsector",
    "what": "offer",
    "contribution": "contribution",
    "question": "readiness",
    "start": "start",
    "then": "start",
}
"""Values that are keys, and the kind of text that stands for them."""


class Sayable(Protocol):
    """Anything that carries a message: a reason, a caution, a step."""

    @property
    def message(self) -> Message:
        """What is to be said."""


@dataclass(frozen=True)
class Reason:
    """What one criterion contributed to the first choice.

    `weight` is by how much it moved the log-odds of the first choice (natural logarithm; above 0: for, below
    0: against). `weights` is its evidence for each type. `values` are the facts it rests on, `n` how many
    people stand behind it (None: the coalition's own answer).
    """

    criterion: str
    level: str
    about: str
    side: str
    weight: float
    weights: Mapping[CooperationType, float]
    values: Mapping[str, Any]
    n: int | None
    source: str
    sentence: str
    message: Message


def reasons(
    items: tuple[Evidence, ...], facts: Facts, situation: Situation, knowledge: Knowledge, place: int
) -> tuple[Reason, ...]:
    """A reason for every piece of evidence, those that moved the type at `place` most first."""
    shown = _values(facts, situation, knowledge)
    pairs = zip(items, moved(items, knowledge, place), strict=True)
    found = [_reason(item, weight, facts, shown, situation.n) for item, weight in pairs]
    return tuple(sorted(found, key=lambda reason: -abs(reason.weight)))


def _reason(item: Evidence, weight: float, facts: Facts, shown: Mapping[str, Any], n: int | None) -> Reason:
    criterion = item.criterion
    of_residents = criterion.about == "answers"
    return Reason(
        criterion=criterion.key,
        level=item.level,
        about=criterion.about,
        side="for" if weight >= 0 else "against",
        weight=weight,
        weights=dict(zip(TYPES, item.weights, strict=True)),
        values={name: facts[name] for name in sorted(criterion.reads) if name in facts},
        n=shown.get("n", n) if of_residents else None,
        source=criterion.source,
        sentence=criterion.sentence,
        message=Message(f"criterion.{criterion.key}.{item.level}", shown),
    )


def _values(facts: Facts, situation: Situation, knowledge: Knowledge) -> dict[str, Any]:
    """What the sentences of criteria may mention: the first matter with its counts or share, and numbers."""
    values = {name: facts[name] for name in ("high_needs", "existing_partners", "n_sectors") if name in facts}
    if situation.specific_group not in (None, EVERYONE, UNNAMED):
        values["group"] = situation.specific_group
    first = next(iter(matters(situation, knowledge)), None)
    if first is None:
        return values
    values["area"] = first.area
    counted = (situation.area_counts or {}).get(first.area)
    if counted is not None:
        values["count"], values["n"] = counted
    elif first.share is not None and situation.kind in (
        None,
        "lack_share",
        "unmet_share",
        "low_state_share",
        "picked_share",
    ):
        values["share"] = first.share
    return values


# Sentences.


def render(
    said: Message | Sayable,
    language: str = "pl",
    labels: Mapping[str, str] | None = None,
    knowledge: Knowledge | None = None,
) -> str:
    """The sentence of a message, or of what carries one, in "pl" or "en".

    `labels` gives a library's own words for keys of areas and groups. A text whose values are not all known
    is replaced by its shorter form. ChoiceError for another language.
    """
    if language not in LANGUAGES:
        raise ChoiceError(f"no sentences in {language!r}; allowed: {listed(LANGUAGES)}")
    message = said if isinstance(said, Message) else said.message
    return _Speaker(language, labels or {}, knowledge or default_knowledge()).say(message)


@dataclass(frozen=True)
class _Speaker:
    """Fills texts in one language."""

    language: str
    labels: Mapping[str, str]
    knowledge: Knowledge

    def say(self, message: Message) -> str:
        """The sentence of a message."""
        return self._filled(message.code, {**message.values, **self._amount(message.values)})

    def _filled(self, code: str, values: Mapping[str, Any]) -> str:
        template = self._text(code)
        if any(name not in values for name in _PLACEHOLDER.findall(template)):
            template = self._text(f"{code}.short")
        return _PLACEHOLDER.sub(lambda found: self._word(found[1], values[found[1]]), template)

    def _text(self, code: str) -> str:
        return self.knowledge.texts[code][self.language]

    def _amount(self, values: Mapping[str, Any]) -> dict[str, str]:
        """How many people, in counts where there are counts, otherwise as a whole per cent."""
        if "count" in values:
            filled = {"count": values["count"], "n": values["n"]}
            return {"amount": self._filled("amount_counts", filled)}
        if "share" in values:
            return {"amount": self._filled("amount_share", {"percent": int(values["share"] * 100 + 0.5)})}
        return {}

    def _word(self, name: str, value: Any) -> str:
        if isinstance(value, list | tuple):
            return self._listed([self._word(name, item) for item in value])
        if isinstance(value, Message):
            return _inside(self.say(value))
        if name not in _LABELS:
            return str(value)
        kind = _LABELS[name]
        if kind in ("area", "group") and value in self.labels:
            return self.labels[value]
        code = f"{kind}.{value}"
        return self._text(code) if code in self.knowledge.texts else str(value)

    def _listed(self, words: Sequence[str]) -> str:
        if len(words) < 2:
            return "".join(words)
        return ", ".join(words[:-1]) + self._text("list_last") + words[-1]


def _inside(sentence: str) -> str:
    """A sentence inside another: without its full stop and its capital, unless it begins with an acronym."""
    first = sentence[:1] if sentence[1:2].isupper() else sentence[:1].lower()
    return first + sentence[1:].removesuffix(".")
