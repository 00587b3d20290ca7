"""Scanned pages whose square code cannot be read wait until a librarian says which page they are."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "scan_nameless",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("campaign_id", INTEGER, nullable=False),
        sa.Column("file_id", INTEGER, nullable=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("number", INTEGER, nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_on", sa.Date(), nullable=False),
        sa.Column("uploaded_by", INTEGER, nullable=True),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id", "campaign_id"],
            ["campaign.library_id", "campaign.id"],
            name=op.f("fk_scan_nameless_library_id_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_scan_nameless_library_id_library"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["scan_file.id"], name=op.f("fk_scan_nameless_file_id_scan_file"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"],
            ["user_account.id"],
            name=op.f("fk_scan_nameless_uploaded_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_nameless")),
    )


def downgrade() -> None:
    op.drop_table("scan_nameless")
