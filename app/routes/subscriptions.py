"""Subscribing by mail: ask, confirm, manage. GET shows, POST does; no login, no cookie, no script."""

import logging
from datetime import date
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session

from app.delivery import optin
from app.delivery import subscriptions as book
from app.delivery.run import DigestRun
from app.delivery.subscriptions import Choices
from app.delivery.tokens import CONFIRM, MANAGE, hash_client, make_token, read_token
from app.errors import InvalidInput, QixianError
from app.keys import secret_key
from app.models import Subscription, Task
from app.provinces import PROVINCES, get_province
from app.queries import get_task
from app.routes.context import House, In, Reading, Writing
from app.routes.forms import CADENCE_LABELS, Asked, Fields, client_network, one, read_asked
from app.routes.html import wants_page
from app.routes.visits import Visit, Visiting
from app.schemas.fields import parse_day

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

DONE = {
    "choose": "已保存。",
    "pause": "已暂停。",
    "unpause": "已恢复发送。",
    "end": "已退订。",
    "resume": "已恢复订阅。",
}


@router.api_route("/subscriptions", methods=["GET", "HEAD"], include_in_schema=False)
def show_form(visit: Visiting, province: Annotated[str | None, Query(max_length=40)] = None) -> Response:
    """The form, with the province chosen when one is given."""
    chosen = [get_province(province).slug] if province else []
    return _form(visit, Asked.model_construct(email="", provinces=chosen))


@router.post("/subscriptions", status_code=202, openapi_extra=_BODY, responses={202: {"description": "Asked"}})
def ask(
    request: Request,
    visit: Visiting,
    house: In,
    session: Writing,
    asked: Annotated[Asked, Depends(read_asked)],
    background: BackgroundTasks,
) -> Response:
    """Mail the address's owner a question; nothing else is sent before the answer. The same for every address."""
    try:
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
    status = error.status if error else 200
    problem = error.detail if error else None
    return visit.page(asked.language).show(
        "new", status, given=asked, provinces=PROVINCES, cadences=CADENCE_LABELS, problem=problem
    )


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


@router.api_route("/subscriptions/manage/{token}", methods=["GET", "HEAD"], include_in_schema=False)
def show_subscriptions(visit: Visiting, token: str, house: In, session: Reading) -> Response:
    """All that the address gets, and everything that can be done about it."""
    return _managed(visit, session, house, token)


@router.post("/subscriptions/manage/{token}", include_in_schema=False)
def manage(
    visit: Visiting,
    token: str,
    request: Request,
    house: In,
    session: Writing,
    fields: Fields,
    background: BackgroundTasks,
) -> Response:
    """Do one of: choose, pause, unpause, end, resume."""
    try:
        _act(session, house, _own(session, house, token, one(fields, "subscription")), fields)
    except InvalidInput as error:
        return _managed(visit, session, house, token, problem=error.detail)
    background.add_task(send_letters, request.app.state.mail)
    answer = _managed(visit, session, house, token, notice=DONE[one(fields, "do")])
    answer.background = background
    return answer


def _act(session: Session, house: House, subscription: Subscription, fields: dict[str, list[str]]) -> None:
    """Do what the pressed button says."""
    match one(fields, "do"):
        case "choose":
            wanted = Choices(one(fields, "cadence"), one(fields, "language"), "calendar" in fields)
            book.choose(subscription, wanted)
        case "pause":
            book.pause(subscription, _day(one(fields, "until")), house.today)
        case "unpause":
            book.pause(subscription, None, house.today)
        case "end":
            book.end(session, subscription, house.clock.now())
        case "resume":
            book.resume(subscription)
        case other:
            raise InvalidInput(f"不认识的操作 {other[:20]!r}。", param="do")


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise InvalidInput(str(error), param="until") from None


def _own(session: Session, house: House, token: str, number: str) -> Subscription:
    """The subscription a form speaks of, if it is the token owner's. Raises NotFound, InvalidInput."""
    owner = _owner(session, house, token)
    for subscription in book.find_of_address(session, owner.email):
        if str(subscription.id) == number:
            return book.get_subscription(session, subscription.id, to_change=True)
    raise InvalidInput("这个订阅不属于此链接。", param="subscription")


def _owner(session: Session, house: House, token: str) -> Subscription:
    return book.get_subscription(session, read_token(secret_key(house.settings), MANAGE, token))


def _managed(visit: Visit, session: Session, house: House, token: str, **said: str) -> Response:
    email = _owner(session, house, token).email
    found = book.find_of_address(session, email)
    # Several subscriptions may differ: English only when all are.
    page = visit.page("en" if all(subscription.language == "en" for subscription in found) else "zh")
    items = [
        {
            "subscription": subscription,
            "province": get_province(subscription.province),
            "is_paused": subscription.paused_until is not None and subscription.paused_until >= house.today,
        }
        for subscription in found
    ]
    problem, done = said.get("problem"), said.get("notice")
    values = {
        "problem": problem if problem is None or problem.isascii() else page.quote(problem),
        "notice": page.words(done) if done else None,
    }
    status = 422 if values["problem"] else 200
    return page.show("manage", status, email=email, items=items, cadences=CADENCE_LABELS, **values)


@router.api_route("/subscriptions/manage/{token}/tasks/{task_id}", methods=["GET", "HEAD"], include_in_schema=False)
def show_task_question(visit: Visiting, token: str, task_id: str, house: In, session: Reading) -> Response:
    """Which task is to be reminded of no more, and one button."""
    page = visit.page(_owner(session, house, token).language)
    _ = page.words
    task = get_task(session, task_id)
    action = f"/subscriptions/manage/{token}/tasks/{task.id}"
    lines = (_("已经报送：%(title)s", title=page.quote(task.title)), _("按下按钮后不再提醒这一事项。"))
    return page.say(_("停止提醒"), *lines, action=action, button=_("已经报送"))


@router.post("/subscriptions/manage/{token}/tasks/{task_id}", include_in_schema=False)
def mark_submitted(visit: Visiting, token: str, task_id: str, house: In, session: Writing) -> Response:
    """Remind of the task no more."""
    owner = _owner(session, house, token)
    task: Task = book.mark_submitted(session, owner, task_id, house.clock.now())
    page = visit.page(owner.language)
    _ = page.words
    told = _("不再提醒：%(title)s", title=page.quote(task.title))
    return page.say(_("已停止提醒"), told, link=f"/subscriptions/manage/{token}", link_text=_("管理订阅"))
