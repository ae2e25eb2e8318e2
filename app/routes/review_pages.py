"""The two pages of the review: the list of drafts, and one draft or a part of it, as they stand after an act."""

from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi.responses import HTMLResponse
from markupsafe import Markup

from app.access import Session
from app.drafts.around import audience_of_notice
from app.drafts.findings import OpenPoint
from app.drafts.known import find_findings, find_published, find_standing, reach_of
from app.drafts.lines import write_provinces
from app.drafts.open_points import STATUSES, find_open_points
from app.drafts.store import find_drafts, get_draft, review_of
from app.drafts.stretches import Stretch, Stretches
from app.drafts.view import pieces_of, task_views
from app.errors import QixianError
from app.extraction.draft import DraftStatus
from app.routes.context import House
from app.routes.signing_in import private_page
from app.routes.visits import PrivatePage
from app.schemas.document import Status
from app.words import KINDS

_MOST_POINTS = 100


def address_of(page: PrivatePage, draft_id: int, part: int) -> str:
    """The address of a draft's page; one that is not long has one part, which goes without saying."""
    return page.frame.link(f"/review/{draft_id}", part=part if part > 1 else None)


def _blanks(typed: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """What was typed, and nothing for every other field."""
    return defaultdict(str, typed or {})


def list_page(
    page: PrivatePage,
    session: Any,
    signed_in: Session,
    error: QixianError | None = None,
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The list, with what was refused and typed."""
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


def draft_page(
    page: PrivatePage,
    house: House,
    draft_id: int,
    signed_in: Session,
    part: int,
    *,
    notice: Markup | None = None,
    error: QixianError | None = None,
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """A part of a draft, counted from 1, with what was refused and typed."""
    with house.database.read() as session:
        row = get_draft(session, draft_id)
    review = review_of(row)
    standing = house.kept.ask(find_standing, reach_of(review))
    with house.database.read() as session:
        findings = find_findings(session, review, standing)
        candidates = [each.task.id for found in findings.candidates for each in found]
        published = find_published(session, {*candidates, *review.replaced.values(), *review.withdrawals})
    stretches = Stretches(review.draft)
    stretch, points = stretches.at(part), find_open_points(review, findings) if row.status == "open" else []
    return private_page(
        "review.html",
        page,
        status_code=error.status if error else 200,
        row=row,
        review=review,
        facts=review.draft.notice,
        part=min(part, len(stretches.all)),
        parts=len(stretches.all),
        stretch=stretch,
        place=partial(_place, page, draft_id, stretches, stretch),
        pieces=pieces_of(review, stretch),
        tasks=task_views(review, stretch.tasks, findings, published),
        published=published,
        audience=write_provinces(audience_of_notice(review.draft).provinces),
        withdrawals=findings.withdrawals,
        repeats=findings.repeats.notice_id if findings.repeats and row.status == "open" else None,
        open_points=_told(page, points[:_MOST_POINTS]),
        points=len(points),
        statuses={status.value: STATUSES[DraftStatus(status)] for status in Status},
        kinds=KINDS,
        sayings=STATUSES,
        signed_in=signed_in,
        notice=notice,
        error=page.explain(error.detail) if error else None,
        typed=_blanks(typed),
        blank=_blanks(),
    )


def _place(page: PrivatePage, draft_id: int, stretches: Stretches, stretch: Stretch, anchor: str) -> str:
    """The link to a place of the draft from the page of one stretch."""
    number = stretches.number_of(anchor)
    is_here = number is None or stretches.at(number) is stretch
    return f"#{anchor}" if is_here else f"{address_of(page, draft_id, number or 1)}#{anchor}"


def _told(page: PrivatePage, points: list[OpenPoint]) -> list[tuple[str, Markup]]:
    """Each point's place and its sentence, in the words of this page around those of the notice."""
    return [(point.anchor, _sentence(page, point)) for point in points]


def _sentence(page: PrivatePage, point: OpenPoint) -> Markup:
    own = {name: page.words(text) for name, text in point.words.items()}
    return page.words(point.text, **{name: page.quote(str(value)) for name, value in point.values.items()}, **own)
