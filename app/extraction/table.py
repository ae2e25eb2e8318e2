"""All rules in the order they are asked: no date, moved, conditions, hours, steps, events, periods, duties, unclear."""

from app.extraction.announced import ANNOUNCED
from app.extraction.bare_days import BARE_DAYS
from app.extraction.changes import CHANGED
from app.extraction.conditions import SCOPE
from app.extraction.dismissals import NOT_DATES
from app.extraction.duties import DUE, UNCLEAR
from app.extraction.own_events import OWN_EVENTS
from app.extraction.periods import PERIODS
from app.extraction.rules import Table
from app.extraction.steps import STEPS
from app.extraction.systems import SYSTEM

TABLE = Table(
    (
        *NOT_DATES,
        *CHANGED,
        *SCOPE,
        *SYSTEM,
        *STEPS,
        *ANNOUNCED,
        *OWN_EVENTS,
        *PERIODS,
        *DUE,
        *BARE_DAYS,
        *UNCLEAR,
    )
)
# What dates the notice itself, or is no date.
OF_THE_NOTICE = Table(NOT_DATES)
