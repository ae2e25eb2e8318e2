"""`qixian tasks` asks what /tasks asks, and an administrator's own working days hold everywhere."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.commands import build_cli
from app.errors import InvalidInput, NotFound, SettingsError
from app.main import open_house
from app.settings import Settings
from tests.conftest import SEED

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> Run:
    """`run("tasks", "--json")` on a database that holds the first notice."""
    monkeypatch.setenv("QIXIAN_DATABASE_URL", sqlite_url)

    def call(*words: str) -> Result:
        return CliRunner().invoke(build_cli(), list(words))

    assert call("load", str(SEED)).exit_code == 0
    return call


def test_it_prints_a_table_whose_columns_stand_under_each_other(run: Run) -> None:
    out = run("tasks", "--due-before", "today+30d", "--province", "广东", "--as-of", "2022-08-22").stdout
    lines = out.splitlines()
    assert len(lines) == 5
    assert lines[2].startswith("2022-08-25  2022-08-25      征集推介  一（九）  2022年全民终身学习活动周推介")
    assert lines[0].startswith("截止日      此前最后工作日  类别      条目      事项")


def test_it_prints_json_and_csv_of_the_same_tasks(run: Run) -> None:
    listed = json.loads(run("tasks", "--json", "--kind", "report", "--no-needs-seal").stdout)
    table = list(csv.DictReader(io.StringIO(run("tasks", "--csv", "--kind", "report").stdout.removeprefix("\ufeff"))))
    assert [task["id"] for task in listed] == [row["事项编号"] for row in table]
    assert len(listed) == 4


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--due-by", "2022-13-01"], "2022-13-01 does not exist"),
        (["--province", "guangdon"], "Did you mean guangdong?"),
        (["--kind", "duty"], "--kind: Input should be"),
        (["--notice", "x"], "No notice has the id or number 'x'"),
    ],
)
def test_it_refuses_what_tasks_refuses(run: Run, words: list[str], reason: str) -> None:
    error = run("tasks", *words).exception
    assert isinstance(error, InvalidInput | NotFound)
    assert reason in error.detail


def test_forgetting_the_tokens_is_told(run: Run) -> None:
    assert "Every sync token is void" in run("forget-sync-tokens").stdout


def test_an_administrators_own_days_win_and_make_their_year_known(tmp_path: Path) -> None:
    file = tmp_path / "days.json"
    file.write_text('{"2150-03-04": false, "2150-03-07": true}')
    workdays = open_house(Settings(data_dir=tmp_path, workdays_file=file)).workdays
    assert not workdays.is_workday(date(2150, 3, 4))
    assert workdays.is_workday(date(2150, 3, 7))
    assert not workdays.is_provisional(date(2150, 6, 1))
    assert workdays.is_provisional(date(2151, 6, 1))


@pytest.mark.parametrize("text", ["", "[]", '{"2150-13-01": true}', '{"2150-01-01": "no"}', '{"2150-01-01": 1}'])
def test_a_broken_file_of_days_is_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "days.json"
    file.write_text(text)
    with pytest.raises(SettingsError, match=r"QIXIAN_WORKDAYS_FILE: .*days\.json"):
        open_house(Settings(data_dir=tmp_path, workdays_file=file))


def test_a_missing_file_of_days_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        open_house(Settings(data_dir=tmp_path, workdays_file=tmp_path / "none.json"))
