"""Diagnoses written down by hand, so that charts are tested without the code that computes them."""

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt

from analysis.codebook import Area, Role
from analysis.results import (
    AnswerCounts,
    Breakdown,
    Diagnosis,
    GroupCell,
    MarginShare,
    NeedScore,
    QuadrantPoint,
    Segment,
    SegmentArea,
    Segmentation,
    TargetGroupCount,
    ThemeCount,
    Themes,
    Weighting,
)
from analysis.vocabulary import Measure, ScoreKind, WeightMethod

LABELS = (
    "Miejsca spotkań i dojazd",
    "Zdrowie i profilaktyka",
    "Opieka i wsparcie rodzin",
    "Bezpieczeństwo",
    "Praca i przedsiębiorczość",
    "Kultura i czas wolny",
    "Edukacja i uczenie się",
    "Internet, komputer i e-usługi",
    "Sport i ruch",
    "Przyroda i środowisko",
    "Historia, tradycja i turystyka",
    "Więzi sąsiedzkie i wpływ na sprawy gminy",
    "Pomoc w trudnej sytuacji",
    "Mieszkania i warunki życia",
    "Drogi, chodniki i oświetlenie ulic",
    "Obsługa w urzędzie i informacja o sprawach gminy",
)
SHARES = (.52, .61, .47, .18, .39, .33, .29, .31, .24, .15, .09, .27, .36, .42, .44, .12)  # fmt: skip
AGES = ("do 17 lat", "18–29", "30–44", "45–59", "60–74", "75 lat i więcej")
GROUPS = (
    "everyone", "preschool", "schoolkids", "youth", "young_adults", "adults", "women50",
    "parents", "seniors", "disabled", "unemployed", "newcomers", "farmers", "carers",
)  # fmt: skip
GROUP_TEXTS = {
    "group.everyone": "Wszyscy mieszkańcy",
    "group.preschool": "Dzieci do 6 lat i ich rodzice",
    "group.schoolkids": "Dzieci 7–14",
    "group.youth": "Młodzież 15–19",
    "group.young_adults": "Młodzi dorośli 20–29",
    "group.adults": "Dorośli 30–59",
    "group.women50": "Kobiety 50+",
    "group.parents": "Rodzice uczniów",
    "group.seniors": "Osoby 60+",
    "group.disabled": "Osoby z niepełnosprawnościami",
    "group.unemployed": "Osoby bez pracy",
    "group.newcomers": "Nowi mieszkańcy i cudzoziemcy",
    "group.farmers": "Rolnicy",
    "group.carers": "Opiekunowie rodzinni",
}


def areas(count: int = 13, labels: Sequence[str] = LABELS) -> tuple[Area, ...]:
    """The first `count` areas with keys a0, a1, ..."""
    return tuple(Area(f"a{place}", label) for place, label in enumerate(labels[:count]))


