"""Which figures stay withheld because of all earlier releases, in place of the one release before."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RELEASE = sa.table(
    "release",
    sa.column("tally", sa.LargeBinary),
    sa.column("groups", sa.Boolean),
    sa.column("before", sa.LargeBinary),
    sa.column("withheld", sa.JSON),
)


def upgrade() -> None:
    with op.batch_alter_table("release") as batch:
        batch.add_column(sa.Column("withheld", sa.JSON(), nullable=False, server_default="[]"))
    # Of a second release it is not known what the first one showed: no groups are shown any more.
    op.execute(RELEASE.update().where(RELEASE.c.before.is_not(None)).values(withheld=[["groups"]]))
    with op.batch_alter_table("release") as batch:
        batch.drop_column("before")


def downgrade() -> None:
    with op.batch_alter_table("release") as batch:
        batch.add_column(sa.Column("before", sa.LargeBinary(), nullable=True))
    # What was withheld is forgotten here; a second upgrade must not take these groups for first ones.
    op.execute(RELEASE.update().where(RELEASE.c.groups).values(before=RELEASE.c.tally))
    with op.batch_alter_table("release") as batch:
        batch.drop_column("withheld")
