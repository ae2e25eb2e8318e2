"""What is evened out, and that every character still knows where it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.extraction.normalise import normalise


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("２０２２年８月２５日", "2022年8月25日"),
        ("2022 年 8 月 25 日 前", "2022年8月25日前"),
        ("2 0 2 3 年 1 1 月 2 0 日", "2023年11月20日"),
        ("于 20 22年 1 2月 3 0日", "于2022年12月30日"),
        ("报送时间为9月\n30日前", "报送时间为9月30日前"),
        ("请于2024年9月3\n0日前报送材料", "请于2024年9月30日前报送材料"),
        ("9月1日—9月5日–6日―7日－8日", "9月1日-9月5日-6日-7日-8日"),
        ("二○二四年", "二〇二四年"),
        ("报送时间：\n2024年11月底前", "报送时间:2024年11月底前"),
        ("one two\u3000三", "one two三"),
    ],
)
def test_it_evens_out_what_publishing_left_behind(source: str, text: str) -> None:
    assert normalise(source).text == text


def test_a_sentence_broken_by_a_page_is_whole_again() -> None:
    source = "信息数据采集具体要求将分别通过中职学校系统和高职\n— 3 —\n状态平台另行通知，请注意及时查收。"
    assert normalise(source).text == "信息数据采集具体要求将分别通过中职学校系统和高职状态平台另行通知,请注意及时查收。"


def test_headings_labels_and_signatures_stay_lines_of_their_own() -> None:
    source = "（一）编制、发布和报送工作\n请各地认真做好工作。\n联系人：张三\n电话：010-66090000\n某某厅\n2024年3月1日"
    assert normalise(source).text.count("\n") == 5


def test_a_telephone_number_ends_its_line_whoever_signs_below() -> None:
    signed = "联系人及电话：王明，010-66090000\n\n教育部某某司\n2022年10月12日"
    assert normalise(signed).text.split("\n")[-2:] == ["教育部某某司", "2022年10月12日"]


@given(st.text(alphabet=st.sampled_from("年月日前 12３０\n\t—－〇○（）：，。报送\u3000\r\x0c—"), max_size=200))
def test_every_kept_character_points_into_the_source_in_order(source: str) -> None:
    page = normalise(source)
    assert len(page.origins) == len(page.text)
    assert all(0 <= origin < len(source) for origin in page.origins)
    assert list(page.origins) == sorted(page.origins)


@pytest.mark.parametrize("gap", ["\t", "\t\t", "　　　", "    ", "　"])
def test_offices_that_sign_side_by_side_are_parted_and_the_day_below_is_free(gap: str) -> None:
    signed = f"特此通知。\n\n某某省教育厅{gap}某某省财政厅{gap}某某省人力资源和社会保障厅\n\t2024年3月1日\t"
    assert normalise(signed).text.split("\n")[-2:] == [
        "某某省教育厅、某某省财政厅、某某省人力资源和社会保障厅",
        "2024年3月1日",
    ]


def test_offices_in_a_row_of_a_table_stay_cells() -> None:
    table = "牵头单位\t配合单位\n某某省教育厅\t某某省财政厅\n某某省民政厅\t某某省审计厅"
    assert normalise(table).text == table


def test_a_name_written_wide_is_one_office() -> None:
    assert normalise("某 某 省 教 育 厅\n2024年3月1日").text.split("\n")[0] == "某某省教育厅"
