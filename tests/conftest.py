"""The small cast every test plays with: a clock that stands, a database of each kind, the loaded notice, a client."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import settings as hypothesis_settings

from app.clock import SHANGHAI, FixedClock
from app.database import Database
from app.intake import load_document, parse_document
from app.main import create_app
from app.schemas.document import NoticeDocument
from app.settings import Settings
from app.workdays import Workdays
from tests.servers import PostgresCluster

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seed" / "tasks_2022h2.json"
# A timing is never a test. CI takes the same examples each time: new ones are for where somebody can look at them.
hypothesis_settings.register_profile("here", deadline=None, derandomize="CI" in os.environ)
hypothesis_settings.load_profile("here")
Run = Callable[..., subprocess.CompletedProcess[str]]
MONDAY = datetime(2022, 8, 22, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def clock() -> FixedClock:
    """Monday 2022-08-22, 10:00 in Shanghai."""
    return FixedClock(MONDAY)


@pytest.fixture
def workdays() -> Workdays:
    return Workdays()


@pytest.fixture(scope="session")
def postgres() -> Generator[PostgresCluster]:
    """A PostgreSQL server of this test process, from the wheel."""
    folder = Path(tempfile.mkdtemp(prefix="qixian-pg-"))
    with PostgresCluster(folder) as cluster:
        yield cluster
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every table and no rows, to copy."""
    file = tmp_path_factory.mktemp("template") / "qixian.db"
    database = Database(f"sqlite:///{file}")
    database.migrate()
    database.close()
    return file


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of an empty SQLite database of this test's own."""
    shutil.copy(migrated_sqlite, tmp_path / "qixian.db")
    return f"sqlite:///{tmp_path / 'qixian.db'}"


@pytest.fixture
def postgres_url(postgres: PostgresCluster) -> Generator[str]:
    """The address of an empty PostgreSQL database of this test's own."""
    with postgres.clone() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn: what touches the data layer is tested on both."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
def database(database_url: str) -> Generator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def seed() -> dict[str, Any]:
    """The first notice as JSON, to be altered."""
    return json.loads(SEED.read_text(encoding="utf-8"))


@pytest.fixture
def notice() -> NoticeDocument:
    """The first notice."""
    return parse_document(SEED.name, SEED.read_bytes())


@pytest.fixture
def loaded(database: Database, notice: NoticeDocument, clock: FixedClock) -> Database:
    """Each kind of database with the first notice in it."""
    with database.write() as session:
        load_document(session, notice, clock.now())
    return database


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    """A house of this test's own, with no scheduler."""
    return Settings(data_dir=tmp_path / "var", database_url=sqlite_url, scheduler="off")


@pytest.fixture
def client(settings: Settings, notice: NoticeDocument, clock: FixedClock) -> Generator[TestClient]:
    """The service over HTTP, on SQLite, with the first notice loaded, on Monday 2022-08-22."""
    app = create_app(settings, clock)
    with app.state.house.database.write() as session:
        load_document(session, notice, clock.now())
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def sink(settings: Settings) -> Path:
    """Where the service of `settings` writes its mail."""
    return settings.maildir / "new"


@pytest.fixture
def qixian(tmp_path: Path) -> Run:
    """`qixian …` with a data folder of this test's own; `given` is its standard input, other keywords settings."""
    environment = {**os.environ, "QIXIAN_DATA_DIR": str(tmp_path / "var"), "PYTHONUTF8": "1", "COLUMNS": "200"}

    def run(*arguments: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "app", *arguments],
            cwd=ROOT,
            env=environment | settings,
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return run
