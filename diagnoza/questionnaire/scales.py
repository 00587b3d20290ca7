"""Scales that grids share."""

from analysis.vocabulary import DONT_KNOW, Measure
from diagnoza.questionnaire.definition import Option, Scale, Texts

DO_NOT_KNOW = Option(DONT_KNOW, {"pl": "trudno powiedzieć", "uk": "важко сказати", "en": "hard to say"})
LACK = Scale(
    Measure.LACK,
    {},
    (
        Option("0", {"pl": "nie brakuje", "uk": "не бракує", "en": "not lacking"}),
        Option("1", {"pl": "trochę brakuje", "uk": "трохи бракує", "en": "somewhat lacking"}),
        Option("2", {"pl": "bardzo brakuje", "uk": "дуже бракує", "en": "very much lacking"}),
    ),
)


def rating(measure: Measure, low: int, words: list[Texts], text: Texts) -> Scale:
    """A scale of whole numbers from `low`, each with its words."""
    options = tuple(Option(str(number), label) for number, label in enumerate(words, low))
    return Scale(measure, text, options)


NOTHING_CHOSEN = {"pl": "nie wybieram", "uk": "не вибираю", "en": "no choice"}
PLACES = (
    {"pl": "1. najważniejsza", "uk": "1. найважливіша", "en": "1. the most important"},
    {"pl": "2. druga", "uk": "2. друга", "en": "2. the second"},
    {"pl": "3. trzecia", "uk": "3. третя", "en": "3. the third"},
)


def place_label(place: int) -> Texts:
    """How a place in an order is called."""
    return PLACES[place - 1] if place <= len(PLACES) else {"pl": f"{place}."}
