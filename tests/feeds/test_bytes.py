"""Every feed in every form keeps the rules; the same data gives the same bytes; the bytes are files in git."""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from app.feeds.entries import Drawing, Style
from app.feeds.options import parse_query
from app.queries import feed_tasks
from app.settings import Settings
from app.workdays import Workdays
from tests.feeds.conftest import QUERIES, SLUGS, Desk
from tests.feeds.linter import lint, read

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("query", QUERIES)
def test_all_38_feeds_keep_every_rule_in_every_form(desk: Desk, query: str) -> None:
    faults = {slug: lint(desk.feed(slug, query)) for slug in SLUGS}
    assert faults == dict.fromkeys(SLUGS, [])


@pytest.mark.parametrize("query", ["", "alarm=7d,1d", "kind=meeting", "kind=collection"])
def test_every_list_of_todos_keeps_every_rule(desk: Desk, query: str) -> None:
    faults = {slug: lint(desk.feed(slug, query, todo=True)) for slug in SLUGS}
    assert faults == dict.fromkeys(SLUGS, [])


BROKEN = {
    "LF alone": (b"\r\n", b"\n"),
    "a line of 76 octets": (b"VERSION:2.0\r\n", b"VERSION:2.0\r\nX-LONG:" + b"x" * 69 + b"\r\n"),
    "a character cut in two": ("期限 · 广东".encode(), "期限 · 广东".encode()[:-4] + b"\r\n " + "广东".encode()[-4:]),
    "a byte-order mark": (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR"),
    "a comma unescaped": ("截止 社区".encode(), "截止 社,区".encode()),
    "a doubled UID": (b"-08-window@", b"-08-due@"),
    "a UID in Chinese": (b"-08-due@qixian", "-08-due@期限".encode()),
    "a bare date": (b"DTSTART;VALUE=DATE:20221030", b"DTSTART:20221030"),
    "an inclusive end": (b"DTEND;VALUE=DATE:20221031", b"DTEND;VALUE=DATE:20221010"),
    "METHOD": (b"CALSCALE:GREGORIAN\r\n", b"CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"),
    "PT1D": (b"X-PUBLISHED-TTL:P1D", b"X-PUBLISHED-TTL:PT1D"),
    "cancelled but not marked": (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
    "a busy day": (b"TRANSP:TRANSPARENT", b"TRANSP:OPAQUE"),
    "HTML after the end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\n<html>"),
}


@pytest.mark.parametrize(("good", "bad"), BROKEN.values(), ids=BROKEN)
def test_the_linter_finds_each_defect(desk: Desk, good: bytes, bad: bytes) -> None:
    feed = desk.feed()
    assert good in feed
    assert lint(feed.replace(good, bad, 1)) != []


def test_the_numbers_the_notice_gives(desk: Desk) -> None:
    def roles(slug: str) -> list[int]:
        uids = [entry.value("UID") for entry in read(desk.feed(slug)).parts]
        return [sum(uid.endswith(f"-{role}@qixian") for uid in uids) for role in ("due", "window")]

    assert {slug: roles(slug) for slug in ("guangdong", "shenzhen", "xpcc", "all")} == {
        "guangdong": [10, 2],
        "shenzhen": [5, 2],
        "xpcc": [10, 2],
        "all": [10, 2],
    }
    assert [len(read(desk.feed(slug, todo=True)).parts) for slug in ("guangdong", "shenzhen", "all")] == [15, 9, 15]


@pytest.mark.parametrize("query", [query for query in QUERIES if query != "kind=training"])
def test_joined_bytes_are_what_icalendar_renders_of_the_whole(desk: Desk, settings: Settings, query: str) -> None:
    options = parse_query(query.encode()).options
    joined = desk.feed("guangdong", query)
    rendered = Calendar()
    for name, value in Calendar.from_ical(joined).property_items(recursive=False)[1:-1]:
        rendered.add(name, value)
    with desk.database.read() as session:
        for task in feed_tasks(session, None):
            if task.kind in options.kind or not options.kind:
                for event in Drawing(task, Style(settings.base_url, Workdays(), options)).events():
                    rendered.add_component(event)
    assert rendered.to_ical() == joined


def test_the_same_data_gives_the_same_bytes_whenever_it_is_asked(desk: Desk, settings: Settings) -> None:
    first = {slug: desk.feed(slug, "remind=1wd") for slug in SLUGS}
    desk.clock.advance(days=400)
    again = Desk(desk.database, settings, desk.clock)
    assert {slug: again.feed(slug, "remind=1wd") for slug in SLUGS} == first


def amend(desk: Desk) -> None:
    """A notice with a later date, an earlier one, a new hour, a withdrawn task, and one that got its date."""

    def change(document: dict[str, Any]) -> None:
        desk.task("08").update(due_on="2022-11-15", wording="填报时间延长至2022年11月15日")
        desk.task("07").update(opens_on="2022-09-05")
        desk.task("04").update(due_on="2022-11-25", due_time="17:00", precision="day", wording="11月25日17:00前")
        desk.task("03").update(status="dated", due_on="2022-12-20", precision="day", wording="2022年12月20日前")
        document["tasks"] = [task for task in document["tasks"] if not task["id"].endswith("-8-05")]

    desk.clock.advance(days=10)
    desk.load(change)


@pytest.mark.parametrize(
    ("name", "slug", "query", "todo"),
    [
        ("guangdong.ics", "guangdong", "", False),
        ("shenzhen.ics", "shenzhen", "", False),
        ("xpcc.ics", "xpcc", "", False),
        ("all.ics", "all", "", False),
        ("guangdong-todo.ics", "guangdong", "", True),
        ("amended.ics", "guangdong", "", False),
        ("amended-todo.ics", "guangdong", "alarm=1d", True),
        ("options.ics", "xpcc", "window=marks&remind=5wd,1wd&alarm=7d,1d&kind=report", False),
    ],
)
def test_the_feed_is_the_file_in_git(desk: Desk, name: str, slug: str, query: str, todo: bool) -> None:
    """QIXIAN_RENEW_GOLDEN=1 in the environment writes them anew; the difference is for a person to read."""
    if name.startswith("amended"):
        amend(desk)
    content = desk.feed(slug, query, todo=todo)
    assert lint(content) == []
    if os.environ.get("QIXIAN_RENEW_GOLDEN"):
        (GOLDEN / name).write_bytes(content)
    assert content == (GOLDEN / name).read_bytes()


def many(desk: Desk, count: int, **fields: Any) -> None:
    """A notice of `count` tasks with deadlines one day apart."""
    task = desk.task("08") | {"opens_on": None, "channels": [], "contacts": []} | fields
    first = date(2022, 1, 1)
    desk.document["tasks"] += [
        task | {"id": f"many-{n:05d}", "due_on": str(first + timedelta(days=n))} for n in range(count)
    ]
    desk.load()


def test_past_a_thousand_entries_the_earliest_are_left_out_and_the_last_entry_says_so(desk: Desk) -> None:
    many(desk, 1200, summary="", limits=None)
    feed = desk.feed()
    assert lint(feed) == []
    entries = read(feed).parts
    assert entries[-1].value("UID") == "guangdong-note@qixian"
    assert entries[-1].value("SUMMARY") == "更早的事项未列入本日历"
    assert entries[-2].value("UID") == "many-01199-due@qixian"
    assert entries[-1].value("DTSTART") < entries[0].value("DTSTART")


def test_past_a_megabyte_too(desk: Desk) -> None:
    many(desk, 60, summary="长" * 9_000)
    feed = desk.feed()
    assert lint(feed) == []
    assert 900_000 < len(feed) < 1_000_000
    assert read(feed).parts[-1].value("UID") == "guangdong-note@qixian"


def test_a_feed_with_nothing_to_show_says_so_instead_of_being_empty(desk: Desk) -> None:
    (entry,) = read(desk.feed("shenzhen", "kind=training")).parts
    assert entry.value("SUMMARY") == "暂无事项"
