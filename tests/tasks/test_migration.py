"""A database from before: its tasks can be searched, filtered and sorted like new ones."""

from collections.abc import Generator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

import app.migrations
from app.database import Database
from app.queries import Channel, TaskFilter, find_all

NOTICE = """
INSERT INTO notices
VALUES ('n', '号', '题', '部', '2022-06-23', '各省', NULL, '[]', '2022-06-23', '2022-06-23')
"""
TASK = """
INSERT INTO tasks (id, notice_id, position, item, title, summary, kind, status, opens_on, due_on, precision, wording,
  audience, applies_because, channels, needs_seal, forms, contacts, sequence, version, created_at, updated_at)
VALUES ('t', 'n', 0, '一', '社区教育总结', '摘要', 'report', 'dated', '2022-10-10', '2022-10-30', 'day', '30日前',
  1, '全部', '[{"type": "email", "address": "a@example.org"}]', false, '[]', '[]', 0, 1, '2022-06-23', '2022-06-23')
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Database]:
    """An empty database of each kind, without a table."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    else:
        database = Database(request.getfixturevalue("postgres_url"))
        with database.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield database
    database.close()


def test_what_was_there_before_is_found(old: Database) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(app.migrations.__file__).parent))
    with old.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text(NOTICE))
        connection.execute(text(TASK.replace(":", r"\:")))
    old.migrate()
    with old.read() as session:
        for wanted in (
            TaskFilter(words=("教育",)),
            TaskFilter(channel=Channel.EMAIL, has_window=True),
        ):
            assert [task.id for task in find_all(session, wanted)] == ["t"]
        assert session.execute(text("SELECT sort_on, longest_window FROM tasks, catalogue")).one()[1] == 20
