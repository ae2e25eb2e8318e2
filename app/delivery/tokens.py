"""The words in private links: an id and its keyed hash. Nothing that grants anything is stored, so nothing can leak.

A link stays within the 60 characters that mail providers are known to keep whole, for a base URL of up to 30.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

from app.errors import NotFound

CONFIRM = "confirm"
MANAGE = "manage"
UNSUBSCRIBE = "unsubscribe"

_ID_BYTES = 4
_HASH_BYTES = 16


def make_token(key: bytes, purpose: str, number: int) -> str:
    """27 URL-safe characters that stand for `number` and hold for `purpose` alone; 128 bits of HMAC-SHA-256."""
    raw = number.to_bytes(_ID_BYTES, "big")
    return urlsafe_b64encode(raw + _sign(key, purpose, raw)).decode().rstrip("=")


def read_token(key: bytes, purpose: str, token: str) -> int:
    """The number a token stands for, compared in constant time. Raises NotFound for anything but our own."""
    try:
        number = int.from_bytes(urlsafe_b64decode(token.encode("ascii") + b"=")[:_ID_BYTES], "big")
    except ValueError:
        number = 0
    # Compared as text: decoding drops the last character's spare bits and foreign signs, and one link has one spelling.
    if not (token.isascii() and hmac.compare_digest(make_token(key, purpose, number), token)):
        raise NotFound("这个链接不完整或已失效。请从邮件中重新打开，或重新订阅。", param="token")
    return number


def hash_client(key: bytes, client: str) -> str:
    """A network address as it is kept for counting: keyed, so that it cannot be guessed back."""
    return hmac.new(key, b"client\0" + client.encode(), hashlib.sha256).hexdigest()[:32]


def _sign(key: bytes, purpose: str, raw: bytes) -> bytes:
    return hmac.new(key, purpose.encode() + b"\0" + raw, hashlib.sha256).digest()[:_HASH_BYTES]
