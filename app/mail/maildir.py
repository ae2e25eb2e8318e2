"""Mail as files, so that the first digest can be opened without a mail server."""

from email.message import EmailMessage
from mailbox import Maildir
from pathlib import Path
from typing import Self


class MaildirTransport:
    """Writes each message into a Maildir; a mail client opens the files under `new/` as they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *exc_info: object) -> None:
        return None

    def send(self, message: EmailMessage) -> None:
        """Returns when the message is on the disk."""
        Maildir(self.folder, create=True).add(message.as_bytes())
