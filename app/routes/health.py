"""For the machines that watch the service."""

from fastapi import APIRouter
from sqlalchemy import select

from app.models import Catalogue
from app.routes.context import Reading

router = APIRouter(tags=["health"])


@router.get("/healthz")
def is_alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def is_ready(session: Reading) -> dict[str, str | int]:
    """The database answers; 503 when it does not."""
    return {"status": "ok", "catalogue_version": session.scalars(select(Catalogue.version)).one()}
