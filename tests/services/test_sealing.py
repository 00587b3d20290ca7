"""A sealed draft opens with its code alone."""

import base64
import json

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from diagnoza.services import sealing

texts = st.lists(st.tuples(st.text(), st.text()))


@given(texts)
def test_what_is_sealed_comes_out_whole(content: list[tuple[str, str]]) -> None:
    lock = sealing.lock("wiazowo", sealing.new_code())
    assert lock.open(lock.seal(content)) == json.loads(json.dumps(content))


def test_another_code_or_survey_opens_nothing() -> None:
    code = sealing.new_code()
    sealed = sealing.lock("wiazowo", code).seal(["tajne"])
    for slug, other in (("wiazowo", sealing.new_code()), ("inna", code)):
        with pytest.raises(InvalidToken):
            sealing.lock(slug, other).open(sealed)
        assert sealing.lock(slug, other).lookup != sealing.lock("wiazowo", code).lookup


def test_nothing_tells_the_hour_of_sealing() -> None:
    sealed = sealing.lock("wiazowo", sealing.new_code()).seal([])
    assert base64.urlsafe_b64decode(sealed)[1:9] == bytes(8)


def test_a_code_has_75_random_bits_and_notices_a_mistake() -> None:
    assert 5 * (sealing.LENGTH - 1) >= 60
    code = sealing.new_code()
    assert sealing.read_code("-".join(sealing.groups(code))) == code
    for place in range(sealing.LENGTH):
        wrong = code[:place] + ("2" if code[place] != "2" else "3") + code[place + 1 :]
        assert sealing.read_code(wrong) is None
