"""Every address of the service: ROUTERS is the table of contents, one file a noun."""

from fastapi import APIRouter

from app.routes import (
    digests,
    docs,
    drafts,
    exports,
    feeds,
    health,
    home,
    login,
    managing,
    notices,
    pages,
    provinces,
    review,
    static,
    subscriptions,
    task,
    tasks,
    unsubscribe,
)

ROUTERS: tuple[APIRouter, ...] = (
    tasks.router,  #     /tasks
    home.router,  #      /
    feeds.router,  #     /feeds/{province}.ics
    pages.router,  #     /provinces/{slug}  /tasks/{id}  /notices/{id}, when Accept lists text/html
    task.router,  #      /tasks/{id}  /tasks/{id}/revisions
    exports.router,  #   /tasks.csv  /tasks.xlsx  /tasks.ics
    provinces.router,  # /provinces  /provinces/{slug}
    notices.router,  #   /notices  /notices/{id}
    digests.router,  #   /digests/{province}
    subscriptions.router,  # /subscriptions  /subscriptions/confirm/{token}
    managing.router,  #  /subscriptions/manage/{token}  /subscriptions/manage/{token}/tasks/{task_id}
    unsubscribe.router,  # /u/{token}
    drafts.router,  #    /drafts  /drafts/{id}  /drafts/{id}/accept  /drafts/{id}/reject
    review.router,  #    /review  /review/{id}
    login.router,  #     /login  /logout
    docs.router,  #      /docs
    static.router,  #    /static/{name}
    health.router,  #    /healthz  /readyz  /metrics
)
