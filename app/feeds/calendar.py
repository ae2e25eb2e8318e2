"""Entries joined into a VCALENDAR. What is joined are kept bytes; they equal icalendar's rendering of the whole."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Event, Todo, vDuration, vText, vUri
from icalendar.cal.component import Component

from app.feeds.entries import Drawing, Style, mark_free, uid
from app.feeds.lines import plain, summary, written
from app.feeds.options import Options
from app.models import Task
from app.provinces import Province
from app.workdays import Workdays

# What Google takes of a subscribed calendar; a little less, for the header and the last entry.
MAX_ENTRIES = 999
MAX_BYTES = 990_000

# One value for both names of the refresh interval: RFC 7986 and what Outlook reads.
_REFRESH = timedelta(days=1)
_DAY = timedelta(days=1)
_LONG_AGO = datetime(1949, 1, 1, tzinfo=UTC)  # before any notice
_END = b"END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True)
class Feed:
    """One calendar's address and name. `province` is None for the feed of all tasks.

    `known_on` is set when it shows what was known at the end of an earlier day.
    """

    province: Province | None
    base_url: str
    todo: bool = False
    known_on: date | None = None

    @property
    def slug(self) -> str:
        """Its permanent place in the address: guangdong, xpcc, all."""
        return self.province.slug if self.province else "all"

    @property
    def url(self) -> str:
        """Where it can be subscribed to."""
        query = f"?as_known_on={self.known_on}" if self.known_on else ""
        return f"{self.base_url}/feeds/{self.slug}{'/todo' if self.todo else ''}.ics{query}"

    @property
    def name(self) -> str:
        """What calendar clients list it as."""
        what = "报送待办" if self.todo else "报送期限"
        then = f"（截至{self.known_on}）" if self.known_on else ""
        return f"{what} · {self.province.short if self.province else '全部'}{then}"

    @property
    def description(self) -> str:
        """What it holds, for the client's settings page."""
        whose = self.province.name if self.province else "全部 37 个报送单位"
        return f"{whose}的报送事项、填报期和截止日，依据通知原文整理。期限为北京时间，截止日当天有效。"


@dataclass(frozen=True, slots=True)
class Block:
    """One task's entries as bytes; `count` of them, `due_on` the day they are about, `digest` of them."""

    content: bytes
    count: int
    due_on: date | None
    digest: bytes


@dataclass(frozen=True, slots=True)
class Joined:
    """A calendar as bytes, and a word that is another whenever they are others."""

    content: bytes
    fingerprint: str


def render_block(task: Task, style: Style, *, todo: bool = False) -> Block:
    """A task's entries, each with its CRLF at the end, ready to be joined."""
    drawing = Drawing(task, style)
    entries: Sequence[Component] = [drawing.todo()] if todo else drawing.events()
    content = b"".join(written(entry) for entry in entries)
    return Block(content, len(entries), task.due_on, hashlib.sha256(content).digest())


def render_feed(feed: Feed, tasks: Sequence[Task], workdays: Workdays, options: Options = Options()) -> bytes:  # noqa: B008 - frozen
    """The calendar of `tasks`, earliest first, drawn anew: for a calendar nobody subscribes to."""
    style = Style(feed.base_url, workdays, options)
    changed_at = max((task.updated_at for task in tasks), default=_LONG_AGO)
    return join_feed(feed, changed_at, (render_block(task, style, todo=feed.todo) for task in reversed(tasks))).content


def join_feed(feed: Feed, changed_at: datetime, blocks: Iterable[Block]) -> Joined:
    """A feed of `blocks`, which come latest deadline first and leave earliest first.

    Past 1,000 entries or 1 MB the earliest are left out, and the last entry says so. A feed is never empty: a calendar
    without an entry is not valid, and some clients take it for an order to delete everything.
    """
    kept, left_out = _fitting(blocks)
    last = b""
    if left_out is not None:
        last = _left_out(feed, left_out.due_on or changed_at.date())
    elif not any(block.count for block in kept):
        last = _nothing_yet(feed, changed_at.date())
    return _joined(_header(feed, changed_at), kept[::-1], last)


def join_one(block: Block) -> Joined:
    """One task as a file. It has no calendar name: with one, Outlook and Apple would open a new calendar for it."""
    return _joined(_open(_bare()), [block], b"")


def _joined(header: bytes, blocks: Sequence[Block], last: bytes) -> Joined:
    """The fingerprint is of the blocks' digests: one changed task makes 38 calendars of a megabyte new."""
    content = b"".join([header, *(block.content for block in blocks), last, _END])
    digests = b"".join([header, *(block.digest for block in blocks), last])
    return Joined(content, hashlib.sha256(digests).hexdigest()[:32])


def _fitting(blocks: Iterable[Block]) -> tuple[list[Block], Block | None]:
    """As many blocks as fit, and the first one that did not."""
    kept: list[Block] = []
    count = size = 0
    for block in blocks:
        count += block.count
        size += len(block.content)
        if count > MAX_ENTRIES or size > MAX_BYTES:
            return kept, block
        kept.append(block)
    return kept, None


def _left_out(feed: Feed, day: date) -> bytes:
    text = f"日历客户端最多接受 1,000 个条目、1 MB。截止日在{day:%Y-%m-%d}及以前的部分事项未列入，可在网页查询。"
    return _note(feed, day, "更早的事项未列入本日历", text)


def _nothing_yet(feed: Feed, day: date) -> bytes:
    text = "目前没有符合条件的事项。通知下发或确定日期后，事项会自动出现在本日历中。"
    return _note(feed, day, "暂无事项", text)


@lru_cache(maxsize=256)
def _note(feed: Feed, day: date, title: str, text: str) -> bytes:
    """A word from the calendar itself, as an entry. `day` is all that ever changes in it, so it dates it too."""
    note: Component = Todo() if feed.todo else Event()
    note.add("uid", uid(feed.slug, "todo-note" if feed.todo else "note"))
    for stamp in ("dtstamp", "created", "last-modified"):
        note.add(stamp, datetime(day.year, day.month, day.day, tzinfo=UTC))
    note.add("sequence", day.toordinal() - _LONG_AGO.toordinal())
    note.add("summary", summary("", title))
    note.add("description", plain(f"{text}\n{feed.base_url}/"))
    note.add("url", vUri(f"{feed.base_url}/"))
    if isinstance(note, Event):
        note.add("dtstart", day)
        note.add("dtend", day + _DAY)
        note.add("categories", ["日历说明"])
        mark_free(note)
    return written(note)


def _header(feed: Feed, changed_at: datetime) -> bytes:
    stamp = f"LAST-MODIFIED:{changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}".encode("ascii")
    return _undated_header(feed).replace(b"LAST-MODIFIED:19490101T000000Z", stamp, 1)


@lru_cache(maxsize=256)
def _undated_header(feed: Feed) -> bytes:
    """Everything a feed's header says, with a date to be replaced: it alone ever changes."""
    calendar = _bare()
    for name, value in (
        ("name", feed.name),
        ("x-wr-calname", feed.name),
        ("description", feed.description),
        ("x-wr-caldesc", feed.description),
    ):
        calendar.add(name, plain(value))  # icalendar leaves X- properties unescaped unless they are text values
    calendar.add("url", vUri(feed.url))
    calendar.add("source", vUri(feed.url), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    calendar.add("color", "firebrick")
    calendar.add("x-apple-calendar-color", vText("#B22222"))
    calendar.add("last-modified", _LONG_AGO)
    return _open(calendar)


def _bare() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Qixian//期限//ZH")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _open(calendar: Calendar) -> bytes:
    return written(calendar).removesuffix(_END)
