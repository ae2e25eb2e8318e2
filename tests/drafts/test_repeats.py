"""The same notice once more: after its follow-up moved it, passed on by somebody else, and older than what stands."""

from datetime import date

import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from app.drafts.known import find_findings
from app.drafts.repeats import How, Repeat
from app.drafts.store import get_draft, review_of
from app.errors import Conflict
from tests.conftest import Run
from tests.drafts.conftest import Desk
from tests.drafts.test_journey import accept, open_points, settle, tasks_of
from tests.drafts.test_review_pages import send, submit, words_of
from tests.drafts.test_store import change

NOTICE = """江海省教育厅

江教〔2026〕101号

关于报送2026年社区教育有关材料的通知

各省、自治区、直辖市教育厅（教委），各计划单列市教育局，新疆生产建设兵团教育局：

现将有关材料报送工作通知如下。

一、社区教育工作总结

请于2026年12月10日前将社区教育工作总结发送至 zongjie@example.org。

联系人：张明，025-51112222

二、校企合作典型案例征集

请于2026年12月5日前将校企合作典型案例发送至 anli@example.org。

联系人：李华，025-33334444

江海省教育厅
2026年11月20日
"""
FOLLOW_UP = """江海省教育厅

江教〔2026〕105号

关于调整2026年社区教育有关材料报送安排的通知

各省、自治区、直辖市教育厅（教委），各计划单列市教育局，新疆生产建设兵团教育局：

《关于报送2026年社区教育有关材料的通知》（江教〔2026〕101号）印发后，根据工作需要，现就有关安排调整如下。

一、社区教育工作总结

报送时间由2026年12月10日延长至2026年12月20日。

联系人：张明，025-51112222

二、其他

原定的校企合作典型案例征集不再开展。

江海省教育厅
2026年11月28日
"""
PASSED_ON = f"""临江市教育局

临教〔2026〕31号

临江市教育局转发江海省教育厅关于报送2026年社区教育有关材料的通知

各县（区）教育局：

现将《关于报送2026年社区教育有关材料的通知》（江教〔2026〕101号）转发给你们，请认真贯彻执行。

临江市教育局
2026年12月2日

{NOTICE}"""
NOTICE_ID = "notice-2026-101-887b02"
EXTRA = "（此件公开发布）\n"
Published = tuple[str, str, str]


@pytest.fixture
def published(desk: Desk) -> Published:
    """The notice's id and its two tasks, of which the follow-up moved the first and withdrew the second."""
    first = accept(desk, desk.keep(NOTICE))
    summary, cases = first.created
    acts = [
        {"act": "choose", "task": 0, "replaces": summary},
        {"act": "withdraw", "task_id": cases, "agreed": True},
    ]
    draft_id = desk.keep(FOLLOW_UP)
    accept(desk, draft_id, settle(desk, draft_id, *acts))
    assert tasks_of(desk.database)[summary].due_on == date(2026, 12, 20)
    return first.notice_id, summary, cases


def repeat_of(desk: Desk, text: str) -> Repeat | None:
    draft_id = desk.keep(text)
    with desk.database.read() as session:
        return find_findings(session, review_of(get_draft(session, draft_id))).repeats


COPIES = {
    "copy with a line more": (NOTICE + EXTRA, "江教〔2026〕101号", How.COPY),
    "passed on by a city": (PASSED_ON, "江教〔2026〕101号", How.PASSED_ON),
    "copy of the follow-up": (FOLLOW_UP + EXTRA, "江教〔2026〕105号", How.FOLLOW_UP),
}


@pytest.mark.parametrize(("text", "number", "how"), COPIES.values(), ids=COPIES)
def test_a_copy_is_known_though_its_dates_have_moved_since(
    desk: Desk, published: Published, text: str, number: str, how: How
) -> None:
    assert repeat_of(desk, text) == Repeat(published[0], number, how)
    draft_id = desk.keep(text)
    (point,) = open_points(desk, draft_id)
    assert "不必再发布" in point
    assert published[0] in point
    with pytest.raises(Conflict, match="不必再发布"):
        accept(desk, draft_id)
    assert tasks_of(desk.database)[published[1]].due_on == date(2026, 12, 20)


def test_a_letter_that_cites_a_notice_without_passing_it_on_is_no_copy_of_it(desk: Desk, published: Published) -> None:
    assert repeat_of(desk, PASSED_ON.replace("转发", "学习").replace("江教〔2026〕101号\n", "")) is None


def test_a_copy_with_a_task_more_asks_about_each_and_about_the_number(desk: Desk, published: Published) -> None:
    more = "三、教师培训情况统计\n\n请于2026年12月15日前将统计表发送至 peixun@example.org。\n\n江海省教育厅\n"
    draft_id = desk.keep(NOTICE.replace("江海省教育厅\n2026", more + "2026"))
    notice_id, summary, cases = published
    assert open_points(desk, draft_id) == [
        f"文号“江教〔2026〕101号”已经发布过（{notice_id}），这份文字里却有不同的事项。重复的事项请移除；"
        "确实另是一份通知的，请填写“发布后的编号”。",
        f"事项 1「社区教育工作总结」已经发布过（{summary}）：请移除，或者说明是新事项。",
        f"事项 2「校企合作典型案例征集」已经发布过（{cases}）：请移除，或者说明是新事项。",
    ]
    acts = [{"act": "remove", "task": 0, "reason": "已经发布过"}] * 2
    acts.append({"act": "facts", "notice_id": "jiang-101-more"})
    done = accept(desk, draft_id, settle(desk, draft_id, *acts))
    assert (done.created, done.changes) == (("jiang-101-more-01",), ())


