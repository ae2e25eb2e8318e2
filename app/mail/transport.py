"""The contract every way out keeps: how a parcel is handed over, and the five ways in which that may fail."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


class AddressRefused(Exception):
    """The address will never take this mail (a permanent reply about the recipient)."""


class Deferred(Exception):
    """This parcel not now; later may work. `wait` is set when the delay is ours and says nothing about the address."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Halted(Exception):
    """Nothing more can be handed over for now; says nothing about the address."""


class ContentRefused(Halted):
    """What the mail says, or how many there are, was refused for good (a permanent reply to the content)."""


class NoReply(Exception):
    """The parcel was handed over whole and no answer came: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One mail to hand over: RFC 5322 bytes with CRLF for a mail server, `title` and `words` for a chat robot."""

    sender: str
    recipient: str
    content: bytes
    title: str
    words: str


HandOver = Callable[[Parcel], None]


class Transport(Protocol):
    """A way out. `connections` says how many sessions may be open at once."""

    @property
    def connections(self) -> int: ...

    def session(self) -> AbstractContextManager[HandOver]:
        """A function that returns once the other side has accepted a parcel, and raises one of the above otherwise.

        Connections are opened when first needed, used again, and closed at the end. One thread at a time.
        """
        ...
