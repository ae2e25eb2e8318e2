"""JavaScript judges for tests: packages installed once by `npm ci`, into a cache folder of the user."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_INPUTS = ("package.json", "package-lock.json", ".npmrc")


class NodeProject:
    """A folder of scripts with a package-lock.json, runnable once its packages are there."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._home = (
            _cache() / hashlib.sha256(b"".join((source / name).read_bytes() for name in _INPUTS)).hexdigest()[:16]
        )

    def run(self, script: str, given: Any) -> Any:
        """What `node script` prints as JSON for `given` on its standard input."""
        shutil.copy(self._source / script, self._home)
        answer = subprocess.run(
            ["node", script], input=json.dumps(given), cwd=self._home, capture_output=True, text=True, timeout=120
        )
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    def install(self) -> None:
        """Have the packages there, or skip the test, saying what is missing."""
        if shutil.which("node") is None or shutil.which("npm") is None:
            pytest.skip("Node.js with npm is not installed: the JavaScript judges did not look at the feeds")
        self._home.mkdir(parents=True, exist_ok=True)
        with (self._home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may come at once
            if not (self._home / "installed").exists():
                self._fetch()

    def _fetch(self) -> None:
        for name in _INPUTS:
            shutil.copy(self._source / name, self._home)
        answer = subprocess.run(
            ["npm", "ci", "--ignore-scripts", "--no-progress"],
            cwd=self._home,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if answer.returncode != 0:
            pytest.skip(f"npm cannot fetch the JavaScript judges: {answer.stderr.strip()[-300:]}")
        (self._home / "installed").touch()


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qixian" / "node"
