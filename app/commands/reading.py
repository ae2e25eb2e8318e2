"""A notice's text in, a draft on the screen; with --accept, published when nothing is left to settle."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial, reduce
from pathlib import Path
from typing import Annotated, Any

import typer

from app.clock import SystemClock
from app.commands.admin import operator
from app.commands.options import opened_house
from app.drafts.acts import Act, CorrectFacts
from app.drafts.apart import read_apart
from app.drafts.document import build_document
from app.drafts.findings import Findings, OpenPoint
from app.drafts.known import find_findings
from app.drafts.open_points import find_open_points
from app.drafts.publishing import Acceptance, accept_draft
from app.drafts.reading import MAX_BYTES
from app.drafts.redating import set_issue_date
from app.drafts.review import Review
from app.drafts.reviewing import apply_act, audiences, confirmations
from app.drafts.say import say_draft, say_open
from app.drafts.store import OPEN, change_draft, get_draft, review_of, save_draft
from app.errors import InvalidInput
from app.extraction import Draft
from app.extraction.draft import DraftStatus
from app.main import open_house
from app.routes.context import House
from app.settings import Settings

_STILL_OPEN = 2
_STANDARD_INPUT = "标准输入"
_AGAIN = "同一份通知已经发布过（{notice}），没有重复发布。"


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".txt .docx .pdf .html; - reads standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print draft, open points and notice document.")] = False,
    issued_on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day of issue, where the notice does not say it or says it wrong."),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Publish it, unless a point is still open.")] = False,
    confirm_undated: Annotated[
        bool, typer.Option("--confirm-undated", help="With --accept: agree that tasks without a date have none yet.")
    ] = False,
    provinces: Annotated[
        str, typer.Option(help="With --accept: for whom tasks are whose notice does not say: 全部, 广东、深圳 …")
    ] = "",
) -> None:
    """Read a notice: its tasks, each date with its quote, and the proof that no date was passed over."""
    if confirm_undated and not accept:
        raise InvalidInput(
            "--confirm-undated 要和 --accept 一起用；单独使用时不确认任何事项。", param="confirm-undated"
        )
    if provinces and not accept:
        raise InvalidInput("--provinces 要和 --accept 一起用；单独使用时不改任何事项。", param="provinces")
    name, data = _STANDARD_INPUT if _is_standard_input(file) else file.name, _content(file)
    workdays = open_house(Settings.from_environ(os.environ), SystemClock()).workdays
    draft = read_apart(name, data, workdays)
    if issued_on:
        set_issue_date(draft, issued_on.date())
    typer.echo(_as_json(draft) if as_json else say_draft(draft))
    if not as_json and not accept:
        typer.echo(say_open(find_open_points(Review.of(draft), Findings.none(len(draft.tasks)))))
    if draft.notice.issued_on is None and any(task.status is DraftStatus.NEEDS_YEAR for task in draft.tasks):
        typer.echo("文中没有发文日期。加上 --issued-on 年-月-日 再读一次，缺的年份随之算出。", err=True)
    if accept:
        with opened_house() as house:
            given = _Given(issued_on and issued_on.date(), confirm_undated, provinces)
            _accept(house, name, draft, given)


@dataclass(frozen=True, slots=True)
class _Given:
    """What the command line settles before publishing."""

    issued_on: date | None
    confirm_undated: bool
    provinces: str


def _accept(house: House, name: str, draft: Draft, given: _Given) -> None:
    by: dict[str, Any] = {"who": operator(), "now": house.clock.now()}
    with house.database.read() as session:
        repeats = find_findings(session, Review.of(draft)).repeats
    if repeats:
        typer.echo(_AGAIN.format(notice=repeats.notice_id))
        return
    with house.database.write() as session:
        draft_id = save_draft(session, name, draft, **by).draft_id
    if given.issued_on:
        _date(house, draft_id, given.issued_on, by)
    if given.provinces:
        _act(house, draft_id, by, partial(audiences, provinces=given.provinces))
    if given.confirm_undated:
        _act(house, draft_id, by, confirmations)
    with house.database.write() as session:
        row = get_draft(session, draft_id)
        if row.notice_id:
            typer.echo(_AGAIN.format(notice=row.notice_id))
            return
        review = review_of(row)
        points = find_open_points(review, find_findings(session, review))
        if not points:
            _report(accept_draft(session, draft_id, row.revision, **by))
            return
    _refuse(points, f"{house.settings.base_url}/review/{draft_id}", review)


def _date(house: House, draft_id: int, issued_on: date, by: dict[str, Any]) -> None:
    """Give the day of issue to a draft that was kept before without it."""
    with house.database.write() as session:
        row = get_draft(session, draft_id)
        if row.status == OPEN and review_of(row).draft.notice.issued_on != issued_on:
            change_draft(session, draft_id, row.revision, CorrectFacts(act="facts", issued_on=issued_on), **by)


def _act(house: House, draft_id: int, by: dict[str, Any], acts_of: Callable[[Review], Sequence[Act]]) -> None:
    """Do what `acts_of` the draft says, where it is still open."""
    with house.database.read() as session:
        row = get_draft(session, draft_id)
    acts = acts_of(review_of(row)) if row.status == OPEN else []
    for revision, act in enumerate(acts, row.revision):
        with house.database.write() as session:
            change_draft(session, draft_id, revision, act, **by)


def _report(done: Acceptance) -> None:
    changed = len({change.subject for change in done.changes})
    typer.echo(f"已发布 {done.notice_id}：新增 {len(done.created)} 项，变更 {changed} 项。")


def _refuse(points: list[OpenPoint], page: str, review: Review) -> None:
    typer.echo(f"还有 {len(points)} 处没有处理，没有发布。草稿已保存，可在 {page} 处理。", err=True)
    for point in points:
        typer.echo(f"  {point.message}", err=True)
    if not all(task.audience_is_said for task in review.draft.tasks):
        typer.echo("看不出给哪些省份的，可加 --provinces 全部 或 --provinces 广东、深圳 再运行一次。", err=True)
    if confirmations(review):
        typer.echo("确认这些事项暂无日期的，可加 --confirm-undated 再运行一次。", err=True)
    raise typer.Exit(_STILL_OPEN)


def _as_json(draft: Draft) -> str:
    """The draft, what is open in it as it stands alone, and the notice document unless it could not hold the draft.

    A document knows tasks without a date; whoever loads it agrees to them.
    """
    review = Review.of(draft)
    alone = Findings.none(len(draft.tasks))
    agreed = reduce(apply_act, confirmations(review), review)
    document = None if find_open_points(agreed, alone) else build_document(agreed)
    answer = {
        "draft": draft.model_dump(mode="json"),
        "open": [point.message for point in find_open_points(review, alone)],
        "document": document.model_dump(mode="json") if document else None,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _is_standard_input(file: Path) -> bool:
    return str(file) == "-"


def _content(file: Path) -> bytes:
    """At most one byte more than a notice may have, so that a huge file costs nothing."""
    if _is_standard_input(file):
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidInput(f"{file}: {error.strerror or error}", param="file") from None