def test_an_older_notice_moves_a_newer_date_back_only_when_somebody_says_so(desk: Desk, published: Published) -> None:
    _, summary, _ = published
    draft_id = desk.keep(NOTICE.replace("101号", "99号").replace("12月10日", "12月8日").replace("典型案例", "先进事迹"))
    choice = {"act": "choose", "task": 0, "replaces": summary}
    revision = settle(desk, draft_id, choice, {"act": "choose", "task": 1})
    warned = (
        "事项 1「社区教育工作总结」要替代的原事项已由较新的通知江教〔2026〕105号定为2026年12月20日（周日），"
        "替代会改回旧的日期。请改选，或者勾选“仍以这份通知为准”。"
    )
    assert open_points(desk, draft_id) == [warned]
    with pytest.raises(Conflict, match="替代会改回旧的日期"):
        accept(desk, draft_id, revision)
    change(desk, draft_id, revision, "张三", **choice, over_newer=True)
    accept(desk, draft_id, revision + 1)
    assert tasks_of(desk.database)[summary].due_on == date(2026, 12, 8)


def test_a_task_that_a_newer_notice_withdrew_is_not_revived_unseen(desk: Desk, published: Published) -> None:
    _, _, cases = published
    draft_id = desk.keep(NOTICE.replace("101号", "99号").replace("12月5日", "12月3日").replace("工作总结", "年度计划"))
    settle(desk, draft_id, {"act": "choose", "task": 1, "replaces": cases})
    assert [point for point in open_points(desk, draft_id) if "撤销" in point] == [
        "事项 2「校企合作典型案例征集」要替代的原事项已由较新的通知江教〔2026〕105号撤销，替代会让它恢复。"
        "请改选，或者勾选“仍以这份通知为准”。"
    ]


def test_a_newer_notice_moves_the_date_on_without_a_word(desk: Desk, published: Published) -> None:
    _, summary, _ = published
    text = FOLLOW_UP.replace("105号", "109号").replace("2026年11月28日", "2026年12月8日")
    draft_id = desk.keep(text.replace("12月10日延长至2026年12月20日", "12月20日延长至2026年12月25日"))
    settle(desk, draft_id, {"act": "choose", "task": 0, "replaces": summary})
    assert open_points(desk, draft_id) == []


def test_without_a_number_the_same_place_and_day_make_no_copy(desk: Desk) -> None:
    plain = NOTICE.replace("江教〔2026〕101号\n", "").replace("张明", "王平").replace("025-51112222", "025-51110000")
    told = {"act": "facts", "number": "无"}
    first = desk.keep(plain)
    accept(desk, first, settle(desk, first, told))
    other = plain.replace("社区教育", "学前教育").replace("校企合作典型案例征集", "乡村学校名单核对")
    assert repeat_of(desk, other) is None
    again = desk.keep(other)
    settle(desk, again, told)
    with desk.database.read() as session:
        review = review_of(get_draft(session, again))
        assert find_findings(session, review).repeats is None


def test_the_page_warns_of_an_older_notice_and_takes_the_tick(browser: TestClient) -> None:
    submit(browser, send(browser, NOTICE), act="accept")
    follow_up = submit(browser, send(browser, FOLLOW_UP), act="choose", task="0", replaces=f"{NOTICE_ID}-01")
    decided = submit(browser, follow_up, act="withdraw", task_id=f"{NOTICE_ID}-02", agreed="true")
    assert submit(browser, decided, act="accept").status_code == 200
    older = send(
        browser, NOTICE.replace("101号", "99号").replace("12月10日", "12月8日").replace("典型案例", "先进事迹")
    )
    warning = "由较新的通知定下，替代会改回旧的日期：江教〔2026〕105号 仍以这份通知为准"
    assert warning in " ".join(words_of(older).split())
    choice = {"act": "choose", "task": "0", "replaces": f"{NOTICE_ID}-01"}
    unsaid = submit(browser, older, **choice)
    assert "还有 1 处要处理" in words_of(unsaid)
    said = submit(browser, unsaid, **choice, over_newer="on")
    assert "都处理完了，可以发布" in words_of(said)
    (box,) = LexborHTMLParser(said.text).css("input[name=over_newer]")
    assert "checked" in box.attributes


def test_the_page_offers_to_remove_what_is_published_already(browser: TestClient) -> None:
    submit(browser, send(browser, NOTICE), act="accept")
    page = send(browser, NOTICE.replace("12月10日", "12月11日"))
    shown = words_of(page)
    assert "这个事项已经发布过：江教〔2026〕101号 二 校企合作典型案例征集" in shown
    assert "已经发布过，移除" in shown
    removed = submit(browser, page, act="remove", task="1", reason="已经发布过")
    assert "校企合作典型案例征集" not in words_of(removed).split("读出的事项")[1].split("每一处日期的去向")[0]
    english = browser.get(f"{page.url.path}?lang=en").text
    assert "The number" in english


def test_a_copy_read_at_the_command_line_publishes_nothing_and_succeeds(qixian: Run) -> None:
    assert qixian("read", "-", "--accept", given=NOTICE).returncode == 0
    for text in (NOTICE, NOTICE + EXTRA, PASSED_ON):
        done = qixian("read", "-", "--accept", given=text)
        assert (done.returncode, "没有重复发布" in done.stdout) == (0, True)
    assert [line.split("  ")[2] for line in qixian("audit").stdout.splitlines()] == ["read", "accept"]
