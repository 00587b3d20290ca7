"""The page of a small survey in words: what to talk about at a meeting, and the hands that went up at one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from analysis.codebook import Codebook
from analysis.recommender import render
from analysis.recommender.agenda import Agenda, AgendaItem
from analysis.vocabulary import ScoreKind
from diagnoza import figures
from diagnoza.coalition.forms import HandsForm
from diagnoza.coalition.known import Known, own_labels
from diagnoza.queries.hands import Hands, StoredHands


@dataclass(frozen=True)
class HandsView:
    """One show of hands: its matter and what happened, in words."""

    id: int
    matter: str
    said: str


@dataclass(frozen=True)
class MatterView:
    """One matter: how many people stand behind it, a question to open the talk, hands that went up for it."""

    name: str
    counted: str
    question: str
    sensitive: bool
    hands: tuple[str, ...]


@dataclass(frozen=True)
class MeetingView:
    """Everything that the page says before the proposal; `answered` and `meaning` introduce the counts.

    `close` names the areas of Agenda.close; `elsewhere` are hands that went up for other matters than those here.
    """

    answered: str
    meaning: str
    matters: tuple[MatterView, ...]
    tied: tuple[MatterView, ...]
    close: tuple[str, ...]
    elsewhere: tuple[HandsView, ...]


def beside(known: Known, form: HandsForm | None) -> dict[str, Any]:
    """Shows of hands with their form, and the matters of the meeting when the survey is small."""
    kept, codebook = known.hands, known.codebook
    return {
        "meeting": None if known.small is None else view(known.small, kept, codebook),
        "hands": hands_of(kept, codebook),
        "hands_form": form or HandsForm.of(codebook),
        "removed_hands": request.args.get("usuniete", type=int),
    }


def view(small: Agenda, kept: Sequence[StoredHands], codebook: Codebook) -> MeetingView:
    """The agenda in the reader's language, with the questionnaire's own names of areas."""
    labels, here = own_labels(codebook), {item.area for item in small.items}

    def said(items: Iterable[AgendaItem]) -> tuple[MatterView, ...]:
        return tuple(
            _matter(item, labels, [each.hands for each in kept if each.hands.area == item.area]) for item in items
        )

    return MeetingView(
        answered=ngettext("%(num)s person answered the survey.", "%(num)s people answered the survey.", small.n),
        meaning=_meaning(small.kind),
        matters=said(small.matters),
        tied=said(small.tied),
        close=tuple(labels[area] for area in small.close),
        elsewhere=hands_of((each for each in kept if each.hands.area not in here), codebook),
    )


def hands_of(kept: Iterable[StoredHands], codebook: Codebook) -> tuple[HandsView, ...]:
    """Every show of hands with the name of its matter."""
    labels = own_labels(codebook)
    return tuple(HandsView(each.id, labels.get(each.hands.area, each.hands.area), raised(each.hands)) for each in kept)


def _matter(item: AgendaItem, labels: dict[str, str], shown: Sequence[Hands]) -> MatterView:
    return MatterView(
        name=labels[item.area],
        counted=counted(item.count, item.n),
        question=render(item.question, figures.language(), labels),
        sensitive=item.sensitive,
        hands=tuple(raised(each) for each in shown),
    )


def counted(count: int | None, n: int) -> str:
    """How many people named a matter, or rated it where nobody is counted."""
    if count is None:
        return str(ngettext("rated by %(num)s person", "rated by %(num)s people", n))
    return str(ngettext("%(count)s of %(num)s person", "%(count)s of %(num)s people", n, count=count))


def raised(shown: Hands) -> str:
    """The hands of one meeting; the verb follows their number."""
    facts = {"day": format_date(shown.day, "long"), "present": shown.present}
    return str(
        ngettext(
            "At the meeting on %(day)s: %(num)s of %(present)s people raised a hand",
            "At the meeting on %(day)s: %(num)s of %(present)s people raised their hands",
            shown.hands,
            **facts,
        )
    )


def _meaning(kind: ScoreKind) -> str:
    """What the number beside a matter counts."""
    words = {
        ScoreKind.LACK_SHARE: _("The number says how many people answered that it is very much lacking here."),
        ScoreKind.UNMET_SHARE: _("The number says how many people find it important and poor today."),
        ScoreKind.LOW_STATE_SHARE: _("The number says how many people rate it as poor today."),
        ScoreKind.PICKED_SHARE: _("The number says how many people chose it as one of the most important."),
    }
    return str(words.get(kind, _("The number says how many people rated it.")))
