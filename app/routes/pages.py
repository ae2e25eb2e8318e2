"""The pages of one province, one task and one notice. Their addresses answer JSON to whoever asks for no page."""

from fastapi import APIRouter
from fastapi.responses import Response

from app.pages.month import build_month
from app.pages.overview import build_overview
from app.pages.rows import build_row
from app.pages.subscribing import CalendarLinks
from app.pages.timeline import HalfYear, build_timeline, deadline_near
from app.provinces import Province, get_province, provinces_in
from app.queries import TaskFilter, Undated, find_all, find_deadlines, find_recent_changes, get_notice, get_task
from app.queries.history import task_on
from app.routes.context import House, In
from app.routes.html import Framed, MonthAsked, PageRoute, answer_page
from app.routes.known_on import KnownOn, PresentAlone
from app.tellings import origin_of

router = APIRouter(route_class=PageRoute, include_in_schema=False)
_GET = ["GET", "HEAD"]
_CHANGES = 6


@router.api_route("/provinces/{name}", methods=_GET, dependencies=[PresentAlone])
def show_province(name: str, frame: Framed, house: In, month: MonthAsked = None) -> Response:
    """One province's half-year: lights, timeline or month, how to hand in, and the calendar to subscribe to."""
    province = get_province(name)
    near = deadline_near(house.kept.ask(find_deadlines, province), frame.today)
    half = HalfYear.of(near)
    since = min(half.first, month or half.first)
    tasks = house.kept.ask(find_all, TaskFilter(province=province, due_from=since, undated=Undated.INCLUDE))
    overview = build_overview(tasks, frame.today, house.workdays)
    return answer_page(
        "province.html",
        frame,
        province=province,
        overview=overview,
        timeline=build_timeline(overview.dated, half, frame.today, house.workdays),
        month=build_month(month, overview.dated, frame.today, house.workdays) if month else None,
        month_near=f"{near:%Y-%m}",
        changes=house.kept.ask(find_recent_changes, province, _CHANGES),
        calendar=_calendar(house, province),
    )


@router.api_route("/tasks/{task_id}", methods=_GET)
def show_task(
    task_id: str, frame: Framed, house: In, province: str | None = None, as_known_on: KnownOn = None
) -> Response:
    """One task with everything; `province` says whose eyes it is seen with."""
    stands = house.kept.ask(get_task, task_id)
    task = stands if as_known_on is None else task_on(stands, as_known_on)
    reader = get_province(province) if province else None
    return answer_page(
        "task.html",
        frame,
        row=build_row(task, frame.today, house.workdays),
        origin=origin_of(task),
        province=reader,
        audience=provinces_in(task.audience),
        known_on=as_known_on,
        base_url=house.settings.base_url,
    )


@router.api_route("/notices/{notice_id}", methods=_GET, dependencies=[PresentAlone])
def show_notice(notice_id: str, frame: Framed, house: In) -> Response:
    """One notice as a table to hang on the wall."""
    found = house.kept.ask(get_notice, notice_id)
    tasks = house.kept.ask(find_all, TaskFilter(notice_id=notice_id))
    return answer_page(
        "notice.html",
        frame,
        notice=found.notice,
        overview=build_overview(tasks, frame.today, house.workdays),
        base_url=house.settings.base_url,
    )


def _calendar(house: House, province: Province) -> CalendarLinks:
    return CalendarLinks(f"{house.settings.base_url}/feeds/{province.slug}.ics", f"报送期限 · {province.short}")
