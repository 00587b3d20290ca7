"""Who may come: a register from a JSON list or from a table, read strictly."""

import json

import pytest

from analysis.recommender import SituationError
from analysis.recommender.register import Institution, read_register, register_of
from tests.analysis.recommender.build import KNOWN

ANNA = Institution("Anna", ("gops", "kgw"), load=2, present=True)
JAN = Institution("Jan", ("osp",))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"subsectors": ["gops"]}, "partner 1: .* found; allowed: an object with a name"),
        ({"name": "Anna", "subsectors": ["bar"]}, r"partner 1, subsectors: \['bar'\] found; allowed: "),
        ({"name": "Anna", "subsectors": []}, r"subsectors: \[\] found"),
        ({"name": "Anna", "subsectors": ["gops"], "load": 0}, "load 0, present False found; allowed: from 1"),
        ({"name": "Anna", "subsectors": ["gops"], "phone": 1}, "unknown field phone; allowed: name"),
    ],
)
def test_a_register_that_does_not_fit_is_named(entry: dict[str, object], message: str) -> None:
    with pytest.raises(SituationError, match=message):
        register_of([entry], KNOWN)


def test_a_register_is_read_as_it_stands() -> None:
    data = [{"name": " Anna ", "subsectors": ["gops", "gops"], "present": True}]
    assert register_of(data, KNOWN) == (Institution("Anna", ("gops",), present=True),)


def test_a_json_list_and_a_table_say_the_same() -> None:
    listed = [
        {"name": "Anna", "subsectors": ["gops", "kgw"], "load": 2, "present": True},
        {"name": "Jan", "subsectors": ["osp"]},
    ]
    table = "\ufeffname;subsectors;load;present\r\nAnna;gops | kgw;2;TRUE\r\nJan;osp;;\r\n"
    for content in (json.dumps(listed), table, table.replace(";", ",")):
        assert read_register(content.encode(), KNOWN) == (ANNA, JAN)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"name": "Anna"}', "an object found; a list is needed at the top"),
        ("name,subsectors\nAnna,bar", r"partner 1, subsectors: \['bar'\] found; allowed"),
        ("name,subsectors,load\nAnna,gops,many", "partner 1: load 'many', present False found"),
        ("name,subsectors\nAnna,gops,kgw", "partner 1: unknown field more than the header has; allowed"),
        ("who,subsectors\nAnna,gops", "partner 1: .* found; allowed: an object with a name"),
    ],
)
def test_a_file_that_does_not_fit_is_named(content: str, message: str) -> None:
    with pytest.raises(SituationError, match=message):
        read_register(content.encode(), KNOWN)


@pytest.mark.parametrize("content", [b"", b"[]", b"name,subsectors\n"])
def test_an_empty_register_is_refused(content: bytes) -> None:
    with pytest.raises(SituationError, match="nobody found in the register"):
        read_register(content, KNOWN)


def test_a_name_that_comes_twice_is_refused() -> None:
    with pytest.raises(SituationError, match="name Anna Nowak found more than once"):
        read_register(b"name,subsectors\nAnna Nowak,gops\nAnna Nowak,kgw\n", KNOWN)
