"""JSON from outside: one clear line for what Python would pass over or fail on."""

import pytest

from analysis.json_input import JsonError, kind_of, read_json


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' * 100_000, "nested too deeply"),
        ('{"n": 1, "m": [{"k": 1, "k": 2}]}', "key 'k' found more than once"),
        ("[NaN]", "NaN found; allowed: a number"),
        ("[-Infinity]", "-Infinity found"),
        ("{", "not JSON"),
        (b"\xff\xfe[", "not UTF-8|not JSON"),
    ],
)
def test_unusable_json_is_named(text: str | bytes, message: str) -> None:
    with pytest.raises(JsonError, match=message):
        read_json(text)


def test_usable_json_is_read() -> None:
    assert read_json('{"a": [1, null, {"a": "ą"}]}') == {"a": [1, None, {"a": "ą"}]}


def test_values_are_called_as_in_json() -> None:
    assert [kind_of(value) for value in ({}, [], None, "", 1, 0.5, True)] == [
        "an object",
        "a list",
        "null",
        "a text",
        "a number",
        "a number",
        "true or false",
    ]
