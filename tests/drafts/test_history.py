"""A task as it stood on an earlier day, from its revisions alone."""

from datetime import date, datetime
from itertools import pairwise
from typing import Any

from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.clock import SHANGHAI, FixedClock
from app.intake import amend_task
from app.models import Revision
from app.queries.history import roll_back

TASK = "moe-zcs-2022-8-08"


def moment(day: int) -> datetime:
    return datetime(2022, 9, day, 23, 59, 59, tzinfo=SHANGHAI)


def amend(client: TestClient, clock: FixedClock, **values: Any) -> None:
    with client.app.state.house.database.write() as session:  # ty: ignore[missing-attribute]
        amend_task(session, TASK, values, reason="调整", source="教职成司函〔2022〕15号", now=clock.now())


def test_a_task_is_told_as_it_stood_before_and_after_it_moved(client: TestClient, clock: FixedClock) -> None:
    clock.advance(days=17)  # 2022-09-08
    amend(client, clock, due_on=date(2022, 11, 15))
    clock.advance(days=10)
    amend(client, clock, withdrawn_at=clock.now())
    told = {
        day: client.get(f"/tasks/{TASK}?as_known_on={day}").json() for day in ("2022-09-07", "2022-09-08", "2022-09-18")
    }
    assert [task["due_on"] for task in told.values()] == ["2022-10-30", "2022-11-15", "2022-11-15"]
    assert [task["sequence"] for task in told.values()] == [0, 1, 2]
    assert [len(task["revisions"]) for task in told.values()] == [0, 1, 2]
    assert [task["withdrawn_at"] is None for task in told.values()] == [True, True, False]
    assert told["2022-09-07"]["safe_on"] == "2022-10-28"
    assert told["2022-09-18"] == client.get(f"/tasks/{TASK}").json()


def test_before_it_was_published_a_task_is_not_found(client: TestClient) -> None:
    answer = client.get(f"/tasks/{TASK}?as_known_on=2022-08-21")
    assert answer.status_code == 404
    assert "was not published yet on 2022-08-21" in answer.json()["detail"]


DAYS = st.dates(min_value=date(2022, 1, 1), max_value=date(2022, 12, 31))


@given(st.lists(DAYS, min_size=1, max_size=8), st.integers(0, 9))
def test_rolled_back_to_any_day_a_date_is_the_last_one_recorded_by_then(dates: list[date], back: int) -> None:
    revisions = [
        Revision(
            sequence=number,
            field="due_on",
            old=str(old),
            new=str(new),
            reason="",
            source="",
            recorded_at=moment(number),
        )
        for number, (old, new) in enumerate(pairwise(dates), 1)
    ]
    now = {"due_on": dates[-1], "created_at": moment(1), "sequence": len(revisions), "updated_at": moment(9)}
    then = roll_back(now, revisions, date(2022, 9, max(1, back)))
    assert then["due_on"] == dates[min(max(1, back), len(revisions))]
