"""The weekly mail as a page, so that it can be seen before it is sent."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.delivery.compose import Press, compose_digest, load_digest
from app.delivery.editions import with_sample_links
from app.provinces import get_province
from app.routes.context import AsOf, In
from app.routes.html import PAGE_HEADERS
from app.routes.known_on import PresentAlone

router = APIRouter(tags=["digests"])
# A mail carries its styles in its elements.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@router.get("/digests/{province}", response_class=HTMLResponse, dependencies=[PresentAlone])
@router.head("/digests/{province}", include_in_schema=False, dependencies=[PresentAlone])
def preview_digest(province: str, as_of: AsOf, house: In) -> HTMLResponse:
    """The digest of the week of `as_of`, exactly as it would be mailed but for the private links."""
    digest = load_digest(house.database, get_province(province), as_of, house.workdays)
    page = with_sample_links(compose_digest(digest, Press(house.settings, house.workdays)).html)
    return HTMLResponse(page, headers=PAGE_HEADERS | {"Content-Security-Policy": _POLICY})
