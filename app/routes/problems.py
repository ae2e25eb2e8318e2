"""Errors as RFC 9457 problem documents: what was wrong, with which value, and what to do."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.errors import QixianError, Unavailable
from app.schemas.answers import Problem

_log = logging.getLogger(__name__)
_MEDIA_TYPE = "application/problem+json"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of the problems an address may answer."""
    content = {_MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


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
    return JSONResponse(body, status, headers=headers, media_type=_MEDIA_TYPE)


async def _answer_own(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, QixianError)  # noqa: S101 - registered for this class
    headers = {"Retry-After": "30"} if isinstance(error, Unavailable) else {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="qixian"'
    extra = {"param": error.param} if error.param else {}
    return problem(error.status, error.title, error.detail, headers=headers, **extra)


async def _answer_invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    faults = [(str(fault["loc"][-1])[:40], fault["msg"].removeprefix("Value error, ")) for fault in error.errors()]
    detail = "; ".join(f"{name}: {reason}" for name, reason in faults)
    return problem(422, "A value is not valid", detail, param=faults[0][0])


async def _answer_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    title = HTTPStatus(error.status_code).phrase
    headers = {"Allow": _allowed(request)} if error.status_code == 405 else error.headers
    return problem(error.status_code, title, error.detail, headers=headers)


def _allowed(request: Request) -> str:
    """Every method of an address: Starlette names those of one route, and GET and HEAD are two."""
    scopes = {method: {**request.scope, "method": method} for method in _METHODS}
    routes = request.app.routes
    return ", ".join(m for m, scope in scopes.items() if any(r.matches(scope)[0] is Match.FULL for r in routes))


async def _answer_bug(request: Request, error: Exception) -> JSONResponse:
    # The address as it is declared: the one that was asked for may hold a private link's token.
    route = request.scope.get("route")
    _log.exception("unexpected error at %s", getattr(route, "path", "an unknown address"), exc_info=error)
    return problem(500, "Internal error", "Something went wrong here; it was written to the log.")
