"""Who asks: a token in the header for programs, a signed cookie and a form's own word for browsers."""

from typing import Annotated

from fastapi import Depends, Request

from app.access import Admin, Gate, Session
from app.access.gate import COOKIE
from app.errors import Forbidden, NotSignedIn
from app.routes.forms import client_network
from app.routes.submissions import Sent, SentForm


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


class StaleForm(Forbidden):
    """A form made for another session: an older one of the same browser, or somebody else's."""

    def __init__(self, detail: str, signed_in: Session, sent: Sent) -> None:
        super().__init__(detail)
        self.signed_in, self.sent = signed_in, sent


def _own_form(request: Request, gate: AtGate, signed_in: SignedIn, sent: SentForm) -> Sent:
    try:
        gate.check_form(request.cookies.get(COOKIE, ""), sent.fields.get("csrf", ""))
    except Forbidden as error:
        raise StaleForm(error.detail, signed_in, sent) from None
    return Sent({name: value for name, value in sent.fields.items() if name != "csrf"}, sent.file)


# A form that was made for this session, and by nobody else.
OwnForm = Annotated[Sent, Depends(_own_form)]
