"""A campaign's responses leave as files that other programs read."""

from typing import TextIO

from sqlalchemy.orm import Session

from diagnoza.queries import responses
from diagnoza.queries.campaigns import CampaignRow
from diagnoza.questionnaire.codebook import with_channel
from diagnoza.questionnaire.csv_export import write_csv
from diagnoza.questionnaire.stored import codebook_of, definition_of


def write_responses(session: Session, campaign: CampaignRow, file: TextIO) -> int:
    """Write every response as CSV; returns how many rows there are."""
    definition = definition_of(campaign.questionnaire_source, campaign.questionnaire_key)
    rows = responses.rows(session, campaign.id)
    return write_csv(file, definition, (with_channel(row.answers, row.channel) for row in rows))


def write_codebook(campaign: CampaignRow) -> str:
    """The codebook of the same columns, as TOML."""
    return codebook_of(campaign.questionnaire_source, campaign.questionnaire_key).to_toml()
