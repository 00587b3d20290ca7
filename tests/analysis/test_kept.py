"""A kept tally comes back as it was, and only for its own questionnaire."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.codebook import Codebook, Design, Role, Variable
from analysis.errors import TallyError
from analysis.kept import from_bytes, to_bytes
from analysis.tally import Tally
from tests.analysis.build import codebook, group, lack, picked, random_frame, stratum

BOOK = codebook(lack("a"), lack("b"), picked("a"), picked("b"), group("all"), stratum("age", "xyz"))
WEIGHTED = replace(
    codebook(lack("a"), stratum("age", "xy"), Variable("w", Role.WEIGHT, "w", "w")), design=Design(weight="w")
)


@pytest.mark.parametrize("n", [0, 80])
@pytest.mark.parametrize("book", [BOOK, WEIGHTED], ids=["counts", "weights"])
def test_a_kept_tally_comes_back(book: Codebook, n: int) -> None:
    tally = Tally.from_frame(random_frame(book, n, np.random.default_rng(1)), book)
    assert from_bytes(to_bytes(tally), book) == tally


def test_a_tally_of_another_questionnaire_is_refused() -> None:
    kept = to_bytes(Tally.zero(codebook(lack("a"))))
    with pytest.raises(TallyError):
        from_bytes(kept, BOOK)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not an archive"])
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(TallyError, match="not a kept tally of this questionnaire"):
        from_bytes(content, BOOK)
