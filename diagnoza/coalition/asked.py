"""What a proposal asks of whom: the municipal office, those who sign, whoever moderates."""

from flask_babel import gettext as _

from analysis.vocabulary import CooperationType, LibraryRole

Row = tuple[str, str]


def asked(kind: CooperationType, role: LibraryRole) -> tuple[Row, ...]:
    """Question and answer, for the head of a gmina first and for the animator last.

    What is signed and what comes after is in the source of the types; a meeting of 90 to 120 minutes, the time it took
    in Mircze and who signed in Słupno and Wleń are in the domain brief; who moderated, in the source of the coalitions.
    """
    return (
        (_("What is the gmina asked to decide?"), _decides(kind)),
        (_("Who signs what?"), _signs(kind)),
        (_("How much time does it take?"), _takes(kind)),
        (_("What about the other needs?"), _others(kind)),
        (_("Who moderates?"), _moderates(role)),
    )


def _decides(kind: CooperationType) -> str:
    words = {
        CooperationType.EVENT: _("Whether it takes part in one event, and which task it takes on."),
        CooperationType.PROJECT: _("Whether it is a partner of the project, and what it contributes."),
        CooperationType.THEMATIC: _("Who speaks for it in this matter at meetings for over a year."),
        CooperationType.STRATEGIC: _("Who sits at the table for it for good, and in which task groups it takes part."),
    }
    return str(words[kind])


def _signs(kind: CooperationType) -> str:
    words = {
        CooperationType.EVENT: _("Nobody signs anything. A plan of tasks is enough: what, who, by when."),
        CooperationType.PROJECT: _("All partners sign a partner declaration with clear rules."),
        CooperationType.THEMATIC: _("Nothing has to be signed. Write down the aim for years and for the next months."),
        CooperationType.STRATEGIC: _(
            "It is for the partners to choose: Słupno signed an agreement, Wleń did not. Each joins what it wants to."
        ),
    }
    return str(words[kind])


def _takes(kind: CooperationType) -> str:
    words = {
        CooperationType.EVENT: _(
            "At least two meetings of 90 to 120 minutes: one for the plan, one to sum up after the event."
        ),
        CooperationType.PROJECT: _(
            "A meeting or two for the declaration, then as long as the project. Check the dates of the call first."
        ),
        CooperationType.THEMATIC: _(
            "More than a year. The first meeting takes 90 to 120 minutes; the partners set how often to meet."
        ),
        CooperationType.STRATEGIC: _(
            "Years. In Mircze the first action came half a year after the first talks. A meeting: 90 to 120 minutes."
        ),
    }
    return str(words[kind])


def _others(kind: CooperationType) -> str:
    words = {
        CooperationType.EVENT: _("They stay in the diagnosis. Put them on the agenda of the meeting that sums up."),
        CooperationType.PROJECT: _("They stay in the diagnosis. Come back to them when the project is done."),
        CooperationType.THEMATIC: _(
            "They stay in the diagnosis: this partnership keeps to its own matter. See who could act on them below."
        ),
        CooperationType.STRATEGIC: _("Each of them may get a task group when there is somebody to act."),
    }
    return str(words[kind])


def _moderates(role: LibraryRole) -> str:
    words = {
        LibraryRole.LEADS: _("An animator from outside, as in the first coalitions; if there is none, the library."),
        LibraryRole.CO_LEADS: _(
            "An animator from outside, as in the first coalitions; if there is none, the library and its co-host."
        ),
        LibraryRole.JOINS: _("Those who act already. The library brings the results."),
    }
    return str(words[role])
