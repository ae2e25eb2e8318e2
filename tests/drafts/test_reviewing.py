"""What a reviewer can do to a draft: every act keeps every date-like phrase accounted for, or says what is missing."""

import re
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drafts.document import build_document
from app.drafts.findings import Findings
from app.drafts.lines import (
    read_channels,
    read_contacts,
    read_provinces,
    write_channels,
    write_contacts,
    write_forms,
    write_provinces,
)
from app.drafts.open_points import find_open_points
from app.drafts.review import Review
from app.drafts.say import say_basis
from app.drafts.view import pieces_of, shown
from app.errors import InvalidInput
from app.extraction.draft import DraftStatus
from app.schemas.document import Contact, EmailChannel, Form, PlatformChannel, PostChannel
from tests.drafts.conftest import CONFIRMED, NOTICE, Read, do

DAMAGED = NOTICE.replace("请于2023年5月20日前将案例", "请于2023年520日前将案例")


@pytest.fixture
def review(read: Read) -> Review:
    """The small notice, as read, its undated task agreed to."""
    return do(Review.of(read(NOTICE)), **CONFIRMED)


def open_points(review: Review) -> list[str]:
    return [point.message for point in find_open_points(review, Findings.none(len(review.draft.tasks)))]


def test_a_clean_notice_has_nothing_open_and_becomes_a_document(review: Review) -> None:
    assert open_points(review) == []
    document = build_document(review)
    assert document
    assert [(task.opens_on, task.due_on, task.status.value) for task in document.tasks] == [
        (None, date(2023, 5, 20), "dated"),
        (date(2023, 6, 1), date(2023, 6, 15), "dated"),
        (None, None, "planned"),
    ]
    assert document.notice.id.startswith("notice-2023-7-")
    assert document.tasks[2].id == f"{document.notice.id}-03"


WITHOUT_YEAR = NOTICE.replace("2023年4月10日", "").replace("2023年", "").replace("2023", "23")


def test_the_day_of_issue_dates_what_lacked_a_year(read: Read) -> None:
    review = Review.of(read(WITHOUT_YEAR))
    assert {task.status for task in review.draft.tasks[:2]} == {DraftStatus.NEEDS_YEAR}
    dated = do(review, act="facts", issued_on="2023-04-10")
    assert [(task.deadline.opens_on, task.deadline.due_on) for task in dated.draft.tasks[:2]] == [
        (None, date(2023, 5, 20)),
        (date(2023, 6, 1), date(2023, 6, 15)),
    ]
    assert {task.status for task in dated.draft.tasks[:2]} == {DraftStatus.DATED}


def test_a_corrected_day_of_issue_moves_the_years_it_gave_and_nothing_a_person_wrote(read: Read) -> None:
    review = do(Review.of(read(WITHOUT_YEAR + "2014年4月10日\n")), act="correct", task=1, due_on="2016-06-15")
    assert review.draft.tasks[0].deadline.due_on == date(2014, 5, 20)
    moved = do(review, act="facts", issued_on="2015-04-10")
    assert [task.deadline.due_on for task in moved.draft.tasks[:2]] == [date(2015, 5, 20), date(2016, 6, 15)]


def test_a_damaged_date_stays_open_until_a_person_says_which_day_it_is(read: Read) -> None:
    review = Review.of(read(DAMAGED))
    assert any("文字残缺" in message for message in open_points(review))
    settled = do(review, act="correct", task=0, due_on="2023-05-20", due_time="17:00")
    assert open_points(do(settled, **CONFIRMED)) == []
    assert (settled.draft.tasks[0].deadline.due_on, settled.draft.tasks[0].deadline.due_time) == (
        date(2023, 5, 20),
        time(17),
    )
    assert settled.draft.tasks[0].deadline.note == "审核人填写"


