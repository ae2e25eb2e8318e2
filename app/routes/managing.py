"""Managing one's mail through the private link in each letter: choose, pause, end, resume, mark as handed in."""

from datetime import date

from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.delivery import subscriptions as book
from app.delivery.subscriptions import Choices
from app.delivery.tokens import MANAGE, read_token
from app.errors import InvalidInput
from app.keys import secret_key
from app.models import Subscription, Task
from app.provinces import get_province
from app.queries import get_task
from app.routes.context import House, In, Reading, Writing
from app.routes.forms import CADENCE_LABELS, Fields, one
from app.routes.remedies import say_remedy
from app.routes.subscriptions import send_letters
from app.routes.visits import Visit, Visiting
from app.schemas.fields import parse_day

router = APIRouter(include_in_schema=False, prefix="/subscriptions/manage/{token}")
DONE = {
    "choose": "已保存。",
    "pause": "已暂停。",
    "unpause": "已恢复发送。",
    "end": "已退订。",
    "resume": "已恢复订阅。",
}


@router.api_route("", methods=["GET", "HEAD"])
def show_subscriptions(visit: Visiting, token: str, house: In, session: Reading) -> Response:
    """All that the address gets, and everything that can be done about it."""
    return _managed(visit, session, house, token)


@router.post("")
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
        return _managed(visit, session, house, token, problem=error, typed=one(fields, error.param or ""))
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


def _managed(
    visit: Visit,
    session: Session,
    house: House,
    token: str,
    *,
    notice: str = "",
    problem: InvalidInput | None = None,
    typed: str = "",
) -> Response:
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
    return page.show(
        "manage",
        problem.status if problem else 200,
        email=email,
        items=items,
        cadences=CADENCE_LABELS,
        problem=say_remedy(page, problem, typed) if problem else None,
        notice=page.words(notice) if notice else None,
    )


@router.api_route("/tasks/{task_id}", methods=["GET", "HEAD"])
def show_task_question(visit: Visiting, token: str, task_id: str, house: In, session: Reading) -> Response:
    """Which task is to be reminded of no more, and one button."""
    page = visit.page(_owner(session, house, token).language)
    _ = page.words
    task = get_task(session, task_id)
    action = f"/subscriptions/manage/{token}/tasks/{task.id}"
    lines = (_("已经报送：%(title)s", title=page.quote(task.title)), _("按下按钮后不再提醒这一事项。"))
    return page.say(_("停止提醒"), *lines, action=action, button=_("已经报送"))


@router.post("/tasks/{task_id}")
def mark_submitted(visit: Visiting, token: str, task_id: str, house: In, session: Writing) -> Response:
    """Remind of the task no more."""
    owner = _owner(session, house, token)
    task: Task = book.mark_submitted(session, owner, task_id, house.clock.now())
    page = visit.page(owner.language)
    _ = page.words
    told = _("不再提醒：%(title)s", title=page.quote(task.title))
    return page.say(_("已停止提醒"), told, link="", link_text=_("管理订阅"))
