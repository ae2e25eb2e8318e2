"""The first notice as a document: the dates of its table, and every wording found in the notice itself."""

import re
from datetime import date

import pytest

from app.schemas.document import NoticeDocument
from tests.conftest import ROOT

NOTICE = ROOT.parent / "shared" / "notices" / "moe-zcs-2022-8.txt"

TABLE = {
    "01": (None, "11-30", "day"),
    "02": (None, "08-30", "day"),
    "03": (None, None, "undated"),
    "04": (None, "11-30", "month_end"),
    "05": (None, "12-31", "month_end"),
    "06a": (None, "07-31", "month_end"),
    "06b": (None, "12-31", "month_end"),
    "07": ("09-12", "09-30", "day"),
    "08": ("10-10", "10-30", "day"),
    "09a": (None, "08-25", "day"),
    "09b": (None, "09-15", "day"),
    "10": (None, None, "half_year"),
    "11": (None, None, "half_year"),
    "12": (None, None, "half_year"),
    "13": (None, None, "half_year"),
}


def day(text: str | None) -> date | None:
    return date.fromisoformat(f"2022-{text}") if text else None


def test_the_fifteen_tasks_have_the_dates_of_the_table(notice: NoticeDocument) -> None:
    read = {task.id.rpartition("-")[2]: (task.opens_on, task.due_on, task.precision.value) for task in notice.tasks}
    assert read == {key: (day(opens), day(due), precision) for key, (opens, due, precision) in TABLE.items()}


def test_the_ways_to_hand_in_are_all_there(notice: NoticeDocument) -> None:
    text = notice.model_dump_json()
    for address in ("zcsdyc@moe.edu.cn", "jxjc@moe.edu.cn", "x_one2019@163.com", "caeabgs@126.com", "sjc@moe.edu.cn"):
        assert address in text
    assert {task.id[-3:].lstrip("-") for task in notice.tasks if task.needs_seal} == {"02", "07", "09a", "09b"}
    assert {form.label for task in notice.tasks for form in task.forms} == {"附件1", "附件2", "附件3"}


def test_every_fact_stands_in_the_notice(notice: NoticeDocument) -> None:
    if not NOTICE.exists():
        pytest.skip("the notice itself is not beside the project: ../shared/notices/moe-zcs-2022-8.txt")
    text = re.sub(r"\s", "", NOTICE.read_text(encoding="utf-8")).replace("—", "-").replace(":", "：")
    for task in notice.tasks:
        for words in re.sub(r"\s", "", task.wording).replace(":", "：").split("…"):
            assert words in text, task.id
        for contact in task.contacts:
            assert all(name in text for name in contact.name.split("、")), contact.name
            assert all(phone in text for phone in contact.phones), contact.phones
        for channel in task.channels:
            address = getattr(channel, "address", None) or getattr(channel, "url", None) or ""
            assert re.sub(r"\s|https?://", "", address) in text, address
