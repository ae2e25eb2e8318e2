"""Mail as files, so that the first digest can be opened without a mail server."""

from collections.abc import Generator
from contextlib import contextmanager
from mailbox import Maildir
from pathlib import Path

from app.mail.transport import Deferred, HandOver, Parcel


class MaildirTransport:
    """Writes each message into a Maildir; a mail client opens the files under `new/` as they are."""

    connections = 1

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def session(self) -> Generator[HandOver]:
        """Returns from the hand-over when the message is on the disk."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        box = Maildir(self.folder, create=True)

        def hand_over(parcel: Parcel) -> None:
            try:
                box.add(parcel.content)
            except OSError as error:
                raise Deferred(f"cannot write into {self.folder}: {error.strerror}") from error

        yield hand_over
