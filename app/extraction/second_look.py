"""Before a date is dismissed: where something is handed in right behind it, a person decides instead of a rule."""

import re

from app.extraction.context import Context
from app.extraction.dismissals import NOT_DATES
from app.extraction.phrases import Shape
from app.extraction.rules import Rule, Verdict

_DATED = {Shape.POINT, Shape.SPAN, Shape.FROM_NOW}
# These rules have read who acts.
_BY_ACTOR = frozenset(
    {"writers-step", "we-will", "owner-follows", "office-step", "will-act", "row-of-office", "system-closed"}
)
_EXEMPT = frozenset(rule.id for rule in NOT_DATES) | _BY_ACTOR
_HANDED_IN = re.compile(
    r",?(?:[^,。;的请]{0,14}?|[^,。;]{0,6}将[^,。;]{2,30}?)"
    r"(?:报送|上报|呈报|提交|递交|上交|送交|交[至到]|报至|报我|报到(?=[^,。;]{1,8}[处科室部办局厅委])|发[送至到]|寄[送至到]|送[至到])"
    r"(?![了过的]|时间|材料的|系统|工作)"
)
DOUBTED = Rule("doubted", "X报送……，别的规则以为不是期限", Verdict.UNCLEAR)


def second_look(context: Context, rule: Rule) -> Rule:
    """`rule`, or DOUBTED where it dismisses a day right behind which 「报送」 or the like stands."""
    last = context.phrase.last
    names_day = context.phrase.shape in _DATED and last is not None and bool(last.day or last.part)
    if rule.verdict.is_duty or rule.verdict is Verdict.UNCLEAR or rule.id in _EXEMPT or not names_day:
        return rule
    return DOUBTED if not context.quoted and _HANDED_IN.match(context.after) else rule
