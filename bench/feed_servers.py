"""Starting a server, driving it over keep-alive connections, and reading what it cost from /proc."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Cost:
    """One run: server CPU per request in microseconds, and requests per second."""

    cpu: float
    rate: float


class Server:
    """A process that answers HTTP on a port of this machine."""

    def __init__(self, port: int, command: list[str], path: str, headers: Mapping[str, str], **environ: str) -> None:
        self.port = port
        self.path = path
        self.headers = dict(headers)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(command, env=os.environ | environ, stdout=self._log, stderr=self._log)

    def wait(self) -> None:
        """Return when it answers."""
        deadline = time.perf_counter() + 30
        while time.perf_counter() < deadline and self._process.poll() is None:
            with suppress(OSError, http.client.HTTPException):
                self.ask()
                return
            time.sleep(0.05)
        self._log.seek(0)
        raise RuntimeError(f"{self._process.args} does not answer: {self._log.read()[-2000:].decode()}")

    def ask(self, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] = {}) -> tuple[int, bytes]:
        """One request: status and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, self.path, body, self.headers | dict(headers))
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, content

    def drive(self) -> Cost:
        """Keep it busy for two seconds."""
        before = self._cpu()
        started = time.perf_counter()
        count = self._wrk() if shutil.which("wrk") else self._sequential()
        return Cost((self._cpu() - before) / count * 1e6, count / (time.perf_counter() - started))

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(10)

    def _wrk(self) -> int:
        wanted = [argument for name, value in self.headers.items() for argument in ("-H", f"{name}: {value}")]
        url = f"http://127.0.0.1:{self.port}{self.path}"
        answer = subprocess.run(
            ["wrk", "-t1", "-c8", f"-d{_SECONDS:g}s", *wanted, url], capture_output=True, text=True, check=True
        ).stdout
        found = re.search(r"(\d+) requests in", answer)
        assert found, answer
        return int(found[1])

    def _sequential(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        count, end = 0, time.perf_counter() + _SECONDS
        while time.perf_counter() < end:
            connection.request("GET", self.path, headers=self.headers)
            connection.getresponse().read()
            count += 1
        connection.close()
        return count

    def _cpu(self) -> float:
        """Seconds of CPU the process and its children have used, all threads; it ticks a hundred times a second."""
        pids = [self._process.pid, *_children(self._process.pid)]
        fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
        return sum(int(field[11]) + int(field[12]) for field in fields) / os.sysconf("SC_CLK_TCK")


def uvicorn(port: int, factory: str) -> list[str]:
    """The command of one uvicorn worker for a factory of bench.feed_contenders."""
    options = ["--port", str(port), "--no-access-log", "--log-level", "warning", "--no-server-header"]
    command = [sys.executable, "-m", "uvicorn", "--factory", f"bench.feed_contenders:{factory}"]
    return [*command, "--loop", "uvloop", "--http", "httptools", *options]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]
