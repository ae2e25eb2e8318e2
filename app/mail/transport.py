"""The contract every way out keeps."""

from email.message import EmailMessage
from typing import Protocol, Self


class AddressRefused(Exception):
    """The address will never take this mail (a permanent reply about the recipient)."""


class Deferred(Exception):
    """Not now; trying again later may work."""


class Transport(Protocol):
    """Hands over messages; used as a context manager around a run, so that connections are reused and closed."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc_info: object) -> None: ...

    def send(self, message: EmailMessage) -> None:
        """Returns once the other side has accepted the message. Raises AddressRefused or Deferred."""
        ...
