"""Single-use codes on slips, and whether a campaign asks for one."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "entry_code",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("campaign_id", INTEGER, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id", "campaign_id"],
            ["campaign.library_id", "campaign.id"],
            name=op.f("fk_entry_code_library_id_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_entry_code_library_id_library"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_code")),
        sa.UniqueConstraint("campaign_id", "digest", name=op.f("uq_entry_code_campaign_id_digest")),
    )
    op.add_column("campaign", sa.Column("codes", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("campaign", "codes")
    op.drop_table("entry_code")
