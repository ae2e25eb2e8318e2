"""Which published tasks a text may change: candidates with reasons, withdrawals, and the same notice again."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drafts.likeness import likeness
from app.drafts.matching import ALONE, find_candidates, find_withdrawals
from app.drafts.repeats import Repeat, find_repeat, numbers_of
from app.drafts.standing import KnownTask, Standing
from app.extraction import Draft
from app.extraction.draft import DraftTask, NoticeFacts
from app.schemas.document import Contact, NoticeDocument, Status, TaskKind
from bench.matching import weigh_every_task
from tests.drafts.conftest import FOLLOW_UP, NOTICE, Read


@pytest.fixture
def known(notice: NoticeDocument) -> list[KnownTask]:
    """The tasks of the first notice, as published."""
    return [
        KnownTask(
            id=task.id,
            notice_id=notice.notice.id,
            number=notice.notice.number,
            item=task.item,
            title=task.title,
            status=Status(task.status),
            opens_on=task.opens_on,
            due_on=task.due_on,
            wording=task.wording,
            contacts=frozenset(phone for contact in task.contacts for phone in contact.phones),
        )
        for task in notice.tasks
    ]


def standing(known: list[KnownTask]) -> Standing:
    return Standing(known, least=ALONE)


def repeat(draft: Draft, known: list[KnownTask]) -> Repeat | None:
    withdrawals = find_withdrawals(draft, standing(known))
    return find_repeat(draft, numbers_of(draft, standing(known)), standing(known), withdrawals)


def test_a_follow_up_finds_the_very_tasks_it_changes_and_says_why(read: Read, known: list[KnownTask]) -> None:
    first, second = (candidates[0] for candidates in find_candidates(read(FOLLOW_UP), standing(known))[:2])
    assert (first.task.id, second.task.id) == ("moe-zcs-2022-8-08", "moe-zcs-2022-8-03")
    assert "文中引用了 教职成司函〔2022〕8号" in first.reasons
    assert any(reason.startswith("联系方式相同：") for reason in first.reasons)


def test_a_sentence_that_cancels_a_meeting_is_found_with_its_words(read: Read, known: list[KnownTask]) -> None:
    (withdrawal,) = find_withdrawals(read(FOLLOW_UP), standing(known))
    assert withdrawal.candidate.task.id == "moe-zcs-2022-8-12"
    assert withdrawal.quote.text.strip() == "原定2022年下半年召开的职业院校数字校园建设试点工作推进会不再召开"


OTHERS = ("征集工作", "案例报送", "年度工作总结报送", "社区教育典型人物推荐")


@pytest.mark.parametrize(
    "sentence",
    [
        "典型案例征集工作取消",
        "年度工作总结报送时间调整为12月20日，典型案例征集工作取消",
        "根据工作需要，取消典型案例征集工作",
        "原定12月5日前完成的典型案例征集，因故不再开展",
        "2026年典型案例征集工作取消",
    ],
)
def test_what_a_sentence_cancels_is_the_title_that_its_words_stand_in(
    read: Read, known: list[KnownTask], sentence: str
) -> None:
    right = replace(known[0], id="right", title="职业教育产教融合校企合作典型案例征集工作", contacts=frozenset())
    others = [replace(right, id=title, title=title) for title in OTHERS]
    draft = read(f"关于调整有关安排的通知\n\n{right.number}印发后，有关安排调整如下。\n\n{sentence}。\n")
    for tasks in ([right, *others], [*others, right]):
        (withdrawal,) = find_withdrawals(draft, standing(tasks))
        assert (withdrawal.candidate.task.id, withdrawal.quote.text) == ("right", sentence)


def test_a_notice_about_something_else_has_no_candidates(read: Read, known: list[KnownTask]) -> None:
    draft = read(NOTICE)
    assert find_candidates(draft, standing(known)) == [[], [], []]
    assert find_withdrawals(draft, standing(known)) == []


def test_taking_away_somebodys_qualification_withdraws_no_task(read: Read, known: list[KnownTask]) -> None:
    assert find_withdrawals(read(NOTICE + "\n弄虚作假的，取消申报资格。\n"), standing(known)) == []


def test_a_text_of_nothing_but_withdrawals_is_weighed_no_further_than_a_hundred_sentences(
    read: Read, known: list[KnownTask]
) -> None:
    meeting = next(task for task in known if "推进会" in task.title)
    withdrawn = f"原定召开的{meeting.title}不再召开。"
    assert [
        each.candidate.task for each in find_withdrawals(read("有关安排取消。" * 99 + withdrawn), standing(known))
    ] == [meeting]
    assert find_withdrawals(read("有关安排取消。" * 100 + withdrawn), standing(known)) == []


def test_the_same_notice_is_known_by_its_number_and_its_dates(read: Read, known: list[KnownTask]) -> None:
    draft = read(NOTICE)
    items = [task.item for task in draft.tasks]
    dates = [(task.deadline.opens_on, task.deadline.due_on) for task in draft.tasks]
    published = [
        replace(
            known[0], notice_id="jianghai", number="江教职函[2023] 7号", item=item, opens_on=opens_on, due_on=due_on
        )
        for item, (opens_on, due_on) in zip(items, dates, strict=True)
    ]
    found = repeat(draft, published)
    assert (found and found.notice_id) == "jianghai"
    assert repeat(draft, [replace(published[0], due_on=date(2023, 5, 21)), *published[1:]]) is None
    assert repeat(draft, published[:2]) is None


@pytest.mark.parametrize(
    ("title", "words", "least", "most"),
    [
        ("社区教育工作情况总结和数据填报", "社区教育工作情况总结和数据填报", 1, 1),
        ("职业院校数字校园建设试点工作推进会", "原定召开的职业院校数字校园建设试点工作推进会不再召开", 0.9, 1),
        ("2022年全民终身学习活动周", "2023年全民终身学习活动周", 0, 0.5),
        ("社区教育工作情况总结", "中等职业学校教师培训", 0, 0.2),
        ("", "任何文字", 0, 0),
    ],
)
def test_likeness_is_high_for_the_same_matter_and_low_for_another(
    title: str, words: str, least: float, most: float
) -> None:
    assert least <= likeness(title, words) <= most


def phrases(least: int) -> st.SearchStrategy[str]:
    """Titles and sentences of few words, so that many are alike; some name a year, some nothing but filler."""
    words = st.sampled_from(
        ["社区教育", "职业院校", "数字校园", "总结", "数据填报", "关于", "2022年", "2023年", "推进会", "质"]
    )
    return st.lists(words, min_size=least, max_size=6).map("".join)


ways = st.sets(st.sampled_from(["010-1", "010-2", "a@b.cn", "c@d.cn"]), max_size=2)
numbers = st.sampled_from(["甲〔2022〕1号", "甲[2022] 1号", "乙〔2022〕12号", "丙〔2023〕3号"])


@st.composite
def catalogues(draw: st.DrawFn) -> list[KnownTask]:
    made = draw(st.lists(st.tuples(phrases(1), numbers, ways), max_size=30))
    return [
        KnownTask(str(at), number, number, "一", title, Status.PLANNED, None, None, "", frozenset(contacts))
        for at, (title, number, contacts) in enumerate(made)
    ]


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    made = draw(st.lists(st.tuples(phrases(1), phrases(0), ways), max_size=4))
    tasks = [
        DraftTask(
            item="一",
            title=title,
            summary=summary,
            kind=TaskKind.REPORT,
            deadlines=[],
            provinces="all",
            applies_because="",
            contacts=[
                Contact(name="张三", emails=sorted(way for way in contacts if "@" in way)).model_copy(
                    update={"phones": sorted(way for way in contacts if "@" not in way)}
                )
            ],
        )
        for title, summary, contacts in made
    ]
    return Draft(text=draw(st.one_of(phrases(0), numbers)), notice=NoticeFacts(), tasks=tasks, phrases=[])


@given(known=catalogues(), draft=drafts())
def test_weighing_only_what_is_near_finds_what_weighing_every_task_finds(known: list[KnownTask], draft: Draft) -> None:
    near = find_candidates(draft, standing(known))
    assert [[(each.task.id, each.score) for each in found] for found in near] == weigh_every_task(draft, known)
