"""A message, and the ways to hand it over: one small contract, one file a way."""

from app.mail.maildir import MaildirTransport
from app.mail.message import Letter, Sheet, build_sheet, parse_sender
from app.mail.outlet import Outlet
from app.mail.robots import is_robot
from app.mail.smtp import SmtpTransport
from app.mail.transport import (
    AddressRefused,
    ContentRefused,
    Deferred,
    Halted,
    HandOver,
    NoReply,
    Parcel,
    Transport,
)
from app.settings import Settings

__all__ = [
    "AddressRefused",
    "ContentRefused",
    "Deferred",
    "Halted",
    "HandOver",
    "Letter",
    "MaildirTransport",
    "NoReply",
    "Outlet",
    "Parcel",
    "Sheet",
    "SmtpTransport",
    "Transport",
    "build_sheet",
    "is_robot",
    "parse_sender",
    "transport_for",
]


def transport_for(settings: Settings) -> Transport:
    """SMTP when a mail server is set, else the Maildir in the data folder."""
    if settings.smtp_url:
        return SmtpTransport(settings.smtp_url, connections=settings.mail_connections)
    return MaildirTransport(settings.maildir)
