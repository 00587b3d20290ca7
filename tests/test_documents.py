"""The code on the poster leads where the text says, and is not printed when nobody could follow it."""

import pytest

from diagnoza.documents import qr


@pytest.mark.parametrize(
    ("url", "reach"),
    [
        ("http://127.0.0.1:5000/a/x", "nobody"),
        ("http://localhost/a/x", "nobody"),
        ("http://[::1]/a/x", "nobody"),
        ("http://192.168.1.20/a/x", "house"),
        ("http://10.0.0.5:8000/a/x", "house"),
        ("https://diagnoza.example.org/a/x", "everybody"),
        ("https://8.8.8.8/a/x", "everybody"),
    ],
)
def test_the_reach_of_an_address(url: str, reach: str) -> None:
    assert qr.reach(url) == reach


def test_the_code_is_dark_on_white_with_a_quiet_zone() -> None:
    picture = qr.svg("https://diagnoza.example.org/a/wiazowo-2026").decode()
    assert picture.startswith("<?xml")
    assert 'fill="#fff' in picture
    assert "style=" not in picture
