"""The published copies: fresh within a second, bounded, dated forward only, and there when the database is not."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url, text

from app.clock import FixedClock
from app.database import Database
from app.errors import Unavailable
from app.feeds import Options, parse_query
from app.intake import load_document
from app.main import create_app
from app.publishing import Published, find_address
from app.publishing.shelf import Shelf
from app.schemas.document import NoticeDocument
from app.settings import Settings
from app.workdays import Workdays
from tests.feeds.conftest import SLUGS, Desk

FEED = "/feeds/guangdong.ics"


@pytest.fixture
def desk(loaded: Database, settings: Settings, clock: FixedClock) -> Desk:
    """The first notice, loaded on Monday 2022-08-22, on each kind of database."""
    desk = Desk(loaded, settings, clock)
    desk.feeds.refresh()
    return desk


def dates(desk: Desk) -> dict[str, str]:
    """Each feed's Last-Modified."""
    headers = {slug: dict(desk.feeds.get(at(slug)).copy.plain.whole.headers) for slug in SLUGS}
    return {slug: header[b"last-modified"].decode() for slug, header in headers.items()}


def at(slug: str, query: str = "") -> Any:
    return find_address(slug, parse_query(query.encode()).options, todo=False)


def move(desk: Desk, **fields: Any) -> None:
    desk.load(lambda _document: desk.task("08").update(fields))


def test_a_change_is_published_and_what_it_does_not_concern_stays_as_it_was(desk: Desk) -> None:
    before = {slug: desk.feeds.get(at(slug)).copy for slug in SLUGS}
    desk.clock.advance(days=1)
    desk.load(lambda _document: desk.task("01").update(title="职业教育信息数据采集"))  # not for the separate cities
    after = {slug: desk.feeds.get(at(slug)).copy for slug in SLUGS}
    separate = {"dalian", "ningbo", "xiamen", "qingdao", "shenzhen"}
    assert {slug for slug in SLUGS if after[slug] is before[slug]} == separate
    assert all("职业教育信息数据采集".encode() in after[slug].plain.whole.body for slug in set(SLUGS) - separate)


def test_a_task_that_leaves_a_feed_moves_its_date_forward(desk: Desk) -> None:
    before = dates(desk)
    desk.clock.advance(days=1)
    move(desk, provinces=["shenzhen"])
    after = dates(desk)
    assert set(before.values()) == {"Mon, 22 Aug 2022 02:00:00 GMT"}
    assert set(after.values()) == {"Tue, 23 Aug 2022 02:00:00 GMT"}
    desk.clock.advance(days=1)
    move(desk, provinces=["shenzhen", "beijing"])
    moved = {slug for slug, moment in dates(desk).items() if moment == "Wed, 24 Aug 2022 02:00:00 GMT"}
    assert moved == {"all", "shenzhen", "beijing"}


def test_two_changes_in_one_second_have_two_dates(desk: Desk) -> None:
    move(desk, title="甲")
    first = dates(desk)["guangdong"]
    move(desk, title="乙")
    assert [first, dates(desk)["guangdong"]] == ["Mon, 22 Aug 2022 02:00:01 GMT", "Mon, 22 Aug 2022 02:00:02 GMT"]


def test_a_clock_set_back_never_sends_the_date_back(desk: Desk) -> None:
    desk.clock.advance(days=-30)
    move(desk, title="甲")
    assert dates(desk)["guangdong"] == "Mon, 22 Aug 2022 02:00:01 GMT"


def test_a_changed_notice_dates_the_entries_of_its_tasks(desk: Desk) -> None:
    desk.clock.advance(days=1)
    desk.load(lambda document: document["notice"].update(title="关于做好2022年下半年有关工作的通知"))
    feed = desk.feed().decode().replace("\r\n ", "")
    assert "关于做好2022年下半年有关工作的通知" in feed
    assert feed.count("\r\nLAST-MODIFIED:20220823T020000Z") == 13  # 12 entries and the calendar


def test_a_restored_backup_is_believed(desk: Desk) -> None:
    move(desk, title="甲")
    with desk.database.write() as session:
        session.execute(text("UPDATE tasks SET title = '乙', version = 1 WHERE id = 'moe-zcs-2022-8-08'"))
        session.execute(text("UPDATE catalogue SET version = 1"))
        session.execute(text("UPDATE feed_stamps SET version = 1"))
    desk.feeds.refresh()
    assert "SUMMARY:截止 乙\r\n".encode() in desk.feed()


def test_nothing_changed_means_one_number_is_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = [desk.feeds.get(at(slug)).copy for slug in SLUGS]
    monkeypatch.setattr("app.publishing.catalogue.list_changed", None)
    monkeypatch.setattr("app.publishing.blocks.find_tasks_by_id", None)
    desk.feeds.refresh()
    assert [desk.feeds.get(at(slug)).copy for slug in SLUGS] == copies


