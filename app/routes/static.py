"""Style sheet, script and icon; their names change with their content, so they may be kept for ever."""

from fastapi import APIRouter
from fastapi.responses import Response

from app.pages.assets import get_asset

router = APIRouter(include_in_schema=False)


@router.api_route("/static/{name}", methods=["GET", "HEAD"])
def get_static(name: str) -> Response:
    """One file of app/static."""
    asset = get_asset(name)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(asset.content, media_type=asset.media_type, headers=headers)
