"""When a deadline is reminded of: rungs in working days before the last working day on which it can be met."""

from datetime import date

from app.workdays import Workdays

LADDER = (5, 2, 0)


def rung_on(due_on: date, today: date, workdays: Workdays) -> int | None:
    """The lowest rung reached by `today`; None before the first and after the deadline.

    A task added late stands on the rung it would have reached, so it is reminded of once and at once.
    """
    if today > due_on:
        return None
    safe_on = workdays.last_on_or_before(due_on)
    return min((rung for rung in LADDER if workdays.add(safe_on, -rung) <= today), default=None)
