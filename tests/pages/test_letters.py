"""The mail that is begun for a reader, and the ways into a calendar."""

from datetime import date
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from app.pages.letters import attachments, mailto
from app.pages.subscribing import CalendarLinks
from app.provinces import get_province
from tests.pages.conftest import make_task

FORMS = [{"label": "附件2", "title": "申报表"}, {"label": "附件3", "title": "汇总表"}]
LINKS = CalendarLinks("https://qixian.example.org/feeds/guangdong.ics", "报送期限 · 广东")


def parts(link: str) -> tuple[str, str, str]:
    split = urlsplit(link)
    query = parse_qs(split.query, strict_parsing=True)
    return unquote(split.path), query["subject"][0], query["body"][0]


def test_a_mail_names_who_sends_what_for_which_notice_and_lists_the_attachments() -> None:
    task = make_task(date(2022, 9, 30), forms=FORMS, needs_seal=True)
    to, subject, body = parts(mailto(task, "a@moe.edu.cn", get_province("广东")))
    assert (to, subject) == ("a@moe.edu.cn", "广东省报送：测试事项（测〔2022〕1号 一）")
    assert "1. 附件2 申报表（加盖公章后的扫描件）\r\n2. 附件3 汇总表（加盖公章后的扫描件）" in body
    assert "报送单位：广东省教育厅" in body


def test_without_forms_the_material_itself_is_the_attachment() -> None:
    assert attachments(make_task(date(2022, 9, 30))) == ["测试事项"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_no_title_breaks_out_of_the_subject(title: str) -> None:
    _, subject, _ = parts(mailto(make_task(date(2022, 9, 30), title=title), "a@moe.edu.cn", None))
    assert subject == f"报送：{title}（测〔2022〕1号 一）"
    EmailMessage()["Subject"] = subject


def test_google_is_given_the_webcal_address_it_insists_on() -> None:
    assert parse_qs(urlsplit(LINKS.google).query)["cid"] == ["webcal://qixian.example.org/feeds/guangdong.ics"]


def test_outlook_is_given_address_and_name() -> None:
    for link, host in ((LINKS.outlook, "outlook.live.com"), (LINKS.office, "outlook.office.com")):
        split = urlsplit(link)
        assert (split.netloc, split.path) == (host, "/calendar/0/addfromweb")
        assert parse_qs(split.query) == {"url": [LINKS.address], "name": [LINKS.name]}


def test_the_qr_code_is_drawn_without_a_style_attribute() -> None:
    assert LINKS.qr.startswith("<svg")
    assert "style=" not in LINKS.qr
