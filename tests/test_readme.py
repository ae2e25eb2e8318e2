"""The README runs: every command of its tour, typed as it stands, prints what it says."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEED
from tests.servers import free_port

READMES = ("README.md", "README.zh-CN.md")
# What differs from run to run: when the notice was loaded.
_STAMP = re.compile(r"\d{8}T\d{6}Z")


def tour(readme: str) -> list[tuple[str, str]]:
    """Each command after a `$`, and the lines under it in the same indented block."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    steps = re.findall(r"^    \$ (.+)\n((?:    (?!\$ ).+\n)*)", text, re.MULTILINE)
    return [(command, re.sub(r"^    ", "", output, flags=re.MULTILINE)) for command, output in steps]


@pytest.fixture
def service(tmp_path: Path) -> Generator[dict[str, str]]:
    """The service with the seed loaded, as `dev.py run` starts it; the environment the tour is typed in."""
    port = free_port()
    folder = tmp_path / ".venv" / "bin"
    folder.mkdir(parents=True)
    (folder / "qixian").symlink_to(shutil.which("qixian", path=str(Path(sys.executable).parent)) or sys.executable)
    environment = {
        **os.environ,
        "QIXIAN_DATA_DIR": "var",
        "QIXIAN_SCHEDULER": "off",
        "PORT": str(port),
        "PYTHONUTF8": "1",
    }
    subprocess.run([folder / "qixian", "load", SEED], cwd=tmp_path, env=environment, check=True, capture_output=True)
    server = subprocess.Popen(
        [folder / "qixian", "serve", "--port", str(port)], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield environment
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{address} did not answer within 20 seconds")


@pytest.mark.parametrize("readme", READMES)
def test_every_command_of_the_tour_prints_what_the_readme_says(
    readme: str, service: dict[str, str], tmp_path: Path
) -> None:
    missing = [tool for tool in ("curl", "jq") if shutil.which(tool) is None]
    steps = tour(readme)
    assert len(steps) >= 5
    for command, expected in steps:
        if any(re.search(rf"\b{tool}\b", command) for tool in missing):
            continue
        typed = command.replace("127.0.0.1:8000", f"127.0.0.1:{service['PORT']}")
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", typed], cwd=tmp_path, env=service, capture_output=True, text=True
        )
        printed = done.stdout.replace(f"127.0.0.1:{service['PORT']}", "127.0.0.1:8000").replace("\r", "")
        assert (done.returncode, _STAMP.sub("…", printed)) == (0, _STAMP.sub("…", expected)), command
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed: those commands of the tour were not tried, the others ran")
