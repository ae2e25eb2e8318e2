"""Pages for those who signed in. Whoever did not is asked to, and what they had typed is not lost."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.access import Session
from app.drafts.faults import FIELDS
from app.errors import NotSignedIn
from app.pages import render_page
from app.routes.access import StaleForm
from app.routes.html import PAGE_HEADERS
from app.routes.submissions import BoundedRoute, Sent, read_sent
from app.routes.visits import PrivatePage, visit_of

PRIVATE_HEADERS = {**PAGE_HEADERS, "Cache-Control": "no-store"}
KEPT = "kept-"
ACTS = {
    "facts": "更正通知信息",
    "correct": "更正",
    "confirm": "确认暂无日期",
    "remove": "移除事项",
    "dismiss": "不是期限",
    "add": "从原文添加",
    "choose": "替代原事项，或新事项",
    "withdraw": "是否撤销",
    "accept": "发布",
    "reject": "作废草稿",
}
_SHOWN = {"text": "通知全文", "name": "名称", **FIELDS}


def private_page(template: str, page: PrivatePage, *, status_code: int = 200, **values: Any) -> HTMLResponse:
    """A page for the one who asked and no cache on the way."""
    return HTMLResponse(render_page(template, page.frame, **values), status_code, headers=PRIVATE_HEADERS)


def login_page(page: PrivatePage, back_to: str, error: str = "", kept: Mapping[str, str] | None = None) -> HTMLResponse:
    """The form to sign in with; `kept` is what a form held that came without a session."""
    told = page.explain(error) if error else None
    status = NotSignedIn.status if error or kept else 200
    return private_page("login.html", page, status_code=status, back_to=back_to, error=told, kept=kept or {})


def resume_page(page: PrivatePage, signed_in: Session, back_to: str, kept: Mapping[str, str]) -> HTMLResponse:
    """What was kept, to be looked at and sent again by a press: nobody else's form is carried out unseen."""
    shown = [(name, _said(field, kept[field])) for field, name in _SHOWN.items() if kept.get(field)]
    return private_page("resume.html", page, signed_in=signed_in, back_to=back_to, kept=kept, shown=shown)


def _said(field: str, value: str) -> str:
    """A field's value as the page of the draft has it, where places are counted from one."""
    if field in {"task", "phrase"} and value.isascii() and value.isdigit():
        return str(int(value[:9]) + 1)
    return ACTS.get(value, value) if field == "act" else value


class SignInRoute(BoundedRoute):
    """A page that sends whoever is not signed in to /login, and back afterwards with what they had typed."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def or_sign_in(request: Request) -> Response:
            path = request.url.path
            try:
                return await handle(request)
            except StaleForm as stale:
                if not _may_keep(request):
                    raise
                return resume_page(visit_of(request).page(path=path), stale.signed_in, path, _filled_in(stale.sent))
            except NotSignedIn:
                if not _may_keep(request):
                    return _to_login(request)
                return login_page(
                    visit_of(request).page(path="/login"), path, kept=_filled_in(await read_sent(request))
                )

        return or_sign_in


def _filled_in(sent: Sent) -> dict[str, str]:
    return {name: value for name, value in sent.fields.items() if name != "csrf"}


def _to_login(request: Request) -> Response:
    spoken = request.query_params.get("lang") == "en"
    return RedirectResponse(f"/login?next={quote(request.url.path)}{'&lang=en' if spoken else ''}", 303)


def _may_keep(request: Request) -> bool:
    """Whether this is a form of the review that stood on a page of ours; another site's is not carried on."""
    own = {request.headers.get("host"), urlsplit(request.app.state.house.settings.base_url).netloc}
    is_own = request.headers.get("origin", "").partition("://")[2] in own
    return request.method == "POST" and request.url.path.startswith("/review") and is_own