def wilson(count: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson interval of a share."""
    middle = (count + z * z / 2) / (n + z * z)
    half = z * sqrt(count * (n - count) / n + z * z / 4) / (n + z * z)
    return middle - half, middle + half


def need(area: Area, count: int, n: int) -> NeedScore:
    """A need score of a share kind, its ranks still to be set by `ranked`."""
    low, high = wilson(count, n)
    return NeedScore(area.key, count / n, n, count, low, high, 1, 1, 1, None, count // 2, n // 9, n // 20)


def ranked(scores: Sequence[NeedScore]) -> tuple[NeedScore, ...]:
    """The scores from the highest on, with ranks and the ranks that their intervals allow."""
    ordered = sorted(scores, key=lambda score: -score.value)
    return tuple(
        replace(
            score,
            rank=place + 1,
            rank_low=1 + sum(other.low > score.high for other in ordered),
            rank_high=len(ordered) - sum(other.high < score.low for other in ordered),
        )
        for place, score in enumerate(ordered)
    )


def lack_answers(area: Area, count: int, n: int) -> AnswerCounts:
    """Answers on the lack scale with `count` of `n` at its end."""
    little = (n - count) * 3 // 5
    return AnswerCounts(area.key, Measure.LACK, ("0", "1", "2"), (n - count - little, little, count), n // 9, n // 20)


def breakdown(chosen: Sequence[Area], n: int, hidden: Sequence[tuple[str, str]] = ()) -> Breakdown:
    """The areas by six age groups; the first group is the smallest."""
    codes = tuple(f"g{place}" for place in range(len(AGES)))
    bases = tuple(max(n * part // 100, 1) for part in (4, 14, 22, 24, 25, 11))
    cells = tuple(
        _cell(area, code, SHARES[row] * (0.7 + 0.11 * column), (base, (area.key, code) in hidden))
        for row, area in enumerate(chosen)
        for column, (code, base) in enumerate(zip(codes, bases, strict=True))
    )
    return Breakdown("age", "wiek", codes, AGES, bases, cells, len(hidden))


def _cell(area: Area, category: str, share: float, base: tuple[int, bool]) -> GroupCell:
    n, is_hidden = base
    count = round(min(share, 0.95) * n)
    if is_hidden:
        return GroupCell(area.key, category, None, None, None)
    return GroupCell(area.key, category, count / n, n, count)


def target_groups(chosen: Sequence[Area], n: int) -> tuple[TargetGroupCount, ...]:
    """For whom the first-chosen areas are needed; counts under five are hidden."""
    return tuple(
        TargetGroupCount(area.key, group, *_hidden(n * (3 + (5 * row + 7 * column) % 11) // 30, n))
        for row, area in enumerate(chosen)
        for column, group in enumerate(GROUPS)
    )


def _hidden(count: int, n: int) -> tuple[int | None, int | None]:
    return (count, n) if count >= 5 else (None, None)


def lack_diagnosis(count: int = 13, n: int = 412, labels: Sequence[str] = LABELS) -> Diagnosis:
    """A short questionnaire's diagnosis: lack scale, age groups, target groups; no quadrant."""
    chosen = areas(count, labels)
    bases = [n - n * place // 180 for place in range(count)]
    counts = [round(share * base) for share, base in zip(SHARES, bases, strict=False)]
    hidden = [("a1", "g0"), ("a1", "g1"), ("a3", "g0"), ("a3", "g5")] if count > 3 else []
    return Diagnosis(
        title="Czego brakuje w gminie Przykładowo? Ankieta biblioteki, maj 2024",
        n=n,
        sample="open",
        kind=ScoreKind.LACK_SHARE,
        threshold=5,
        level=0.95,
        withheld=False,
        areas=chosen,
        needs=ranked([need(*row) for row in zip(chosen, counts, bases, strict=True)]),
        answers=tuple(lack_answers(*row) for row in zip(chosen, counts, bases, strict=True)),
        breakdowns=(breakdown(chosen, n, hidden),),
        quadrant=(),
        target_groups=target_groups(chosen, max(n // 8, 6)),
        choices=(),
        importance_axis=None,
        state_axis=None,
    )


def rating_answers(area: Area, measure: Measure, place: int, n: int) -> AnswerCounts:
    """Answers on a 1-5 scale whose weight moves with `place`."""
    weights = [1 + (place * 3 + level * (2 if measure is Measure.STATE else 5)) % 9 for level in range(5)]
    counts = tuple(n * weight // sum(weights) for weight in weights)
    return AnswerCounts(area.key, measure, tuple("12345"), counts, n // 14, n // 25)


def rating_diagnosis(count: int = 13, n: int = 412) -> Diagnosis:
    """A full questionnaire's diagnosis: importance and state from 1 to 5, with a quadrant."""
    base = lack_diagnosis(count, n)
    answers = tuple(
        rating_answers(area, measure, place, n)
        for place, area in enumerate(base.areas)
        for measure in (Measure.IMPORTANCE, Measure.STATE)
    )
    points = tuple(
        QuadrantPoint(area.key, 3.0 + SHARES[place] * 2.6, 2.1 + (place * 7 % 13) / 9, n - place)
        for place, area in enumerate(base.areas)
    )
    return replace(
        base,
        kind=ScoreKind.UNMET_SHARE,
        answers=answers,
        quadrant=points,
        importance_axis="mean_importance",
        state_axis="mean_state",
    )


def withheld() -> Diagnosis:
    """Too few responses: nothing but their number."""
    empty = {name: () for name in ("needs", "answers", "breakdowns", "quadrant", "target_groups", "choices")}
    return replace(lack_diagnosis(n=12), n=3, withheld=True, **empty)


WAVES = ("wiosna 2024", "wiosna 2026")


def full_diagnosis(count: int = 13, n: int = 412, labels: Sequence[str] = LABELS) -> Diagnosis:
    """The short questionnaire's diagnosis with two waves, margins, themes and segments."""
    base = lack_diagnosis(count, n, labels)
    chosen = base.areas
    return replace(
        base,
        breakdowns=(*base.breakdowns, _waves(chosen, n)),
        weighting=_weighting(n),
        themes=(_themes(max(n // 3, 12)),),
        segmentation=_segments(chosen, n),
    )


def _waves(chosen: Sequence[Area], n: int) -> Breakdown:
    cells = tuple(
        _cell(area, code, SHARES[row] * (1 + step * (0.25 - 0.05 * (row % 9))), (max(n // 2, 1), False))
        for row, area in enumerate(chosen)
        for step, code in enumerate(("w1", "w2"))
    )
    cells = tuple(replace(cell, p_adjusted=0.001) if cell.area == "a0" else cell for cell in cells)
    return Breakdown("wave", "fala", ("w1", "w2"), WAVES, (n // 2, n - n // 2), cells, 0, Role.WAVE)


def _weighting(n: int) -> Weighting:
    shares = ((0.04, 0.13), (0.14, 0.16), (0.22, 0.21), (0.24, 0.19), (0.25, 0.20), (0.11, 0.11))
    margins = tuple(
        MarginShare("age", f"g{place}", round(n * sample), sample, population, population)
        for place, (sample, population) in enumerate(shares)
    )
    return Weighting(WeightMethod.POST_STRATIFIED, True, 1, n, 0, 1.3, n / 1.3, 3.2, 0, (), margins)


THEME_LABELS = (
    "Drogi, chodniki i oświetlenie ulic",
    "Autobusy i dojazd do lekarza",
    "Miejsca spotkań młodzieży i seniorów",
    "Opieka nad osobami starszymi i chorymi",
    "Plac zabaw",
)


def _themes(n: int) -> Themes:
    counts = [n * part // 100 for part in (46, 33, 21, 12)]
    shown = [
        ThemeCount(f"t{place}", label, count, count / n, *wilson(count, n), ("Brak oświetlenia przy szkole",))
        for place, (label, count) in enumerate(zip(THEME_LABELS, counts, strict=False))
    ]
    hidden = ThemeCount("t9", THEME_LABELS[-1], None, None, None, None, ())
    return Themes("more", "Czego jeszcze brakuje?", n, n // 9, (*shown, hidden), ())


def _segments(chosen: Sequence[Area], n: int) -> Segmentation:
    def parts(places: Sequence[int], sign: int) -> tuple[SegmentArea, ...]:
        keys = [chosen[min(place, len(chosen) - 1)].key for place in places]
        return tuple(SegmentArea(key, 0.5, sign * (0.9 - 0.2 * step)) for step, key in enumerate(keys))

    first = Segment("s1", n * 3 // 5, 0.6, parts((0, 2), 1), parts((1,), -1))
    second = Segment("s2", n - n * 3 // 5, 0.4, parts((1,), 1), parts((0, 2), -1))
    return Segmentation("", n, 0.42, 0.88, (first, second), ())
