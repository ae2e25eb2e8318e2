#!/usr/bin/env python3
"""The commands of a developer and of CI. Standard library alone: `python3 dev.py run` works on a bare Python 3.11.

It makes `.venv`, installs from a lock with hashes (uv when present, else pip; only when the lock changed), then acts.
"""

from __future__ import annotations  # so that an older Python gets as far as the message about its age

import argparse
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "locks"
STAMP = VENV / "installed.json"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

# Each lock holds all that the ones before it hold, at the same versions.
EXTRAS: dict[str, list[str]] = {
    "run": ["postgres", "build"],
    "dev": ["postgres", "build", "dev"],
    "browser": ["postgres", "build", "dev", "browser"],
    "bench": ["postgres", "build", "dev", "browser", "bench"],
}
STEPS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["ty", "check"],
    "imports": ["lint-imports"],
}


def main() -> int:
    """Parse the command line and act; the exit code is the command's."""
    options, rest = _parser().parse_known_args()
    if rest and options.command not in {"test", "bench", "soak"}:
        _stop(f"unknown argument {rest[0]}. python3 dev.py {options.command} --help lists what there is.")
    os.chdir(ROOT)
    code: int = options.act(options, rest)
    return code


def run(options: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Migrate, load seed/, serve, and say what is worth trying."""
    _prepare("run")
    shown = "127.0.0.1" if options.host in {"0.0.0.0", "::"} else options.host
    os.environ.setdefault("QIXIAN_BASE_URL", f"http://{shown}:{options.port}")
    seeds = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "seed").glob("*.json"))
    loaded = subprocess.run([PYTHON, "-m", "app", "load", *seeds]).returncode
    if loaded:
        return loaded
    address = os.environ["QIXIAN_BASE_URL"]
    print(
        "\nWorth trying (Ctrl+C stops the service):\n"
        f"  all provinces      {address}/\n"
        f"  a calendar         {address}/feeds/guangdong.ics\n"
        f"  a query            {address}/tasks?due_before=2022-09-01\n"
        f"  a digest, replayed {address}/digests/guangdong?as_of=2022-08-22\n",
        flush=True,
    )
    try:
        return subprocess.run(
            [PYTHON, "-m", "app", "serve", "--host", options.host, "--port", str(options.port)]
        ).returncode
    except KeyboardInterrupt:
        return 0


def test(options: argparse.Namespace, rest: Sequence[str]) -> int:
    """All that CI runs; what failed is printed last."""
    _prepare("browser" if options.browser else "dev")
    failed = {name: output for name, command in STEPS.items() if (output := _failure(name, command)) is not None}
    print("tests: pytest", *rest, flush=True)
    workers = [] if "-n" in rest or "-p" in rest else ["-n", "auto"]
    pytest_failed = subprocess.run([PYTHON, "-m", "pytest", *workers, *rest]).returncode
    for name, output in failed.items():
        print(f"\n--- {name} failed ---\n{output.rstrip()}")
    verdicts = [*failed, *(["tests"] if pytest_failed else [])]
    print(f"\nFailed: {', '.join(verdicts)}" if verdicts else "\nAll checks passed.")
    return 1 if verdicts else 0


def bench(options: argparse.Namespace, rest: Sequence[str]) -> int:
    """Measure one part beside a peer or a limit in the same run; without a name, say which there are."""
    names = sorted(file.stem for file in (ROOT / "bench").glob("[a-z]*.py") if "def main(" in file.read_text("utf-8"))
    if options.name not in names:
        _stop(f"python3 dev.py {options.command} NAME; there are: {', '.join(names)}")
    _prepare("bench")
    return subprocess.run([PYTHON, "-m", f"bench.{options.name}", *rest]).returncode


def lock(options: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Renew the locks: every version pinned, every file hashed, for every platform."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(BIN))
    if uv is None:
        _prepare("dev")
        uv = str(BIN / "uv")
    LOCKS.mkdir(exist_ok=True)
    flags = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
    flags += ["--no-emit-index-url", "--no-emit-find-links", *(["--upgrade"] if options.upgrade else [])]
    same: list[str] = []
    for name, extras in reversed(EXTRAS.items()):  # the largest decides the versions of all
        wanted = [flag for extra in extras for flag in ("--extra", extra)]
        command = [uv, "pip", "compile", "pyproject.toml", *flags, *wanted, *same, "--output-file", f"locks/{name}.txt"]
        subprocess.run(command, check=True)
        print(f"locks/{name}.txt: {len(_pins(name))} packages")
        same = ["--constraint", f"locks/{name}.txt"]
    return 0


def fmt(_options: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Format the code and mend what lint can mend."""
    _prepare("dev")
    subprocess.run([BIN / "ruff", "check", "--fix", "--quiet", "."])
    return subprocess.run([BIN / "ruff", "format", "--quiet", "."]).returncode


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description="Run, test and measure Qixian.", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, act: object, about: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
        command.set_defaults(act=act)
        return command

    serve = add("run", run, "migrate, load seed/, serve, and print the addresses worth trying")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    check = add("test", test, "all that CI runs: format, lint, types, imports, pytest (further arguments go to pytest)")
    check.add_argument("--browser", action="store_true", help="install Playwright too and run the browser tests")
    measure = add("bench", bench, "measure one part beside a peer or a limit (further arguments go to it)")
    measure.add_argument("name", nargs="?", help="feeds, tasks, mail, pages or reading")
    long = add("soak", bench, "the long form of a fault test")
    long.add_argument("name", nargs="?", default="soak_mail", help="default: soak_mail")
    add("fmt", fmt, "format the code and mend what lint can mend")
    renew = add("lock", lock, "renew locks/*.txt from pyproject.toml")
    renew.add_argument("--upgrade", action="store_true", help="take newer versions too")
    return parser


def _prepare(name: str) -> None:
    """Make `.venv` hold what `locks/NAME.txt` lists; nothing to do when it does already."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have any Python
        _stop(f"Qixian needs Python 3.11 or newer; this is {sys.version.split()[0]} at {sys.executable}.")
    wanted = _digest(name)
    if _installed().get(name) == wanted and PYTHON.exists():
        return
    uv = shutil.which("uv")
    if not PYTHON.exists():
        _make_venv(uv)
    _install(uv, ["--require-hashes", "-r", str(LOCKS / f"{name}.txt")], total=len(_pins(name)))
    _install(uv, ["--no-deps", "--no-build-isolation", "-e", "."], total=0)
    STAMP.write_text(json.dumps({other: _digest(other) for other in _covered(name)}), encoding="utf-8")


def _make_venv(uv: str | None) -> None:
    if uv:
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)], check=True)
        return
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        _stop(
            "this Python cannot make a virtual environment: its package ensurepip is missing.\n"
            f"On Debian or Ubuntu: apt install python{version}-venv. Or install uv, which needs neither."
        )
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def _install(uv: str | None, arguments: list[str], total: int) -> None:
    if uv:
        subprocess.run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *arguments], check=True)
        return
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        said = _watch(process.stdout, total)
    if process.returncode:
        _stop("".join(said[-15:]) + "The packages could not be installed. Is there a network? Then try again.")


def _watch(lines: Iterable[str], total: int) -> list[str]:
    """Read pip's output to its end, drawing one bar instead of its hundred lines."""
    said, done = [], 0
    for line in lines:
        said.append(line)
        if total and line.startswith("Collecting "):
            done += 1
            _draw(done, total)
    if total:
        print("\rInstalled what the lock lists." + " " * 40, flush=True)
    return said


def _draw(done: int, total: int) -> None:
    if sys.stdout.isatty():
        filled = min(30, 30 * done // total)
        print(f"\rInstalling [{'#' * filled}{'.' * (30 - filled)}] {done}/{total}", end="", flush=True)


def _failure(name: str, command: list[str]) -> str | None:
    """What a failed check printed; None when it passed."""
    print(f"{name}: {' '.join(command)}", flush=True)
    done = subprocess.run([BIN / command[0], *command[1:]], capture_output=True, text=True, encoding="utf-8")
    return None if done.returncode == 0 else done.stdout + done.stderr


def _covered(name: str) -> list[str]:
    names = list(EXTRAS)
    return names[: names.index(name) + 1]


def _installed() -> dict[str, str]:
    return json.loads(STAMP.read_text(encoding="utf-8")) if STAMP.exists() else {}


def _digest(name: str) -> str:
    content = (LOCKS / f"{name}.txt").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def _pins(name: str) -> list[str]:
    return re.findall(r"^\S+==", (LOCKS / f"{name}.txt").read_text(encoding="utf-8"), re.MULTILINE)


def _stop(message: str) -> None:
    print(f"dev.py: {message}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    sys.exit(main())
