"""Reading in a process of its own: the same draft, and no file takes more than its share."""

import fcntl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import BoundedSemaphore

import pytest
from fastapi.testclient import TestClient

from app.drafts import apart
from app.drafts.apart import read_apart
from app.drafts.reading import MAX_CHARACTERS, read_bounded
from app.errors import InvalidInput, TooLarge
from app.workdays import Workdays
from tests.conftest import ROOT
from tests.drafts.conftest import NOTICE, form_word
from tests.extraction.office import docx, paragraph, pdf


def be_read_by(monkeypatch: pytest.MonkeyPatch, script: str, seconds: float = 30) -> None:
    """Let a script stand in for the reader."""
    monkeypatch.setattr(apart, "_COMMAND", (sys.executable, "-c", script))
    monkeypatch.setattr(apart, "_SECONDS", seconds)


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every place to read at is taken, and nobody waits."""
    monkeypatch.setattr(apart, "_PLACES", BoundedSemaphore(1))
    monkeypatch.setattr(apart, "_PATIENCE", 0)
    apart._PLACES.acquire()


@pytest.mark.parametrize("source", [NOTICE, NOTICE.encode("gb18030"), docx(paragraph("请于2024年9月30日前报送。"))])
def test_the_draft_is_the_same_as_without_a_process_of_its_own(source: str | bytes, workdays: Workdays) -> None:
    assert read_apart("通知", source, workdays) == read_bounded("通知", source, workdays)


def test_days_an_administrator_entered_count_there_too() -> None:
    text = "各处室：\n请于本通知印发之日起1个工作日内报送总结。\n某某局\n2023年4月10日\n"
    days_off = Workdays({date(2023, 4, 11): False})
    assert [task.deadline.due_on for task in read_apart("通知", text, days_off).tasks] == [date(2023, 4, 12)]


def test_what_is_refused_there_is_refused_here_in_the_same_words(workdays: Workdays) -> None:
    with pytest.raises(TooLarge, match="只上传通知正文"):
        read_apart("长文", "期" * (MAX_CHARACTERS + 1), workdays)
    with pytest.raises(InvalidInput, match="已加密") as refused:
        read_apart("锁.pdf", pdf(["secret"], encrypted=True), workdays)
    assert refused.value.param == "file"


def test_a_reader_that_never_ends_is_given_up_with_all_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, api: TestClient
) -> None:
    held = tmp_path / "held"
    script = f"import subprocess; subprocess.run(['flock', {str(held)!r}, 'sleep', '600'])"
    be_read_by(monkeypatch, script, seconds=0.5)
    answer = api.post("/drafts", json={"text": NOTICE})
    assert (answer.status_code, answer.json()["param"]) == (422, "file")
    assert (
        answer.json()["detail"] == "「粘贴的文字」在 0.5 秒内读不完，已经停止。请只上传通知正文，或分成几份分别读取。"
    )
    assert is_free(held)
    assert api.get("/drafts").json() == []


def is_free(file: Path) -> bool:
    """Whether nobody holds the lock on `file`, or lets go within 5 seconds."""
    with file.open("w") as stream:
        for _ in range(100):
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.05)
            else:
                return True
    return False


def test_a_reader_that_dies_takes_nothing_along(monkeypatch: pytest.MonkeyPatch, api: TestClient) -> None:
    be_read_by(monkeypatch, "import os; os._exit(139)")
    answer = api.post("/drafts", files={"file": ("坏.pdf", b"%PDF-1.7")})
    assert answer.status_code == 422
    assert answer.json()["detail"] == (
        "「坏.pdf」太大或太复杂，读不下来。请只上传通知正文，或另存为 .docx、.txt 再试。"
    )
    monkeypatch.undo()
    assert api.post("/drafts", json={"text": NOTICE}).status_code == 201


def test_the_service_answers_others_while_a_notice_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, api: TestClient
) -> None:
    released = tmp_path / "released"
    be_read_by(monkeypatch, f"import os, time\nwhile not os.path.exists({str(released)!r}): time.sleep(0.01)\nexit(1)")
    with ThreadPoolExecutor() as others:
        reading = others.submit(api.post, "/drafts", json={"text": NOTICE})
        assert api.get("/tasks").status_code == 200
        assert not reading.done()
        released.touch()
        assert reading.result().status_code == 422


@pytest.mark.usefixtures("full")
def test_whoever_finds_every_place_taken_is_told_to_come_back(api: TestClient) -> None:
    answer = api.post("/drafts", json={"text": NOTICE})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "请过半分钟再试" in answer.json()["detail"]


@pytest.mark.usefixtures("full")
def test_on_the_page_nothing_typed_is_lost_then(browser: TestClient) -> None:
    page = browser.post("/review", data={"csrf": form_word(browser.get("/review").text), "text": NOTICE})
    assert page.status_code == 503
    assert "请过半分钟再试" in page.text
    assert "校企合作典型案例征集" in page.text


def test_the_reader_knows_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch, workdays: Workdays) -> None:
    monkeypatch.setenv("QIXIAN_SECRET", "not for everyone")
    told = "import json, os; print(json.dumps({'refusal': 'InvalidInput', 'detail': str(os.environ), 'param': None}))"
    be_read_by(monkeypatch, told)
    with pytest.raises(InvalidInput) as refused:
        read_apart("通知", NOTICE, workdays)
    assert "PATH" in refused.value.detail
    assert "not for everyone" not in refused.value.detail


def test_the_service_starts_where_processes_cannot_be_bounded() -> None:
    absent = "import sys; sys.modules['resource'] = None"
    program = f"{absent}; import app.main; from app.drafts.apart import _bound; _bound()"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
