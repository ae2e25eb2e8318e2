"""dev.py: a clear message where a newcomer's machine lacks something."""

import importlib.util
import subprocess
import sys
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture
def dev() -> ModuleType:
    """dev.py as a module."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "dev.py", *arguments], cwd=ROOT, capture_output=True, text=True)


def test_a_python_without_ensurepip_is_told_which_package_to_install(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as stopped:
        dev._make_venv(uv=None)
    assert stopped.value.code == 2
    assert f"apt install python3.{sys.version_info.minor}-venv" in capsys.readouterr().err


def test_an_old_python_is_told_what_is_needed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit):
        dev._prepare("run")
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


def test_pips_hundred_lines_become_one(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    said = dev._watch(["Collecting a==1\n", "  Using cached a.whl\n", "Collecting b==2\n"], total=2)
    assert len(said) == 3
    assert capsys.readouterr().out.strip() == "Installed what the lock lists."


def test_a_bench_that_is_not_there_is_answered_with_those_that_are() -> None:
    done = run("bench", "fedes")
    assert done.returncode == 2
    assert "python3 dev.py bench NAME; there are:" in done.stderr


def test_an_unknown_argument_is_refused() -> None:
    done = run("run", "--prot", "9000")
    assert (done.returncode, "unknown argument --prot" in done.stderr) == (2, True)
