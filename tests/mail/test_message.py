"""What is on the wire: headers nothing can break, an unfolded List-Unsubscribe, both bodies whole."""

import string
from datetime import UTC, datetime
from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import SHANGHAI, FixedClock
from app.delivery.run import DigestRun
from app.delivery.subscriptions import check_email
from app.errors import InvalidInput, SettingsError
from app.mail import Letter, SmtpTransport, build_sheet, parse_sender
from app.mail.message import SLOT_LENGTH, mark, one_line
from app.settings import Settings
from app.workdays import Workdays
from tests.mail.conftest import Readers
from tests.mail.post import read, words_of
from tests.mail.servers import SmtpSink

SENDER = Address("期限 Qixian", "qixian", "example.gov.cn")
VALUES = {
    "to": b"office@example.org",
    "date": b"Mon, 22 Aug 2022 08:30:00 +0800",
    "id": b"<x@example.gov.cn>",
    "manage": b"m" * SLOT_LENGTH,
    "unsubscribe": b"u" * SLOT_LENGTH,
}


def content_of(subject: str = "周报", text: str = "文", html: str = "<p>文</p>", **more: object) -> bytes:
    letter = Letter(subject, text, html, **more)  # ty: ignore[invalid-argument-type] - a test's own words
    return build_sheet(letter, SENDER).fill(VALUES)


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x01"), max_size=300)


@given(before=WORDS, between=WORDS, after=WORDS)
def test_what_is_filled_in_later_reads_as_if_it_had_been_there(before: str, between: str, after: str) -> None:
    text = f"{before}/m/{mark('manage')}\n{between}/u/{mark('unsubscribe')}\n{after}\n"
    whole = text.replace(mark("manage"), "m" * SLOT_LENGTH).replace(mark("unsubscribe"), "u" * SLOT_LENGTH)
    letter = read(content_of(text=text, html=text))
    for kind in ("plain", "html"):
        part = letter.get_body((kind,))
        assert part is not None
        assert part.get_payload(decode=True) == whole.replace("\r\n", "\n").replace("\n", "\r\n").encode()


NASTY = [
    "\r\nBcc: thief@example.org",
    "\n.\r\n",
    "\x0b\x0c\x85",
    "\u2028\u2029",
    "\x00\x1b[31m",
    "=?utf-8?q?x?=",
    "名" * 400,
]


@pytest.mark.parametrize("nasty", NASTY)
def test_no_title_can_add_a_header_or_end_the_mail(nasty: str) -> None:
    content = content_of(subject=f"周报{nasty}尾", text=f"文{nasty}", html=f"<p>{nasty}</p>")
    letter = read(content)
    assert letter["bcc"] is None
    assert letter.defects == []
    assert sorted(letter.keys()) == sorted(
        ["From", "Subject", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "To",
         "Date", "Message-ID", "Content-Type"]
    )  # fmt: skip
    assert content.isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r\n.\r\n" not in content


@given(WORDS)
def test_a_subject_is_one_line_whatever_it_was(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert read(content_of(subject=text))["subject"] is not None


@pytest.mark.parametrize(
    "address",
    [
        "a@b\r\nBcc: c@d",
        "a b@example.org",
        "<a@example.org>",
        "a@example.org,b@example.org",
        "a@" + "x" * 300,
        "名@例.中国",
    ],
)
def test_an_address_that_could_end_a_header_is_refused(address: str) -> None:
    with pytest.raises(InvalidInput, match="is not an e-mail address"):
        check_email(address)


@given(st.text(string.ascii_letters + string.digits + "._+-'", min_size=1, max_size=64))
def test_every_address_that_is_taken_is_safe_in_a_header(user: str) -> None:
    address = check_email(f"{user}@Example.ORG")
    assert address == f"{user}@example.org"
    assert address.isascii()
    assert not set(address) & set("\r\n<>, ")


def test_a_sender_without_an_address_is_refused() -> None:
    with pytest.raises(SettingsError, match="holds no address"):
        parse_sender("期限")


def test_the_wire_carries_an_unfolded_list_unsubscribe_and_the_headers_of_a_machine(
    readers: Readers, settings: Settings, clock: FixedClock, workdays: Workdays, smtp_sink: SmtpSink
) -> None:
    mine = settings.model_copy(
        update={"base_url": "https://qixian.example.gov.cn", "mail_from": "期限 <qixian@qixian.example.gov.cn>"}
    )
    readers.add()
    DigestRun(readers.database, mine, SmtpTransport(smtp_sink.url), clock, workdays).if_due()
    ((_, raw),) = smtp_sink.taken
    lines = raw.split(b"\r\n\r\n")[0].split(b"\r\n")
    (unsubscribe,) = [line for line in lines if line.startswith(b"List-Unsubscribe: ")]
    link = unsubscribe.removeprefix(b"List-Unsubscribe: <").removesuffix(b">")
    assert link.startswith(b"https://qixian.example.gov.cn/u/")
    assert len(link) <= 60
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    letter = read(raw)
    assert letter["auto-submitted"] == "auto-generated"
    assert letter["x-auto-response-suppress"] == "All"
    assert letter["message-id"] == "<weekly.2022-W34.1@qixian.example.gov.cn>"
    assert letter["date"].datetime == datetime(2022, 8, 22, 2, 0, tzinfo=UTC) == clock.now().astimezone(SHANGHAI)
    assert letter["from"].addresses[0].display_name == "期限"
    assert link.decode() in words_of(letter)
    assert link.decode() in words_of(letter, "html")


def test_answers_go_where_the_setting_says() -> None:
    sheet = build_sheet(Letter("周报", "文", "<p>文</p>"), SENDER, "教育厅 <office@example.gov.cn>")
    assert read(sheet.fill(VALUES))["reply-to"].addresses[0].addr_spec == "office@example.gov.cn"
