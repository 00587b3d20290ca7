"""Themes of open answers: a dictionary of words, a person who confirms, suggestions for the rest, safe counts."""

from analysis.themes.coded import themes_of
from analysis.themes.dictionary import Dictionary, DictionaryError, Theme, assign, default_dictionary, load
from analysis.themes.keyness import keyness
from analysis.themes.masking import mask
from analysis.themes.proposals import Candidate, new_words
from analysis.themes.suggest import Agreement, Suggestions, agreement, suggest, to_confirm
from analysis.themes.wording import lemmas

__all__ = [
    "Agreement",
    "Candidate",
    "Dictionary",
    "DictionaryError",
    "Suggestions",
    "Theme",
    "agreement",
    "assign",
    "default_dictionary",
    "keyness",
    "lemmas",
    "load",
    "mask",
    "new_words",
    "suggest",
    "themes_of",
    "to_confirm",
]
