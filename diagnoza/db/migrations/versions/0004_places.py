"""Where posters hang: a library's own places, and the place on a response."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "distribution_place",
        sa.Column("campaign_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("tag", sa.String(30), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id", "campaign_id"],
            ["campaign.library_id", "campaign.id"],
            name=op.f("fk_distribution_place_library_id_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_distribution_place_library_id_library"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign_id", "tag", name=op.f("pk_distribution_place")),
    )
    op.add_column("response", sa.Column("place", sa.String(30), nullable=True))


def downgrade() -> None:
    op.drop_column("response", "place")
    op.drop_table("distribution_place")
