"""What a province should hear this week. Pure: values and a day in, a digest out."""

from app.digests.build import Digest, Entry, Section, build_digest

__all__ = ["Digest", "Entry", "Section", "build_digest"]
