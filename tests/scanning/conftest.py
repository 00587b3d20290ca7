"""A printed sheet and its pages, rendered once for all tests."""

import pytest

from benchmarks.paper.sheets import PRINTS, Print, printed


@pytest.fixture(scope="session")
def sheet() -> Print:
    """The short survey in Polish, normal print; nobody has filled it in."""
    return printed(*PRINTS[0])
