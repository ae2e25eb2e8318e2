"""Every address of the service: ROUTERS is the table of contents, one file a noun."""

from fastapi import APIRouter

from app.routes import digests, feeds, health, home, notices, provinces, tasks

ROUTERS: tuple[APIRouter, ...] = (
    home.router,  #      /
    feeds.router,  #     /feeds/{province}.ics
    tasks.router,  #     /tasks  /tasks/{id}  /tasks/{id}/revisions
    provinces.router,  # /provinces  /provinces/{slug}
    notices.router,  #   /notices  /notices/{id}
    digests.router,  #   /digests/{province}
    health.router,  #    /healthz  /readyz
)
