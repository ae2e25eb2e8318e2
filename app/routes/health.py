"""For the machines that watch the service."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from app.delivery.status import mail_status, metrics
from app.queries import catalogue_version
from app.routes.context import In, Reading

router = APIRouter(tags=["health"])


@router.get("/healthz")
def is_alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def is_ready(house: In, session: Reading) -> dict[str, Any]:
    """The database answers (503 when it does not), and whether the mail went out.

    A digest that is late says `"status": "late"` and stays 200: the calendars are still served.
    """
    mail = mail_status(session, house.clock.now(), house.settings, house.workdays)
    return {
        "status": "late" if mail.is_late else "ok",
        "catalogue_version": catalogue_version(session),
        "digest": {"due_at": mail.due_at, "ran_at": mail.ran_at, "late": mail.is_late, "sent": mail.sent},
        "deliveries": {state: mail.count(state) for state in ("planned", "claimed", "unknown", "failed")}
        | {"stuck": mail.stuck},
    }


@router.get("/metrics", response_class=PlainTextResponse)
def show_metrics(house: In, session: Reading) -> PlainTextResponse:
    """The state of the mail for Prometheus."""
    mail = mail_status(session, house.clock.now(), house.settings, house.workdays)
    lines = [*metrics(mail), "# TYPE qixian_catalogue_version gauge"]
    lines.append(f"qixian_catalogue_version {catalogue_version(session)}")
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/plain; version=0.0.4; charset=utf-8")
