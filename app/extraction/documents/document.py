"""What every reader of a file gives back."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document, with what its meta data say of it; `issued_on` is said by a person and comes first."""

    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    issued_on: date | None = None
    warnings: tuple[str, ...] = ()
