"""Pages over HTTP: who is given one, which day and language it speaks of, and the headers it leaves with."""

from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from pydantic import BeforeValidator
from starlette.datastructures import Headers
from starlette.routing import Match
from starlette.types import Scope

from app.errors import NotFound
from app.pages import Frame, Language, render_page
from app.pages.month import parse_month
from app.routes.context import In
from app.schemas.fields import Day

# The parameters that are a page's own state; no other is carried on into its links.
_STATE = ("month", "q", "province", "as_known_on")
PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept",
    "X-Content-Type-Options": "nosniff",
}


class PageRoute(APIRoute):
    """A page at an address that answers JSON by default: it matches only when Accept lists text/html."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return super().matches(scope) if wants_page(scope) else (Match.NONE, {})


def wants_page(scope: Scope) -> bool:
    """Whether the request's Accept names text/html itself, as browsers do; `*/*` asks for no page."""
    ranges = Headers(scope=scope).get("accept", "").split(",")
    return any(_names_html(*part.split(";")) for part in ranges)


def _names_html(media_range: str, *parameters: str) -> bool:
    refused = any(parameter.replace(" ", "").rstrip("0.") == "q=" for parameter in parameters)
    return media_range.strip().lower() == "text/html" and not refused


def _vary(response: Response) -> None:
    response.headers["Vary"] = "Accept"


# For the JSON at an address that also has a page, so that no cache mixes them up.
HasPage = Depends(_vary)


def answer_page(template: str, frame: Frame, *, status_code: int = 200, **values: Any) -> HTMLResponse:
    """`template` as a page of `frame`, under a Content-Security-Policy without inline exceptions."""
    return HTMLResponse(render_page(template, frame, **values), status_code, headers=PAGE_HEADERS)


async def _frame(
    request: Request,
    house: In,
    as_of: Annotated[Day | None, Query(description="Rehearse another day, as 2022-08-22")] = None,
    lang: Annotated[Language, Query(description="zh or en")] = Language.CHINESE,
) -> Frame:
    if "\0" in request.scope["path"]:
        raise NotFound("Nothing is called so.")
    state = {name: request.query_params[name] for name in _STATE if name in request.query_params}
    return Frame(as_of or house.today, lang, as_of, request.url.path, state)


Framed = Annotated[Frame, Depends(_frame)]
MonthAsked = Annotated[
    Annotated[date, BeforeValidator(parse_month)] | None, Query(description="Show a month, as 2022-09")
]
