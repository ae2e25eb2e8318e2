"""The published copy of every feed: bytes in memory with their validators, renewed when the catalogue changes."""

from app.publishing.address import Address, find_address
from app.publishing.conditional import choose
from app.publishing.copies import Answer, Copy, make_copy, saved_as
from app.publishing.layer import FeedLayer
from app.publishing.published import Published

__all__ = [
    "Address",
    "Answer",
    "Copy",
    "FeedLayer",
    "Published",
    "choose",
    "find_address",
    "make_copy",
    "saved_as",
]
