"""How hard a Polish text is to read: the fog index with hard words of four syllables and more."""

import re

VOWELS = re.compile(r"i?[aeouyąęó]|i(?![aeouyąęó])", re.I)
HARD = 4


def sentences(text: str) -> list[str]:
    """Sentences, headings and list entries; numbers, dates, article numbers and addresses of the web do not end one."""
    plain = re.sub(r"\b(art|ust|lit|ul)\.", r"\1", text)
    parts = [part for line in plain.splitlines() for part in re.split(r"[.!?:]+(?:\s|$)", line)]
    return [part for part in parts if re.search(r"[^\W\d_]", part)]


def words(sentence: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", sentence)


def syllables(word: str) -> int:
    return len(VOWELS.findall(word))


def fog(text: str) -> float:
    """0.4 times the words of a sentence plus the per cent of hard words: about the years of school that it takes."""
    parts = [words(sentence) for sentence in sentences(text)]
    every = [word for part in parts for word in part]
    hard = sum(syllables(word) >= HARD for word in every)
    return 0.4 * (len(every) / len(parts) + 100 * hard / len(every))
