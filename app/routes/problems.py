"""Errors as RFC 9457 problem documents: what was wrong, with which value, and what to do."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.errors import QixianError, Unavailable, nearest
from app.routes.tasks import TaskQuery

_log = logging.getLogger(__name__)


def add_problem_handlers(app: FastAPI) -> None:
    """Let every error leave as `application/problem+json`."""
    app.add_exception_handler(QixianError, _answer_own)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(Exception, _answer_bug)


def problem(
    status: int, title: str, detail: str, *, headers: Mapping[str, str] | None = None, **extra: object
) -> JSONResponse:
    """One problem document."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
    return JSONResponse(body, status, headers=headers, media_type="application/problem+json")


async def _answer_own(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, QixianError)  # noqa: S101 - registered for this class
    headers = {"Retry-After": "30"} if isinstance(error, Unavailable) else None
    extra = {"param": error.param} if error.param else {}
    return problem(error.status, error.title, error.detail, headers=headers, **extra)


async def _answer_invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    faults = [_fault(fault["type"], str(fault["loc"][-1]), fault["msg"]) for fault in error.errors()]
    detail = "; ".join(f"{name}: {reason}" for name, reason in faults)
    return problem(422, "A value is not valid", detail, param=faults[0][0])


async def _answer_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    title = HTTPStatus(error.status_code).phrase
    return problem(error.status_code, title, error.detail, headers=error.headers)


async def _answer_bug(request: Request, error: Exception) -> JSONResponse:
    _log.exception("unexpected error at %s", request.url.path, exc_info=error)
    return problem(500, "Internal error", "Something went wrong here; it was written to the log.")


def _fault(kind: str, name: str, message: str) -> tuple[str, str]:
    if kind == "extra_forbidden":
        return name[:40], f"is not a parameter of this address.{nearest(name, list(TaskQuery.model_fields))}"
    return name, message.removeprefix("Value error, ")
