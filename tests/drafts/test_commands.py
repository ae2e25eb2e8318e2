"""`qixian read`, `admin` and `audit`, as a person types them."""

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.drafts.conftest import NOTICE

DAMAGED = NOTICE.replace("请于2023年5月20日前将案例", "请于2023年520日前将案例")


def test_a_notice_is_printed_with_its_dates_quotes_and_proof(qixian: Run, tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    file.write_text(NOTICE, encoding="utf-8")
    done = qixian("read", str(file))
    assert done.returncode == 0
    for words in (
        "关于报送2023年职业教育有关材料的通知",
        "2023年6月1日（周四）至2023年6月15日（周四）",
        "「2023年5月20日前」",
        "张明 025-51112222",
        "处日期：2 个截止日，1 个计划",
    ):
        assert words in done.stdout
    assert not (tmp_path / "var" / "qixian.db").exists()


def test_what_is_printed_holds_the_whole_proof_and_what_a_person_has_to_settle(qixian: Run) -> None:
    text = NOTICE.replace(
        "请于2023年5月20日前将案例发送至",
        "请于2023年5月20日前将案例（附件1，加盖公章，每校限报2个，不超过1500字）发送至",
    ).replace("江海省教育厅\n2023", "附件：1.案例推荐表\n\n江海省教育厅\n2023")
    printed = qixian("read", "-", given=text).stdout
    phrases = json.loads(qixian("read", "-", "--json", given=text).stdout)["draft"]["phrases"]
    proof = printed.partition("处日期：")[2].splitlines()[1 : len(phrases) + 1]
    assert [f"「{phrase['quote']['text']}」" in line for phrase, line in zip(phrases, proof, strict=True)] == [
        True
    ] * len(phrases)
    for phrase, line in zip(phrases, proof, strict=True):
        assert line.endswith(phrase["reason"] or f"事项 {phrase['task'] + 1}")
    for words in (
        "需要加盖公章",
        "表格 附件1 案例推荐表",
        "要求 ",
        "还有 1 处要处理",
        "事项 3「召开产教融合工作现场会」：",
    ):
        assert words in printed


def test_agreeing_to_undated_tasks_without_publishing_is_refused(qixian: Run) -> None:
    done = qixian("read", "-", "--confirm-undated", given=NOTICE)
    assert done.returncode == 2
    assert "--confirm-undated 要和 --accept 一起用" in done.stderr


def test_the_json_holds_a_document_that_can_be_loaded(qixian: Run, tmp_path: Path) -> None:
    answer = json.loads(qixian("read", "-", "--json", given=NOTICE).stdout)
    assert ["请确认暂无日期" in message for message in answer["open"]] == [True]
    assert len(answer["draft"]["phrases"]) > 3
    file = tmp_path / "notice.json"
    file.write_text(json.dumps(answer["document"]), encoding="utf-8")
    assert "3 added" in qixian("load", str(file)).stdout
    open_one = json.loads(qixian("read", "-", "--json", given=DAMAGED).stdout)
    assert open_one["document"] is None
    assert "文字残缺" in open_one["open"][0]


def test_the_day_of_issue_can_be_told_where_the_text_does_not_say_it(qixian: Run) -> None:
    text = "各市教育局：请于5月20日前报送总结。"
    untold = qixian("read", "-", given=text)
    assert "缺年份" in untold.stdout
    assert "--issued-on" in untold.stderr
    told = qixian("read", "-", "--issued-on", "2023-04-10", given=text).stdout
    assert "2023年5月20日" in told
    assert "缺年份" not in told
    refused = qixian("read", "-", "--issued-on", "2023-02-30", given=text)
    assert refused.returncode == 2
    assert "2023-02-30" in refused.stderr


def test_the_day_of_issue_told_after_a_first_try_dates_the_draft_that_was_kept(qixian: Run) -> None:
    signed = "江海省教育厅\n2023年4月10日\n"
    text = NOTICE.replace(signed, "").replace("2023年5月20日前", "5月20日前")
    text = text.replace("2023年6月1日至15日", "6月1日至15日").replace("〔2023〕", "").replace("2023年职业", "职业")
    first = qixian("read", "-", "--accept", "--confirm-undated", given=text)
    assert (first.returncode, "缺年份" in first.stderr, "--issued-on" in first.stderr) == (2, True, True)
    told = qixian("read", "-", "--accept", "--issued-on", "2023-04-10", given=text)
    assert "缺发文日期" not in told.stderr
    assert "缺年份" not in told.stderr
    log = [line.split("  ")[2] for line in qixian("audit").stdout.splitlines()]
    assert log[:3] == ["read", "confirm", "facts"]


def test_accepting_publishes_once(qixian: Run) -> None:
    for words in ("新增 3 项", "没有重复发布"):
        done = qixian("read", "-", "--accept", "--confirm-undated", given=NOTICE)
        assert (done.returncode, words in done.stdout) == (0, True)
    assert [line.split("  ")[2] for line in qixian("audit").stdout.splitlines()] == ["read", "confirm", "accept"]


def test_accepting_asks_to_agree_to_tasks_without_a_date_and_says_how(qixian: Run) -> None:
    refused = qixian("read", "-", "--accept", given=NOTICE)
    assert refused.returncode == 2
    assert "还有 1 处没有处理，没有发布" in refused.stderr
    assert "召开产教融合工作现场会" in refused.stderr
    assert "--confirm-undated" in refused.stderr


def test_accepting_with_something_open_exits_with_2_and_keeps_the_draft(qixian: Run) -> None:
    refused = qixian("read", "-", "--accept", given=DAMAGED)
    assert refused.returncode == 2
    assert "文字残缺" in refused.stderr
    assert "/review/1" in refused.stderr
    assert qixian("audit").stdout.count("draft 1") == 1


def test_a_token_is_shown_once_listed_and_revoked(qixian: Run) -> None:
    made = qixian("admin", "token", "create", "张三")
    token = made.stdout.strip()
    assert token.startswith("qixian_")
    listed = qixian("admin", "token", "list").stdout
    assert "张三: made" in listed
    assert token not in listed
    assert qixian("admin", "token", "revoke", "张三").returncode == 0
    assert "revoked" in qixian("admin", "token", "list").stdout
    log = qixian("audit").stdout
    assert ("token-create  token 张三" in log, "token-revoke  token 张三" in log) == (True, True)
    assert token not in log


MISTAKES = {
    "no such file": (["read", "nowhere.txt"], "nowhere.txt: No such file"),
    "nothing to read": (["read", "-"], "「标准输入」是空文件"),
    "the name again": (["admin", "token", "create", ""], "1 to 64 characters"),
    "no such token": (["admin", "token", "revoke", "李四"], "No token is named '李四'"),
}


@pytest.mark.parametrize(("arguments", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_gets_one_clear_line_and_exit_code_2(qixian: Run, arguments: list[str], message: str) -> None:
    done = qixian(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_document_can_not_steer_the_terminal(qixian: Run) -> None:
    printed = qixian("read", "-", given=NOTICE.replace("校企合作", "校企\x1b[31m\x07\u202e合作")).stdout
    assert "\x1b" not in printed
    assert "\x07" not in printed
    assert "\u202e" not in printed


def test_for_whom_a_notice_is_can_be_told_where_it_does_not_say(qixian: Run) -> None:
    text = re.sub("各省、自治区、.*：", "各市教育局：", NOTICE)
    first = qixian("read", "-", "--accept", "--confirm-undated", given=text)
    assert (first.returncode, "看不出给哪些省份" in first.stderr, "--provinces" in first.stderr) == (2, True, True)
    assert "报送范围" in qixian("read", "-", "--accept", "--provinces", "火星", given=text).stderr
    told = qixian("read", "-", "--accept", "--provinces", "江苏", given=text)
    assert (told.returncode, "新增 3 项" in told.stdout) == (0, True)
    assert qixian("read", "-", "--provinces", "江苏", given=text).returncode == 2