def test_a_task_without_a_date_stays_open_until_a_person_agrees(read: Read) -> None:
    review = Review.of(read(NOTICE))
    (message,) = open_points(review)
    assert message.startswith("事项 3「召开产教融合工作现场会」：请确认暂无日期，或写出是哪一天")
    assert open_points(do(review, **CONFIRMED)) == []
    assert open_points(do(review, act="correct", task=2, due_on="2023-09-01")) == []
    assert open_points(do(review, act="correct", task=2, title="现场会", status="planned")) == [
        message.replace("召开产教融合工作现场会", "现场会")
    ]


def test_whoever_sets_a_task_to_be_notified_has_agreed_that_it_has_no_date(review: Review) -> None:
    undated = do(review, act="correct", task=0, status="to_be_notified", due_on="")
    assert open_points(undated) == []
    dated_again = do(undated, act="correct", task=0, due_on="2023-05-20")
    assert not dated_again.draft.tasks[0].confirmed


def test_agreeing_is_forgotten_when_the_date_in_force_is_dismissed(read: Read) -> None:
    review = Review.of(read(NOTICE))
    start = review.draft.text.index("另行通知")
    added = do(review, act="add", start=start, end=start + 4, task=2, status="to_be_notified")
    assert open_points(added) == []
    phrase = next(at for at, each in enumerate(added.draft.phrases) if each.quote.start == start)
    left = do(added, act="dismiss", phrase=phrase, reason="重复")
    assert open_points(left)


def test_a_festival_that_nobody_dismissed_keeps_the_draft_from_being_published(read: Read) -> None:
    draft = read("关于安全检查的通知\n请各校在放假前完成检查，并于2025年1月15日前报送总结。\n某县教育局\n2025年1月8日")
    assert "「放假前」还没有归到事项，也没有注明不是期限。" in open_points(Review.of(draft))


def test_removing_a_task_gives_its_dates_the_reason_and_moves_the_others_up(review: Review) -> None:
    third = review.draft.tasks[2].title
    left = do(review, act="remove", task=1, reason="本省不参加")
    assert [task.title for task in left.draft.tasks][1] == third
    assert {p.task for p in left.draft.phrases if p.task is not None} == {0, 1}
    assert "本省不参加" in {phrase.reason for phrase in left.draft.phrases}
    assert all(phrase.is_accounted for phrase in left.draft.phrases)


def test_dismissing_the_only_date_of_a_task_is_refused(review: Review) -> None:
    phrase = next(at for at, each in enumerate(review.draft.phrases) if each.task == 0)
    with pytest.raises(InvalidInput, match="移除整个事项"):
        do(review, act="dismiss", phrase=phrase, reason="不是期限")


def test_words_of_the_text_become_a_new_task_with_its_quote(review: Review) -> None:
    words = "新疆生产建设兵团教育局"
    more = do(review, act="add", words=words, title="成立工作组", due_on="2023-04-30", provinces="各省、兵团")
    task = more.draft.tasks[-1]
    quote = task.deadline.quote
    assert more.draft.text[quote.start : quote.end] == quote.text == words
    assert (task.deadline.due_on, task.provinces) == (date(2023, 4, 30), ["provinces", "xpcc"])
    assert any(phrase.task == 3 and phrase.rule == "person" for phrase in more.draft.phrases)
    assert len(more.choices) == 4


def test_a_date_added_to_a_task_takes_the_place_of_the_one_before(review: Review) -> None:
    start = review.draft.text.index("具体安排另行通知")
    dated = do(review, act="add", start=start, end=start + 8, task=2, due_on="2023-09-01")
    assert dated.draft.tasks[2].status is DraftStatus.DATED
    assert dated.draft.tasks[2].deadlines[0].status is DraftStatus.SUPERSEDED
    assert open_points(dated) == []


TWICE = NOTICE.replace(
    "各省、自治区、直辖市教育厅（教委），各计划单列市教育局，新疆生产建设兵团教育局：",
    "各省、自治区、直辖市教育厅（教委），新疆生产建设兵团教育局：",
).replace("联系人：张明", "活动于6月19日开始，各校6月19日下班前备案，6月底总结。\n\n联系人：张明")


