"""The agenda of a small survey: three matters to talk about at a meeting, in no order.

With few answers the order of needs is mostly chance, so none is told: matters stand as the questionnaire asked about
them, with how many people stand behind each. Everything comes from a protected diagnosis; a show of hands at the
meeting is kept elsewhere and never comes in here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.recommender.knowledge import Knowledge, default_knowledge
from analysis.recommender.messages import Message
from analysis.results import Diagnosis, NeedScore
from analysis.vocabulary import ScoreKind

MATTERS = 3
"""A meeting talks about so many matters at most."""


@dataclass(frozen=True)
class AgendaItem:
    """One matter: `count` of the `n` people who were asked and answered have the need, unweighted.

    `count` is None where the diagnosis scores by means or products, which count nobody; then `n` people rated it.
    `question` opens the talk; of a `sensitive` matter people speak about the neighbourhood only.
    """

    area: str
    count: int | None
    n: int
    sensitive: bool
    question: Message


@dataclass(frozen=True)
class Agenda:
    """What `n` answers bring to a meeting; `kind` says what the counts count. Areas stand in questionnaire order.

    `matters` are the greatest needs, at most three. `tied` share the last place among the three and are more than the
    places left, so nobody but the meeting can choose among them. `close` are other areas that somebody needs and whose
    possible places (NeedScore.rank_low) reach the first three: as many other answers could have brought them up.
    """

    n: int
    kind: ScoreKind
    matters: tuple[AgendaItem, ...]
    tied: tuple[AgendaItem, ...]
    close: tuple[str, ...]

    @property
    def items(self) -> tuple[AgendaItem, ...]:
        """Everything the meeting is asked about."""
        return (*self.matters, *self.tied)


def agenda(diagnosis: Diagnosis, knowledge: Knowledge | None = None) -> Agenda | None:
    """The agenda of a small survey; None for one of the `small` number of answers (cooperation.toml) or more.

    A withheld diagnosis, and one in which nobody has a need, give an agenda without items.
    """
    known = knowledge or default_knowledge()
    if diagnosis.n >= known.settings["model"]["small"]:
        return None
    needs = [need for need in diagnosis.needs if need.value > 0]
    above, tied = _first(needs)
    items = {need.area: _item(need, diagnosis, known) for need in (*above, *tied)}
    close = {need.area for need in needs if need.rank_low <= MATTERS} - set(items)
    return Agenda(
        n=diagnosis.n,
        kind=diagnosis.kind,
        matters=tuple(items[area] for area in _asked(above, diagnosis)),
        tied=tuple(items[area] for area in _asked(tied, diagnosis)),
        close=tuple(area.key for area in diagnosis.areas if area.key in close),
    )


def _first(needs: list[NeedScore]) -> tuple[list[NeedScore], list[NeedScore]]:
    """The needs among the first three, and those that are exactly equal where the three would end."""
    values = sorted((round(need.value, 9) for need in needs), reverse=True)
    if len(values) <= MATTERS or values[MATTERS - 1] > values[MATTERS]:
        return needs[:MATTERS], []
    cut = values[MATTERS]
    return [n for n in needs if round(n.value, 9) > cut], [n for n in needs if round(n.value, 9) == cut]


def _asked(needs: Iterable[NeedScore], diagnosis: Diagnosis) -> list[str]:
    """The areas of these needs in the order of the questionnaire."""
    chosen = {need.area for need in needs}
    return [area.key for area in diagnosis.areas if area.key in chosen]


def _item(need: NeedScore, diagnosis: Diagnosis, knowledge: Knowledge) -> AgendaItem:
    builtin = {area.key: area.taxonomy_area for area in diagnosis.areas}[need.area]
    known = knowledge.areas.get(builtin) if builtin else None
    question = Message(f"talk.{known.key}" if known else "talk", {"area": need.area})
    return AgendaItem(need.area, need.count, need.n, known is not None and known.sensitive, question)
