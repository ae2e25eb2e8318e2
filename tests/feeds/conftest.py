"""Calendars to look at: of the seed, and of notices altered by a test."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.clock import FixedClock
from app.database import Database
from app.feeds import Options, parse_query
from app.intake import load_document, parse_document
from app.main import open_house
from app.provinces import PROVINCES
from app.publishing import Published, find_address
from app.settings import Settings
from app.workdays import Workdays
from tests.conftest import SEED

SLUGS = ["all", *(province.slug for province in PROVINCES)]
QUERIES = [
    "",
    "window=bar",
    "window=marks",
    "remind=5wd,1wd",
    "remind=7d&window=bar",
    "alarm=7d,1d",
    "alarm=1d&window=bar",
    "kind=report,data",
    "kind=training",
]
Change = Callable[[dict[str, Any]], None]


class Desk:
    """A catalogue of this test's own and the feeds it gives."""

    def __init__(self, database: Database, settings: Settings, clock: FixedClock) -> None:
        self.database = database
        self.clock = clock
        self.document = json.loads(SEED.read_text(encoding="utf-8"))
        self.feeds = Published(database, settings, Workdays())

    def load(self, change: Change | None = None, *, reason: str = "时间调整") -> None:
        """Load the notice as it stands, after `change` has been made to it."""
        if change:
            change(self.document)
            self.document["amendment"] = {"reason": reason, "notice": "教职成司函〔2022〕12号"}
        data = json.dumps(self.document).encode()
        with self.database.write() as session:
            load_document(session, parse_document("test", data), self.clock.now())
        self.feeds.refresh()

    def task(self, number: str) -> dict[str, Any]:
        """A task of the document, to be altered."""
        return next(task for task in self.document["tasks"] if task["id"].endswith(f"-8-{number}"))

    def feed(self, slug: str = "guangdong", query: str = "", *, todo: bool = False) -> bytes:
        """The bytes a subscriber gets."""
        options = parse_query(query.encode()).options if query else Options()
        return self.feeds.get(find_address(slug, options, todo=todo)).copy.plain.whole.body


@pytest.fixture
def desk(sqlite_url: str, settings: Settings, clock: FixedClock) -> Desk:
    """The first notice, loaded on Monday 2022-08-22."""
    database = open_house(settings, clock).database
    desk = Desk(database, settings, clock)
    desk.load()
    return desk


@pytest.fixture
def get(client: TestClient) -> Callable[..., Any]:
    """A GET without the client's own headers getting in the way."""

    def ask(path: str, **headers: str) -> Any:
        given = {"Accept-Encoding": "identity"} | {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(path, headers=given, follow_redirects=False)

    return ask
