"""Drafts for programs: send a text, look at what was read, settle it, publish it. All behind a token."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from app.drafts.acts import AskedAct
from app.drafts.apart import read_apart
from app.drafts.findings import OpenPoint
from app.drafts.known import find_findings, find_standing, reach_of
from app.drafts.matching import Candidate, Withdrawal
from app.drafts.open_points import find_open_points
from app.drafts.publishing import Acceptance, accept_draft
from app.drafts.review import Choice
from app.drafts.store import change_draft, find_drafts, get_draft, reject_draft, review_of, save_draft
from app.extraction import Draft
from app.models import DraftRow
from app.routes.access import TokenHolder
from app.routes.context import House, In, Reading
from app.routes.problems import problem_responses
from app.routes.submissions import BoundedRoute, DraftIn, Submitted
from app.schemas.fields import Line

_SENT_AS: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": DraftIn.model_json_schema()},
            "text/plain": {"schema": {"type": "string"}},
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
            },
        },
    }
}
router = APIRouter(tags=["drafts"], route_class=BoundedRoute, responses=problem_responses(400, 401, 403, 409, 413, 429))
DraftId = Annotated[int, Path(ge=1, lt=2**31)]
Revision = Annotated[int, Field(ge=1, lt=2**31)]
State = Literal["open", "accepted", "rejected"]


class DraftLine(BaseModel):
    """A draft in a list."""

    id: int
    name: str
    status: str = Field(description="open, accepted or rejected")
    revision: int = Field(description="Name it with the next act; +1 per act")
    summary: str = Field(description="The coverage proof in one line")
    created_at: datetime
    accepted_at: datetime | None
    notice_id: str | None


class Point(BaseModel):
    """One thing to settle; `anchor` is where on the review page."""

    anchor: str
    message: str

    @classmethod
    def of(cls, point: OpenPoint) -> "Point":
        """The point, said in Chinese."""
        return cls(anchor=point.anchor, message=point.message)


class DraftOut(DraftLine):
    """A draft with all that was read, and what is still open."""

    draft: Draft
    open: list[Point]
    choices: list[Choice | None]
    candidates: list[list[Candidate]] = Field(description="By task: the published tasks it may replace")
    withdrawals: list[Withdrawal] = Field(description="Sentences that seem to withdraw a published task")
    decided_withdrawals: dict[str, bool]
    repeats: str | None = Field(description="The published notice that this text is again")


class ActIn(BaseModel):
    """One act, and the revision its author saw."""

    model_config = ConfigDict(extra="forbid")

    revision: Revision
    act: AskedAct


class AcceptIn(BaseModel):
    """Acceptance of the revision its author saw."""

    model_config = ConfigDict(extra="forbid")

    revision: Revision


class RejectIn(AcceptIn):
    """A draft put aside for good, and why."""

    reason: Line


@router.post("/drafts", status_code=201, response_model=DraftOut, openapi_extra=_SENT_AS)
def create_draft(admin: TokenHolder, sent: Submitted, house: In, response: Response) -> DraftOut:
    """Read a text or a file. The same text again answers 200 with the draft that is there."""
    draft = read_apart(sent.name, sent.source, house.workdays)
    with house.database.write() as session:
        saved = save_draft(session, sent.name, draft, who=admin.name, now=house.clock.now())
    response.status_code = 201 if saved.is_new else 200
    response.headers["Location"] = f"/drafts/{saved.draft_id}"
    return _show(house, saved.draft_id)


@router.get("/drafts", response_model=list[DraftLine])
def list_drafts(
    _admin: TokenHolder, session: Reading, status: Annotated[State | None, Query()] = None
) -> list[DraftLine]:
    """The newest hundred drafts."""
    return [DraftLine(**_line(row)) for row in find_drafts(session, status=status)]


@router.get("/drafts/{draft_id}", response_model=DraftOut)
def show_draft(draft_id: DraftId, _admin: TokenHolder, house: In) -> DraftOut:
    """One draft with all that was read, and what is still open."""
    return _show(house, draft_id)


@router.patch("/drafts/{draft_id}", response_model=DraftOut)
def act_on_draft(draft_id: DraftId, asked: ActIn, admin: TokenHolder, house: In) -> DraftOut:
    """Correct, confirm, remove, dismiss, add, choose or withdraw: one act."""
    with house.database.write() as session:
        change_draft(session, draft_id, asked.revision, asked.act, who=admin.name, now=house.clock.now())
    return _show(house, draft_id)


@router.post("/drafts/{draft_id}/accept", response_model=Acceptance)
def accept(draft_id: DraftId, asked: AcceptIn, admin: TokenHolder, house: In) -> Acceptance:
    """Publish a draft in which nothing is open."""
    with house.database.write() as session:
        return accept_draft(session, draft_id, asked.revision, who=admin.name, now=house.clock.now())


@router.post("/drafts/{draft_id}/reject", response_model=DraftOut)
def reject(draft_id: DraftId, asked: RejectIn, admin: TokenHolder, house: In) -> DraftOut:
    """Put a draft aside for good."""
    with house.database.write() as session:
        reject_draft(session, draft_id, asked.revision, asked.reason, who=admin.name, now=house.clock.now())
    return _show(house, draft_id)


def _show(house: House, draft_id: int) -> DraftOut:
    with house.database.read() as session:
        row = get_draft(session, draft_id)
    review = review_of(row)
    standing = house.kept.ask(find_standing, reach_of(review))
    with house.database.read() as session:
        findings = find_findings(session, review, standing)
    return DraftOut(
        **_line(row),
        draft=review.draft,
        open=list(map(Point.of, find_open_points(review, findings))) if row.status == "open" else [],
        choices=review.choices,
        candidates=findings.candidates,
        withdrawals=findings.withdrawals,
        decided_withdrawals=review.withdrawals,
        repeats=findings.repeats.notice_id if findings.repeats else None,
    )


def _line(row: DraftRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in DraftLine.model_fields}
