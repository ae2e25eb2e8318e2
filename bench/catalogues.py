"""Databases for benches: the first notice, and ten thousand tasks made of it."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.clock import SystemClock
from app.database import Database
from app.intake import load_document, parse_document

Document = dict[str, Any]
_BATCH = 2500  # a document has at most 5 MB


def first_notice() -> Document:
    """The seed."""
    file = Path(__file__).parent.parent / "seed" / "tasks_2022h2.json"
    return json.loads(file.read_text(encoding="utf-8"))


def ten_thousand() -> list[Document]:
    """The dated tasks of the seed over and over, two days apart: audiences, texts and windows are mixed as they are."""
    return [_many(number * _BATCH) for number in range(4)]


def one_more(name: str, provinces: str | list[str]) -> Document:
    """A notice of one task for these provinces, due after all others."""
    task = next(task for task in first_notice()["tasks"] if task["status"] == "dated")
    return _notice(name, [task | {"id": name, "due_on": "2060-01-01", "opens_on": None, "provinces": provinces}])


def load(database: Database, documents: list[Document]) -> None:
    """Load them one after the other."""
    for document in documents:
        with database.write() as session:
            load_document(
                session, parse_document("bench", json.dumps(document, ensure_ascii=False).encode()), SystemClock().now()
            )


def _many(start: int) -> Document:
    dated = [task for task in first_notice()["tasks"] if task["status"] == "dated"]
    return _notice(f"many-{start}", [_moved(dated[n % len(dated)], n) for n in range(start, start + _BATCH)])


def _moved(task: Document, number: int) -> Document:
    due_on = date(2000, 1, 1) + timedelta(days=2 * number)
    opens_on = due_on - timedelta(days=20) if task.get("opens_on") else None
    return task | {"id": f"task-{number:05}", "due_on": str(due_on), "opens_on": opens_on and str(opens_on)}


def _notice(notice_id: str, tasks: list[Document]) -> Document:
    document = first_notice()
    return document | {"notice": document["notice"] | {"id": notice_id}, "tasks": tasks}
