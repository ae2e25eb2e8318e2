"""Tasks → iCalendar bytes (RFC 5545, RFC 7986), by the rules real calendar clients impose. Pure."""

from app.feeds.calendar import Block, Feed, Joined, join_feed, join_one, render_block, render_feed
from app.feeds.entries import Style
from app.feeds.options import Options, Wishes, parse_query

__all__ = [
    "Block",
    "Feed",
    "Joined",
    "Options",
    "Style",
    "Wishes",
    "join_feed",
    "join_one",
    "parse_query",
    "render_block",
    "render_feed",
]
