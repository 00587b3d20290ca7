"""The questionnaire of a campaign, parsed once for each version that is in use."""

from functools import lru_cache

from analysis.codebook import Codebook
from diagnoza.questionnaire.codebook import codebook
from diagnoza.questionnaire.definition import Definition
from diagnoza.questionnaire.parsing import parse


@lru_cache(maxsize=64)
def definition_of(source: str, key: str) -> Definition:
    """The definition behind a stored source."""
    return parse(source, f"{key}.toml")


@lru_cache(maxsize=64)
def codebook_of(source: str, key: str, language: str = "pl") -> Codebook:
    """What the columns of a campaign's frame mean."""
    return codebook(definition_of(source, key), language)