def test_words_that_name_a_day_date_the_task_they_become_for_those_the_notice_addresses(read: Read) -> None:
    review = Review.of(read(TWICE))
    start = review.draft.text.rindex("6月19日")
    added = do(review, act="add", start=start, end=start + 5, title="备案").draft.tasks[-1]
    assert (added.deadline.due_on, added.deadline.status.value) == (date(2023, 6, 19), "dated")
    assert "年份据发文日期" in say_basis(added.deadline)
    assert added.provinces == ["provinces", "xpcc"]
    assert "按主送机关" in added.applies_because
    assert added.summary == "活动于6月19日开始，各校6月19日下班前备案，6月底总结"


def test_a_day_the_reviewer_writes_comes_before_the_one_the_words_name(read: Read) -> None:
    review = Review.of(read(TWICE))
    start = review.draft.text.rindex("6月19日")
    added = do(review, act="add", start=start, end=start + 5, title="备案", due_on="2023-06-20", provinces="江苏")
    assert added.draft.tasks[-1].deadline.due_on == date(2023, 6, 20)
    assert added.draft.tasks[-1].provinces == ["jiangsu"]
    assert added.draft.tasks[-1].applies_because == "审核人添加"


def test_words_that_name_no_day_or_several_are_dated_by_a_person(read: Read) -> None:
    review = Review.of(read(TWICE))
    for words in (
        "具体安排",
        "6月1日至15日\n\n联系人：李华，025-33334444\n\n三、召开产教融合工作现场会\n\n拟定于2023年下半年",
    ):
        with pytest.raises(InvalidInput, match="要写哪一天"):
            do(review, act="add", words=words, title="x")


def test_a_day_taken_from_words_follows_the_day_of_issue_until_a_person_writes_it(read: Read) -> None:
    review = Review.of(read(TWICE))
    start = review.draft.text.rindex("6月19日")
    added = do(review, act="add", start=start, end=start + 5, title="备案")
    assert do(added, act="facts", issued_on="2024-04-10").draft.tasks[-1].deadline.due_on == date(2024, 6, 19)
    written = do(added, act="correct", task=len(added.draft.tasks) - 1, due_on="2023-06-21")
    assert do(written, act="facts", issued_on="2024-04-10").draft.tasks[-1].deadline.due_on == date(2023, 6, 21)


def test_what_the_notice_does_not_say_has_to_be_filled_in(read: Read) -> None:
    review = do(Review.of(read(NOTICE.replace("江教职函〔2023〕7号", ""))), **CONFIRMED)
    assert open_points(review) == ["缺文号，请补上。没有文号的填“无”。"]
    settled = do(review, act="facts", number="无", notice_id="jianghai-2023-7")
    document = build_document(settled)
    assert open_points(settled) == []
    assert document
    assert (document.notice.number, document.notice.id) == ("无", "jianghai-2023-7")


REFUSED = {
    "a dated task": ({"act": "confirm", "task": 0}, "不是暂无日期的事项"),
    "no act": ({"act": "publish"}, "没有这种操作"),
    "no such task": ({"act": "remove", "task": 9, "reason": "x"}, "没有第 10 个事项"),
    "no reason": ({"act": "dismiss", "phrase": 0, "reason": ""}, "原因：没有填写"),
    "no such phrase": ({"act": "dismiss", "phrase": 99, "reason": "x"}, "没有第 100 处日期"),
    "not in the text": ({"act": "add", "words": "七月流火", "title": "x", "due_on": "2023-05-01"}, "找不到"),
    "several times": ({"act": "add", "words": "2023年", "title": "x", "due_on": "2023-05-01"}, "出现 6 次"),
    "beyond the text": ({"act": "add", "start": 5, "end": 99999, "title": "x", "due_on": "2023-05-01"}, "原文只有"),
    "nothing selected": ({"act": "add", "title": "x", "due_on": "2023-05-01"}, "请选中原文"),
    "a new task without a name": (
        {"act": "add", "words": "新疆生产建设兵团教育局", "due_on": "2023-05-01"},
        "新事项要有名称",
    ),
    "dated without a day": ({"act": "correct", "task": 0, "status": "dated", "due_on": ""}, "要写哪一天"),
    "opens after it ends": ({"act": "correct", "task": 1, "opens_on": "2023-07-01", "due_on": "2023-06-01"}, "晚于"),
    "no such day": ({"act": "correct", "task": 0, "due_on": "2023-02-30"}, "截止日：「2023-02-30」不是可用的日期"),
    "no such province": ({"act": "correct", "task": 0, "provinces": "广冬"}, "报送范围：.*广冬"),
    "a script as a platform": (
        {"act": "correct", "task": 0, "channels": "平台 申报系统 javascript:alert(1)"},
        "报送方式：「javascript:alert.1.」不是网址，平台的网址要以 http:// 或 https:// 开头",
    ),
    "a form without a name": ({"act": "correct", "task": 0, "forms": "附件1"}, "表格：「附件1」要先写附件的编号"),
    "a script as a channel": (
        {"act": "correct", "task": 0, "channels": "平台 x javascript:alert(1)\n弹窗 x"},
        "报送方式",
    ),
}


