"""What every reader of a file gives back."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document, with what its meta data say of it."""

    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    warnings: tuple[str, ...] = ()
