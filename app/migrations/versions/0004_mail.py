"""Mail: choices of a subscription, double opt-in, editions, leases and runs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
UNSETTLED = sa.text("state NOT IN ('sent', 'skipped')")


def upgrade() -> None:
    _tables()
    with op.batch_alter_table("subscriptions") as table:
        table.add_column(sa.Column("cadence", sa.String(16), nullable=False, server_default="weekly"))
        table.add_column(sa.Column("language", sa.String(2), nullable=False, server_default="zh"))
        table.add_column(sa.Column("calendar", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("told_upto", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("confirmed_at", MOMENT, nullable=True))
        table.add_column(sa.Column("paused_until", sa.Date(), nullable=True))
    op.execute("UPDATE subscriptions SET confirmed_at = created_at")
    op.execute("UPDATE subscriptions SET told_upto = coalesce((SELECT max(id) FROM revisions), 0)")
    op.drop_index("ix_deliveries_open", "deliveries")
    with op.batch_alter_table("deliveries") as table:
        table.alter_column("claimed_until", new_column_name="next_at", existing_type=MOMENT)
        table.alter_column("period", type_=sa.String(100), existing_type=sa.String(64), existing_nullable=False)
        table.add_column(sa.Column("edition_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_deliveries_edition_id", "editions", ["edition_id"], ["id"])
    op.execute("UPDATE deliveries SET next_at = planned_at WHERE state = 'planned'")
    op.create_index(
        "ix_deliveries_unsettled",
        "deliveries",
        ["next_at", "id"],
        sqlite_where=UNSETTLED,
        postgresql_where=UNSETTLED,
    )


def _tables() -> None:
    op.create_table(
        "confirmations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("client", sa.String(32), nullable=False),
        sa.Column("provinces", JSON, nullable=False),
        sa.Column("cadence", sa.String(16), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("calendar", sa.Boolean(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_confirmations"),
    )
    op.create_index("ix_confirmations_asked_at", "confirmations", ["asked_at"])
    op.create_table(
        "submissions",
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscriptions.id"], name="fk_submissions_subscription_id"),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_submissions_task_id"),
        sa.PrimaryKeyConstraint("subscription_id", "task_id", name="pk_submissions"),
    )
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("calendar", sa.LargeBinary(), nullable=True),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        sa.UniqueConstraint("key", name="uq_editions_key"),
    )
    op.create_index("ix_editions_created_at", "editions", ["created_at"])
    op.create_table(
        "runs",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("period", sa.String(100), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "period", name="pk_runs"),
    )
