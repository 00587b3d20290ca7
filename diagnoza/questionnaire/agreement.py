"""Whether the parts of a questionnaire agree: keys occur once, conditions look back, measures can be put together."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from analysis.vocabulary import Measure
from diagnoza.questionnaire.definition import EASY, Definition, Kind, Question, Section, Texts
from diagnoza.questionnaire.reading import Problems

COUNTED = (Kind.SINGLE, Kind.MULTIPLE, Kind.INFO)
"""Kinds of a section that is kept apart: only options can be counted without keeping who chose them."""

NAMED = (Kind.SINGLE, Kind.CHOOSE_UP_TO, Kind.MULTIPLE, Kind.RANKING)
"""Kinds whose answers a condition can name."""

Found = Iterator[tuple[str, object, str]]
"""Place, what was found, what is allowed."""


def check_agreement(definition: Definition, problems: Problems) -> None:
    """Note everything in which the definition contradicts itself."""
    questions = [question for section in definition.sections for question in section.questions]
    found = chain(
        _keys(definition, questions),
        *(_apart(section) for section in definition.sections if section.apart),
        _conditions(definition),
        _picks(definition, questions),
        _target_groups(questions),
        _scales(questions),
        _measured(definition, questions),
        _easy(definition),
        _minors(definition, questions),
    )
    for place, what, allowed in found:
        problems.add(place, what, allowed)


def _keys(definition: Definition, questions: list[Question]) -> Found:
    yield from _once("areas", (area.key for area in definition.areas))
    yield from _once("sections", (section.key for section in definition.sections))
    yield from _once("questions", (question.key for question in questions))
    for question in questions:
        yield from _once(f"question {question.key!r}: items", (item.key for item in question.items))
        yield from _once(f"question {question.key!r}: options", (option.key for option in question.options))


def _once(place: str, keys: Iterable[str]) -> Found:
    known = list(keys)
    for key in sorted({key for key in known if known.count(key) > 1}):
        yield place, key, "each key once; rename one of them"


def _apart(section: Section) -> Found:
    for question in section.questions:
        if question.kind not in COUNTED:
            place = f"question {question.key!r}: kind"
            yield place, str(question.kind), f"{', '.join(COUNTED)} in a section that is kept apart"


def _conditions(definition: Definition) -> Found:
    """A condition looks back; a response does not depend on what is kept apart, nor the other way round."""
    for apart in (False, True):
        earlier: dict[str, Question] = {}
        for section in definition.sections:
            for question in section.questions if section.apart == apart else ():
                yield from _condition(question, earlier)
                earlier[question.key] = question


def _condition(question: Question, earlier: Mapping[str, Question]) -> Found:
    condition = question.show_if
    if condition is None:
        return
    place, other = f"question {question.key!r}: show_if", earlier.get(condition.question)
    if other is None or other.kind == Kind.INFO:
        allowed = ", ".join(key for key, each in earlier.items() if each.kind != Kind.INFO) or "none"
        yield f"{place}.question", condition.question, f"a question asked before it: {allowed}"
    elif condition.equals and other.kind not in NAMED:
        yield f"{place}.equals", condition.equals, f"answered = true, for a question of kind {other.kind}"
    elif not other.option_keys.issuperset(condition.equals):
        allowed = ", ".join(option.key for option in other.options)
        yield f"{place}.equals", condition.equals, f"options of {other.key!r}: {allowed}"


def _picks(definition: Definition, questions: list[Question]) -> Found:
    picks = [question for question in questions if question.measure == Measure.PICKED]
    for question in picks[1:]:
        yield f"question {question.key!r}: measure", "picked", f"picked once; {picks[0].key!r} has it already"
    areas = {area.key for area in definition.areas}
    for question in picks:
        if not question.option_keys <= areas:
            strange = ", ".join(sorted(question.option_keys - areas))
            yield f"question {question.key!r}: options", strange, 'options = "areas", or keys of areas'


def _target_groups(questions: list[Question]) -> Found:
    """Groups are counted for the area that was put first, so an ordered choice of areas comes before."""
    first_known = False
    for number, question in enumerate(questions):
        first_known = first_known or (question.measure == Measure.PICKED and question.ordered)
        place = f"question {question.key!r}: target_group"
        if question.target_group and not first_known:
            yield place, True, 'false, or an ordered choice with measure = "picked" before it'
        elif question.target_group and any(earlier.target_group for earlier in questions[:number]):
            yield place, True, "true for one question; remove it here"


def _scales(questions: list[Question]) -> Found:
    """Scores of areas can be compared only on one scale."""
    first: dict[Measure, tuple[str, tuple[str, ...]]] = {}
    for question in questions:
        for scale in question.scales:
            key, levels = first.setdefault(scale.measure, (question.key, scale.levels))
            if levels != scale.levels:
                allowed = f"{', '.join(levels)} as in {key!r}: all questions about {scale.measure} share one scale"
                yield f"question {question.key!r}: levels", ", ".join(scale.levels), allowed


def _measured(definition: Definition, questions: list[Question]) -> Found:
    """An area has a score only if everything that is measured is measured of it."""
    asked: dict[Measure, set[str]] = {}
    for question in questions:
        for scale in question.scales:
            asked.setdefault(scale.measure, set()).update(item.area for item in question.items)
    if not asked:
        yield "sections", "no grid", "at least one question of kind lack_grid, importance_state_grid or rating_grid"
    for measure, areas in asked.items():
        for area in definition.areas:
            if area.key not in areas:
                words = f"an item about it in a grid that asks about {measure}; add one, or remove the area"
                yield f"area {area.key!r}", None, words


def _easy(definition: Definition) -> Found:
    """A text in easy words is whole, or a reader is lost half-way."""
    for place, texts in _read_by_residents(definition) if definition.easy else ():
        if not texts.get(EASY, "").strip():
            yield f"{place}.{EASY}", texts.get(EASY), f"a text in easy words, as easy = true; of: {texts['pl']}"


def _read_by_residents(definition: Definition) -> Iterator[tuple[str, Texts]]:
    words = definition.words
    shared = (("dont_know", words.dont_know), ("no_choice", words.no_choice))
    yield from ((f"words: {name}", texts) for name, texts in shared)
    yield from ((f"words: places[{number}]", texts) for number, texts in enumerate(words.places, 1))
    for section in definition.sections:
        yield f"section {section.key!r}: title", section.title
        if section.intro:
            yield f"section {section.key!r}: intro", section.intro
        for question in section.questions:
            yield from ((f"question {question.key!r}: {name}", texts) for name, texts in _said_in(question))


def _said_in(question: Question) -> Iterator[tuple[str, Texts]]:
    yield "text", question.text
    if question.hint:
        yield "hint", question.hint
    yield from ((f"item {item.key!r}: text", item.text) for item in question.items)
    yield from ((f"option {option.key!r}: text", option.text) for option in question.options)
    for scale in question.scales:
        if scale.text:
            yield str(scale.measure), scale.text
        yield from ((f"level {option.key!r}", option.text) for option in scale.options)


def _minors(definition: Definition, questions: list[Question]) -> Found:
    """What a child writes in its own words can be traced to it."""
    for question in questions if definition.for_minors else ():
        if question.kind in (Kind.TEXT, Kind.NUMBER):
            allowed = "kinds with ready answers, as for_minors = true; remove the question"
            yield f"question {question.key!r}: kind", str(question.kind), allowed
