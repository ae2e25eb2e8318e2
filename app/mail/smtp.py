"""Mail over SMTP (RFC 5321), with the standard library's client; one connection a session, used again and again."""

import contextlib
import smtplib
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from app.mail.replies import Stage, failure_of
from app.mail.transport import AddressRefused, ContentRefused, Deferred, Halted, HandOver, NoReply, Parcel

_TIMEOUT = 30.0
# RFC 5321 §4.5.3.2.6 grants ten minutes for the last reply; a lease cannot wait that long.
_LAST_REPLY_TIMEOUT = 120.0
_GO_ON = 354
_ENVELOPE = (Stage.SENDER, Stage.RECIPIENT, Stage.CONTENT)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_LOST = (OSError, smtplib.SMTPServerDisconnected)


class SmtpTransport:
    """Hands messages to the server at `smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…`."""

    def __init__(
        self, url: str, connections: int = 4, timeout: float = _TIMEOUT, last_timeout: float = _LAST_REPLY_TIMEOUT
    ) -> None:
        self.connections = connections
        self.url = urlsplit(url)
        self.timeout = timeout
        self.last_timeout = last_timeout

    @contextmanager
    def session(self) -> Generator[HandOver]:
        """One connection; the hand-over returns when the server has answered 250 to the content."""
        session = _Session(self)
        try:
            yield session.hand_over
        finally:
            session.close()


class _Session:
    """One connection and what may be wrong with it."""

    def __init__(self, transport: SmtpTransport) -> None:
        self._transport = transport
        self._client: smtplib.SMTP | None = None

    def hand_over(self, parcel: Parcel) -> None:
        """Whatever fails, the next parcel finds a connection in order or none."""
        try:
            self._transmit(parcel)
        except _LOST as error:
            self._drop()
            raise Halted(f"the mail server broke off: {_words(error)}") from error
        except (Halted, NoReply):
            self._drop()
            raise

    def close(self) -> None:
        """Take leave when there is somebody to take leave of."""
        if self._client is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._client.quit()
            self._drop()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _begin(self, parcel: Parcel) -> smtplib.SMTP:
        """A connection that waits for the content. One left idle may have been closed: then a new one is tried."""
        if self._client is not None:
            try:
                _envelope(self._client, parcel)
            except ContentRefused:
                raise
            except (Halted, *_LOST):
                self._drop()
            else:
                return self._client
        self._client = self._connect()
        _envelope(self._client, parcel)
        return self._client

    def _transmit(self, parcel: Parcel) -> None:
        try:
            _expect(Stage.CONTENT, *self._content(self._begin(parcel), parcel.content))
        except (AddressRefused, Deferred):
            self._reset()
            raise

    def _reset(self) -> None:
        """Forget the sender that was named. A server that hangs up instead changes nothing of what it said before."""
        try:
            if self._client is not None:
                self._client.rset()
        except _LOST:
            self._drop()

    def _content(self, client: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
        """From the first byte on, silence no longer means that nothing arrived."""
        try:
            client.send(_stuffed(content) + b".\r\n")
            if client.sock is not None:
                client.sock.settimeout(self._transport.last_timeout)
            answer = client.getreply()
            if client.sock is not None:
                client.sock.settimeout(self._transport.timeout)
        except _LOST as error:
            raise NoReply(f"no answer to the content: {_words(error)}") from error
        return answer

    def _connect(self) -> smtplib.SMTP:
        try:
            client = self._open()
        except smtplib.SMTPResponseException as error:
            reply = error.smtp_error
            raise failure_of(Stage.OPENING, error.smtp_code, _bytes(reply)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Halted(f"cannot reach the mail server: {_words(error)}") from error
        return client

    def _open(self) -> smtplib.SMTP:
        url, timeout = self._transport.url, self._transport.timeout
        host = url.hostname or "localhost"
        context = ssl.create_default_context()
        if url.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=timeout, context=context)
        else:
            client = smtplib.SMTP(host, url.port or 587, timeout=timeout)
        try:
            self._greet(client, host, context)
        except BaseException:
            client.close()
            raise
        return client

    def _greet(self, client: smtplib.SMTP, host: str, context: ssl.SSLContext) -> None:
        """TLS and login. A password never goes over a line that is neither encrypted nor this machine's own."""
        url = self._transport.url
        client.ehlo_or_helo_if_needed()
        if url.scheme == "smtp" and client.has_extn("starttls"):
            code, reply = client.starttls(context=context)
            if code != 220:
                raise smtplib.SMTPResponseException(code, reply)
        elif url.scheme == "smtp" and url.username and host not in _LOOPBACK:
            raise smtplib.SMTPException("it offers no encryption for the login; use smtps://")
        if url.username:
            client.login(unquote(url.username), unquote(url.password or ""))


def _envelope(client: smtplib.SMTP, parcel: Parcel) -> None:
    """Sender, recipient and DATA; in one go where the server lets commands be sent ahead (PIPELINING, RFC 2920)."""
    if not client.has_extn("pipelining"):
        _expect(Stage.SENDER, *client.mail(parcel.sender))
        _expect(Stage.RECIPIENT, *client.rcpt(parcel.recipient))
        _expect(Stage.CONTENT, *client.docmd("DATA"))
        return
    client.send(f"MAIL FROM:<{parcel.sender}>\r\nRCPT TO:<{parcel.recipient}>\r\nDATA\r\n")
    replies = [client.getreply() for _ in _ENVELOPE]
    try:
        for stage, reply in zip(_ENVELOPE, replies, strict=True):
            _expect(stage, *reply)
    except Exception:
        if replies[-1][0] == _GO_ON:  # it waits for content all the same: RFC 2920 §3.1 has an empty one sent
            client.send(b".\r\n")
            client.getreply()
        raise


def _expect(stage: Stage, code: int, reply: bytes) -> None:
    if code >= 400 or code < 200:
        raise failure_of(stage, code, reply)


def _stuffed(content: bytes) -> bytes:
    """RFC 5321 §4.5.2: a line that begins with a dot gets a second one."""
    return content.replace(b"\r\n.", b"\r\n..") if b"\r\n." in content else content


def _bytes(reply: bytes | str) -> bytes:
    return reply.encode() if isinstance(reply, str) else reply


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
