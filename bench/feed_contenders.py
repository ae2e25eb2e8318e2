"""The servers `bench feeds` compares, each an ASGI application for uvicorn; all answer with the same calendar."""

import os
from collections.abc import Awaitable, Callable
from datetime import UTC
from typing import Any

from fastapi import FastAPI, Response
from icalendar import Calendar

from app.database import Database
from app.feeds import Options, Style
from app.feeds.entries import Drawing
from app.main import create_app, open_house
from app.provinces import get_province
from app.publishing import Answer, Copy, find_address
from app.queries import feed_tasks
from app.settings import Settings
from app.workdays import Workdays

Send = Callable[[dict[str, Any]], Awaitable[None]]


def ours() -> Any:
    """The service as it is."""
    return create_app(_settings())


def bare() -> Any:
    """An ASGI application that can do nothing but answer with these bytes and headers: the limit for this server."""
    return _constant(_copy().plain.whole)


def bare_304() -> Any:
    """The same, answering 304."""
    return _constant(_copy().plain.unchanged)


def bare_gzip() -> Any:
    """The same, answering with the compressed bytes."""
    zipped = _copy().zipped
    assert zipped is not None
    return _constant(zipped.whole)


def naive() -> FastAPI:
    """A FastAPI route that queries and renders with icalendar on each request."""
    settings = _settings()
    database, workdays = Database(settings.database), Workdays()
    app = FastAPI()

    @app.get("/feeds/{province}.ics")
    def feed(province: str) -> Response:
        with database.read() as session:
            tasks = feed_tasks(session, get_province(province))
        return Response(render_whole(tasks, Style(settings.base_url, workdays, Options())), media_type="text/calendar")

    return app


def render_whole(tasks: list[Any], style: Style) -> bytes:
    """All tasks through icalendar at once, as anybody would write it."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Qixian//期限//ZH")
    calendar.add("last-modified", max(task.updated_at for task in tasks).astimezone(UTC))
    for task in tasks:
        for event in Drawing(task, style).events():
            calendar.add_component(event)
    return calendar.to_ical()


def _settings() -> Settings:
    return Settings(database_url=os.environ["BENCH_DATABASE"], scheduler="off")


def _copy() -> Copy:
    house = open_house(_settings())
    copy = house.feeds.get(find_address("guangdong", Options(), todo=False)).copy
    house.database.close()
    return copy


def _constant(answer: Answer) -> Any:
    start = {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
    body = {"type": "http.response.body", "body": answer.body}

    async def app(scope: dict[str, Any], _receive: object, send: Send) -> None:
        if scope["type"] == "http":
            await send(start)
            await send(body)

    return app
