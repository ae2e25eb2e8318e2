"""Leaving: a page with one button, the one-click POST of RFC 8058 at the same address, and the way back."""

from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.delivery import subscriptions as book
from app.delivery.tokens import UNSUBSCRIBE, read_token
from app.keys import secret_key
from app.models import Subscription
from app.provinces import get_province
from app.routes.context import House, In, Reading, Writing
from app.routes.forms import CADENCE_LABELS
from app.routes.subscriptions import send_letters
from app.routes.visits import PrivatePage, Visiting

router = APIRouter(include_in_schema=False)


@router.api_route("/u/{token}", methods=["GET", "HEAD"])
def show_leaving(visit: Visiting, token: str, house: In, session: Reading) -> Response:
    """What would end, and one button; what has ended, and the way back."""
    subscription = _found(token, house, session)
    if subscription.ended_at is not None:
        return _left(visit.page(subscription.language), token, subscription)
    page = visit.page(subscription.language)
    _ = page.words
    told = _("将停止发送：%(what)s", what=_what(page, subscription))
    return page.say(_("退订"), told, action=f"/u/{token}", button=_("退订"))


@router.post("/u/{token}")
def leave(
    visit: Visiting, token: str, request: Request, house: In, session: Writing, background: BackgroundTasks
) -> Response:
    """End the subscription and tell its owner; safe to repeat. The body of a one-click POST needs no reading."""
    subscription = _found(token, house, session, to_change=True)
    book.end(session, subscription, house.clock.now())
    background.add_task(send_letters, request.app.state.mail)
    answer = _left(visit.page(subscription.language), token, subscription)
    answer.background = background
    return answer


@router.post("/u/{token}/undo")
def come_back(visit: Visiting, token: str, house: In, session: Writing) -> Response:
    """Undo leaving."""
    subscription = _found(token, house, session, to_change=True)
    book.resume(subscription)
    page = visit.page(subscription.language, path=f"/u/{token}")
    _ = page.words
    return page.say(_("已恢复订阅"), _("将继续发送：%(what)s", what=_what(page, subscription)))


def _found(token: str, house: House, session: Session, *, to_change: bool = False) -> Subscription:
    number = read_token(secret_key(house.settings), UNSUBSCRIBE, token)
    return book.get_subscription(session, number, to_change=to_change)


def _left(page: PrivatePage, token: str, subscription: Subscription) -> Response:
    _ = page.words
    told = _("已停止发送：%(what)s", what=_what(page, subscription))
    return page.say(_("已退订"), told, action=f"/u/{token}/undo", button=_("撤销退订"))


def _what(page: PrivatePage, subscription: Subscription) -> str:
    """Which mail of which province to whom; the address as far as its owner needs it."""
    user, _at, domain = subscription.email.rpartition("@")
    return page.words(
        "%(province)s的%(cadence)s（%(address)s）",
        province=page.name(get_province(subscription.province)),
        cadence=page.words(dict(CADENCE_LABELS)[subscription.cadence]),
        address=f"{user[:1]}***@{domain}",
    )
