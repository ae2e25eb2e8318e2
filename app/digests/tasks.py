"""A task as far as a digest is concerned."""

from datetime import date, datetime
from typing import Protocol


class DatedTask(Protocol):
    """What a digest needs to know of a task."""

    @property
    def id(self) -> str: ...
    @property
    def opens_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...
