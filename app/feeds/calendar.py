"""A province's tasks as one VCALENDAR. The same rows give the same bytes, whenever it is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, vDuration, vText, vUri

from app.clock import SHANGHAI
from app.feeds.entries import task_entries
from app.models import Task
from app.provinces import Province
from app.schemas.fields import clean
from app.workdays import Workdays

# One value for both names of the refresh interval: RFC 7986 and what Outlook reads.
_REFRESH = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Feed:
    """One calendar's address and name. `province` is None for the feed of all tasks."""

    province: Province | None
    base_url: str

    @property
    def slug(self) -> str:
        """Its permanent place in the address: guangdong, xpcc, all."""
        return self.province.slug if self.province else "all"

    @property
    def url(self) -> str:
        """Where it can be subscribed to."""
        return f"{self.base_url}/feeds/{self.slug}.ics"

    @property
    def name(self) -> str:
        """What calendar clients list it as."""
        return f"报送期限 · {self.province.short if self.province else '全部'}"

    @property
    def description(self) -> str:
        """What it holds, for the client's settings page."""
        whose = self.province.name if self.province else "全部 37 个报送单位"
        return f"{whose}的报送事项、填报期和截止日，依据通知原文整理。期限为北京时间，截止日当天有效。"


def render_feed(feed: Feed, tasks: Iterable[Task], workdays: Workdays) -> bytes:
    """The calendar of `tasks`: UTF-8, CRLF, folded at 75 octets. It never looks at the clock."""
    tasks = list(tasks)
    calendar = _header(feed, max((task.updated_at for task in tasks), default=None))
    for task in tasks:
        for entry in task_entries(task, feed.base_url, workdays):
            calendar.add_component(entry)
    return calendar.to_ical()


def _header(feed: Feed, changed_at: datetime | None) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Qixian//期限//ZH")
    calendar.add("calscale", "GREGORIAN")
    for name, value in (
        ("name", feed.name),
        ("x-wr-calname", feed.name),
        ("description", feed.description),
        ("x-wr-caldesc", feed.description),
    ):
        # icalendar leaves X- properties unescaped unless they are text values.
        calendar.add(name, vText(clean(value)))
    calendar.add("url", vUri(feed.url))
    calendar.add("source", vUri(feed.url), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    calendar.add("color", "firebrick")
    calendar.add("x-apple-calendar-color", vText("#B22222"))
    calendar.add("last-modified", changed_at or datetime(2022, 1, 1, tzinfo=SHANGHAI))
    return calendar
