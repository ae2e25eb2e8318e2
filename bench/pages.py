"""What a province page costs: bytes over the wire, server time beside the JSON of the same tasks, time to be seen.

    python -m bench.pages

Starts its own server on this machine, with the first notice, and sends it a bounded number of requests. Times are
medians of one run; the ratio is what counts, as both addresses are asked in turn.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
BROWSER = {"Accept": "text/html"}
_PAGE = "/provinces/guangdong?as_of=2022-08-22"
REQUESTS, LOADS, WARM_UP = 300, 9, 30
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_LCP = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
    .observe({type: 'largest-contentful-paint', buffered: true}))"""


def main() -> int:
    """Measure, print a table with the targets, and return 0: a timing is no test."""
    with _served() as port:
        page, data = _server_times(port)
        site = f"http://127.0.0.1:{port}"
        rows = [
            ("page with style, script and icon", f"{_weight(port, 'identity') / 1000:.1f} kB", "< 50 kB"),
            ("the same to a browser, which takes gzip", f"{_weight(port, 'gzip') / 1000:.1f} kB", ""),
            ("server time, page (median)", f"{page * 1000:.2f} ms", ""),
            ("server time, JSON of the same tasks (median)", f"{data * 1000:.2f} ms", ""),
            ("page / JSON", f"{page / data:.2f}", "< 3"),
            (f"Largest Contentful Paint, CPU 4 times slower (median of {LOADS})", _paint(f"{site}{_PAGE}"), "< 500 ms"),
            ("the same of a page of two words, from no server", _paint("data:text/html,<p>期限"), ""),
        ]
    print(f"{os.cpu_count()} cores, one worker, {REQUESTS} requests of each kind, every one for another day")
    for name, measured, target in rows:
        print(f"{name:<64}{measured:>12}   {target}")
    return 0


@contextmanager
def _served() -> Generator[int]:
    """The service in a process of its own, on a free port."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
        probe.close()
        settings = {"QIXIAN_DATA_DIR": folder, "QIXIAN_SCHEDULER": "off", "QIXIAN_BASE_URL": f"http://127.0.0.1:{port}"}
        environ = os.environ | settings
        command = [sys.executable, "-m", "app"]
        seed = "seed/tasks_2022h2.json"
        subprocess.run([*command, "load", seed], cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)
        serve = [*command, "serve", "--port", str(port)]
        with subprocess.Popen(serve, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL) as process:
            try:
                _wait(port)
                yield port
            finally:
                process.terminate()


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the service did not start within 10 seconds")


def _weight(port: int, coding: str) -> int:
    """Bytes of a province page, headers included, and of all it makes a browser that takes this coding fetch."""
    links = set(re.findall(r'"(/static/[^"]+)"', _get(port, _PAGE, "identity")[0].decode()))
    return sum(_get(port, address, coding)[1] for address in (_PAGE, *links))


def _get(port: int, address: str, coding: str) -> tuple[bytes, int]:
    """(the body, its bytes on the wire with the headers)."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", address, headers={**BROWSER, "Accept-Encoding": coding})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return body, len(body) + sum(len(name) + len(value) + 4 for name, value in answer.getheaders())


def _server_times(port: int) -> tuple[float, float]:
    """(page, JSON): median seconds of a request over one kept connection. Another day each time, so nothing is kept."""
    connection = HTTPConnection("127.0.0.1", port)
    times: tuple[list[float], list[float]] = ([], [])
    for day in islice(_days(), WARM_UP + REQUESTS):
        times[0].append(_timed(connection, f"/provinces/guangdong?as_of={day}", BROWSER))
        times[1].append(_timed(connection, f"/tasks?province=guangdong&as_of={day}", {}))
    connection.close()
    return median(times[0][WARM_UP:]), median(times[1][WARM_UP:])


def _days() -> Iterator[date]:
    day = date(2022, 7, 1)
    while True:
        yield day
        day += timedelta(days=1)


def _timed(connection: HTTPConnection, address: str, headers: dict[str, str]) -> float:
    started = time.perf_counter()
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{address} answered {answer.status}")
    return time.perf_counter() - started


def _paint(address: str) -> str:
    """Median Largest Contentful Paint of cold loads, or why it was not measured."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright  # the extra `browser`, which may be missing
    except ImportError:
        return "no Playwright"
    if chromium is None:
        return "no Chromium"
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        for _ in range(LOADS):
            page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
            page.goto(address)
            times.append(page.evaluate(_LCP))
            page.context.close()
        browser.close()
    return f"{median(times):.0f} ms"


if __name__ == "__main__":
    sys.exit(main())
