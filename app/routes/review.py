"""Drafts for people: the list, and the page on which an official settles one. Works without scripts."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from app.access import Session
from app.drafts.acts import (
    Act,
    AddDeadline,
    Choose,
    ConfirmUndated,
    CorrectFacts,
    CorrectTask,
    DismissPhrase,
    RemoveTask,
    Withdraw,
    parse_act,
)
from app.drafts.apart import read_apart
from app.drafts.findings import OpenPoint
from app.drafts.known import find_findings, find_published, find_standing, reach_of
from app.drafts.open_points import STATUSES, find_open_points
from app.drafts.publishing import accept_draft
from app.drafts.review import Review
from app.drafts.store import change_draft, find_drafts, get_draft, reject_draft, review_of, save_draft, was_done
from app.drafts.view import pieces_of, task_views
from app.errors import Conflict, InvalidInput, QixianError, Unavailable
from app.extraction.draft import DraftStatus
from app.routes.access import OwnForm, SignedIn
from app.routes.context import House, In, Reading
from app.routes.drafts import DraftId
from app.routes.signing_in import SignInRoute, private_page
from app.routes.visits import PrivatePage, Visiting
from app.schemas.document import Status
from app.words import KINDS

_TICK = "take-"
router = APIRouter(include_in_schema=False, route_class=SignInRoute)


@router.api_route("/review", methods=["GET", "HEAD"])
def list_drafts(visit: Visiting, signed_in: SignedIn, session: Reading) -> HTMLResponse:
    """The drafts, and the form to read another notice with."""
    return _list_page(visit.page(), session, signed_in)


@router.post("/review")
def read_notice(visit: Visiting, signed_in: SignedIn, sent: OwnForm, house: In, session: Reading) -> Response:
    """Read a pasted text or an uploaded file."""
    try:
        submission = sent.submission
        draft = read_apart(submission.name, submission.source, house.workdays)
    except (InvalidInput, Unavailable) as error:
        return _list_page(visit.page(), session, signed_in, error, sent.fields)
    with house.database.write() as writing:
        name = sent.fields.get("name") or draft.notice.title or submission.name
        saved = save_draft(writing, name, draft, who=signed_in.admin.name, now=house.clock.now())
    again = None if saved.is_new else 1
    return RedirectResponse(visit.page().frame.link(f"/review/{saved.draft_id}", again=again), 303)


@router.api_route("/review/{draft_id}", methods=["GET", "HEAD"])
def show_draft(visit: Visiting, draft_id: DraftId, signed_in: SignedIn, house: In, again: bool = False) -> HTMLResponse:
    """One draft: the text with its phrases, the tasks, and what is still open."""
    page = visit.page()
    notice = page.words("这份通知以前读过，下面就是那份草稿。") if again else None
    return _draft_page(page, house, draft_id, signed_in, notice=notice)


@router.post("/review/{draft_id}")
def act_on_draft(visit: Visiting, draft_id: DraftId, signed_in: SignedIn, sent: OwnForm, house: In) -> Response:
    """Do one act of a form; a refused one comes back with the reason and what was typed."""
    page, fields = visit.page(), dict(sent.fields)
    try:
        anchor = _act(house, draft_id, signed_in.admin.name, fields)
    except (InvalidInput, Conflict) as error:
        return _draft_page(page, house, draft_id, signed_in, error=error, typed=sent.fields)
    return RedirectResponse(page.frame.link(f"/review/{draft_id}") + anchor, 303)


def _act(house: House, draft_id: int, who: str, fields: dict[str, str]) -> str:
    """Do what the form asks; where on the page to go on. A form sent twice is done once, and both are told so."""
    revision, kind = _number(fields.pop("revision", "")), fields.get("act", "")
    by: dict[str, Any] = {"who": who, "now": house.clock.now()}
    if kind == "reject":
        with house.database.write() as session:
            reject_draft(session, draft_id, revision, fields.get("reason", "").strip()[:500] or "未说明", **by)
        return ""
    act: Act | Literal["accept"] = "accept" if kind == "accept" else parse_act(_with_ticks(fields))
    try:
        with house.database.write() as session:
            if act == "accept":
                accept_draft(session, draft_id, revision, **by)
                return ""
            return _place_of(act, change_draft(session, draft_id, revision, act, **by))
    except Conflict:
        with house.database.read() as session:
            if not was_done(session, draft_id, revision, who, act):
                raise
            return "" if act == "accept" else _place_of(act, review_of(get_draft(session, draft_id)))


def _place_of(act: Act, after: Review) -> str:
    """Where on the page the reviewer goes on: at what the act changed, and not at the top."""
    match act:
        case CorrectTask() | ConfirmUndated() | Choose():
            return f"#task-{act.task}"
        case AddDeadline():
            return f"#task-{len(after.draft.tasks) - 1 if act.task is None else act.task}"
        case DismissPhrase():
            return f"#proof-{act.phrase}"
        case Withdraw():
            return f"#withdraw-{act.task_id}"
        case CorrectFacts():
            return "#facts"
        case RemoveTask():
            return "#tasks-title"


def _with_ticks(fields: dict[str, str]) -> dict[str, Any]:
    """The fields, those ticked as take-contacts, take-forms gathered into the list `takes`."""
    ticked = [name for name in fields if name.startswith(_TICK)]
    kept: dict[str, Any] = {name: value for name, value in fields.items() if name not in ticked}
    return kept | ({"takes": [name.removeprefix(_TICK) for name in ticked]} if ticked else {})


def _number(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise InvalidInput("表单不完整，请刷新页面后重试。", param="revision")
    return int(value)


def _blanks(typed: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """What was typed, and nothing for every other field."""
    return defaultdict(str, typed or {})


def _list_page(
    page: PrivatePage,
    session: Any,
    signed_in: Session,
    error: QixianError | None = None,
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    return private_page(
        "review_list.html",
        page,
        status_code=error.status if error else 200,
        drafts=find_drafts(session),
        signed_in=signed_in,
        error=page.explain(error.detail) if error else None,
        typed=_blanks(typed),
        blank=_blanks(),
    )


def _draft_page(
    page: PrivatePage,
    house: House,
    draft_id: int,
    signed_in: Session,
    *,
    notice: Markup | None = None,
    error: QixianError | None = None,
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    with house.database.read() as session:
        row = get_draft(session, draft_id)
    review = review_of(row)
    standing = house.kept.ask(find_standing, reach_of(review))
    with house.database.read() as session:
        findings = find_findings(session, review, standing)
        candidates = [each.task.id for found in findings.candidates for each in found]
        published = find_published(session, {*candidates, *review.replaced.values()})
    return private_page(
        "review.html",
        page,
        status_code=error.status if error else 200,
        row=row,
        review=review,
        facts=review.draft.notice,
        pieces=pieces_of(review),
        tasks=task_views(review, findings, published),
        withdrawals=findings.withdrawals,
        repeats=findings.repeats.notice_id if findings.repeats and row.status == "open" else None,
        open_points=_told(page, find_open_points(review, findings)) if row.status == "open" else [],
        statuses={status.value: STATUSES[DraftStatus(status)] for status in Status},
        kinds=KINDS,
        sayings=STATUSES,
        signed_in=signed_in,
        notice=notice,
        error=page.explain(error.detail) if error else None,
        typed=_blanks(typed),
        blank=_blanks(),
    )


def _told(page: PrivatePage, points: list[OpenPoint]) -> list[tuple[str, Markup]]:
    """Each point's place and its sentence, in the words of this page around those of the notice."""
    return [(point.anchor, _sentence(page, point)) for point in points]


def _sentence(page: PrivatePage, point: OpenPoint) -> Markup:
    own = {name: page.words(text) for name, text in point.words.items()}
    return page.words(point.text, **{name: page.quote(str(value)) for name, value in point.values.items()}, **own)
