"""Published copies: bytes in memory with their validators; of every feed, renewed when the catalogue changes."""

from app.publishing.address import Address, find_address
from app.publishing.conditional import choose, takes_gzip
from app.publishing.copies import Answer, Copy, compressed, copy_calendar, make_copy, saved_as
from app.publishing.front import Front
from app.publishing.published import Published

__all__ = [
    "Address",
    "Answer",
    "Copy",
    "Front",
    "Published",
    "choose",
    "compressed",
    "copy_calendar",
    "find_address",
    "make_copy",
    "saved_as",
    "takes_gzip",
]
