"""Signing in with an administrator's token, and out again."""

import re
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.access import Session
from app.access.gate import COOKIE, LASTS
from app.errors import Forbidden, NotSignedIn
from app.routes.access import AtGate, OwnForm, SignedIn
from app.routes.forms import client_network
from app.routes.signing_in import KEPT, SignInRoute, login_page, resume_page
from app.routes.submissions import SentForm
from app.routes.visits import PrivatePage, Visiting

router = APIRouter(include_in_schema=False, route_class=SignInRoute)
_BACK_TO = re.compile(r"/review(?:/[0-9]{1,9})?")


@router.api_route("/login", methods=["GET", "HEAD"])
def show_login(gate: AtGate, visit: Visiting, next: str = "/review") -> HTMLResponse:
    """The form to sign in with."""
    gate.check_is_on()
    return login_page(visit.page(), _own_page(next))


@router.post("/login")
def sign_in(request: Request, gate: AtGate, visit: Visiting, sent: SentForm) -> Response:
    """Take a token, give a session."""
    back_to = _own_page(sent.fields.get("next", ""))
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden("请从本网站的登录页面登录。")
    client = client_network(request)
    kept = {name.removeprefix(KEPT): value for name, value in sent.fields.items() if name.startswith(KEPT)}
    try:
        admin = gate.admit(sent.fields.get("token", "").strip(), client)
    except NotSignedIn as error:
        return login_page(visit.page(), back_to, error.detail, kept)
    cookie = gate.open_session(admin, client)
    response = _afterwards(visit.page(path=back_to), gate.resume(cookie), back_to, kept)
    response.set_cookie(
        COOKIE,
        cookie,
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


def _afterwards(page: PrivatePage, signed_in: Session | None, back_to: str, kept: Mapping[str, str]) -> Response:
    """The page that was asked for, or what had been typed when the session ended."""
    if kept and signed_in:
        return resume_page(page, signed_in, back_to, kept)
    return RedirectResponse(page.frame.link(back_to), 303)


def _own_page(path: str) -> str:
    """`path` when it is a page of the review, else the list: nobody is sent elsewhere after signing in."""
    return path if _BACK_TO.fullmatch(path) else "/review"
