"""教职成司函〔2022〕8号 comes out as a person read it: 13 items, 15 tasks, 10 of them dated."""

import json
from pathlib import Path

import pytest

from app.extraction import Draft, read_text
from app.provinces import ALL_MASK, mask_of_names
from app.workdays import Workdays

EXPECTED = json.loads((Path(__file__).parents[1] / "notices" / "00-first-notice.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def draft(first_notice: str) -> Draft:
    return read_text(first_notice, workdays=Workdays())


def test_it_reads_who_wrote_what_when_to_whom(draft: Draft) -> None:
    assert draft.notice.number == "教职成司函〔2022〕8号"
    assert draft.notice.title == "关于做好2022年下半年职业教育与继续教育相关工作的通知"
    assert draft.notice.issuer == "教育部职业教育与成人教育司"
    assert str(draft.notice.issued_on) == "2022-06-23"
    assert draft.notice.addressees == ("各省、自治区、直辖市教育厅（教委），各计划单列市教育局，新疆生产建设兵团教育局")
    assert [form.label for form in draft.notice.attachments] == ["附件1", "附件2", "附件3"]


def test_every_task_has_the_dates_the_precision_and_the_audience_of_the_table(draft: Draft) -> None:
    read = [
        {
            "item": task.item,
            "status": task.status.value,
            "opens_on": task.deadline.opens_on and str(task.deadline.opens_on),
            "due_on": task.deadline.due_on and str(task.deadline.due_on),
            "precision": task.deadline.precision.value,
            "provinces": task.provinces,
        }
        for task in draft.tasks
    ]
    assert read == [{key: task[key] for key in read[0]} for task in EXPECTED["tasks"]]


def test_every_date_like_phrase_is_accounted_for(draft: Draft) -> None:
    assert all(phrase.is_accounted for phrase in draft.phrases)
    assert draft.summary.startswith(f"{len(draft.phrases)} 处日期：10 个截止日，4 个计划，1 个待定，")


def test_shenzhen_has_nine_tasks_and_five_of_them_dated(draft: Draft) -> None:
    mine = [task for task in draft.tasks if task.provinces == "all"]
    assert len(mine) == 9
    assert sum(task.deadline.due_on is not None for task in mine) == 5
    assert "all" not in {tuple(task.provinces) for task in draft.tasks if task.provinces != "all"}
    assert mask_of_names(["provinces", "xpcc"]).bit_count() == 32 < ALL_MASK.bit_count() == 37


def test_the_corps_says_that_it_is_in_by_salutation(draft: Draft) -> None:
    corps = [task for task in draft.tasks if task.provinces == ["provinces", "xpcc"]]
    assert len(corps) == 6
    assert all("按主送机关计入" in task.applies_because for task in corps)


def test_channels_seal_forms_and_contacts_stand_with_their_item(draft: Draft) -> None:
    team, project = draft.tasks[1], draft.tasks[7]
    assert "zcsdyc@moe.edu.cn" in {getattr(channel, "address", None) for channel in team.channels}
    assert team.needs_seal
    assert [form.label for form in team.forms] == ["附件1"]
    assert [form.label for form in project.forms] == ["附件2", "附件3"]
    assert {getattr(channel, "url", None) for channel in project.channels} == {"http://nzws.drce.com.cn"}
    assert [(contact.name, contact.phones) for contact in project.contacts] == [
        ("杜若", ["010-66490406"]),
        ("李慧勤", ["010-66490406"]),
        ("桂敏", ["010-66097704"]),
    ]


def test_a_second_reading_gives_the_same_draft(draft: Draft, first_notice: str) -> None:
    again = read_text(first_notice, workdays=Workdays())
    assert again == draft
