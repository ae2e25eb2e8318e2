"""What the tests of /tasks need besides the common cast."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import update

from app.clock import FixedClock
from app.database import Database
from app.intake import LoadResult, load_document, parse_document
from app.models import Catalogue
from app.routes.context import House

Get = Callable[..., dict[str, Any]]
Load = Callable[[dict[str, Any]], LoadResult]


@pytest.fixture
def house(client: TestClient) -> House:
    """What stands behind `client`."""
    app = client.app
    assert isinstance(app, FastAPI)
    return app.state.house


@pytest.fixture
def get(client: TestClient) -> Get:
    """`get("/tasks", province="广东")`: the JSON of an address that answers 200."""

    def ask(path: str = "/tasks", **params: str) -> dict[str, Any]:
        answer = client.get(path, params=params or None)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


@pytest.fixture
def load(house: House, clock: FixedClock) -> Load:
    """Load a document into the service of `client`."""

    def take(document: dict[str, Any]) -> LoadResult:
        return load_into(house.database, document, clock)

    return take


def load_into(database: Database, document: dict[str, Any], clock: FixedClock) -> LoadResult:
    """Load a document given as JSON."""
    with database.write() as session:
        return load_document(session, parse_document("test", json.dumps(document).encode()), clock.now())


def with_known_key(database: Database) -> None:
    """Make sync tokens what they were last time: the catalogue's key is random."""
    with database.write() as session:
        session.execute(update(Catalogue).values(key="0" * 16))


def ids(answer: dict[str, Any]) -> list[str]:
    """The ids of an answer without their common beginning: 08, 09a."""
    return [item["id"].removeprefix("moe-zcs-2022-8-") for item in answer["items"]]
