"""One calendar behind several servers, one worker each: what a request costs the server, and how many it answers."""

import importlib.util
import shutil
import sys
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from statistics import median

from app.database import Database
from app.feeds import Options
from app.publishing import Published, find_address
from app.settings import Settings
from app.workdays import Workdays
from bench.catalogues import first_notice, load
from bench.feed_servers import Cost, Server, free_port, uvicorn

_ROUNDS = 5
_PATH = "/feeds/guangdong.ics"


def report(folder: Path) -> None:
    """Print server CPU per request and requests per second, and how they compare."""
    content, tag = _calendar(folder / "seed.db")
    print(f"{_PATH}, {len(content):,} bytes; medians of {_ROUNDS} rounds")
    with ExitStack() as stack:
        servers = {name: stack.enter_context(running) for name, running in _contenders(folder, content, tag)}
        rounds = [{name: server.drive() for name, server in servers.items()} for _ in range(1 + _ROUNDS)][1:]
    costs = {name: _median([costs[name] for costs in rounds]) for name in servers}
    print(f"{'':22}{'CPU µs':>8}{'req/s':>10}{'CPU: bare ÷ it':>16}{'req/s: it ÷ bare':>18}{'CPU: it ÷ feed':>16}")
    for name, cost in costs.items():
        limit = costs.get(f"bare ASGI{name.removeprefix('this feed')}", costs["bare ASGI"])
        print(
            f"{name:22}{cost.cpu:8.1f}{cost.rate:10,.0f}{limit.cpu / cost.cpu:16.2f}{cost.rate / limit.rate:18.2f}"
            f"{cost.cpu / costs['this feed'].cpu:16.1f}"
        )
    print("304 and gzip of this feed are compared with a bare answer of the same kind.\n")


def _calendar(file: Path) -> tuple[bytes, str]:
    """The feed of 广东 as the service gives it, and its tag; the database is left for the servers."""
    settings = Settings(database_url=f"sqlite:///{file}")
    database = Database(settings.database)
    database.migrate()
    load(database, [first_notice()])
    feeds = Published(database, settings, Workdays())
    form = feeds.get(find_address("guangdong", Options(), todo=False)).copy.plain
    database.close()
    return form.whole.body, form.etag.decode()


def _contenders(folder: Path, content: bytes, tag: str) -> Iterator[tuple[str, AbstractContextManager[Server]]]:
    known, zipped = {"If-None-Match": tag}, {"Accept-Encoding": "gzip"}
    for name, factory, headers in (
        ("bare ASGI", "bare", {}),
        ("bare ASGI, 304", "bare_304", known),
        ("bare ASGI, gzip", "bare_gzip", zipped),
        ("this feed", "ours", {}),
        ("this feed, 304", "ours", known),
        ("this feed, gzip", "ours", zipped),
        ("naive FastAPI route", "naive", {}),
    ):
        port = free_port()
        environ = {"BENCH_DATABASE": f"sqlite:///{folder / 'seed.db'}"}
        yield name, _running(Server(port, uvicorn(port, factory), _PATH, headers, **environ))
    if importlib.util.find_spec("radicale"):
        yield "Radicale", _running(_radicale(folder), content)
    else:
        print("(Radicale is not installed: extra `bench`)")
    if shutil.which("nginx"):
        yield "nginx, static file", _running(_nginx(folder, content))
    else:
        print("(nginx is not installed)")


@contextmanager
def _running(server: Server, upload: bytes | None = None) -> Generator[Server]:
    """The server once it answers, with `upload` put where it reads from; stopped at the end."""
    try:
        server.wait()
        if upload is not None:
            status, answer = server.ask("PUT", upload, {"Content-Type": "text/calendar; charset=utf-8"})
            if status != 201:
                raise RuntimeError(f"the calendar was not taken: {status} {answer!r}")
        yield server
    finally:
        server.stop()


def _radicale(folder: Path) -> Server:
    port = free_port()
    storage = ["--storage-filesystem-folder", str(folder / "radicale")]
    command = [sys.executable, "-m", "radicale", "--server-hosts", f"127.0.0.1:{port}", *storage]
    options = ["--auth-type", "none", "--logging-level", "error"]
    return Server(port, [*command, *options], "/bench/guangdong/", {"Authorization": "Basic YmVuY2g6YmVuY2g="})


def _nginx(folder: Path, content: bytes) -> Server:
    port = free_port()
    folder.chmod(0o755)  # its worker is another user
    (folder / "www" / "feeds").mkdir(parents=True)
    (folder / "www" / "feeds" / "guangdong.ics").write_bytes(content)
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        "http { access_log off; keepalive_requests 1000000000; open_file_cache max=100; types { text/calendar ics; }\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}\n"
    )
    return Server(port, ["nginx", "-c", str(config)], _PATH, {})


def _median(costs: list[Cost]) -> Cost:
    return Cost(median(cost.cpu for cost in costs), median(cost.rate for cost in costs))
