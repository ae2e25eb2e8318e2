"""CSV, XLSX and iCalendar of the same filter: the same tasks, safe and legible in Excel."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.exports import chosen_columns, render_csv
from app.exports.delimited import plain
from app.schemas.answers import TaskOut
from tests.tasks.conftest import Get, Load

QUERIES = ["", "province=dalian", "due_before=2022-11-01&kind=report", "q=报", "undated=exclude&sort=-due_on"]


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def sheet(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("query", QUERIES)
def test_every_format_holds_the_same_tasks_in_the_same_order(client: TestClient, get: Get, query: str) -> None:
    listed = [item["id"] for item in client.get(f"/tasks?limit=200&{query}").json()["items"]]
    assert [row[0] for row in rows(client.get(f"/tasks.csv?fields=id&{query}").text)[1:]] == listed
    assert re.findall(r"<t[^>]*>(moe-[^<]*)</t>", sheet(client.get(f"/tasks.xlsx?fields=id&{query}").content)) == listed


def test_the_calendar_holds_the_tasks_that_have_a_deadline(client: TestClient, get: Get) -> None:
    calendar = client.get("/tasks.ics?province=dalian")
    assert calendar.headers["content-type"].startswith("text/calendar")
    uids = set(re.findall(r"UID:(\S+?)-(?:due|window)@", calendar.text))
    assert uids == {item["id"] for item in get(province="dalian", undated="exclude")["items"]}


def test_csv_opens_in_excel_with_its_chinese_intact(client: TestClient) -> None:
    answer = client.get("/tasks.csv?notice=moe-zcs-2022-8")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-disposition"] == 'attachment; filename="tasks.csv"'
    head, first, *_ = rows(answer.content.decode())
    assert head[:3] == ["通知文号", "条目", "事项"]
    assert dict(zip(head, first, strict=True))["截止日"] == "2022-07-31"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert plain(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@given(st.text(max_size=50), st.text(max_size=50))
def test_what_a_spreadsheet_reads_back_is_the_text_or_the_text_after_an_apostrophe(title: str, wording: str) -> None:
    title, wording = (text.replace("\0", "").encode(errors="ignore").decode() for text in (title, wording))
    task = TaskOut.model_construct(title=title, wording=wording)
    table = b"".join(render_csv(chosen_columns(("title", "wording")), [task])).decode()
    (row,) = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline="")))[1:]
    for read, meant in zip(row, (title, wording), strict=True):
        assert read in (meant, f"'{meant}")
        assert not read.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_xlsx_has_real_dates_a_frozen_heading_and_widths(client: TestClient) -> None:
    xml = sheet(client.get("/tasks.xlsx?fields=title,due_on&kind=application").content)
    # 44834 is 2022-09-30 as Excel counts days.
    assert re.search(r'<c r="B2" s="\d+"><v>44834</v></c>', xml)
    assert 'state="frozen"' in xml
    assert '<col min="1" max="1" width="40.7' in xml


def test_xlsx_of_the_same_tasks_is_the_same_file(client: TestClient, load: Load, seed: dict[str, Any]) -> None:
    first = client.get("/tasks.xlsx").content
    assert client.get("/tasks.xlsx").content == first
    seed["tasks"][0]["title"] = '=HYPERLINK("http://example.org")'
    load(seed)
    xml = sheet(client.get("/tasks.xlsx").content)
    assert "<f>" not in xml
    assert "=HYPERLINK" in xml


def test_a_table_is_written_as_it_is_read() -> None:
    task = TaskOut.model_construct(title="x" * 1000)
    taken = 0

    def endless() -> Iterator[TaskOut]:
        nonlocal taken
        while True:
            taken += 1
            yield task

    next(render_csv(chosen_columns(("title",)), endless()))
    assert taken < 200


def test_a_fault_in_the_query_of_a_table_is_a_problem_and_no_file(client: TestClient) -> None:
    for address in ("/tasks.csv?province=nowhere", "/tasks.xlsx?fields=x", "/tasks.ics?due_by=2022-13-01"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_a_column_shows_what_a_task_holds(get: Get) -> None:
    task = TaskOut.model_validate(get("/tasks/moe-zcs-2022-8-02"))
    shown = {column.field: column.show(task) for column in chosen_columns(())}
    assert shown["provinces"] == "全部"
    assert shown["needs_seal"] == "是"
    assert shown["due_on"] == date(2022, 8, 30)
    assert shown["forms"] == "附件1 职业院校德育与思想政治教育工作队伍配备情况信息表"
    assert shown["contacts"] == "联系人：张建鹏 010-66096478"
