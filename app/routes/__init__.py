"""Every address of the service: ROUTERS is the table of contents, one file a noun."""

from fastapi import APIRouter

from app.routes import digests, drafts, feeds, health, home, login, notices, pages, provinces, review, static, tasks

ROUTERS: tuple[APIRouter, ...] = (
    home.router,  #      /
    feeds.router,  #     /feeds/{province}.ics
    pages.router,  #     /provinces/{slug}  /tasks/{id}  /notices/{id}, when Accept lists text/html
    tasks.router,  #     /tasks  /tasks/{id}  /tasks/{id}/revisions
    provinces.router,  # /provinces  /provinces/{slug}
    notices.router,  #   /notices  /notices/{id}
    digests.router,  #   /digests/{province}
    drafts.router,  #    /drafts  /drafts/{id}  /drafts/{id}/accept  /drafts/{id}/reject
    review.router,  #    /review  /review/{id}
    login.router,  #     /login  /logout
    static.router,  #    /static/{name}
    health.router,  #    /healthz  /readyz
)
