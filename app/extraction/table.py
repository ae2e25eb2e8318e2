"""All rules in the order they are asked: no date, moved, a condition, a system's hours, an event, a duty, unclear."""

from app.extraction.changes import CHANGED
from app.extraction.dismissals import NOT_DATES, SCOPE
from app.extraction.duties import DUE, SYSTEM, UNCLEAR
from app.extraction.own_events import OWN_EVENTS
from app.extraction.rules import Rule

TABLE: tuple[Rule, ...] = (*NOT_DATES, *CHANGED, *SCOPE, *SYSTEM, *OWN_EVENTS, *DUE, *UNCLEAR)
