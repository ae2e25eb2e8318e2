"""What belongs to a task besides its date: for whom it is, how it is handed in, its title."""

from collections.abc import Callable

import pytest

from app.extraction import Draft
from app.extraction.audience import audience_of
from app.extraction.channels import channels_in, limits_in, needs_seal

Read = Callable[[str], Draft]
ALL = "各省、自治区、直辖市教育厅(教委),各计划单列市教育局,新疆生产建设兵团教育局"


@pytest.mark.parametrize(
    ("words", "salutation", "provinces"),
    [
        ("请各省级教育行政部门报送", ALL, ["provinces", "xpcc"]),
        ("请各省级教育行政部门报送", "各省、自治区、直辖市教育厅(教委)", ["provinces"]),
        ("请各省级教育行政部门及计划单列市教育局报送", ALL, "all"),
        ("拟定于下半年召开会议", ALL, "all"),
        ("请报送", "各省、自治区、直辖市教育厅(教委),新疆生产建设兵团教育局", ["provinces", "xpcc"]),
        ("请报送", "广东省教育厅、深圳市教育局", ["guangdong", "shenzhen"]),
    ],
)
def test_the_words_decide_for_whom(words: str, salutation: str, provinces: object) -> None:
    assert audience_of(words, salutation).provinces == provinces


@pytest.mark.parametrize(
    ("words", "salutation", "issuer", "provinces"),
    [
        ("请报送", "各地级以上市教育局", "广东省教育厅", ["guangdong"]),
        ("请报送", "各区教育局", "深圳市教育局", ["shenzhen"]),
        ("请报送", "各高等职业学校", "广西壮族自治区教育厅办公室", ["guangxi"]),
        ("请北京、天津、河北教育厅（教委）于4月10日前报送方案", ALL, "教育部职成司", ["beijing", "tianjin", "hebei"]),
    ],
)
def test_a_province_writes_to_its_own_and_a_list_names_some(
    words: str, salutation: str, issuer: str, provinces: object
) -> None:
    audience = audience_of(words, salutation, issuer)
    assert (audience.provinces, audience.is_said) == (provinces, True)


@pytest.mark.parametrize(
    ("salutation", "issuer"), [("各学院", "某某大学教务处"), ("各市教育局", "江海省教育厅"), (None, None)]
)
def test_where_nobody_says_for_which_provinces_a_person_must(salutation: str | None, issuer: str | None) -> None:
    assert not audience_of("请报送", salutation, issuer).is_said


def test_it_finds_mail_platform_and_post() -> None:
    text = (
        "电子版发送至邮箱a@b.cn;纸质版加盖公章后邮寄至:北京市西城区大街4号综技楼112室。"
        "请登录中国社区教育网(网址:www.shequ.edu.cn)填报,每篇不超过2000字。"
    )
    found = [
        (channel.type, getattr(channel, "address", None) or getattr(channel, "url", None))
        for channel in channels_in(text, {})
    ]
    assert found == [
        ("email", "a@b.cn"),
        ("platform", "http://www.shequ.edu.cn"),
        ("post", "北京市西城区大街4号综技楼112室"),
    ]
    assert needs_seal(text)
    assert limits_in(text) == "每篇不超过2000字"


def test_a_system_called_by_its_short_form_is_named_in_full(read: Read) -> None:
    draft = read(
        "一、通过全国学校管理信息系统（以下简称学校系统）和全国状态数据平台（以下简称状态平台）于2024年4月1日前填报。\n"
        "二、学校信息通过学校系统和状态平台于2024年5月1日前填报。"
    )
    names = [[getattr(channel, "name", None) for channel in task.channels] for task in draft.tasks]
    assert names == [["全国学校管理信息系统", "全国状态数据平台"]] * 2


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("典型案例报送截止时间为2024年7月底，书面总结报送截止时间为2024年12月底。", ["典型案例报送", "书面总结报送"]),
        ("推介工作请于2024年8月25日前完成；案例请于2024年9月15日前报送。", ["推介", "案例"]),
        ("请于2024年4月1日前将《自查报告》（附件1）盖章后报送我厅。", ["《自查报告》"]),
        ("请各校2024年4月1日前完成学区划分。", ["学区划分"]),
    ],
)
def test_a_task_is_named_by_what_is_handed_in(read: Read, sentence: str, title: list[str]) -> None:
    assert [task.title for task in read(sentence).tasks] == title
