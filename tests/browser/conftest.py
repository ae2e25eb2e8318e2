"""A real browser against a real server, on Monday 2022-08-22. Skipped, with the reason, where there is no browser."""

import shutil
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from app.clock import FixedClock
from app.intake import load_document, parse_document
from app.main import create_app
from app.routes.context import House
from app.settings import Settings
from tests.conftest import MONDAY, SEED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NewPage = Callable[..., "Page"]


def violations(page: "Page") -> list[tuple[str, list[str]]]:
    """What axe objects to on the page as it stands: (rule, elements). The page must bypass its CSP to be looked at."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra `browser`")
    found = axe.Axe().run(page).response["violations"]
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found]


@dataclass(frozen=True, slots=True)
class Site:
    """The running service: where it is, what it stands on, and where it writes its mail."""

    address: str
    house: House

    @property
    def maildir(self) -> Path:
        return self.house.settings.maildir


@contextmanager
def serving(folder: Path) -> Generator[Site]:
    """The service on a free port of this machine, with the first notice loaded."""
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = Settings(data_dir=folder, base_url=address, scheduler="off")
    clock = FixedClock(MONDAY)
    app = create_app(settings, clock)
    house: House = app.state.house
    house.database.migrate()
    with house.database.write() as session:
        load_document(session, parse_document(SEED.name, SEED.read_bytes()), clock.now())
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield Site(address, house)
    server.should_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """The service all pages are looked at on."""
    with serving(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Generator["Browser"]:
    """The system's Chromium."""
    reason = "needs the extra `browser`: pip install -e .[browser]"
    playwright = pytest.importorskip("playwright.sync_api", reason=reason)
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=found, args=_FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def new_page(browser: "Browser", site: Site) -> Generator[NewPage]:
    """Opens pages whose addresses begin at the service; keyword arguments as for a browser context."""
    contexts = []

    def open_page(**options: Any) -> "Page":
        context = browser.new_context(base_url=site.address, locale="zh-CN", **options)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
