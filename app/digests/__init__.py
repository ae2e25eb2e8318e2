"""What a province should hear, and when. Pure: values and a day in, a digest, a rung or a list of changes out."""

from app.digests.build import Digest, Entry, Section, build_digest, entry_of
from app.digests.changes import FieldChange, RecordedChange, TaskChange, build_changes
from app.digests.ladder import LADDER, rung_on

__all__ = [
    "LADDER",
    "Digest",
    "Entry",
    "FieldChange",
    "RecordedChange",
    "Section",
    "TaskChange",
    "build_changes",
    "build_digest",
    "entry_of",
    "rung_on",
]
