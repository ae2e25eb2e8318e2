"""What the repository promises about itself: documents that are true, and nothing in it that does not belong."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from app import __version__
from app.commands import build_cli
from app.schemas.document import NoticeDocument
from app.settings import Settings, variable
from tests.conftest import ROOT

READMES = ("README.md", "README.zh-CN.md")


def tracked() -> Iterator[Path]:
    """Every text file git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        file = ROOT / name
        if file.is_file() and b"\0" not in file.read_bytes()[:4096]:
            yield file


def test_no_file_names_a_registry_host_or_a_path_of_the_machine() -> None:
    hosts = ["pypi" + ".org", "python" + "hosted", "npm" + "js.org", "npm" + "js.com", "/" + "work/main"]
    found = [
        f"{file.relative_to(ROOT)}: {host}"
        for file in tracked()
        for host in hosts
        if host in file.read_text(encoding="utf-8")
    ]
    assert found == []


@pytest.mark.parametrize("name", ["run", "dev", "browser", "bench"])
def test_every_requirement_in_a_lock_carries_hashes(name: str) -> None:
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    pins = re.split(r"\n(?=\S)", text.strip())
    assert len(pins) > 30
    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_lists_every_setting_and_no_other(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(QIXIAN_\w+)` \|", text, re.MULTILINE)
    assert sorted(rows) == sorted(variable(name) for name in Settings.model_fields)


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_only_commands_there_are(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    there = {command.name for command in build_cli().registered_commands}
    there |= {group.name for group in build_cli().registered_groups}
    named = set(re.findall(r"(?:^|bin/)qixian (\w+)", text, re.MULTILINE))
    assert named
    assert named <= there


def test_the_schema_in_docs_is_the_one_documents_are_checked_against() -> None:
    written = json.loads((ROOT / "docs" / "notice-document.schema.json").read_text(encoding="utf-8"))
    assert written == NoticeDocument.model_json_schema()


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_image_runs_as_nobody_special_and_asks_the_service_how_it_is() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]
    assert any(line.startswith("HEALTHCHECK ") for line in lines)
    assert [line for line in lines if line.startswith("VOLUME ")] == ["VOLUME /data"]


def test_the_dockerfile_is_clean_in_the_eyes_of_hadolint() -> None:
    hadolint = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    if hadolint is None:
        pytest.skip("hadolint is installed on Linux on x86_64 alone")
    done = subprocess.run([hadolint, "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True)
    assert done.stdout == ""


def test_every_file_the_image_copies_is_there() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(?:--\S+ )*(.+)$", text, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source


def test_the_compose_file_gives_the_service_its_database_and_a_read_only_root() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["qixian"]
    assert service["read_only"] is True
    assert service["depends_on"]["db"]["condition"] == "service_healthy"
    assert service["environment"]["QIXIAN_DATABASE_URL"].startswith("postgresql://")
    settings = {name for name in service["environment"] if name.startswith("QIXIAN_")}
    assert settings <= {variable(name) for name in Settings.model_fields}
