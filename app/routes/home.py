"""The front door: what there is and where."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app import pages
from app.provinces import PROVINCES
from app.routes.context import In

router = APIRouter()


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
@router.head("/", include_in_schema=False)
def show_home(house: In) -> HTMLResponse:
    """All provinces with their calendars."""
    return HTMLResponse(pages.render("home.html", provinces=PROVINCES, base_url=house.settings.base_url))
