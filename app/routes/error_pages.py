"""Errors as pages, for browsers; everyone else keeps the problem document."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.errors import QixianError
from app.pages import Frame, Language
from app.pages.picker import group_provinces
from app.pages.sayings import say_detail
from app.routes.html import answer_page, wants_page

_Handler = Callable[[Request, Any], Awaitable[Response]]
_ERRORS = (QixianError, RequestValidationError, HTTPException, Exception)


def add_error_pages(app: FastAPI) -> None:
    """Let a browser's errors leave as pages that say what the problem documents say. Call after those are added."""
    for kind in _ERRORS:
        answer: Any = app.exception_handlers[kind]
        app.add_exception_handler(kind, _as_page(answer))


def _as_page(answer: _Handler) -> _Handler:
    async def handle(request: Request, error: Exception) -> Response:
        response = await answer(request, error)
        if not _is_for_a_person(request):
            return response
        page = _error_page(request, json.loads(bytes(response.body)))
        page.headers["Cache-Control"] = "no-store"
        if "retry-after" in response.headers:
            page.headers["Retry-After"] = response.headers["retry-after"]
        return page

    return handle


def _is_for_a_person(request: Request) -> bool:
    """Feeds and `/tasks` never become pages, not even when they fail."""
    path = request.url.path
    return wants_page(request.scope) and not path.startswith(("/feeds/", "/tasks.")) and path != "/tasks"


def _error_page(request: Request, problem: dict[str, Any]) -> Response:
    param = problem.get("param")
    english = request.query_params.get("lang") == Language.ENGLISH
    frame = Frame(
        today=request.app.state.house.today, language=Language.ENGLISH if english else Language.CHINESE, path="/"
    )
    value = request.query_params.get(param or "") or request.url.path.rpartition("/")[2]
    return answer_page(
        "error.html",
        frame,
        status_code=problem["status"],
        status=problem["status"],
        param=param,
        value=value[:60],
        is_in_address=request.method in ("GET", "HEAD"),
        detail=say_detail(problem["detail"], frame.language),
        groups=group_provinces(),
    )
