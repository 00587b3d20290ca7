"""The words of a text that carry meaning, as lemmas."""

from analysis.errors import ChoiceError, listed
from analysis.themes.dictionary import default_dictionary
from analysis.themes.morphology import ENGLISH, POLISH, UKRAINIAN, language_of, readings, words

STOP_WORDS = {
    POLISH: frozenset(
        """
        a aby ale albo ani aż bardzo bez bo bowiem by być chcieć choć ci co coś cały chyba czasami często czy dla do
        dużo dość gdy gdyby gdzie go i ich ile im inny itd itp iż ja jak jakby jaki jakiś jako je jeden jednak jego
        jej jeszcze jeśli jeżeli już każdy kiedy kilka kto ktoś który lecz lub ma mi mieć mnie mój mu musieć my móc
        można na nad nam nas nasz natomiast np niech no np o od on ona one oni ono oraz pan pani po pod ponieważ
        powinien poza proszę przecież przed przez przy raczej raz również się siebie skąd są swój ta tak taki tam
        także te tego ten teraz też to tu tutaj twój ty tylko tyle u w warto wasz we wiele więc wszyscy wszystek
        wszystko wy z za zawsze ze zbyt znowu że żaden żeby
        """.split()
    ),
    UKRAINIAN: frozenset(
        """
        а або але б без би бо бути в ви від він вона вони воно все всі г де для до дуже є ж за з зі із й його йому
        і їх її має мати ми мій мене між може можна моя на над нам нас наш ну о об один он під по при про своє
        свій собі та так також такий там те тільки то той ти тут у усі хто це цей ця чи що щоб як який яка які якщо
        """.split()
    ),
    ENGLISH: frozenset(
        """
        a about also am an and are as at be been but by can could do does for from had has have he her here him his
        how i if in into is it its just me more most my of on only or our she should so some than that the their
        them then there these they this those to too us very was we were what when where which who will with would
        you your
        """.split()
    ),
}
"""Words without a theme of their own. "nie" and "brak" stay: they turn the meaning round."""


def lemmas(text: str, language: str = POLISH) -> tuple[str, ...]:
    """The lemmas of a text in lower case and in order, without stop words and bare numbers.

    Of several readings the first is taken. Words in Cyrillic letters are read as Ukrainian whatever the language
    of the text. A word that Polish does not know is taken for the nearest word of the default dictionary of
    themes (typos.Known.nearest), else it stays as it is. ChoiceError for a language other than pl, uk, en.
    """
    if language not in STOP_WORDS:
        raise ChoiceError(f"language: {language!r} found; allowed: {listed(STOP_WORDS)}")
    found = [(word.lower(), lemma(word, language)) for word in words(text) if not word.isdecimal()]
    return tuple(lemma for word, lemma in found if not _is_stop_word(word, lemma, language))


def lemma(word: str, language: str = POLISH) -> str:
    """The likeliest lemma of one word, in lower case."""
    meant = word.lower()
    if not readings(word, language):
        meant = default_dictionary().matcher.index.known.nearest(meant) or meant
    return next(iter(readings(word, language) or readings(meant)), meant)


def _is_stop_word(word: str, lemma: str, language: str) -> bool:
    stop = STOP_WORDS[UKRAINIAN if language_of(word) == UKRAINIAN else language]
    return word in stop or lemma in stop or len(lemma) == 1
