"""The programs in docs/examples, run as an integrator would run them, against a service that listens."""

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from app.clock import FixedClock
from app.main import create_app
from app.provinces import get_province
from app.queries import TaskFilter, each_task, renew_tokens
from app.routes.context import House
from tests.conftest import ROOT
from tests.tasks.conftest import Load

EXAMPLES = ROOT / "docs" / "examples"
MISSING = [tool for tool in ("curl", "jq") if shutil.which(tool) is None]
PROGRAMS = [
    pytest.param([sys.executable, str(EXAMPLES / "sync.py")], id="python"),
    pytest.param(
        ["sh", str(EXAMPLES / "sync.sh")],
        id="shell",
        marks=pytest.mark.skipif(bool(MISSING), reason=f"not on this machine: {', '.join(MISSING)}"),
    ),
]


@pytest.fixture
def address(house: House, clock: FixedClock) -> Generator[str]:
    """Where a service listens that shares the database of `client`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(create_app(house.settings, clock), host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def fresh(house: House) -> dict[str, Any]:
    wanted = TaskFilter(province=get_province("guangdong"))
    with house.database.read() as session:
        return {row.id: (row.title, row.sequence) for row in each_task(session, wanted)}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_copy_stays_in_step_through_an_amendment_and_a_withdrawal(
    program: list[str], address: str, house: House, load: Load, seed: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "copy.json"

    def sync() -> dict[str, Any]:
        subprocess.run([*program, address, str(file)], check=True, timeout=60)
        return {key: (task["title"], task["sequence"]) for key, task in json.loads(file.read_text())["tasks"].items()}

    assert sync() == fresh(house)
    seed["tasks"][8]["due_on"] = "2022-11-15"
    load(seed)
    assert sync() == fresh(house)
    del seed["tasks"][13]
    seed["tasks"][0]["provinces"] = ["beijing"]
    load(seed)
    assert sync() == fresh(house)
    assert len(fresh(house)) == 13
    with house.database.write() as session:
        renew_tokens(session)
    assert sync() == fresh(house)
