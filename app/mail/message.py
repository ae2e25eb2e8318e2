"""One mail as bytes on the wire: RFC 5322, text and HTML, headers that cannot be broken by a title."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from app.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said to whom. `key` makes the Message-ID: the same letter sent again carries the same one."""

    recipient: str
    subject: str
    text: str
    html: str
    key: str
    dated: datetime


def build_message(letter: Letter, sender: Address) -> EmailMessage:
    """The letter as multipart/alternative, marked as sent by a machine (RFC 3834), with a stable Message-ID."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.dated)
    message["Message-ID"] = f"<{letter.key}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = "zh-CN"
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    return message


def parse_sender(text: str) -> Address:
    """「期限 <qixian@example.org>」 as an address. Raises SettingsError when there is no address in it."""
    name, spec = parseaddr(text)
    user, _, domain = spec.rpartition("@")
    if not user or not domain:
        raise SettingsError(f"QIXIAN_MAIL_FROM: {text!r} holds no address; write 期限 <qixian@example.org>")
    return Address(display_name=name, username=user, domain=domain)
