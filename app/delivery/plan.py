"""Which mails are to go out: one INSERT … SELECT a period, harmless to repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.delivery import ledger
from app.delivery.kinds import CHANGE, REMINDER, WANTED_BY, WEEKLY
from app.delivery.sql import insert_new
from app.digests import LADDER, rung_on
from app.models import Delivery, Moment, Run, Submission, Subscription, Task
from app.provinces import provinces_in
from app.queries import TaskFilter, find_all
from app.queries.revisions import last_revision
from app.workdays import Workdays, iso_week

# The highest rung is five working days up; the longest holiday makes that less than this.
_LOOK_AHEAD = timedelta(days=30)
# A week's mail that was sent already and lies this little ahead means that the clock was set back.
_SET_BACK = timedelta(weeks=5)


@dataclass(frozen=True, slots=True)
class Tick:
    """When it is planned, and for which day: they differ in a rehearsal and after a night."""

    now: datetime
    as_of: date


def plan_weekly(session: Session, tick: Tick, due_at: datetime) -> int:
    """One row for each live weekly subscription that has none for `as_of`'s ISO week; how many were written."""
    period = iso_week(tick.as_of)
    _keep_run(session, WEEKLY, period, due_at, tick.now)
    later = aliased(Delivery)
    was_told_later = exists().where(
        later.subscription_id == Subscription.id,
        later.kind == WEEKLY,
        later.period > period,
        later.period <= iso_week(tick.as_of + _SET_BACK),
    )
    return _insert(session, WEEKLY, period, tick, [~was_told_later])


def plan_reminders(session: Session, tick: Tick, workdays: Workdays) -> int:
    """One row for each (task, rung, due_on) reached by `as_of` and each subscription that wants reminders."""
    until = tick.as_of + _LOOK_AHEAD
    written = 0
    for task in find_all(session, TaskFilter(due_from=tick.as_of, due_by=until)):
        due_on = task.due_on
        rung = rung_on(due_on, tick.as_of, workdays) if due_on else None
        if due_on is not None and rung is not None:
            period = reminder_period(task.id, rung, due_on)
            written += _insert(session, REMINDER, period, tick, _reminded(task, rung, due_on))
    return written


def reminder_period(task_id: str, rung: int, due_on: date) -> str:
    """The logical period of a reminder: a moved deadline makes another one."""
    return f"{task_id}/{rung}/{due_on}"


def read_reminder_period(period: str) -> tuple[str, int, date]:
    """(task id, rung, due_on) of `reminder_period`."""
    task_id, rung, due_on = period.split("/")
    return task_id, int(rung), date.fromisoformat(due_on)


def _reminded(task: Task, rung: int, due_on: date) -> Sequence[ColumnElement[bool]]:
    """Subscriptions of the task's provinces that did not hand it in and were not reminded on a lower rung."""
    lower = [reminder_period(task.id, other, due_on) for other in LADDER if other < rung]
    said = aliased(Delivery)
    return (
        Subscription.province.in_([province.slug for province in provinces_in(task.audience)]),
        ~exists().where(Submission.subscription_id == Subscription.id, Submission.task_id == task.id),
        ~exists().where(said.subscription_id == Subscription.id, said.kind == REMINDER, said.period.in_(lower)),
    )


def plan_changes(session: Session, tick: Tick) -> int:
    """One row for each subscription to changes that has not been told of the newest revision."""
    upto = last_revision(session)
    period = f"r{upto}"
    if not upto or session.get(Run, (CHANGE, period)) is not None:
        return 0
    _keep_run(session, CHANGE, period, tick.now, tick.now)
    ledger.merge_changes(session, period, tick.now)
    return _insert(session, CHANGE, period, tick, [Subscription.told_upto < upto])


def _insert(session: Session, kind: str, period: str, tick: Tick, conditions: Sequence[ColumnElement[bool]]) -> int:
    """Rows by province, so that neighbours in the ledger get the same words."""
    values = [
        literal(kind), literal(period), Subscription.id, literal(tick.as_of), literal("planned"), literal(0),
        literal(tick.now, Moment()), literal(tick.now, Moment()),
    ]  # fmt: skip
    columns = ["kind", "period", "subscription_id", "as_of", "state", "attempts", "planned_at", "next_at"]
    wanted = (
        select(*values)
        .where(Subscription.ended_at.is_(None), Subscription.cadence.in_(WANTED_BY[kind]))
        # Nobody hears of a time before they subscribed, which a clock set back would bring.
        .where(Subscription.confirmed_at <= tick.now)
        .where(or_(Subscription.paused_until.is_(None), Subscription.paused_until < tick.as_of), *conditions)
        .order_by(Subscription.province, Subscription.language, Subscription.id)
    )
    statement = insert_new(session, Delivery).from_select(columns, wanted).on_conflict_do_nothing()
    # Counted by the server: to bring back a hundred thousand ids would cost more than to write them.
    return session.connection().execute(statement, execution_options={"preserve_rowcount": True}).rowcount


def _keep_run(session: Session, kind: str, period: str, due_at: datetime, now: datetime) -> None:
    row = {"kind": kind, "period": period, "due_at": due_at, "planned_at": now, "upto": last_revision(session)}
    session.execute(insert_new(session, Run).values(row).on_conflict_do_nothing())
