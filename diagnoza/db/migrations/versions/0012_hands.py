"""Shows of hands at meetings, beside the answers."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "show_of_hands",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("campaign_id", INTEGER, nullable=False),
        sa.Column("area", sa.String(80), nullable=False),
        sa.Column("hands", INTEGER, nullable=False),
        sa.Column("present", INTEGER, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.CheckConstraint(
            "hands >= 0 and hands <= present and present >= 1", name=op.f("ck_show_of_hands_hands_of_people")
        ),
        sa.ForeignKeyConstraint(
            ["library_id", "campaign_id"],
            ["campaign.library_id", "campaign.id"],
            name=op.f("fk_show_of_hands_library_id_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_show_of_hands_library_id_library"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_show_of_hands")),
    )


def downgrade() -> None:
    op.drop_table("show_of_hands")
