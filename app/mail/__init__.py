"""A message, and the ways to hand it over: one small contract, one file a way."""

from app.mail.maildir import MaildirTransport
from app.mail.message import Letter, build_message, parse_sender
from app.mail.smtp import SmtpTransport
from app.mail.transport import AddressRefused, Deferred, Transport
from app.settings import Settings

__all__ = [
    "AddressRefused",
    "Deferred",
    "Letter",
    "MaildirTransport",
    "SmtpTransport",
    "Transport",
    "build_message",
    "parse_sender",
    "transport_for",
]


def transport_for(settings: Settings) -> Transport:
    """SMTP when a mail server is set, else the Maildir in the data folder."""
    if settings.smtp_url:
        return SmtpTransport(settings.smtp_url)
    return MaildirTransport(settings.maildir)
