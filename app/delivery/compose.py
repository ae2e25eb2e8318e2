"""A digest as mail: one function for the preview, the test and the real send."""

from dataclasses import dataclass
from datetime import date

from app import pages
from app.database import Database
from app.digests import Digest, Entry, build_digest
from app.provinces import Province
from app.queries import TaskFilter, find_all
from app.settings import Settings
from app.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest as mail: what preview, test and real send have in common."""

    subject: str
    text: str
    html: str


def load_digest(database: Database, province: Province, as_of: date, workdays: Workdays) -> Digest:
    """The province's digest on `as_of`, from the tasks as they stand."""
    with database.read() as session:
        return build_digest(province, find_all(session, TaskFilter(province=province)), as_of, workdays)


def compose(digest: Digest, settings: Settings) -> Composed:
    """The digest's three templates filled in, styles inlined."""
    values = {"digest": digest, "base_url": settings.base_url, "left": say_left}
    return Composed(
        subject=pages.render("digest.subject.txt", **values).strip(),
        text=pages.render("digest.txt", **values),
        html=pages.inline_styles(pages.render("digest.html", **values)),
    )


def say_left(entry: Entry) -> str:
    """How long is left: 「还有 6 个工作日」, 「今天截止」, 「已过 22 天」."""
    if entry.days_left is None or entry.workdays_left is None:
        return "时间待通知"
    if entry.days_left < 0:
        return f"已过 {-entry.days_left} 天"
    if entry.days_left == 0:
        return "今天截止"
    return f"还有 {entry.workdays_left} 个工作日"
