"""Answers that residents put away under a code."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("campaign_id", INTEGER, nullable=False),
        sa.Column("lookup", sa.String(64), nullable=False),
        sa.Column("form", sa.String(64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id", "campaign_id"],
            ["campaign.library_id", "campaign.id"],
            name=op.f("fk_draft_library_id_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_draft_library_id_library"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("campaign_id", "lookup", name=op.f("uq_draft_campaign_id_lookup")),
        sa.UniqueConstraint("form", "campaign_id", name=op.f("uq_draft_form_campaign_id")),
    )


def downgrade() -> None:
    op.drop_table("draft")
