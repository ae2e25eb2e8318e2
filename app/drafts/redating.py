"""The day of issue, once a person says it: the dates whose year hangs on it are read again."""

from datetime import date

from app.drafts.around import BY_SELECTION, Surroundings, fill_in
from app.drafts.review import PERSON
from app.extraction import Draft
from app.extraction.documents.document import Document
from app.extraction.draft import Deadline, DraftStatus, YearBasis
from app.extraction.reading import read_document
from app.workdays import Workdays

BY_PERSON = "审核人填写"
_BY_ISSUE = {YearBasis.ISSUE_DATE, YearBasis.NEXT_YEAR}


def set_issue_date(draft: Draft, issued_on: date | None) -> None:
    """Set the day of issue, in place. Dates without a year, and those whose year it gave, are reckoned from it anew.

    What a person wrote stays, and so does a date counted in days from the issue: that one a person confirms.
    """
    if issued_on is None or issued_on == draft.notice.issued_on:
        draft.notice.issued_on = issued_on
        return
    draft.notice.issued_on = issued_on
    again = read_document(Document(draft.text, issued_on=issued_on), workdays=Workdays())
    surroundings = Surroundings.of(draft)
    read = {(each.quote.start, each.quote.end): each for task in again.tasks for each in task.deadlines}
    for task in draft.tasks:
        task.deadlines = [_newer(deadline, read) for deadline in task.deadlines]
        for deadline in task.deadlines:
            _date_again(deadline, surroundings)


def _date_again(deadline: Deadline, surroundings: Surroundings) -> None:
    """Date anew what words selected by a person dated, in place, unless a person then wrote the day."""
    if deadline.cites == BY_SELECTION and deadline.note != BY_PERSON and deadline.year_basis in _BY_ISSUE:
        days = surroundings.days(deadline.quote)
        if days:
            fill_in(deadline, days)


def _newer(deadline: Deadline, read: dict[tuple[int, int], Deadline]) -> Deadline:
    hangs_on_it = deadline.status is DraftStatus.NEEDS_YEAR or (
        deadline.status is DraftStatus.DATED and deadline.year_basis in _BY_ISSUE
    )
    is_settled = deadline.rule == PERSON or deadline.note == BY_PERSON
    return (
        read.get((deadline.quote.start, deadline.quote.end), deadline) if hangs_on_it and not is_settled else deadline
    )
