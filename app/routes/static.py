"""Style sheet, script and icon; their names change with their content, so they may be kept for ever."""

from functools import cache

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.pages.assets import get_asset
from app.publishing import Copy, choose, compressed, make_copy
from app.routes.context import In

router = APIRouter(include_in_schema=False)


@router.api_route("/static/{name}", methods=["GET", "HEAD"])
def get_static(name: str, request: Request, house: In) -> Response:
    """One file of app/static."""
    answer = choose(_copy_of(name), request.scope["headers"], house.clock.now)
    response = Response((answer.headed if request.method == "HEAD" else answer).body, answer.status)
    response.raw_headers = answer.headers
    return response


@cache
def _copy_of(name: str) -> Copy:
    """Raises NotFound."""
    asset = get_asset(name)
    shared = [(b"cache-control", b"public, max-age=31536000, immutable"), (b"vary", b"Accept-Encoding")]
    about_body = [(b"content-type", asset.media_type.encode("ascii")), (b"x-content-type-options", b"nosniff")]
    return compressed(make_copy(asset.content, name, shared, about_body))
