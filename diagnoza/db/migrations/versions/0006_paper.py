"""Paper sheets: printed, typed in, typed in twice."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def campaign(table: str) -> list[sa.schema.SchemaItem]:
    """The columns and keys by which a row belongs to a campaign of a library."""
    return [
        sa.Column("campaign_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id", "campaign_id"],
            ["campaign.library_id", "campaign.id"],
            name=op.f(f"fk_{table}_library_id_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f(f"fk_{table}_library_id_library"), ondelete="CASCADE"
        ),
    ]


def upgrade() -> None:
    op.create_table(
        "paper_layout",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        *campaign("paper_layout"),
        sa.PrimaryKeyConstraint("campaign_id", "digest", name=op.f("pk_paper_layout")),
    )
    op.create_table(
        "paper_sheet",
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("layout", sa.String(64), nullable=True),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("entered_by", INTEGER, nullable=True),
        sa.Column("response_key", sa.String(64), nullable=True),
        sa.Column("twice", sa.Boolean(), nullable=False),
        *campaign("paper_sheet"),
        sa.CheckConstraint("(response_key is null) = (entered_on is null)", name=op.f("ck_paper_sheet_entered")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "layout"],
            ["paper_layout.campaign_id", "paper_layout.digest"],
            name=op.f("fk_paper_sheet_campaign_id_layout_paper_layout"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"],
            ["user_account.id"],
            name=op.f("fk_paper_sheet_entered_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("campaign_id", "code", name=op.f("pk_paper_sheet")),
    )
    op.create_table(
        "second_entry",
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.Column("compared", sa.JSON(), nullable=False),
        sa.Column("differing", sa.JSON(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("decided", sa.Boolean(), nullable=False),
        *campaign("second_entry"),
        sa.ForeignKeyConstraint(
            ["campaign_id", "code"],
            ["paper_sheet.campaign_id", "paper_sheet.code"],
            name=op.f("fk_second_entry_campaign_id_code_paper_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("campaign_id", "code", name=op.f("pk_second_entry")),
    )


def downgrade() -> None:
    op.drop_table("second_entry")
    op.drop_table("paper_sheet")
    op.drop_table("paper_layout")
