"""Two reviewers at the same moment, on PostgreSQL, where both really run at once: one is done, the other is told."""

import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select, text

from app.clock import FixedClock
from app.database import Database
from app.drafts import store
from app.drafts.acts import parse_act
from app.drafts.publishing import Acceptance, accept_draft
from app.drafts.store import change_draft, get_draft, review_of
from app.errors import Conflict
from app.models import Catalogue, Task
from tests.drafts.conftest import CONFIRMED, NOTICE, Desk, Read


@pytest.fixture
def desk(postgres_url: str, clock: FixedClock, read: Read) -> Generator[Desk]:
    database = Database(postgres_url)
    yield Desk(database, clock, read)
    database.close()


def change(desk: Desk, draft_id: int, revision: int, **act: Any) -> None:
    with desk.database.write() as session:
        change_draft(session, draft_id, revision, parse_act(act), who="张三", now=desk.clock.now())


def accept(desk: Desk, draft_id: int, revision: int = 2) -> Acceptance:
    with desk.database.write() as session:
        return accept_draft(session, draft_id, revision, who="李四", now=desk.clock.now())


def conflict_of(attempts: list[Future[Acceptance]]) -> str:
    """The words in which one of two was told that the other was faster."""
    (fault,) = filter(None, (attempt.exception() for attempt in attempts))
    assert isinstance(fault, Conflict)
    return str(fault)


def both_at_once(desk: Desk, *work: Callable[[], Acceptance]) -> str:
    """Let each piece of work run until it waits for the catalogue, then let go of it; the one conflict."""
    with ThreadPoolExecutor() as people, desk.database.write() as session:
        session.execute(select(Catalogue).with_for_update())
        attempts = [people.submit(each) for each in work]
        while waiting(desk) < len(work) and not any(attempt.done() for attempt in attempts):
            time.sleep(0.02)
        session.commit()
    return conflict_of(attempts)


def waiting(desk: Desk) -> int:
    """How many connections wait for a lock."""
    with desk.database.read() as session:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return session.scalar(text(asked)) or 0


def test_of_two_who_publish_one_draft_at_once_the_second_is_told(desk: Desk) -> None:
    draft_id = desk.keep(NOTICE)
    change(desk, draft_id, 1, **CONFIRMED)
    told = both_at_once(desk, lambda: accept(desk, draft_id), lambda: accept(desk, draft_id))
    assert told == f"{draft_id} 号草稿已经发布，不能再改。"


def test_of_two_wrappings_of_one_notice_published_at_once_the_second_is_recognised(desk: Desk) -> None:
    first, forwarded = desk.keep(NOTICE), desk.keep("转发：\n" + NOTICE)
    for draft_id in (first, forwarded):
        change(desk, draft_id, 1, **CONFIRMED)
    told = both_at_once(desk, lambda: accept(desk, first), lambda: accept(desk, forwarded))
    assert "已经发布过" in told
    with desk.database.read() as session:
        assert [task.sequence for task in session.scalars(select(Task))] == [0, 0, 0]


def test_an_act_on_a_revision_still_to_come_overwrites_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id = desk.keep(NOTICE)
    apply = store.apply_act

    def while_another_is_faster(*given: Any) -> Any:
        monkeypatch.setattr(store, "apply_act", apply)
        change(desk, draft_id, 1, act="correct", task=1, title="别人先改的名称")
        return apply(*given)

    monkeypatch.setattr(store, "apply_act", while_another_is_faster)
    with pytest.raises(Conflict, match="您看到的是第 2 版"):
        change(desk, draft_id, 2, act="correct", task=0, title="后改的名称")
    with desk.database.read() as session:
        assert "后改的名称" not in {task.title for task in review_of(get_draft(session, draft_id)).draft.tasks}
