"""The weekly mail as a page, so that it can be seen before it is sent."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.delivery.compose import compose, load_digest
from app.provinces import get_province
from app.routes.context import AsOf, In

router = APIRouter(tags=["digests"])


@router.get("/digests/{province}", response_class=HTMLResponse)
@router.head("/digests/{province}", include_in_schema=False)
def preview_digest(province: str, as_of: AsOf, house: In) -> HTMLResponse:
    """The digest of the week of `as_of`, exactly as it would be mailed."""
    digest = load_digest(house.database, get_province(province), as_of, house.workdays)
    return HTMLResponse(compose(digest, house.settings).html)
