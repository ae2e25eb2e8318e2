"""The table of rules in the order they are asked: what is no date, what was moved, whose condition, whose event, whose duty."""

from app.extraction.dismissals import NOT_DATES, OWN_EVENTS, SCOPE
from app.extraction.duties import CHANGED, DUE, SYSTEM
from app.extraction.rules import Rule

TABLE: tuple[Rule, ...] = (*NOT_DATES, *CHANGED, *SCOPE, *SYSTEM, *OWN_EVENTS, *DUE)
