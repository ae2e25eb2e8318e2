"""What a mail server's reply means for a run (RFC 5321 §4.2, enhanced codes RFC 3463). Pure."""

import re
from enum import StrEnum

from app.mail.transport import AddressRefused, ContentRefused, Deferred, Halted

_ENHANCED = re.compile(r"^\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
# X.1.* addressing, X.2.* the mailbox: the reply is about whom, not about what or how many.
_ABOUT_THE_ADDRESS = {"1", "2"}
_SERVICE_CLOSING = 421


class Stage(StrEnum):
    """Which command was answered."""

    OPENING = "opening the connection"
    SENDER = "MAIL FROM"
    RECIPIENT = "RCPT TO"
    CONTENT = "the content"


def failure_of(stage: Stage, code: int, reply: bytes) -> Exception:
    """The error a reply of 400 and more stands for; its text repeats the reply."""
    text = " ".join(reply.decode("utf-8", "replace").split())[:300]
    reason = f"{code} {text} (after {stage})"
    if code == _SERVICE_CLOSING or stage in (Stage.OPENING, Stage.SENDER):
        return Halted(reason)
    if code < 500:
        return Deferred(reason)
    if _is_about_the_address(stage, text):
        return AddressRefused(reason)
    return ContentRefused(reason)


def _is_about_the_address(stage: Stage, text: str) -> bool:
    """The enhanced code decides; without one, a refusal of RCPT is about the address, one of the content is not."""
    enhanced = _ENHANCED.match(text)
    if enhanced:
        return enhanced[2] in _ABOUT_THE_ADDRESS
    return stage is Stage.RECIPIENT
