"""What `/tasks` filters by, in one index; the text it searches, and the grams of that text."""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.folding import searchable
from app.models import channel_types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
LIVE = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.add_column("catalogue", sa.Column("key", sa.String(16), nullable=False, server_default=secrets.token_hex(8)))
    op.add_column("catalogue", sa.Column("longest_window", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("tasks", sa.Column("channel_types", sa.SmallInteger(), nullable=False, server_default="0"))
    op.create_table(
        "task_texts",
        sa.Column("number", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_texts_task_id"),
        sa.PrimaryKeyConstraint("number", name="pk_task_texts"),
        sa.UniqueConstraint("task_id", name="uq_task_texts_task_id"),
    )
    for name in ("ix_tasks_due", "ix_tasks_notice_id", "ix_tasks_version"):
        op.drop_index(name, "tasks")
    _make_sort_on_plain()
    _index("ix_tasks_due", "sort_on id audience kind channel_types needs_seal opens_on withdrawn_at", live=True)
    _index("ix_tasks_updated", "updated_at id", live=True)
    _index("ix_tasks_notice", "notice_id sort_on id")
    _index("ix_tasks_item", "item sort_on id")
    _index("ix_tasks_version", "version id")
    for statement in _GRAMS[op.get_bind().dialect.name]:
        op.execute(statement)
    _fill()


def _make_sort_on_plain() -> None:
    """SQLite never takes an index over a generated column for covering."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE tasks ALTER COLUMN sort_on DROP EXPRESSION")
        return
    op.execute("ALTER TABLE tasks DROP COLUMN sort_on")
    op.execute("ALTER TABLE tasks ADD COLUMN sort_on DATE NOT NULL DEFAULT '9999-12-31'")
    op.execute("UPDATE tasks SET sort_on = coalesce(due_on, '9999-12-31')")


def _index(name: str, columns: str, *, live: bool = False) -> None:
    where: dict[str, Any] = {"sqlite_where": LIVE, "postgresql_where": LIVE} if live else {}
    op.create_index(name, "tasks", columns.split(), **where)


# A gram is one character or two neighbours. SQLite: an FTS5 table of hexadecimal words, kept in step by triggers.
# PostgreSQL: a GIN index over an expression; pg_trgm may not be installed and has no answer for one character.
_GRAMS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE task_grams USING fts5(grams, content='', detail='none', columnsize=0, tokenize='ascii')",
        """CREATE TRIGGER task_texts_added AFTER INSERT ON task_texts BEGIN
             INSERT INTO task_grams (rowid, grams) VALUES (new.number, qixian_tokens(new.folded));
           END""",
        """CREATE TRIGGER task_texts_changed AFTER UPDATE OF folded ON task_texts BEGIN
             INSERT INTO task_grams (task_grams, rowid, grams) VALUES ('delete', old.number, qixian_tokens(old.folded));
             INSERT INTO task_grams (rowid, grams) VALUES (new.number, qixian_tokens(new.folded));
           END""",
        """CREATE TRIGGER task_texts_removed AFTER DELETE ON task_texts BEGIN
             INSERT INTO task_grams (task_grams, rowid, grams) VALUES ('delete', old.number, qixian_tokens(old.folded));
           END""",
    ),
    "postgresql": (
        """CREATE FUNCTION qixian_grams(folded text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
             SELECT coalesce(array_agg(DISTINCT gram), '{}')
             FROM (
               SELECT unnest(ARRAY[c, c || lead(c) OVER (ORDER BY n)]) AS gram
               FROM string_to_table(folded, NULL) WITH ORDINALITY AS chars (c, n)
             ) AS grams
             WHERE gram IS NOT NULL
           $$""",
        "CREATE INDEX ix_task_texts_grams ON task_texts USING gin (qixian_grams(folded))",
    ),
}


def _fill() -> None:
    """The new columns of the tasks that are there already."""
    tasks = sa.table("tasks", *(sa.column(n) for n in ("id", "title", "summary", "wording", "opens_on", "due_on")))
    for name, kind in (("channels", sa.JSON()), ("contacts", sa.JSON()), ("channel_types", sa.SmallInteger())):
        tasks.append_column(sa.column(name, kind))
    texts = sa.table("task_texts", sa.column("task_id"), sa.column("folded"))
    bind = op.get_bind()
    for row in bind.execute(sa.select(tasks)).all():
        folded = searchable(row.title, row.summary, row.wording, row.contacts)
        bind.execute(texts.insert().values(task_id=row.id, folded=folded))
        kinds = channel_types(row.channels)
        bind.execute(tasks.update().where(tasks.c.id == row.id).values(channel_types=kinds))
    days = "julianday(due_on) - julianday(opens_on)" if bind.dialect.name == "sqlite" else "due_on - opens_on"
    bind.execute(sa.text(f"UPDATE catalogue SET longest_window = coalesce((SELECT max({days}) FROM tasks), 0)"))  # noqa: S608
