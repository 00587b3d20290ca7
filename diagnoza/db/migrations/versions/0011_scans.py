"""Scanned sheets that wait for a librarian."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def owned(table: str) -> list[sa.schema.SchemaItem]:
    """What both tables share: a random id, the campaign of a library, the day and the person."""
    return [
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("campaign_id", INTEGER, nullable=False),
        sa.Column("uploaded_on", sa.Date(), nullable=False),
        sa.Column("uploaded_by", INTEGER, nullable=True),
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
        sa.ForeignKeyConstraint(
            ["uploaded_by"],
            ["user_account.id"],
            name=op.f(f"fk_{table}_uploaded_by_user_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        "scan_file",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("pages", INTEGER, nullable=False),
        sa.Column("done", INTEGER, nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        *owned("scan_file"),
        sa.UniqueConstraint("campaign_id", "digest", name=op.f("uq_scan_file_campaign_id_digest")),
    )
    op.create_table(
        "scan_page",
        sa.Column("file_id", INTEGER, nullable=True),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("page", INTEGER, nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        *owned("scan_page"),
        sa.ForeignKeyConstraint(
            ["campaign_id", "code"],
            ["paper_sheet.campaign_id", "paper_sheet.code"],
            name=op.f("fk_scan_page_campaign_id_code_paper_sheet"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["scan_file.id"], name=op.f("fk_scan_page_file_id_scan_file"), ondelete="SET NULL"
        ),
        sa.UniqueConstraint("campaign_id", "code", "page", name=op.f("uq_scan_page_campaign_id_code_page")),
    )


def downgrade() -> None:
    op.drop_table("scan_page")
    op.drop_table("scan_file")
