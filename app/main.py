"""Where all parts meet: `create_app(settings, clock)`. Nothing happens at import."""

import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from app import __version__
from app.clock import Clock, SystemClock
from app.database import Database
from app.delivery.run import DigestRun
from app.jobs import start_scheduler
from app.mail import transport_for
from app.publishing import FeedLayer, Published
from app.publishing.layer import Receive, Scope, Send
from app.routes import ROUTERS
from app.routes.context import House
from app.routes.problems import add_problem_handlers
from app.settings import Settings
from app.workdays import Workdays


class Service(FastAPI):
    """FastAPI behind the published feeds: what they answer never reaches it, its built-in middleware included."""

    def __init__(self, house: House, **options: Any) -> None:
        super().__init__(**options)
        self.state.house = house
        self._front = FeedLayer(super().__call__, house.feeds, house.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._front(scope, receive, send)


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """The service. The database is opened and migrated when it starts, and the scheduler with it."""
    house = open_house(settings, clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        house.database.migrate()
        house.feeds.start()
        scheduler = start_scheduler(settings, house.clock, digest_run(house)) if settings.scheduler == "on" else None
        gc.collect()
        gc.freeze()  # what lives as long as the process is never searched for garbage
        yield
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
    )
    add_problem_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    return app


def open_house(settings: Settings, clock: Clock | None = None) -> House:
    """The parts the service and the commands stand on. Nothing is connected yet."""
    database, workdays = Database(settings.database), Workdays()
    return House(settings, clock or SystemClock(), database, workdays, Published(database, settings, workdays))


def digest_run(house: House) -> DigestRun:
    """The weekly digest, as this house's settings have it delivered."""
    return DigestRun(house.database, house.settings, transport_for(house.settings), house.clock, house.workdays)
