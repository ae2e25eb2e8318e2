"""What a reviewer has in hand: the draft as read and corrected, and what was decided about the tasks it may change."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.extraction import Draft
from app.schemas.fields import Slug

PERSON = "person"
Part = Literal["title", "summary", "channels", "needs_seal", "forms", "contacts", "limits"]


class Choice(BaseModel):
    """Whether a draft's task is a new one (None) or moves the date of a task that is published already."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    replaces: Slug | None = None
    over_newer: bool = Field(default=False, description="Though a newer notice set the date, or withdrew the task")
    takes: list[Part] = Field(default=[], description="What else of the published task is replaced by what was read")


class Review(BaseModel):
    """One draft under review; `choices[i]` belongs to `draft.tasks[i]`, None while nobody decided."""

    model_config = ConfigDict(extra="forbid")

    draft: Draft
    notice_id: Slug | None = Field(default=None, description="Id the notice is to have; made from its 文号 when unset")
    choices: list[Choice | None]
    withdrawals: dict[Slug, bool] = Field(default={}, description="By task id: whether the text really withdraws it")

    @classmethod
    def of(cls, draft: Draft) -> "Review":
        """A review in which nothing was decided yet."""
        return cls(draft=draft, choices=[None] * len(draft.tasks))

    @property
    def replaced(self) -> dict[int, str]:
        """By place of the draft's task: the published task whose date it moves."""
        return {at: choice.replaces for at, choice in enumerate(self.choices) if choice and choice.replaces}

    @property
    def withdrawn(self) -> list[str]:
        """The published tasks that are to be withdrawn."""
        return [task_id for task_id, agreed in self.withdrawals.items() if agreed]
