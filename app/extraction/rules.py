"""Decides for each phrase: a duty, somebody's own event, or neither. One table; the first rule that fits wins."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.extraction.context import Context
from app.extraction.phrases import Shape

DAYS = frozenset({Shape.POINT, Shape.SPAN, Shape.FROM_NOW})
POINT = frozenset({Shape.POINT})


class Verdict(StrEnum):
    """What a phrase is to the reader of the notice.

    The first group makes tasks, the second dismisses; what is UNCLEAR is left to a person.
    """

    DUE = "due"
    OPENS = "opens"
    PLANNED = "planned"
    RELATIVE = "relative"
    RECURRING = "recurring"
    DAMAGED = "damaged"
    SUPERSEDED = "superseded"
    UNSAID = "unsaid"

    SIGNED = "签发日期"
    CITED = "引用文件"
    SCOPE = "适用范围"
    HISTORY = "历史"
    OWN_EVENT = "主办方自己的活动"
    EFFECTIVE = "施行或有效期"
    NAME = "名称或年度"
    PROCEDURE = "随个案起算的时限"
    NOT_A_DATE = "不是日期"
    NO_ASK = "没有要求办理的事"
    UNCLEAR = "看不出由谁办理"

    @property
    def is_duty(self) -> bool:
        """Whether a phrase judged so belongs on a task."""
        return self.value.isascii()


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. `cites` are the words it reads; it fits when every condition given holds.

    `near` is searched in the clause before the phrase, `before` in all of the sentence since the date before,
    `after` is matched right behind the phrase, `follows` searched in the rest of the sentence, `heading` searched in
    the headings above and the table's column head.
    """

    id: str
    cites: str
    verdict: Verdict
    shapes: Collection[Shape] = ()
    near: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    follows: re.Pattern[str] | None = None
    heading: re.Pattern[str] | None = None
    when: Callable[[Context], bool] | None = None

    def fits(self, context: Context) -> bool:
        """Whether every condition of the rule holds but that of the shape, by which a `Table` looks it up."""
        return (
            (self.near is None or bool(self.near.search(context.near)))
            and (self.before is None or bool(self.before.search(context.before)))
            and (self.after is None or bool(self.after.match(context.after)))
            and (self.follows is None or bool(self.follows.search(context.after)))
            and (self.heading is None or any(map(self.heading.search, _above(context))))
            and (self.when is None or self.when(context))
        )


def _above(context: Context) -> tuple[str, ...]:
    return (*context.block.headings[:2], *((context.header,) if context.header else ()))


NO_RULE = Rule("no-ask", "X（无事项）", Verdict.NO_ASK)


class Table:
    """Rules in the order in which they are asked; of a phrase only those that are for its shape."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        ordered = tuple(rules)
        self._of = {shape: tuple(r for r in ordered if not r.shapes or shape in r.shapes) for shape in Shape}

    def judge(self, context: Context) -> Rule:
        """The first rule that fits, NO_RULE when none does."""
        return next((rule for rule in self._of[context.phrase.shape] if rule.fits(context)), NO_RULE)


def words(pattern: str) -> re.Pattern[str]:
    """The words a rule reads, compiled."""
    return re.compile(pattern)
