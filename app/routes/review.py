"""Drafts for people: the list, and the page on which an official settles one. Works without scripts."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

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
from app.drafts.publishing import accept_draft
from app.drafts.review import Review
from app.drafts.store import change_draft, get_draft, reject_draft, review_of, save_draft, was_done
from app.drafts.stretches import Stretches
from app.errors import Conflict, InvalidInput, Unavailable
from app.routes.access import OwnForm, SignedIn
from app.routes.context import House, In, Reading
from app.routes.drafts import DraftId
from app.routes.review_pages import address_of, draft_page, list_page
from app.routes.signing_in import SignInRoute
from app.routes.visits import Visiting

_TICK = "take-"
PartNumber = Annotated[int, Query(ge=1, le=10_000)]
router = APIRouter(include_in_schema=False, route_class=SignInRoute)


@router.api_route("/review", methods=["GET", "HEAD"])
def list_drafts(visit: Visiting, signed_in: SignedIn, session: Reading) -> HTMLResponse:
    """The drafts, and the form to read another notice with."""
    return list_page(visit.page(), session, signed_in)


@router.post("/review")
def read_notice(visit: Visiting, signed_in: SignedIn, sent: OwnForm, house: In, session: Reading) -> Response:
    """Read a pasted text or an uploaded file."""
    try:
        submission = sent.submission
        draft = read_apart(submission.name, submission.source, house.workdays)
    except (InvalidInput, Unavailable) as error:
        return list_page(visit.page(), session, signed_in, error, sent.fields)
    with house.database.write() as writing:
        name = sent.fields.get("name") or draft.notice.title or submission.name
        saved = save_draft(writing, name, draft, who=signed_in.admin.name, now=house.clock.now())
    again = None if saved.is_new else 1
    return RedirectResponse(visit.page().frame.link(f"/review/{saved.draft_id}", again=again), 303)


@router.api_route("/review/{draft_id}", methods=["GET", "HEAD"])
def show_draft(
    visit: Visiting, draft_id: DraftId, signed_in: SignedIn, house: In, part: PartNumber = 1, again: bool = False
) -> HTMLResponse:
    """One draft, or a part of a long one: the text with its phrases, the tasks, and what is still open."""
    page = visit.page()
    notice = page.words("这份通知以前读过，下面就是那份草稿。") if again else None
    return draft_page(page, house, draft_id, signed_in, part, notice=notice)


@router.post("/review/{draft_id}")
def act_on_draft(
    visit: Visiting, draft_id: DraftId, signed_in: SignedIn, sent: OwnForm, house: In, part: PartNumber = 1
) -> Response:
    """Do one act of a form; a refused one comes back with the reason and what was typed."""
    page, fields = visit.page(), dict(sent.fields)
    try:
        goes_on = _act(house, draft_id, signed_in.admin.name, fields)
    except (InvalidInput, Conflict) as error:
        return draft_page(page, house, draft_id, signed_in, part, error=error, typed=sent.fields)
    anchor, number = goes_on or ("", part)
    return RedirectResponse(address_of(page, draft_id, number or part) + anchor, 303)


def _act(house: House, draft_id: int, who: str, fields: dict[str, str]) -> tuple[str, int | None] | None:
    """Do what the form asks; where to go on, and in which part. A form sent twice is done once, and both are told."""
    revision, kind = _number(fields.pop("revision", "")), fields.get("act", "")
    by: dict[str, Any] = {"who": who, "now": house.clock.now()}
    if kind == "reject":
        with house.database.write() as session:
            reject_draft(session, draft_id, revision, fields.get("reason", "").strip()[:500] or "未说明", **by)
        return None
    act: Act | Literal["accept"] = "accept" if kind == "accept" else parse_act(_with_ticks(fields))
    try:
        with house.database.write() as session:
            if act == "accept":
                accept_draft(session, draft_id, revision, **by)
                return None
            return _place_of(act, change_draft(session, draft_id, revision, act, **by))
    except Conflict:
        with house.database.read() as session:
            if not was_done(session, draft_id, revision, who, act):
                raise
            return None if act == "accept" else _place_of(act, review_of(get_draft(session, draft_id)))


def _place_of(act: Act, after: Review) -> tuple[str, int | None]:
    """Where on which part's page the reviewer goes on: at what the act changed, and not at the top."""
    anchor = _anchor_of(act, after)
    return f"#{anchor}", Stretches(after.draft).number_of(anchor)


def _anchor_of(act: Act, after: Review) -> str:
    match act:
        case CorrectTask() | ConfirmUndated() | Choose():
            return f"task-{act.task}"
        case AddDeadline():
            return f"task-{len(after.draft.tasks) - 1 if act.task is None else act.task}"
        case DismissPhrase():
            return f"proof-{act.phrase}"
        case Withdraw():
            return f"withdraw-{act.task_id}"
        case CorrectFacts():
            return "facts"
        case RemoveTask():
            return "tasks-title"


def _with_ticks(fields: dict[str, str]) -> dict[str, Any]:
    """The fields, those ticked as take-contacts, take-forms gathered into the list `takes`."""
    ticked = [name for name in fields if name.startswith(_TICK)]
    kept: dict[str, Any] = {name: value for name, value in fields.items() if name not in ticked}
    return kept | ({"takes": [name.removeprefix(_TICK) for name in ticked]} if ticked else {})


def _number(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise InvalidInput("表单不完整，请刷新页面后重试。", param="revision")
    return int(value)