SAID = {
    "an address": ({"task": 0, "contacts": "张明 zhang@"}, "联系人：「zhang@」不是邮箱地址，应如 name@example.org"),
    "an address to send to": (
        {"task": 0, "channels": "邮箱 zhang"},
        "报送方式：「zhang」不是邮箱地址，应如 name@example.org",
    ),
    "a page without an address": (
        {"task": 0, "channels": [{"type": "platform", "name": "x", "url": "ftp://x"}]},
        "报送方式：「ftp://x」不是网址，应以 http:// 或 https:// 开头",
    ),
    "a way there is not": (
        {"task": 0, "channels": [{"type": "fax"}]},
        "报送方式：请从列表中选择，没有「fax」，可以是 email、platform、post",
    ),
    "a long title": ({"task": 0, "title": "长" * 501}, "名称：太长，有 501 字，最多 500 字"),
    "a kind there is not": (
        {"task": 0, "kind": "party"},
        "类别：请从列表中选择，没有「party」，可以是 report、data、application、collection、meeting、training",
    ),
    "nobody's name": (
        {"task": 0, "provinces": "各省、火星"},
        "报送范围：没有叫「火星」的报送单位，可以写 全部（all）、各省（provinces）、计划单列市（separate-cities）、"
        "兵团（xpcc），或者各单位的名称，如 广东、深圳",
    ),
    "no hour": ({"task": 0, "due_time": "25点"}, "几点以前：「25点」不是时刻，要写成 17:00 这样"),
    "no number": ({"task": "一"}, "事项：「一」不是序号，要写整数，从 0 数起"),
    "no seal": ({"task": 0, "needs_seal": "也许"}, "公章：「也许」不对，只能写 true 或 false"),
    "no id": (
        {"act": "facts", "notice_id": "8号"},
        "发布后的编号：「8号」不是编号，只能用小写字母、数字和连字符，如 notice-2023-7",
    ),
    "no such field": ({"act": "confirm", "task": 2, "duty": 1}, "没有「duty」这一项，可以写 act、task"),
}


