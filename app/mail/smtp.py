"""Mail over SMTP (RFC 5321), with the standard library's client and one connection a run."""

import smtplib
import ssl
from email.message import EmailMessage
from typing import Self
from urllib.parse import unquote, urlsplit

from app.mail.transport import AddressRefused, Deferred

_TIMEOUT = 30.0


class SmtpTransport:
    """Hands messages to the server at `smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…`."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._client: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._close()

    def send(self, message: EmailMessage) -> None:
        """Returns when the server has answered 250. Raises AddressRefused (5xx to the recipient), else Deferred."""
        try:
            self._connected().send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, reply = next(iter(error.recipients.values()))
            text = f"{code} {reply.decode('utf-8', 'replace')}"
            raise (AddressRefused(text) if code >= 500 else Deferred(text)) from error
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            raise Deferred(f"{type(error).__name__}: {error}") from error

    def _connected(self) -> smtplib.SMTP:
        if self._client is None:
            self._client = self._connect()
        return self._client

    def _connect(self) -> smtplib.SMTP:
        host = self._url.hostname or "localhost"
        if self._url.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._url.port or 465, timeout=_TIMEOUT, context=ssl.create_default_context()
            )
        else:
            client = smtplib.SMTP(host, self._url.port or 587, timeout=_TIMEOUT)
            client.ehlo()
            if client.has_extn("starttls"):
                client.starttls(context=ssl.create_default_context())
        if self._url.username:
            client.login(unquote(self._url.username), unquote(self._url.password or ""))
        return client

    def _close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            try:
                client.quit()
            except (OSError, smtplib.SMTPException):
                client.close()
