"""What tests of the pages share: the mails on disk and the links in them, and every row of every table."""

import email
import email.policy
import re
from email.message import EmailMessage
from html import unescape
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import inspect, text

from app.models import Base

WISH = {"email": "office@example.org", "provinces": ["guangdong", "深圳"], "cadence": "both"}


def read(content: bytes) -> EmailMessage:
    """A message as a mail client reads it."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def words_of(letter: EmailMessage, kind: str = "plain") -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


def letters(folder: Path) -> list[str]:
    """The texts of all mails so far, the oldest first."""
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns) if folder.exists() else []
    return [words_of(read(file.read_bytes())) for file in files]


def links(words: str) -> list[str]:
    return [unescape(link) for link in re.findall(r"http://127\.0\.0\.1:8000(/\S+)", words)]


def confirm_link(folder: Path) -> str:
    return next(link for link in links(letters(folder)[-1]) if "/confirm/" in link)


def state(client: TestClient) -> dict[str, list[str]]:
    """Every row of every table."""
    engine = client.app.state.house.database.engine  # ty: ignore[missing-attribute]
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {
            name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}"))))
            for name in names
            if name in Base.metadata.tables
        }