@pytest.mark.parametrize(("act", "message"), SAID.values(), ids=SAID)
def test_a_refusal_says_which_field_what_was_given_and_what_is_allowed(
    review: Review, act: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        do(review, **{"act": "correct", **act})
    assert refused.value.detail == message


@pytest.mark.parametrize(
    ("act", "field"),
    [
        ({"words": "新疆生产建设兵团教育局"}, "title"),
        ({"title": "x"}, "words"),
        ({"title": "x", "start": 5, "end": 5}, "start"),
    ],
)
def test_what_a_new_task_lacks_is_said_of_its_own_field(review: Review, act: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        do(review, act="add", due_on="2023-05-01", **act)
    assert (refused.value.param, "操作" in refused.value.detail) == (field, False)


@pytest.mark.parametrize(("act", "message"), REFUSED.values(), ids=REFUSED)
def test_an_act_that_cannot_be_is_refused_and_says_why(review: Review, act: dict[str, Any], message: str) -> None:
    before = review.model_dump()
    with pytest.raises(InvalidInput, match=message):
        do(review, **act)
    assert review.model_dump() == before


def test_the_pieces_of_the_page_are_the_text_character_for_character(review: Review) -> None:
    pieces = pieces_of(review)
    assert "".join(piece.text for piece in pieces) == review.draft.text
    assert sum(piece.phrase is not None for piece in pieces) == len(review.draft.phrases)


@given(st.text(max_size=300))
def test_any_text_is_shown_with_as_many_characters_as_it_has(text: str) -> None:
    assert len(shown(text)) == len(text)


NAMES = st.text("张王李赵王伟", min_size=1, max_size=4)
PHONES = st.lists(st.from_regex(r"0[0-9]{2}-[0-9]{8}", fullmatch=True), max_size=3)


@given(st.lists(st.builds(Contact, name=NAMES, phones=PHONES, emails=st.just(["a@example.org"])), max_size=4))
def test_contacts_come_back_from_a_form_as_they_went_in(contacts: list[Contact]) -> None:
    read = read_contacts(write_contacts(contacts))
    assert isinstance(read, list)
    assert [Contact.model_validate(each) for each in read] == contacts


def test_the_forms_of_a_task_are_corrected_line_by_line(review: Review) -> None:
    forms = [Form(label="附件1", title="推荐汇总表 样表"), Form(label="附件2", title="申报书")]
    corrected = do(review, act="correct", task=0, forms=write_forms(forms))
    assert corrected.draft.tasks[0].forms == forms
    assert do(corrected, act="correct", task=0, forms="").draft.tasks[0].forms == []


def test_channels_and_addressees_come_back_from_a_form_as_they_went_in() -> None:
    channels = [
        EmailChannel(type="email", address="a@example.org", note="扫描版"),
        PlatformChannel(type="platform", name="高职 状态平台", url="https://example.org/x"),
        PlatformChannel(type="platform", name="中职学校系统"),
        PostChannel(type="post", address="北京市西城区大木仓胡同 37 号"),
    ]
    read = read_channels(write_channels(channels))
    assert isinstance(read, list)
    assert [type(c).model_validate(each) for c, each in zip(channels, read, strict=True)] == channels
    assert read_provinces(write_provinces("all")) == "all"
    assert read_provinces(write_provinces(["provinces", "xpcc", "shenzhen"])) == ["provinces", "xpcc", "深圳"]


def test_a_task_whose_provinces_nobody_says_waits_for_a_person(read: Read) -> None:
    review = Review.of(read(re.sub("各省、自治区、.*：", "各市教育局：", NOTICE)))
    assert sum("看不出给哪些省份" in point for point in open_points(review)) == 3
    for task in range(3):
        review = do(review, act="correct", task=task, provinces="江苏")
    assert all(task.audience_is_said and task.provinces == ["jiangsu"] for task in review.draft.tasks)
    assert not any("看不出给哪些省份" in point for point in open_points(review))


def test_a_task_added_by_hand_is_for_whom_the_notice_is_and_waits_where_nobody_says(read: Read) -> None:
    to_cities = re.sub("各省、自治区、.*：", "各市教育局：", NOTICE)
    own = do(
        Review.of(read(to_cities.replace("江海省", "江苏省"))), act="add", words="2023年5月20日", title="另一份材料"
    )
    assert (own.draft.tasks[-1].provinces, own.draft.tasks[-1].audience_is_said) == (["jiangsu"], True)
    unsaid = do(Review.of(read(to_cities)), act="add", words="2023年5月20日", title="另一份材料")
    assert not unsaid.draft.tasks[-1].audience_is_said
    told = do(Review.of(read(to_cities)), act="add", words="2023年5月20日", title="另一份材料", provinces="江苏")
    assert told.draft.tasks[-1].audience_is_said
