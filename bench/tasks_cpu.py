"""What an answer of `/tasks` costs the server's CPU against FastAPI itself, and what an export costs its memory."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from fastapi import FastAPI

from app.clock import SystemClock
from app.intake import load_document, parse_document
from app.main import create_app, open_house
from app.schemas.answers import TaskPage
from app.settings import Settings

_SEED = Path(__file__).parent.parent / "seed" / "tasks_2022h2.json"
_TICKS = os.sysconf("SC_CLK_TCK")
_QUERY = "due_before=2023-01-01&province=guangdong&limit=50&undated=include"


def service() -> FastAPI:
    """The service, as QIXIAN_* say."""
    return create_app(Settings.from_environ(os.environ))


def reference() -> FastAPI:
    """The same 15 tasks from memory, through four parameters and a response_model: FastAPI and nothing else."""
    app = FastAPI()
    example = json.loads(Path(os.environ["REFERENCE"]).read_text(encoding="utf-8"))
    prepared = TaskPage.model_validate(example)

    @app.get("/reference", response_model=TaskPage)
    async def answer(
        due_before: date | None = None, province: str | None = None, limit: int = 50, undated: str | None = None
    ) -> TaskPage:
        return prepared

    return app


class Server:
    """A uvicorn of one worker, and what it has used."""

    def __init__(self, factory: str, environ: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = [sys.executable, "-m", "uvicorn", "--factory", f"bench.tasks_cpu:{factory}", "--port", str(self.port)]
        words += ["--no-access-log", "--log-level", "warning"]
        self.process = subprocess.Popen(words, env=os.environ | environ)
        self.http = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def wait(self) -> None:
        for _ in range(300):
            try:
                self.http.connect()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("the server did not start")

    def get(self, address: str, etag: str | None = None) -> tuple[int, str | None]:
        """(status, ETag); the body is read and let go."""
        self.http.request("GET", address, headers={"If-None-Match": etag} if etag else {})
        answer = self.http.getresponse()
        answer.read()
        return answer.status, answer.headers["ETag"]

    def cpu(self) -> float:
        """Seconds of CPU used so far."""
        parts = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / _TICKS

    def memory(self, field: str) -> int:
        """VmRSS or VmHWM in MB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(field))

    def forget_peak(self) -> None:
        """Let VmHWM begin anew: reading the catalogue for the feeds had a peak of its own."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5", encoding="ascii")


@contextmanager
def serving(factory: str, **environ: str) -> Generator[Server]:
    """A server that runs until the block ends."""
    server = Server(factory, environ)
    try:
        server.wait()
        yield server
    finally:
        server.process.terminate()
        server.process.wait()


def measure_cpu(folder: Path, requests: int = 2_000) -> None:
    """Print the CPU of an answer of 15 tasks: worked out, kept, and 304, each against the reference."""
    settings = Settings(data_dir=folder / "seed", scheduler="off")
    house = open_house(settings, SystemClock())
    house.database.migrate()
    with house.database.write() as session:
        load_document(session, parse_document("seed", _SEED.read_bytes()), house.clock.now())
    house.database.close()
    with serving("service", QIXIAN_DATA_DIR=str(settings.data_dir), QIXIAN_SCHEDULER="off") as server:
        server.http.request("GET", f"/tasks?{_QUERY}")
        (folder / "reference.json").write_bytes(server.http.getresponse().read())
        etag = server.get(f"/tasks?{_QUERY}")[1]
        worked = _each(server, (f"/tasks?{_QUERY}&as_of={day}" for day in _days()), requests // 4)
        kept = _each(server, _same(f"/tasks?{_QUERY}"), requests)
        unchanged = _each(server, _same(f"/tasks?{_QUERY}"), requests, etag)
    with serving("reference", REFERENCE=str(folder / "reference.json")) as server:
        base = _each(server, _same(f"/reference?{_QUERY}"), requests)
    print(f"\nServer CPU of an answer of 15 tasks, {os.cpu_count()} cores, one worker")
    for name, cost in (
        ("FastAPI, response_model, no database", base),
        ("/tasks, a query for the first time", worked),
        ("/tasks, asked again", kept),
        ("/tasks, 304", unchanged),
    ):
        print(f"{name:40}{cost:8.0f} µs{cost / base:8.2f}")


def measure_exports(url: str) -> None:
    """Print how far the memory of the service grows while it streams every task as CSV."""
    with serving("service", QIXIAN_DATABASE_URL=url, QIXIAN_SCHEDULER="off") as server:
        server.get("/tasks?limit=1")
        server.get("/tasks.csv?province=guangdong&due_by=2016-06-01")
        server.get("/feeds/guangdong.ics")  # once there, the feeds have read the catalogue, and keep it in memory
        server.http.close()  # an idle connection would be closed by the server
        time.sleep(10)
        server.forget_peak()
        idle, start, size = server.memory("VmRSS"), time.perf_counter(), 0
        server.http.request("GET", "/tasks.csv")
        answer = server.http.getresponse()
        while chunk := answer.read(1 << 20):
            size += len(chunk)
        seconds = time.perf_counter() - start
        print(f"/tasks.csv: {size / 1e6:,.0f} MB in {seconds:,.0f} s; {server.memory('VmHWM') - idle} MB above idle")


def _each(server: Server, addresses: Iterator[str], requests: int, etag: str | None = None) -> float:
    """Microseconds of server CPU per request."""
    for _ in range(50):
        server.get(next(addresses), etag)
    start = server.cpu()
    for _ in range(requests):
        status, _etag = server.get(next(addresses), etag)
        if status != (304 if etag else 200):
            raise ValueError(f"the server answered {status}")
    return (server.cpu() - start) / requests * 1e6


def _same(address: str) -> Iterator[str]:
    while True:
        yield address


def _days() -> Iterator[date]:
    """Days that never come again, so that every answer has to be worked out."""
    return (date(2000, 1, 1) + timedelta(days=number) for number in count())
