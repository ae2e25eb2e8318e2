"""The one key of this installation: what is signed with it comes from here."""

import contextlib
import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from app.settings import Settings


def secret_key(settings: Settings) -> bytes:
    """32 bytes: from QIXIAN_SECRET, else made at first need and kept in the data folder for its owner alone."""
    if settings.secret is not None:
        return hashlib.sha256(settings.secret.get_secret_value().encode()).digest()
    return _kept_key(settings.data_dir / "secret")


def sign(key: bytes, purpose: str, text: str) -> str:
    """HMAC-SHA-256 of `text` in hexadecimal; what is signed for one purpose holds for no other."""
    return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def is_signed(key: bytes, purpose: str, text: str, signature: str) -> bool:
    """Whether `signature` is ours, compared in constant time."""
    return hmac.compare_digest(sign(key, purpose, text).encode(), signature.encode("utf-8", "replace"))


@lru_cache(maxsize=8)
def _kept_key(file: Path) -> bytes:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_hex(32))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, file)  # whole or not at all, when several processes start at once
        fresh.unlink()
    return hashlib.sha256(file.read_bytes()).digest()
