"""Tasks → iCalendar bytes (RFC 5545, RFC 7986), by the rules real calendar clients impose."""

from app.feeds.calendar import Feed, render_feed

__all__ = ["Feed", "render_feed"]
