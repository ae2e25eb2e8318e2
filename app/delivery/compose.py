"""What a mail says: one function for the preview, the test and the real send. Reads, and changes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app import pages
from app.database import Database
from app.delivery.kinds import CHANGE, CONFIRM, ENDED, REMINDER, WEEKLY
from app.delivery.phrases import FRAMES
from app.delivery.plan import read_reminder_period
from app.digests import Digest, build_changes, build_digest, entry_of, rung_on
from app.feeds import Feed, render_feed
from app.mail.message import mark
from app.models import Confirmation, Task
from app.provinces import Province, get_province
from app.queries import TaskFilter, feed_tasks, find_all
from app.queries.revisions import find_revisions, last_revision
from app.settings import Settings
from app.workdays import Workdays

# Gmail cuts a mail off at 102 KB, base64 not counted; other clients sooner.
MAX_HTML = 80_000
_MAX_TASKS = 40


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail's words, marks still in the place of what differs per reader. `upto` is the last revision told."""

    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    upto: int = 0


@dataclass(frozen=True, slots=True)
class Occasion:
    """All that a mail's words depend on, besides the catalogue. `after` is the last revision its reader knows of."""

    kind: str
    period: str
    province: Province
    language: str
    as_of: date
    after: int = 0
    calendar: bool = False
    cadence: str = "weekly"


@dataclass(frozen=True, slots=True)
class Press:
    """What every composition needs: where links lead, and which days are worked."""

    settings: Settings
    workdays: Workdays

    def render(self, occasion: Occasion, **values: object) -> Composed:
        """The three templates of the occasion's kind filled in, styles inlined."""
        base = self.settings.base_url
        values |= {
            "say": FRAMES[occasion.language],
            "province": occasion.province,
            "as_of": occasion.as_of,
            "base_url": base,
            "manage": f"{base}/subscriptions/manage/{mark('manage')}",
            "unsubscribe": f"{base}/u/{mark('unsubscribe')}",
        }
        return Composed(
            subject=pages.render(f"mail/{occasion.kind}.subject.txt", **values).strip(),
            text=pages.render(f"mail/{occasion.kind}.txt", **values),
            html=pages.inline_styles(pages.render(f"mail/{occasion.kind}.html", **values)),
        )


def compose(session: Session, occasion: Occasion, press: Press) -> Composed | None:
    """The mail of this occasion as things stand; None when there is nothing to say (any more)."""
    return _COMPOSERS[occasion.kind](session, occasion, press)


def load_digest(
    database: Database, province: Province, as_of: date, workdays: Workdays, after: int | None = None
) -> Digest:
    """The province's digest on `as_of`, from the tasks as they stand; changes since revision `after` when given."""
    with database.read() as session:
        upto = last_revision(session)
        occasion = Occasion(WEEKLY, "", province, "zh", as_of, upto if after is None else after)
        return _digest(session, occasion, workdays, upto)


def compose_digest(digest: Digest, press: Press, language: str = "zh") -> Composed:
    """A digest as mail, cut to what fits into MAX_HTML."""
    occasion = Occasion(WEEKLY, digest.period, digest.province, language, digest.as_of)
    limit = _MAX_TASKS
    while True:
        composed = press.render(occasion, digest=digest.cut_to(limit))
        if len(composed.html.encode()) < MAX_HTML or not limit:
            return composed
        limit = limit * 2 // 3


def _digest(session: Session, occasion: Occasion, workdays: Workdays, upto: int) -> Digest:
    recorded = find_revisions(session, occasion.after, upto)
    concerned = frozenset(task.id for task, _ in recorded if _is_addressed(task, occasion.province))
    changes = build_changes(recorded, occasion.province, concerned)
    tasks = find_all(session, TaskFilter(province=occasion.province))
    return build_digest(occasion.province, tasks, occasion.as_of, workdays, changes)


def _is_addressed(task: Task, province: Province) -> bool:
    return bool(task.audience >> province.bit & 1)


def _compose_weekly(session: Session, occasion: Occasion, press: Press) -> Composed | None:
    upto = last_revision(session)
    digest = _digest(session, occasion, press.workdays, upto)
    if digest.is_empty:
        return None
    composed = compose_digest(digest, press, occasion.language)
    calendar = _calendar(session, occasion.province, press) if occasion.calendar else None
    return Composed(composed.subject, composed.text, composed.html, calendar, upto)


def _calendar(session: Session, province: Province, press: Press) -> bytes:
    return render_feed(Feed(province, press.settings.base_url), feed_tasks(session, province), press.workdays)


def _compose_change(session: Session, occasion: Occasion, press: Press) -> Composed | None:
    upto = last_revision(session)
    digest = _digest(session, occasion, press.workdays, upto)
    if not digest.changes:
        return None
    only_changes = Digest(digest.province, digest.as_of, (), digest.changes, digest.change_count).cut_to(_MAX_TASKS)
    composed = press.render(occasion, digest=only_changes)
    return Composed(composed.subject, composed.text, composed.html, None, upto)


def _compose_reminder(session: Session, occasion: Occasion, press: Press) -> Composed | None:
    """None when the deadline moved or passed, the task was withdrawn, or a lower rung has been reached since."""
    task_id, rung, due_on = read_reminder_period(occasion.period)
    task = session.get(Task, task_id)
    if task is None or task.withdrawn_at is not None or task.due_on != due_on:
        return None
    if not _is_addressed(task, occasion.province) or rung_on(due_on, occasion.as_of, press.workdays) != rung:
        return None
    return press.render(occasion, entry=entry_of(task, occasion.as_of, press.workdays), notice=task.notice)


def _compose_confirm(session: Session, occasion: Occasion, press: Press) -> Composed | None:
    asked = session.get(Confirmation, int(occasion.period))
    if asked is None or asked.used_at is not None or asked.expires_at.date() < occasion.as_of:
        return None
    frame = FRAMES[asked.language]
    return press.render(
        replace(occasion, language=asked.language),
        names="、".join(frame.place(get_province(slug)) for slug in asked.provinces),
        cadence=cadence_phrase(asked.cadence),
        until=asked.expires_at.strftime("%Y-%m-%d %H:%M"),
        link=f"{press.settings.base_url}/subscriptions/confirm/{mark('confirm')}",
    )


def _compose_ended(_session: Session, occasion: Occasion, press: Press) -> Composed | None:
    return press.render(occasion, cadence=cadence_phrase(occasion.cadence))


def cadence_phrase(cadence: str) -> str:
    """The name of the phrase for a cadence; "changes" is a section of the digest already."""
    return "changes_cadence" if cadence == "changes" else cadence


_COMPOSERS: Mapping[str, Callable[[Session, Occasion, Press], Composed | None]] = {
    WEEKLY: _compose_weekly,
    REMINDER: _compose_reminder,
    CHANGE: _compose_change,
    CONFIRM: _compose_confirm,
    ENDED: _compose_ended,
}
