"""The front door: what is due next, over all provinces, and the way to one's own."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from app.pages.overview import build_overview
from app.pages.picker import group_provinces, search_provinces
from app.provinces import PROVINCES
from app.queries import TaskFilter, find_all, find_notices
from app.routes.context import In
from app.routes.html import Framed, answer_page
from app.routes.known_on import PresentAlone

router = APIRouter(include_in_schema=False)
_NEXT = 10


@router.api_route("/", methods=["GET", "HEAD"], dependencies=[PresentAlone])
def show_home(frame: Framed, house: In, q: Annotated[str, Query(max_length=100)] = "") -> Response:
    """The next deadlines and all provinces; `q` finds by name, code or pinyin, and a single find is gone to."""
    found = search_provinces(q)
    if len(found) == 1:
        return RedirectResponse(frame.link(f"/provinces/{found[0].slug}"), 303)
    notices = house.kept.ask(find_notices)
    tasks = house.kept.ask(find_all, TaskFilter(due_from=frame.today), limit=_NEXT)
    if not tasks and notices:
        tasks = house.kept.ask(find_all, TaskFilter(notice_id=notices[0].notice.id))
    return answer_page(
        "home.html",
        frame,
        q=q,
        found_none=not found,
        groups=group_provinces(found or PROVINCES),
        overview=build_overview(tasks, frame.today, house.workdays),
        notices=notices,
    )
