"""Where all parts meet: `create_app(settings, clock)`. Nothing happens at import."""

import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from app import __version__
from app.access import Gate
from app.clock import Clock, SystemClock
from app.database import Database
from app.delivery.run import DigestRun
from app.jobs import start_scheduler
from app.mail import transport_for
from app.publishing import Front, Published
from app.queries import KeptQueries, Pasts, WrittenTasks
from app.routes import ROUTERS
from app.routes.context import House
from app.routes.error_pages import add_error_pages
from app.routes.problems import add_problem_handlers, problem_responses
from app.routes.public_pages import PublicPages
from app.routes.reads import Reads
from app.settings import Settings, read_workdays
from app.workdays import Workdays


class Service(FastAPI):
    """FastAPI behind the published feeds: what they answer never reaches it, its built-in middleware included."""

    def __init__(self, house: House, **options: Any) -> None:
        super().__init__(**options)
        self.state.house = house
        self._front = Front(house.feeds, house.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (answer := self._front.answer(scope)) is not None:
            await send(answer.start)
            await send(answer.rest)
        else:
            await super().__call__(scope, receive, send)


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """The service. The database is opened and migrated when it starts, and the scheduler with it."""
    house = open_house(settings, clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        house.database.migrate()
        house.feeds.start()
        scheduler = start_scheduler(settings, house.clock, app.state.mail) if settings.scheduler == "on" else None
        gc.collect()
        gc.freeze()  # what lives as long as the process is never searched for garbage
        yield
        app.state.mail.stop()
        if scheduler is not None:
            scheduler.shutdown(wait=False)
        house.feeds.stop()
        house.database.close()

    app = Service(
        house,
        title="Qixian 期限",
        version=__version__,
        description="From an official notice to every province's calendar.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=problem_responses(404, 422, 503),
    )
    app.state.mail = digest_run(house)
    app.state.gate = Gate(settings, house.clock, house.database)
    app.add_middleware(Reads, house=house)
    app.add_middleware(PublicPages, house=house)
    add_problem_handlers(app)
    add_error_pages(app)
    for router in ROUTERS:
        app.include_router(router)
    return app


def open_house(settings: Settings, clock: Clock | None = None) -> House:
    """The parts the service and the commands stand on. Nothing is connected yet. Raises SettingsError."""
    database = Database(settings.database)
    workdays = Workdays(read_workdays(settings.workdays_file) if settings.workdays_file else {})
    feeds = Published(database, settings, workdays)
    written = WrittenTasks(workdays, settings.base_url)
    kept, pasts = KeptQueries(database), Pasts(database)
    return House(settings, clock or SystemClock(), database, workdays, feeds, written, kept, pasts)


def digest_run(house: House) -> DigestRun:
    """The mail of this house, as its settings have it delivered."""
    return DigestRun(house.database, house.settings, transport_for(house.settings), house.clock, house.workdays)
