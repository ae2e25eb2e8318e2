"""Every address of the service: ROUTERS is the table of contents, one file a noun."""

from fastapi import APIRouter

from app.routes import digests, feeds, health, home, notices, pages, provinces, static, tasks

ROUTERS: tuple[APIRouter, ...] = (
    home.router,  #      /
    feeds.router,  #     /feeds/{province}.ics
    pages.router,  #     /provinces/{slug}  /tasks/{id}  /notices/{id}, when Accept lists text/html
    tasks.router,  #     /tasks  /tasks/{id}  /tasks/{id}/revisions
    provinces.router,  # /provinces  /provinces/{slug}
    notices.router,  #   /notices  /notices/{id}
    digests.router,  #   /digests/{province}
    static.router,  #    /static/{name}
    health.router,  #    /healthz  /readyz
)
