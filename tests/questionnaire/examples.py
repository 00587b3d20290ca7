"""A small questionnaire with every kind of question, and ways to change it."""

from diagnoza.questionnaire.definition import Definition
from diagnoza.questionnaire.parsing import parse


def said(words: str) -> str:
    """The same words in each language."""
    return f'{{ pl = "{words}", uk = "{words}", en = "{words}" }}'


OPTIONS = "options = [" + ", ".join(f'{{ key = "{key}", text = {said(key.upper())} }}' for key in "abc") + "]"
CARE = f'{{ key = "care", text = {said("opieki")} }}'
BUS = f'{{ key = "bus", area = "places", text = {said("autobusu")} }}'
ITEMS = f"items = [{CARE}, {BUS}]"
FIVE = "labels = [" + ", ".join(said(str(number)) for number in range(1, 6)) + "]"

EVERY_KIND = f"""
key = "kazdy-rodzaj"
minutes = 3
title = {said("Każdy rodzaj")}
description = {said("Do sprawdzania")}

[[areas]]
key = "care"
label = {said("Opieka")}

[[areas]]
key = "places"
label = {said("Miejsca")}
taxonomy_area = "places"

[[sections]]
key = "main"
title = {said("Pytania")}

[[sections.questions]]
key = "note"
kind = "info"
text = {said("Proszę czytać")}

[[sections.questions]]
key = "lack"
kind = "lack_grid"
text = {said("Czego brakuje?")}
{ITEMS}

[[sections.questions]]
key = "rate"
kind = "importance_state_grid"
text = {said("Jak jest?")}
{ITEMS}
importance.text = {said("Jak ważne?")}
importance.{FIVE}
state.text = {said("Jak dzisiaj?")}
state.{FIVE}

[[sections.questions]]
key = "state"
kind = "rating_grid"
measure = "state"
min = 1
max = 5
text = {said("Jak oceniasz?")}
{ITEMS}
{FIVE}

[[sections.questions]]
key = "top"
kind = "choose_up_to"
limit = 2
ordered = true
measure = "picked"
text = {said("Co najważniejsze?")}
options = "areas"

[[sections.questions]]
key = "for_whom"
kind = "choose_up_to"
limit = 2
target_group = true
text = {said("Dla kogo?")}
show_if = {{ question = "top" }}
{OPTIONS}

[[sections.questions]]
key = "age"
kind = "single"
stratum = true
text = {said("Wiek")}
{OPTIONS}

[[sections.questions]]
key = "why"
kind = "text"
max_length = 10
text = {said("Dlaczego?")}
show_if = {{ question = "age", equals = ["a"] }}

[[sections.questions]]
key = "ways"
kind = "multiple"
text = {said("Jak?")}
{OPTIONS}

[[sections.questions]]
key = "order"
kind = "ranking"
text = {said("W jakiej kolejności?")}
{OPTIONS}

[[sections.questions]]
key = "people"
kind = "number"
min = 1
max = 20
text = {said("Ile osób?")}

[[sections]]
key = "aside"
apart = true
title = {said("Pomoc")}

[[sections.questions]]
key = "help"
kind = "single"
text = {said("Pomożesz?")}
{OPTIONS}
"""


def changed(right: str, wrong: str, times: int = 1) -> str:
    """The source with a mistake (or another text) in it."""
    assert right in EVERY_KIND
    return EVERY_KIND.replace(right, wrong, times)


def every_kind() -> Definition:
    """The small questionnaire."""
    return parse(EVERY_KIND, "kazdy-rodzaj.toml")
