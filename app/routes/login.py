"""Signing in with an administrator's token, and out again."""

import re
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.access.gate import COOKIE, LASTS
from app.errors import Forbidden, NotSignedIn
from app.pages import render_page
from app.routes.access import AtGate, OwnForm, SignedIn, SignInRoute
from app.routes.forms import client_network
from app.routes.html import PAGE_HEADERS
from app.routes.submissions import SentForm
from app.routes.visits import PrivatePage, Visiting

router = APIRouter(include_in_schema=False, route_class=SignInRoute)
_BACK_TO = re.compile(r"/review(?:/[0-9]{1,9})?")
PRIVATE_HEADERS = {**PAGE_HEADERS, "Cache-Control": "no-store"}


def private_page(template: str, page: PrivatePage, *, status_code: int = 200, **values: Any) -> HTMLResponse:
    """A page for the one who asked and no cache on the way."""
    return HTMLResponse(render_page(template, page.frame, **values), status_code, headers=PRIVATE_HEADERS)


@router.api_route("/login", methods=["GET", "HEAD"])
def show_login(gate: AtGate, visit: Visiting, next: str = "/review") -> HTMLResponse:
    """The form to sign in with."""
    gate.check_is_on()
    return private_page("login.html", visit.page(), back_to=_own_page(next), error=None)


@router.post("/login")
def sign_in(request: Request, gate: AtGate, visit: Visiting, sent: SentForm) -> Response:
    """Take a token, give a session."""
    back_to = _own_page(sent.fields.get("next", ""))
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden("请从本网站的登录页面登录。")
    client = client_network(request)
    try:
        admin = gate.admit(sent.fields.get("token", "").strip(), client)
    except NotSignedIn as error:
        page = visit.page()
        return private_page(
            "login.html", page, status_code=error.status, back_to=back_to, error=page.explain(error.detail)
        )
    response = RedirectResponse(visit.page().frame.link(back_to), 303)
    response.set_cookie(
        COOKIE,
        gate.open_session(admin, client),
        max_age=int(LASTS.total_seconds()),
        secure=gate.is_secure,
        httponly=True,
        samesite="strict",
    )
    return response


@router.post("/logout")
def sign_out(request: Request, gate: AtGate, visit: Visiting, signed_in: SignedIn, _form: OwnForm) -> Response:
    """End the session in this browser."""
    gate.close_session(signed_in, client_network(request))
    response = RedirectResponse(visit.page().frame.link("/login"), 303)
    response.delete_cookie(COOKIE, secure=gate.is_secure, httponly=True, samesite="strict")
    return response


def _own_page(path: str) -> str:
    """`path` when it is a page of the review, else the list: nobody is sent elsewhere after signing in."""
    return path if _BACK_TO.fullmatch(path) else "/review"
