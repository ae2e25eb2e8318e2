"""Mails are claimed ahead of the hands that send them: none is lost, left behind or sent twice for it."""

from collections import Counter

import pytest

from app.clock import FixedClock
from app.delivery import desk
from app.delivery.run import DigestRun
from app.mail import Halted, Parcel
from tests.mail.conftest import Postbox, Readers


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_BATCH", 8)
    monkeypatch.setattr(desk, "_LOW", 5)


def test_every_batch_is_sent_once(run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock) -> None:
    addresses = readers.add_many(45, cadence="weekly")
    report = run.weekly(clock.now().date())
    assert report.ended == {"sent": 45}
    assert postbox.recipients() == sorted(addresses)
    assert readers.states() == ["sent"] * 45


def test_what_was_claimed_ahead_is_put_back_when_the_way_out_closes(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add_many(45, cadence="weekly")

    def close_after_twenty(_parcel: Parcel) -> None:
        if len(postbox.taken) >= 20:
            raise Halted("the relay is closed")

    postbox.meanwhile = close_after_twenty
    run.weekly(clock.now().date())
    states = Counter(readers.states())
    assert states["claimed"] == 0
    assert states["sent"] == len(postbox.taken)
    assert states["planned"] == 45 - states["sent"]


def test_what_is_planned_while_the_last_are_sent_goes_out_too(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add_many(12, cadence="weekly")
    late: list[str] = []

    def subscribe_more(_parcel: Parcel) -> None:
        if not late:
            late.append("late@example.org")
            readers.add(late[0], cadence="weekly")
            run.weekly(clock.now().date())

    postbox.meanwhile = subscribe_more
    run.weekly(clock.now().date())
    assert Counter(postbox.recipients()) == Counter(f"reader{n}@example.org" for n in range(12)) + Counter(late)
    assert set(readers.states()) == {"sent"}
