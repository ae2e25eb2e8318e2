"""What tests of pages have in common: a browser's way of asking, and tasks made up on the spot."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.clock import SHANGHAI, FixedClock
from app.intake import load_document, parse_document
from app.models import Notice, Task
from app.provinces import ALL_MASK
from app.schemas.document import NoticeDocument

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
Browse = Callable[[str], Response]


@pytest.fixture
def browse(client: TestClient) -> Browse:
    """GET an address as a browser does, redirects not followed."""
    return lambda address: client.get(address, headers=BROWSER, follow_redirects=False)


def make_task(due_on: date | None = None, **changes: Any) -> Task:
    """A task with a deadline on `due_on` and nothing else worth a word."""
    moment = datetime(2022, 6, 23, 9, 0, tzinfo=SHANGHAI)
    notice = Notice(id="n", number="测〔2022〕1号", title="测试通知", issuer="测试司")
    plain = {
        "id": f"t-{due_on}",
        "notice": notice,
        "item": "一",
        "title": "测试事项",
        "kind": "report",
        "opens_on": None,
        "due_on": due_on,
        "due_time": None,
        "audience": ALL_MASK,
        "channels": [],
        "contacts": [],
        "forms": [],
        "needs_seal": False,
        "withdrawn_at": None,
        "created_at": moment,
        "updated_at": moment,
    }
    return Task(**(plain | changes))


def load(client: TestClient, seed: dict[str, Any], clock: FixedClock) -> None:
    """Load `seed` as it was altered, a day later."""
    document: NoticeDocument = parse_document("test", NoticeDocument.model_validate(seed).model_dump_json().encode())
    clock.advance(days=1)
    with client.app.state.house.database.write() as session:  # ty: ignore[missing-attribute]
        load_document(session, document, clock.now())