def test_what_was_good_last_is_served_on_when_a_feed_cannot_be_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = desk.feed()
    with monkeypatch.context() as broken:
        broken.setattr("app.publishing.blocks.render_block", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            move(desk, title="甲")
        assert desk.feed() == good
        with pytest.raises(Unavailable):
            desk.feed("guangdong", "window=bar")
    desk.feeds.refresh()
    assert "SUMMARY:截止 甲\r\n".encode() in desk.feed()


def test_memory_is_bounded_and_the_default_feeds_stay(desk: Desk, settings: Settings) -> None:
    feeds = Published(desk.database, settings, Workdays(), limit=1_300_000)
    feeds.refresh()
    defaults = {slug: feeds.get(at(slug)).copy for slug in SLUGS}
    kept = feeds.get(at("guangdong", "remind=1d"))
    feeds.remember(FEED, b"remind=1d", kept)
    feeds.remember(FEED, b"remind=2d", feeds.get(at("guangdong", "remind=2d")))
    for days in range(3, 25):
        feeds.get(at("guangdong", f"remind={days}d"))
        assert feeds.lookup(FEED, b"remind=1d") is kept.copy  # asked for all the time
    assert feeds.lookup(FEED, b"remind=2d") is None  # not asked for since
    assert {slug: feeds.get(at(slug)).copy for slug in SLUGS} == defaults


def test_the_37_default_feeds_take_less_than_five_megabytes(desk: Desk) -> None:
    assert sum(desk.feeds.get(at(slug)).copy.size for slug in SLUGS) < 5_000_000


def test_a_flood_of_queries_is_not_remembered_for_ever(desk: Desk) -> None:
    shelf = Shelf(10**9)
    slot = desk.feeds.get(at("guangdong"))
    shelf.put(slot)
    for number in range(5000):
        shelf.remember(FEED, b"v=%d" % number, slot)
    assert shelf.lookup(FEED, b"v=0") is None
    assert shelf.lookup(FEED, b"v=4999") is slot.copy
    shelf.remember(FEED, b"v=" + b"x" * 300, slot)
    assert shelf.lookup(FEED, b"v=" + b"x" * 300) is None


def until(true: Any, seconds: float = 20) -> bool:
    """Whether it comes true in time; what it waits for takes half a second."""
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        if true():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def server(database_url: str, settings: Settings, notice: NoticeDocument, clock: FixedClock) -> Any:
    """The service on each kind of database, with the first notice loaded."""
    app = create_app(settings.model_copy(update={"database_url": database_url}), clock)
    with app.state.house.database.write() as session:
        load_document(session, notice, clock.now())
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


def test_a_load_by_another_process_reaches_the_feed_by_itself(server: TestClient, desk: Desk) -> None:
    assert server.get(FEED).status_code == 200
    other = Database(server.app.state.house.settings.database_url)
    Desk(other, server.app.state.house.settings, desk.clock).load(
        lambda document: document["tasks"][8].update(title="另一个进程改的")
    )
    other.close()
    assert until(lambda: "另一个进程改的" in server.get(FEED).text)


def test_with_the_database_gone_the_feeds_are_there_and_the_rest_is_503(server: TestClient, database_url: str) -> None:
    server.app.state.house.feeds.refresh()
    good = {slug: server.get(f"/feeds/{slug}.ics").content for slug in SLUGS}
    kill(server.app.state.house.database, database_url)
    for slug in SLUGS:
        answer = server.get(f"/feeds/{slug}.ics")
        assert (answer.status_code, answer.content) == (200, good[slug])
        assert server.get(f"/feeds/{slug}.ics", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    for path in ("/feeds/guangdong.ics?window=bar", "/feeds/guangdong/todo.ics", "/tasks/moe-zcs-2022-8-08.ics"):
        answer = server.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert answer.headers["content-type"] == "application/problem+json"


def kill(database: Database, url: str) -> None:
    """Take the database away under a running service: its file, or every connection to it."""
    if url.startswith("sqlite"):
        database.close()
        file = Path(url.removeprefix("sqlite:///"))
        for part in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
            part.unlink(missing_ok=True)
        os.mkdir(file)  # nor can a new, empty one be made in its place
        return
    killer = Database(make_url(url).set(database="postgres").render_as_string(hide_password=False))
    name = database.engine.url.database
    with killer.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
        )
    killer.close()


def test_options_of_todos_that_mean_nothing_there_are_one_feed() -> None:
    bars = parse_query(b"window=bar&remind=1wd").options
    assert find_address("all", bars, todo=True) == find_address("all", Options(), todo=True)
