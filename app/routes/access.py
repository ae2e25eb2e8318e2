"""Who asks: a token in the header for programs, a signed cookie and a form's own word for browsers."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.access import Admin, Gate, Session
from app.access.gate import COOKIE
from app.errors import NotSignedIn
from app.routes.forms import client_network
from app.routes.submissions import BoundedRoute, Sent, SentForm


def _gate(request: Request) -> Gate:
    return request.app.state.gate


AtGate = Annotated[Gate, Depends(_gate)]


def _token_holder(request: Request, gate: AtGate) -> Admin:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return gate.admit(token.strip(), client_network(request))
    gate.check_is_on()
    raise NotSignedIn("请在请求头中带上管理员令牌：`Authorization: Bearer qixian_…`。")


def _signed_in(request: Request, gate: AtGate) -> Session:
    session = gate.resume(request.cookies.get(COOKIE, ""))
    if session is None:
        raise NotSignedIn("请先登录。")
    return session


TokenHolder = Annotated[Admin, Depends(_token_holder)]
SignedIn = Annotated[Session, Depends(_signed_in)]


def _own_form(request: Request, gate: AtGate, _session: SignedIn, sent: SentForm) -> Sent:
    gate.check_form(request.cookies.get(COOKIE, ""), sent.fields.get("csrf", ""))
    return Sent({name: value for name, value in sent.fields.items() if name != "csrf"}, sent.file)


# A form that was made for this session, and by nobody else.
OwnForm = Annotated[Sent, Depends(_own_form)]


class SignInRoute(BoundedRoute):
    """A page that sends whoever is not signed in to /login, and back afterwards."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def or_sign_in(request: Request) -> Response:
            try:
                return await handle(request)
            except NotSignedIn:
                spoken = request.query_params.get("lang") == "en"
                return RedirectResponse(f"/login?next={quote(request.url.path)}{'&lang=en' if spoken else ''}", 303)

        return or_sign_in
