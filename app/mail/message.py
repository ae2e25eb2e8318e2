"""One mail as bytes on the wire: RFC 5322, text and HTML, headers that cannot be broken by a title.

Everything shared is encoded once, as a `Sheet`; what differs per reader is put into its slots. A slot in a base64 body
takes the bytes beside it along, so that what is encoded once stays valid: base64 goes by threes, and RFC 2045 §6.8
lets a line end anywhere.
"""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from app.errors import SettingsError

# A mark stands for a word of SLOT_LENGTH characters that is another for each reader. Control characters are cleaned
# from everything a document says, so no title can forge one.
SLOT_LENGTH = 27
_MARK = re.compile("\x01([a-z]+)\x01")
_LINE = 57
_ATTACHMENT = (
    'Content-Type: {kind}; charset="utf-8"; method=PUBLISH\r\nContent-Disposition: attachment; filename="{name}"'
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said. `text` and `html` may hold marks; `calendar` is attached when given."""

    subject: str
    text: str
    html: str
    language: str = "zh-CN"
    calendar: bytes | None = None
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the bytes: the value goes in as it is, or as base64 together with its neighbours."""

    name: str
    before: bytes = b""
    after: bytes = b""
    is_encoded: bool = False

    def fill(self, value: bytes) -> bytes:
        """The bytes that stand here for one reader."""
        return b64encode(self.before + value + self.after) + b"\r\n" if self.is_encoded else value


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter ready but for its reader."""

    pieces: tuple[bytes | Slot, ...]

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """The whole message, ASCII with CRLF. `values` holds to, id, date and a word for each mark."""
        return b"".join(piece if isinstance(piece, bytes) else piece.fill(values[piece.name]) for piece in self.pieces)


def mark(name: str) -> str:
    """What stands in a letter's text for a word that only its reader's copy holds."""
    return f"\x01{name}\x01"


def build_sheet(letter: Letter, sender: Address, reply_to: str | None = None) -> Sheet:
    """The letter as multipart/alternative, marked as sent by a machine (RFC 3834)."""
    pieces: list[bytes | Slot] = [_shared_headers(letter, sender, reply_to)]
    for header, slot in ((b"To: ", "to"), (b"Date: ", "date"), (b"Message-ID: ", "id")):
        pieces += [header, Slot(slot), b"\r\n"]
    if letter.unsubscribe:
        # RFC 8058. Written by hand: the standard library folds a long unbroken value into encoded words.
        address = letter.unsubscribe.partition(mark("unsubscribe"))[0].encode("ascii")
        pieces += [b"List-Unsubscribe: <" + address, Slot("unsubscribe"), b">\r\n"]
        pieces.append(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n")
    bodies = [("text/plain", letter.text), ("text/html", letter.html)]
    alternative = _multipart(
        "alternative", [_part(f'Content-Type: {kind}; charset="utf-8"', body) for kind, body in bodies]
    )
    if letter.calendar is not None:
        attachment = _part(_ATTACHMENT.format(kind="text/calendar", name="qixian.ics"), letter.calendar.decode())
        alternative = _multipart("mixed", [alternative, attachment])
    return Sheet(_joined([*pieces, *alternative]))


def _shared_headers(letter: Letter, sender: Address, reply_to: str | None) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    if reply_to:
        message["Reply-To"] = parse_sender(reply_to)
    message["Subject"] = one_line(letter.subject)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = letter.language
    message["MIME-Version"] = "1.0"
    return message.as_bytes().removesuffix(b"\r\n")


def one_line(text: str) -> str:
    """Text without anything that ends a line or that Python's e-mail package takes for it (U+2028, VT, FF, NEL)."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _multipart(kind: str, parts: Sequence[Sequence[bytes | Slot]]) -> list[bytes | Slot]:
    edge = f"=_qixian_{kind}".encode()
    pieces: list[bytes | Slot] = [f'Content-Type: multipart/{kind}; boundary="{edge.decode()}"\r\n\r\n'.encode()]
    for part in parts:
        pieces += [b"--" + edge + b"\r\n", *part, b"\r\n"]
    return [*pieces, b"--" + edge + b"--\r\n"]


def _part(headers: str, body: str) -> list[bytes | Slot]:
    return [f"{headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode(), *_encoded(body)]


def _encoded(text: str) -> list[bytes | Slot]:
    """The text as lines of base64 with a slot for each mark."""
    first, *rest = _MARK.split(text.replace("\r\n", "\n").replace("\n", "\r\n"))
    pending, pieces = first.encode(), []
    for name, words in zip(rest[::2], rest[1::2], strict=True):
        following = words.encode()
        before = pending[len(pending) - len(pending) % 3 :]
        missing = -(len(before) + SLOT_LENGTH) % 3
        pieces += [_lines(pending[: len(pending) - len(before)]), Slot(name, before, following[:missing], True)]
        pending = following[missing:]
    return [*pieces, _lines(pending)]


def _lines(data: bytes) -> bytes:
    return b"".join(b64encode(data[at : at + _LINE]) + b"\r\n" for at in range(0, len(data), _LINE))


def _joined(pieces: Sequence[bytes | Slot]) -> tuple[bytes | Slot, ...]:
    """Neighbouring bytes as one piece."""
    joined: list[bytes | Slot] = []
    for piece in pieces:
        if isinstance(piece, bytes) and joined and isinstance(joined[-1], bytes):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(joined)


def parse_sender(text: str) -> Address:
    """「期限 <qixian@example.org>」 as an address. Raises SettingsError when there is no address in it."""
    name, spec = parseaddr(text)
    user, _, domain = spec.rpartition("@")
    if not user or not domain:
        raise SettingsError(f"{text!r} holds no address of a sender; write 期限 <qixian@example.org>")
    return Address(display_name=name, username=user, domain=domain)
