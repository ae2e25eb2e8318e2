"""The engine, the two kinds of session, and the migrations that run at start."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from app.errors import Unavailable
from app.folding import index_tokens

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any constant will do, as long as every Qixian process asks for the same one.
_MIGRATION_LOCK = 0x71697869616E


class Database:
    """One database: `read()` gives a session that changes nothing, `write()` one transaction, committed or gone."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        # SQLite must take its write lock at BEGIN: a read that turns into a write fails at once instead of waiting.
        self._writing = self.engine.execution_options(begin_immediate=True)
        # PostgreSQL's own default shows each statement another moment; SQLite's transactions are snapshots already.
        is_postgres = self.engine.dialect.name == "postgresql"
        self._reading = self.engine.execution_options(isolation_level="REPEATABLE READ") if is_postgres else self.engine
        self._glancing: Connection | None = None

    @property
    def never_waits(self) -> bool:
        """Whether asking is a matter of microseconds, with no server in between: SQLite, whose readers never wait."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Generator[Session]:
        """A session over one consistent view. Raises Unavailable when the database does not answer."""
        with _reachable(), Session(self._reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def look(self) -> Generator[Connection]:
        """The same without a session, for statements that ask for rows."""
        with _reachable(), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def glance(self) -> Generator[Connection]:
        """The same in the event loop, over a connection that nothing else holds: where it `never_waits`."""
        with _reachable():
            if self._glancing is None:
                self._glancing = self.engine.connect()
                self._glancing.detach()
            try:
                yield self._glancing
            except DBAPIError:
                self._stop_glancing()  # it may be broken, and another is soon made
                raise
            finally:
                if self._glancing is not None:
                    self._glancing.rollback()

    @contextmanager
    def write(self) -> Generator[Session]:
        """A session whose changes are committed when the block ends, and undone when it raises."""
        with _reachable(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def migrate(self) -> None:
        """Bring the tables up to date; safe when several processes start at once."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with _reachable(), self._writing.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        """Give every connection back."""
        self._stop_glancing()
        self.engine.dispose()

    def _stop_glancing(self) -> None:
        if self._glancing is not None:
            self._glancing.invalidate()
            self._glancing.close()
            self._glancing = None


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late; _begin_sqlite says it
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")
    # The triggers that keep the search index in step call it.
    connection.create_function("qixian_tokens", 1, index_tokens, deterministic=True)


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("begin_immediate", False)
    try:  # to the driver itself: SQLAlchemy's way costs as much as a query
        connection.connection.cursor().execute("BEGIN IMMEDIATE" if immediate else "BEGIN")
    except sqlite3.Error as error:
        raise OperationalError("BEGIN", None, error) from error


@contextmanager
def _reachable() -> Generator[None]:
    try:
        yield
    except (IntegrityError, ProgrammingError, DataError):
        raise  # our own mistake, not the database's
    except DBAPIError as error:
        raise Unavailable(f"The database does not answer: {error.orig}") from error
