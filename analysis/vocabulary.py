"""Words that every part of the analysis shares. Need areas and target groups are data: not here."""

from enum import StrEnum

DONT_KNOW = "dont_know"
"""Code of the answer "I don't know": an answer, but not a level."""

NO_ANSWER = "no_answer"
"""Code of a question that was left blank or was not asked."""


class CooperationType(StrEnum):
    """The four forms in which a library and its partners may work together."""

    EVENT = "event"
    PROJECT = "project"
    THEMATIC = "thematic"
    STRATEGIC = "strategic"


class Sector(StrEnum):
    """The five sectors of a local coalition."""

    GMINA = "gmina"
    EDU_CULTURE = "edu_culture"
    NGO = "ngo"
    BUSINESS = "business"
    RESIDENTS = "residents"


class Contribution(StrEnum):
    """What a partner can bring to the table."""

    KNOWLEDGE = "knowledge"
    PREMISES = "premises"
    EQUIPMENT = "equipment"
    MONEY = "money"
    REACH = "reach"
    MANDATE = "mandate"
    PEOPLE = "people"


class Channel(StrEnum):
    """The way by which a response came in."""

    WEB = "web"
    KIOSK = "kiosk"
    PAPER = "paper"
    IMPORT = "import"


class LibraryRole(StrEnum):
    """The library's place in the proposed cooperation."""

    LEADS = "leads"
    CO_LEADS = "co_leads"
    JOINS = "joins"


class Measure(StrEnum):
    """What a question about a need area measures."""

    LACK = "lack"
    IMPORTANCE = "importance"
    STATE = "state"
    PICKED = "picked"


class ScoreKind(StrEnum):
    """How need scores are computed; it follows from the measures that were asked (docs/metoda.md)."""

    LACK_SHARE = "lack_share"
    UNMET_SHARE = "unmet_share"
    IMPORTANCE_SATISFACTION = "importance_satisfaction"
    MEAN_IMPORTANCE = "mean_importance"
    LOW_STATE_SHARE = "low_state_share"
    PICKED_SHARE = "picked_share"


class WeightMethod(StrEnum):
    """How respondents were weighted."""

    EQUAL = "equal"
    DESIGN = "design"
    POST_STRATIFIED = "post_stratified"
    RAKED = "raked"
