"""Libraries, accounts, questionnaires, campaigns, responses, readiness."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INTEGER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "library",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("gmina", sa.String(length=200), nullable=False),
        sa.Column("inhabitants", INTEGER, nullable=True),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library")),
        sa.UniqueConstraint("slug", name=op.f("uq_library_slug")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_account_fs_uniquifier")),
    )
    op.create_table(
        "membership",
        sa.Column("user_id", INTEGER, nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.CheckConstraint("role in ('librarian', 'coalition')", name=op.f("ck_membership_role")),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_membership_library_id_library"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_membership_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("user_id", "library_id", name=op.f("pk_membership")),
    )
    op.create_table(
        "questionnaire",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id"],
            ["library.id"],
            name=op.f("fk_questionnaire_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint("library_id", "digest", name=op.f("uq_questionnaire_library_id_digest")),
        sa.UniqueConstraint("library_id", "id", name=op.f("uq_questionnaire_library_id_id")),
    )
    op.create_table(
        "campaign",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("questionnaire_id", INTEGER, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("purge_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", INTEGER, nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_campaign_days_in_order")),
        sa.ForeignKeyConstraint(
            ["library_id", "questionnaire_id"],
            ["questionnaire.library_id", "questionnaire.id"],
            name=op.f("fk_campaign_library_id_questionnaire_id_questionnaire"),
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_campaign_library_id_library"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("library_id", "id", name=op.f("uq_campaign_library_id_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_campaign_slug")),
    )
    op.create_table(
        "apart_count",
        sa.Column("campaign_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("option", sa.String(length=80), nullable=False),
        sa.Column("count", INTEGER, nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id", "campaign_id"],
            ["campaign.library_id", "campaign.id"],
            name=op.f("fk_apart_count_library_id_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_apart_count_library_id_library"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign_id", "question", "option", name=op.f("pk_apart_count")),
    )
    op.create_table(
        "readiness",
        sa.Column("campaign_id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id", "campaign_id"],
            ["campaign.library_id", "campaign.id"],
            name=op.f("fk_readiness_library_id_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_readiness_library_id_library"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_readiness")),
    )
    op.create_table(
        "response",
        sa.Column("id", INTEGER, autoincrement=False, nullable=False),
        sa.Column("campaign_id", INTEGER, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("library_id", INTEGER, nullable=False),
        sa.ForeignKeyConstraint(
            ["library_id", "campaign_id"],
            ["campaign.library_id", "campaign.id"],
            name=op.f("fk_response_library_id_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["library_id"], ["library.id"], name=op.f("fk_response_library_id_library"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("campaign_id", "key", name=op.f("uq_response_campaign_id_key")),
    )
    op.create_index("ix_response_library_id_campaign_id", "response", ["library_id", "campaign_id"])


def downgrade() -> None:
    op.drop_table("response")
    op.drop_table("readiness")
    op.drop_table("apart_count")
    op.drop_table("campaign")
    op.drop_table("questionnaire")
    op.drop_table("membership")
    op.drop_table("user_account")
    op.drop_table("library")
