"""The calendars people subscribe to."""

from fastapi import APIRouter
from fastapi.responses import Response

from app.feeds import Feed, render_feed
from app.provinces import get_province
from app.queries import feed_tasks
from app.routes.context import House, In, Reading

router = APIRouter(tags=["feeds"])
_MEDIA_TYPE = "text/calendar; charset=utf-8"


@router.get("/feeds/{province}.ics", response_class=Response)
@router.head("/feeds/{province}.ics", include_in_schema=False)
def get_feed(province: str, house: In, session: Reading) -> Response:
    """One province's deadlines as iCalendar; `all` holds every task once."""
    feed = _feed(province, house)
    content = render_feed(feed, feed_tasks(session, feed.province), house.workdays)
    return Response(content, media_type=_MEDIA_TYPE, headers={"Cache-Control": "public, max-age=3600"})


def _feed(name: str, house: House) -> Feed:
    return Feed(None if name == "all" else get_province(name), house.settings.base_url)
