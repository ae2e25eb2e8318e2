"""All rules in the order they are asked: no date, moved, a condition, hours, a step, an event, a duty, unclear."""

from app.extraction.changes import CHANGED
from app.extraction.conditions import SCOPE
from app.extraction.dismissals import NOT_DATES
from app.extraction.duties import DUE, UNCLEAR
from app.extraction.own_events import OWN_EVENTS
from app.extraction.rules import Rule
from app.extraction.steps import STEPS
from app.extraction.systems import SYSTEM

TABLE: tuple[Rule, ...] = (*NOT_DATES, *CHANGED, *SCOPE, *SYSTEM, *STEPS, *OWN_EVENTS, *DUE, *UNCLEAR)
