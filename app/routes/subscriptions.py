"""Subscribing by mail: ask, confirm. GET shows, POST does; no login, no cookie, no script."""

import logging
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from app.delivery import optin
from app.delivery import subscriptions as book
from app.delivery.run import DigestRun
from app.delivery.tokens import CONFIRM, MANAGE, hash_client, make_token, read_token
from app.errors import InvalidInput, QixianError
from app.keys import secret_key
from app.pages import Language
from app.pages.picker import group_provinces
from app.provinces import get_province
from app.routes.context import In, Reading, Writing
from app.routes.forms import CADENCE_LABELS, Asked, client_network, read_asked
from app.routes.html import wants_page
from app.routes.remedies import say_remedy
from app.routes.visits import Visit, Visiting

_log = logging.getLogger(__name__)
router = APIRouter(tags=["subscriptions"])
_ASKED_BODY = {"schema": Asked.model_json_schema()}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": _ASKED_BODY, "application/x-www-form-urlencoded": _ASKED_BODY},
    }
}
# The same whether or not the address is known.
ANSWER = "如果该邮箱可以收信，几分钟内会收到一封确认邮件；点击其中的链接并确认后才开始发送，链接48小时内有效。"


@router.api_route("/subscriptions", methods=["GET", "HEAD"], include_in_schema=False)
def show_form(visit: Visiting, province: Annotated[str | None, Query(max_length=40)] = None) -> Response:
    """The form, with the province chosen when one is given."""
    chosen = [get_province(province).slug] if province else []
    return _form(
        visit, Asked.model_construct(email="", provinces=chosen, language=(visit.lang or Language.CHINESE).value)
    )


@router.post("/subscriptions", status_code=202, openapi_extra=_BODY, responses={202: {"description": "Asked"}})
def ask(
    request: Request,
    visit: Visiting,
    house: In,
    session: Writing,
    sent: Annotated[tuple[Asked, InvalidInput | None], Depends(read_asked)],
    background: BackgroundTasks,
) -> Response:
    """Mail the address's owner a question; nothing else is sent before the answer. The same for every address."""
    asked, fault = sent
    try:
        if fault:
            raise fault
        client = hash_client(secret_key(house.settings), client_network(request))
        optin.ask(session, asked.wish(), client, house.clock.now())
    except QixianError as error:
        if not wants_page(request.scope):
            raise
        return _form(visit, asked, error)
    background.add_task(send_letters, request.app.state.mail)
    if wants_page(request.scope):
        page = visit.page(asked.language)
        answer: Response = page.say(page.words("请查收确认邮件"), page.words(ANSWER))
    else:
        answer = JSONResponse({"detail": ANSWER}, 202)
    answer.background = background
    return answer


def send_letters(mail: DigestRun) -> None:
    """After the answer: what somebody waits for. Whatever fails now is tried again by the next tick."""
    try:
        mail.letters()
    except QixianError:
        _log.exception("letters could not be sent; the next tick tries again")


def _form(visit: Visit, asked: Asked, error: QixianError | None = None) -> Response:
    page = visit.page(asked.language)
    status = error.status if error else 200
    problem = say_remedy(page, error, asked.typed(error.param)) if error else None
    return page.show("new", status, given=asked, groups=group_provinces(), cadences=CADENCE_LABELS, problem=problem)


@router.api_route("/subscriptions/confirm/{token}", methods=["GET", "HEAD"], include_in_schema=False)
def show_question(visit: Visiting, token: str, house: In, session: Reading) -> Response:
    """What was asked for, and one button."""
    asked = optin.get_open(session, read_token(secret_key(house.settings), CONFIRM, token), house.clock.now())
    page = visit.page(asked.language)
    _ = page.words
    names = _("、").join(page.name(get_province(slug)) for slug in asked.provinces)
    cadence = _(dict(CADENCE_LABELS)[asked.cadence])
    lines = (
        _("邮箱：%(email)s", email=asked.email),
        _("省份：%(names)s", names=names),
        _("内容：%(cadence)s", cadence=cadence),
    )
    if asked.used_at:
        return page.say(_("订阅已确认"), *lines)
    return page.say(_("确认订阅"), *lines, action=f"/subscriptions/confirm/{token}", button=_("确认订阅"))


@router.post("/subscriptions/confirm/{token}", include_in_schema=False)
def confirm(visit: Visiting, token: str, house: In, session: Writing) -> Response:
    """The owner says yes."""
    key = secret_key(house.settings)
    asked = optin.confirm(session, read_token(key, CONFIRM, token), house.clock.now())
    first = book.find_or_add(session, asked.email, get_province(asked.provinces[0]), house.clock.now())
    link = f"/subscriptions/manage/{make_token(key, MANAGE, first.id)}"
    page = visit.page(asked.language)
    _ = page.words
    told = _("%(email)s 将收到所选省份的邮件。", email=asked.email)
    return page.say(_("订阅成功"), told, link=link, link_text=_("管理订阅"))
