"""Drafts over HTTP for programs: behind a token, within bounds, one act at a time."""

import io
import zipfile
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.clock import FixedClock
from app.drafts.reading import MAX_BYTES, MAX_CHARACTERS
from tests.drafts.conftest import CONFIRMED, NOTICE, make_token


def send(api: TestClient, text: str = NOTICE) -> dict[str, Any]:
    answer = api.post("/drafts", json={"name": "7号通知", "text": text})
    assert answer.status_code in {200, 201}
    return answer.json()


def docx(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


WRITING = [
    ("GET", "/drafts"),
    ("POST", "/drafts"),
    ("GET", "/drafts/1"),
    ("PATCH", "/drafts/1"),
    ("POST", "/drafts/1/accept"),
    ("POST", "/drafts/1/reject"),
]


@pytest.mark.parametrize(("method", "address"), WRITING)
def test_without_a_token_nothing_is_read_or_written(
    service: TestClient, clock: FixedClock, method: str, address: str
) -> None:
    body = {"text": NOTICE, "revision": 1, "act": {"act": "choose", "task": 0}, "reason": "x"}
    off = service.request(method, address, json=body)
    assert (off.status_code, off.headers["content-type"]) == (403, "application/problem+json")
    assert "qixian admin token create" in off.json()["detail"]
    make_token(service, clock, "张三")
    missing = service.request(method, address, json=body)
    wrong = service.request(method, address, json=body, headers={"Authorization": "Bearer qixian_wrong"})
    assert (missing.status_code, wrong.status_code) == (401, 401)
    assert missing.headers["www-authenticate"] == 'Bearer realm="qixian"'


def test_a_text_is_read_corrected_and_published(api: TestClient) -> None:
    created = api.post("/drafts", json={"name": "7号通知", "text": NOTICE})
    assert (created.status_code, created.headers["location"]) == (201, "/drafts/1")
    draft = created.json()
    assert [point["anchor"] for point in draft["open"]] == ["task-2"]
    assert draft["draft"]["tasks"][0]["title"] == "校企合作典型案例征集"

    act = {"act": "correct", "task": 0, "title": "案例征集"}
    corrected = api.patch("/drafts/1", json={"revision": 1, "act": act})
    assert (corrected.status_code, corrected.json()["revision"]) == (200, 2)
    refused = api.post("/drafts/1/accept", json={"revision": 2})
    assert refused.status_code == 409
    assert "请确认暂无日期" in refused.json()["detail"]
    assert api.patch("/drafts/1", json={"revision": 2, "act": CONFIRMED}).json()["open"] == []
    published = api.post("/drafts/1/accept", json={"revision": 3}).json()
    assert len(published["created"]) == 3
    tasks = api.get(f"/tasks?notice={published['notice_id']}").json()["items"]
    assert [(task["title"], task["due_on"]) for task in tasks][:2] == [
        ("案例征集", "2023-05-20"),
        ("技能大赛组织情况统计", "2023-06-15"),
    ]
    (line,) = api.get("/drafts").json()
    assert (line["status"], line["notice_id"]) == ("accepted", published["notice_id"])


def test_the_same_text_again_answers_with_the_draft_that_is_there(api: TestClient) -> None:
    first = send(api)
    again = api.post("/drafts", json={"text": NOTICE})
    assert (again.status_code, again.json()["id"]) == (200, first["id"])


def test_a_file_is_read_like_a_text(api: TestClient) -> None:
    file = docx(*(line for line in NOTICE.splitlines() if line))
    answer = api.post("/drafts", files={"file": ("通知.docx", file)})
    assert answer.status_code == 201
    assert [task["deadlines"][-1]["due_on"] for task in answer.json()["draft"]["tasks"]] == [
        "2023-05-20",
        "2023-06-15",
        None,
    ]


def test_a_plain_text_is_read_as_it_is(api: TestClient) -> None:
    plain = {"Content-Type": "text/plain; charset=utf-8"}
    answer = api.post("/drafts", content=NOTICE.encode(), headers=plain)
    assert (answer.status_code, answer.json()["draft"]["text"]) == (201, NOTICE)
    empty = api.post("/drafts", content=b"", headers=plain)
    assert (empty.status_code, empty.json()["detail"]) == (422, "「粘贴的文字」是空文件。")


def test_a_fault_in_an_act_is_said_by_field_and_not_by_its_place(api: TestClient) -> None:
    send(api)
    for act, detail in (
        ({"channels": [{"type": "email", "address": "x"}]}, "报送方式：「x」不是邮箱地址，应如 name@example.org"),
        ({"provinces": 7}, "报送范围：「7」不是列表，写法不对"),
    ):
        answer = api.patch("/drafts/1", json={"revision": 1, "act": {"act": "correct", "task": 0, **act}})
        assert (answer.status_code, answer.json()["detail"]) == (422, detail)


def test_a_long_text_without_a_name_is_called_what_it_is(api: TestClient) -> None:
    detail = api.post("/drafts", json={"text": "期" * (MAX_CHARACTERS + 1)}).json()["detail"]
    assert detail == "「粘贴的文字」超过 400,000 字，请只上传通知正文，或分成几份。"


def test_an_act_on_an_old_revision_is_a_conflict(api: TestClient) -> None:
    send(api)
    act = {"act": "correct", "task": 0, "title": "案例征集"}
    assert api.patch("/drafts/1", json={"revision": 1, "act": act}).status_code == 200
    late = api.patch("/drafts/1", json={"revision": 1, "act": act})
    assert late.status_code == 409
    assert "第 2 版" in late.json()["detail"]


def test_a_rejected_draft_is_not_published(api: TestClient) -> None:
    send(api)
    assert api.post("/drafts/1/reject", json={"revision": 1, "reason": "发错了"}).json()["status"] == "rejected"
    assert api.post("/drafts/1/accept", json={"revision": 2}).status_code == 409
    assert api.get("/tasks").json()["items"] == []


TOO_MUCH: dict[str, dict[str, Any]] = {
    "a long text": {"json": {"text": "期" * (MAX_CHARACTERS + 1)}},
    "more tasks than a page holds": {"json": {"text": "".join(f"请于2024年9月1日前报送{i}。\n" for i in range(501))}},
    "a long body": {"json": {"text": "x" * (MAX_BYTES + 100_000)}},
    "a large file": {"files": {"file": ("a.txt", b"x" * (MAX_BYTES + 1))}},
    "a huge file": {"files": {"file": ("a.txt", b"x" * (MAX_BYTES * 2))}},
    "no end": {"content": iter([b"x" * 100_000] * 60), "headers": {"Content-Type": "application/json"}},
}


@pytest.mark.parametrize("body", TOO_MUCH.values(), ids=TOO_MUCH)
def test_more_than_is_taken_is_refused_with_413(api: TestClient, body: dict[str, Any]) -> None:
    answer = api.post("/drafts", **body)
    assert answer.status_code == 413
    assert "请只上传通知正文" in answer.json()["detail"]


UNREADABLE: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({"json": {"text": ""}}, "text"),
    "blanks": ({"json": {"text": " \n "}}, "没有文字"),
    "no JSON": ({"content": b"{", "headers": {"Content-Type": "application/json"}}, "Invalid JSON"),
    "another field": ({"json": {"text": "x", "duty": 1}}, "duty"),
    "no file": ({"data": {"name": "x"}}, "请选择文件"),
    "a picture": ({"files": {"file": ("a.png", b"\x89PNG\r\n\x1a\n")}}, "图片"),
    "an old text": ({"files": {"file": ("a.rtf", b"{\\rtf1 abc}")}}, "「a.rtf」是 .rtf 文档"),
    "a file and a text": ({"files": {"file": ("a.txt", b"abc")}, "data": {"text": "abc"}}, "只能读一样"),
    "another kind of body": ({"content": b"<a/>", "headers": {"Content-Type": "application/xml"}}, "text/plain"),
    "an empty file": ({"files": {"file": ("a.txt", b"")}}, "空文件"),
    "a broken zip": ({"files": {"file": ("a.docx", b"PK\x03\x04xxxx")}}, "损坏"),
}


@pytest.mark.parametrize(("body", "reason"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_notice_is_refused_and_says_what_to_do(api: TestClient, body: dict[str, Any], reason: str) -> None:
    answer = api.post("/drafts", **body)
    assert answer.status_code == 422
    assert reason in answer.json()["detail"]
    assert api.get("/drafts").json() == []


def test_a_token_never_reaches_the_log_or_an_answer(
    api: TestClient, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    answers = [api.post("/drafts", json={"text": NOTICE}), api.get("/drafts"), api.get("/drafts/7")]
    assert token not in caplog.text
    assert not any(token in answer.text for answer in answers)


def test_guessing_is_slowed_down_and_stops_nobody_who_has_a_token(service: TestClient, token: str) -> None:
    statuses = [service.get("/drafts", headers={"Authorization": "Bearer qixian_wrong"}).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    assert service.get("/drafts", headers={"Authorization": f"Bearer {token}"}).status_code == 200
