"""Readers, a postbox that remembers, and mail servers of this machine's own."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.clock import FixedClock
from app.database import Database
from app.delivery.run import DigestRun
from app.delivery.subscriptions import Choices, subscribe
from app.mail import HandOver, Parcel
from app.models import Delivery
from app.provinces import get_province
from app.settings import Settings
from app.workdays import Workdays
from tests.mail.post import WISH, confirm_link, read
from tests.mail.servers import SmtpSink


@dataclass
class Postbox:
    """A way out that remembers what it took.

    `answers` holds, by recipient, what to raise instead, in turn; `meanwhile` is done while a parcel is under way.
    """

    connections: int = 2
    taken: list[Parcel] = field(default_factory=list)
    answers: dict[str, list[Exception]] = field(default_factory=dict)
    meanwhile: Callable[[Parcel], object] = lambda _parcel: None

    @contextmanager
    def session(self) -> Generator[HandOver]:
        yield self._take

    def _take(self, parcel: Parcel) -> None:
        self.meanwhile(parcel)
        waiting = self.answers.get(parcel.recipient)
        if waiting:
            raise waiting.pop(0)
        self.taken.append(parcel)

    @property
    def letters(self) -> list[EmailMessage]:
        return [read(parcel.content) for parcel in self.taken]

    def recipients(self) -> list[str]:
        return sorted(parcel.recipient for parcel in self.taken)

    def subjects(self) -> list[str]:
        return [str(letter["subject"]) for letter in self.letters]


@dataclass
class Readers:
    """Subscribes people, and reads the ledger about them."""

    database: Database
    clock: FixedClock

    def add(self, address: str = "office@example.org", province: str = "guangdong", **choices: object) -> int:
        with self.database.write() as session:
            wanted = Choices(**choices)  # ty: ignore[invalid-argument-type] - a test's own words
            return subscribe(session, address, get_province(province), self.clock.now(), wanted)[0].id

    def add_many(self, count: int, **choices: object) -> list[str]:
        provinces = ("guangdong", "shenzhen", "xpcc")
        addresses = [f"reader{number}@example.org" for number in range(count)]
        for number, address in enumerate(addresses):
            self.add(address, provinces[number % 3], **choices)
        return addresses

    def rows(self, kind: str | None = None) -> list[Delivery]:
        with self.database.read() as session:
            rows = session.scalars(select(Delivery).order_by(Delivery.id))
            return [row for row in rows if kind in (None, row.kind)]

    def states(self, kind: str | None = None) -> list[str]:
        return [row.state for row in self.rows(kind)]


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def readers(loaded: Database, clock: FixedClock) -> Readers:
    return Readers(loaded, clock)


@pytest.fixture
def run(loaded: Database, settings: Settings, postbox: Postbox, clock: FixedClock, workdays: Workdays) -> DigestRun:
    """The mail of a house with the first notice, on each kind of database, on Monday 2022-08-22 at 10:00."""
    return DigestRun(loaded, settings.model_copy(update={"mail_rate": 0}), postbox, clock, workdays)


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A mail server that takes everything."""
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
def subscribed(client: TestClient, sink: Path) -> TestClient:
    """The service, with an address that asked and said yes."""
    client.post("/subscriptions", json=WISH)
    client.post(confirm_link(sink))
    return client
