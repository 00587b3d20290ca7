"""Texts of a library by version, and which information a resident was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "library_text",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("version", INTEGER, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("saved_on", sa.Date(), nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.CheckConstraint(
            "kind in ('information', 'contact', 'accessibility')", name=op.f("ck_library_text_kind")
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_library_text_library_id_library"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("library_id", "kind", "version", name=op.f("pk_library_text")),
    )
    op.add_column("library", sa.Column("information_version", INTEGER, nullable=False, server_default="0"))
    op.add_column("response", sa.Column("information", INTEGER, nullable=True))


def downgrade() -> None:
    op.drop_column("response", "information")
    op.drop_column("library", "information_version")
    op.drop_table("library_text")
