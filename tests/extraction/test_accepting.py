"""From a settled draft to a notice document."""

from collections.abc import Callable
from datetime import date

import pytest

from app.errors import InvalidInput
from app.extraction import Draft, problems_of, to_document
from app.extraction.accepting import notice_slug
from app.extraction.draft import NoticeFacts

Read = Callable[[str], Draft]
NOTICE = """教函〔2024〕7号
关于做好安全工作的通知
各省、自治区、直辖市教育厅（教委）：
一、自查
请于2024年4月1日17:00前将自查表（附件1）加盖公章后报送至a@example.cn。
二、月报
请于每月5日前报送月报。
联系人：王伟，010—66090000
附件：1.自查表
教育部办公厅
2024年3月1日
"""


def test_an_open_status_keeps_the_draft_from_being_published(read: Read) -> None:
    draft = read(NOTICE)
    assert [problem[:1] for problem in problems_of(draft)] == ["二"]
    with pytest.raises(InvalidInput, match="周期性任务"):
        to_document(draft)


def test_a_settled_draft_becomes_a_document_in_the_seed_format(read: Read) -> None:
    draft = read(NOTICE)
    draft.tasks.pop()
    document = to_document(draft)
    task = document.tasks[0]
    assert (document.notice.number, str(document.notice.issued_on)) == ("教函〔2024〕7号", "2024-03-01")
    assert (task.id, str(task.due_on), str(task.due_time)) == (f"{document.notice.id}-1", "2024-04-01", "17:00:00")
    assert task.needs_seal
    assert [form.label for form in task.forms] == ["附件1"]
    assert task.provinces == ["provinces"]


def test_a_value_that_contradicts_another_is_named(read: Read) -> None:
    draft = read(NOTICE)
    draft.tasks.pop()
    draft.tasks[0].deadline.opens_on = date(2024, 5, 1)
    with pytest.raises(InvalidInput, match="opens_on 2024-05-01 is after"):
        to_document(draft)


def test_a_draft_without_its_own_facts_says_what_is_missing(read: Read) -> None:
    problems = problems_of(read("请于2024年4月1日前报送。"))
    assert {problem[:2] for problem in problems} == {"缺标", "缺发", "缺签"}


def test_ids_come_from_the_number_and_not_from_the_wording() -> None:
    one = NoticeFacts(number="教函〔2024〕7号", title="甲")
    other = NoticeFacts(number="教函〔2024〕7号", title="乙")
    assert notice_slug(one) == notice_slug(other)
    assert notice_slug(one) != notice_slug(NoticeFacts(number="财函〔2024〕7号"))
    assert notice_slug(NoticeFacts(title="甲")) != notice_slug(NoticeFacts(title="乙"))
