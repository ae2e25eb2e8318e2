"""A notice's text in, a draft on the screen; with --accept, published when nothing is left to settle."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.clock import SystemClock
from app.commands.admin import operator
from app.commands.options import opened_house
from app.drafts.document import build_document
from app.drafts.known import find_findings
from app.drafts.open_points import Findings, OpenPoint, find_open_points
from app.drafts.publishing import Acceptance, accept_draft
from app.drafts.reading import MAX_BYTES, read_bounded
from app.drafts.review import Review
from app.drafts.say import say_draft
from app.drafts.store import get_draft, review_of, save_draft
from app.errors import InvalidInput
from app.extraction import Draft
from app.main import open_house
from app.routes.context import House
from app.settings import Settings

_STILL_OPEN = 2


def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=".txt .docx .pdf .html; - reads standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print draft, open points and notice document.")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Publish it, unless a point is still open.")] = False,
) -> None:
    """Read a notice: its tasks, each date with its quote, and the proof that no date was passed over."""
    name, data = file.name, _content(file)
    workdays = open_house(Settings.from_environ(os.environ), SystemClock()).workdays
    draft = read_bounded(name, data, workdays)
    typer.echo(_as_json(draft) if as_json else say_draft(draft))
    if accept:
        with opened_house() as house:
            _accept(house, name, draft)


def _accept(house: House, name: str, draft: Draft) -> None:
    who, now = operator(), house.clock.now()
    with house.database.write() as session:
        saved = save_draft(session, name, draft, who=who, now=now)
    with house.database.write() as session:
        row = get_draft(session, saved.draft_id)
        if row.notice_id:
            typer.echo(f"同一份通知已经发布过（{row.notice_id}），没有重复发布。")
            return
        review = review_of(row)
        points = find_open_points(review, find_findings(session, review))
        if not points:
            _report(accept_draft(session, row.id, row.revision, who=who, now=now))
            return
    _refuse(points, f"草稿已保存，可在 {house.settings.base_url}/review/{saved.draft_id} 处理。")


def _report(done: Acceptance) -> None:
    changed = len({change.subject for change in done.changes})
    typer.echo(f"已发布 {done.notice_id}：新增 {len(done.created)} 项，变更 {changed} 项。")


def _refuse(points: list[OpenPoint], remedy: str) -> None:
    typer.echo(f"还有 {len(points)} 处没有处理，没有发布。{remedy}", err=True)
    for point in points:
        typer.echo(f"  {point.message}", err=True)
    raise typer.Exit(_STILL_OPEN)


def _as_json(draft: Draft) -> str:
    """The draft, what is open in it as it stands alone, and the notice document when nothing is."""
    review = Review.of(draft)
    points = find_open_points(review, Findings.none(len(draft.tasks)))
    document = None if points else build_document(review)
    answer = {
        "draft": draft.model_dump(mode="json"),
        "open": [point.message for point in points],
        "document": document.model_dump(mode="json") if document else None,
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _content(file: Path) -> bytes:
    """At most one byte more than a notice may have, so that a huge file costs nothing."""
    if str(file) == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidInput(f"{file}: {error.strerror or error}", param="file") from None
