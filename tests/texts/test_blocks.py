"""A library's text keeps every word and line of its author."""

from hypothesis import given
from hypothesis import strategies as st

from diagnoza.texts.blocks import Block, blocks, filled, names

WRITTEN = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


def test_headings_lists_and_paragraphs_come_in_order() -> None:
    found = blocks("# Kto pyta\nBiblioteka.\nPyta.\n\nPo co\n- raz\n-  dwa\n\n# Koniec")
    assert found == (
        Block("heading", ("Kto pyta",)),
        Block("paragraph", ("Biblioteka.", "Pyta.")),
        Block("paragraph", ("Po co",)),
        Block("entries", ("raz", " dwa")),
        Block("heading", ("Koniec",)),
    )


def test_two_headings_in_a_row_are_two() -> None:
    assert [block.kind for block in blocks("# A\n# B")] == ["heading", "heading"]


@given(st.lists(WRITTEN, max_size=8))
def test_no_word_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    shown = [line for block in blocks(text) for line in block.lines]
    written = [line.strip().removeprefix("# " if line.strip().startswith("# ") else "- ") for line in text.splitlines()]
    assert " ".join(" ".join(shown).split()) == " ".join(" ".join(written).split())


def test_names_in_braces_are_filled_in_and_unknown_ones_stay() -> None:
    text = "Pyta {administrator}, kontakt: {iod}, {nic}."
    assert names(text) == {"administrator", "iod", "nic"}
    assert (
        filled(text, {"administrator": "Biblioteka {iod}", "iod": "x"}) == "Pyta Biblioteka {iod}, kontakt: x, {nic}."
    )
