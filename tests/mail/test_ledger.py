"""Claim, lease, retry, unknown, requeue: what the ledger promises, on both databases."""

import itertools
from datetime import timedelta

import pytest

from app.clock import FixedClock
from app.database import Database
from app.delivery import ledger
from app.delivery.ledger import LEASE, MAX_ATTEMPTS, Claim, Outcome
from app.delivery.plan import Tick, plan_weekly
from app.delivery.run import DigestRun
from app.errors import NotFound
from app.mail import AddressRefused, ContentRefused, Deferred, Halted, NoReply
from tests.mail.conftest import Postbox, Readers


def plan(database: Database, clock: FixedClock) -> int:
    with database.write() as session:
        return plan_weekly(session, Tick(clock.now(), clock.now().date()), clock.now())


def claim(database: Database, clock: FixedClock, count: int = 10) -> list[Claim]:
    with database.write() as session:
        return ledger.claim(session, None, clock.now(), count)


def record(database: Database, clock: FixedClock, outcome: Outcome) -> None:
    with database.write() as session:
        ledger.record(session, [outcome], clock.now())


def test_planning_twice_plans_once(loaded: Database, readers: Readers, clock: FixedClock) -> None:
    readers.add_many(5)
    assert [plan(loaded, clock), plan(loaded, clock)] == [5, 0]


def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(
    loaded: Database, readers: Readers, clock: FixedClock
) -> None:
    readers.add_many(3)
    plan(loaded, clock)
    first = {found.delivery_id for found in claim(loaded, clock, 2)}
    second = {found.delivery_id for found in claim(loaded, clock)}
    assert (len(first), len(second), first & second) == (2, 1, set())
    assert claim(loaded, clock) == []
    clock.advance(seconds=LEASE.total_seconds())
    assert {found.delivery_id for found in claim(loaded, clock)} == first | second


def test_what_was_accepted_stays_accepted(loaded: Database, readers: Readers, clock: FixedClock) -> None:
    readers.add()
    plan(loaded, clock)
    (mine,) = claim(loaded, clock)
    record(loaded, clock, Outcome(mine.delivery_id, "sent"))
    record(loaded, clock, Outcome(mine.delivery_id, "failed", "too late"))
    assert readers.states() == ["sent"]


def test_a_clock_set_back_strands_no_claim(
    run: DigestRun, readers: Readers, clock: FixedClock, postbox: Postbox
) -> None:
    readers.add()
    plan(readers.database, clock)
    claim(readers.database, clock)  # and the process dies
    clock.moment -= timedelta(days=3)
    run.retry()
    assert postbox.recipients() == ["office@example.org"]


def test_an_address_refused_for_good_is_final_and_stops_nobody_else(
    run: DigestRun, readers: Readers, postbox: Postbox
) -> None:
    addresses = readers.add_many(6)
    postbox.answers[addresses[2]] = [AddressRefused("550 5.1.1 no such user")]
    run.if_due()
    assert sorted(readers.states()) == ["failed", *["sent"] * 5]
    (failed,) = [row for row in readers.rows() if row.state == "failed"]
    assert (failed.error, failed.attempts) == ("550 5.1.1 no such user", 1)


def test_a_deferred_mail_is_tried_later_and_later_and_then_given_up(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add()
    postbox.answers["office@example.org"] = [Deferred("450 4.2.0 greylisted") for _ in range(20)]
    run.if_due()
    waits = []
    while (row := readers.rows()[0]).state == "planned":
        assert row.next_at is not None
        waits.append(row.next_at - clock.now())
        run.retry()  # too early: nothing happens
        assert readers.rows()[0].attempts == row.attempts
        clock.advance(seconds=waits[-1].total_seconds())
        run.retry()
    assert (row.state, row.attempts, len(waits)) == ("failed", MAX_ATTEMPTS, MAX_ATTEMPTS - 1)
    assert timedelta(minutes=4) <= waits[0] <= timedelta(minutes=6)
    assert all(later > earlier for earlier, later in itertools.pairwise(waits))


def test_a_reply_that_never_came_is_tried_once_more_with_the_same_mail(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add()
    postbox.answers["office@example.org"] = [NoReply("timed out")]
    run.if_due()
    assert readers.states() == ["unknown"]
    clock.advance(minutes=29)
    run.retry()
    assert postbox.taken == []
    clock.advance(minutes=2)
    run.retry()
    assert (readers.states(), len(postbox.taken)) == (["sent"], 1)


def test_a_second_silence_is_left_for_a_person_to_see(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add()
    postbox.answers["office@example.org"] = [NoReply("timed out"), NoReply("timed out again")]
    run.if_due()
    for _ in range(5):
        clock.advance(hours=1)
        run.retry()
    (row,) = readers.rows()
    assert (row.state, row.next_at, row.error, postbox.taken) == ("unknown", None, "timed out again", [])


@pytest.mark.parametrize("error", [Halted("421 closing"), ContentRefused("554 5.7.1 looks like spam")])
def test_a_relay_that_refuses_stops_the_run_and_not_the_addresses(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock, error: Halted
) -> None:
    addresses = readers.add_many(30)
    postbox.connections = 1
    postbox.answers[addresses[0]] = [error]
    report = run.if_due()
    assert report is not None
    assert (report.halted, report.ended) == (str(error), {"planned": 1})
    assert readers.states() == ["planned"] * 30
    assert run.retry() is not None
    assert postbox.taken == []
    clock.advance(minutes=20)
    run.retry()
    assert postbox.recipients() == sorted(addresses)


def test_a_released_row_has_not_used_up_a_try(run: DigestRun, readers: Readers, postbox: Postbox) -> None:
    readers.add()
    postbox.answers["office@example.org"] = [Halted("cannot reach the mail server")]
    run.if_due()
    (row,) = readers.rows()
    assert (row.state, row.attempts) == ("planned", 0)


def test_a_failed_mail_can_be_sent_after_all_and_a_sent_one_cannot(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add()
    postbox.answers["office@example.org"] = [AddressRefused("550 mailbox moved")]
    run.if_due()
    (row,) = readers.rows()
    for state in ("planned", "sent"):
        with readers.database.write() as session:
            ledger.requeue(session, row.id, clock.now())
        assert readers.states() == [state]
        run.retry()
    assert len(postbox.taken) == 1


def test_requeueing_an_unknown_number_says_so(loaded: Database, clock: FixedClock) -> None:
    with loaded.write() as session, pytest.raises(NotFound, match="No delivery has the number 77"):
        ledger.requeue(session, 77, clock.now())


def test_a_mail_that_may_have_been_sent_says_the_same_again_though_the_notice_changed(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add()
    postbox.answers["office@example.org"] = [NoReply("timed out")]
    parcels: list[bytes] = []
    postbox.meanwhile = lambda parcel: parcels.append(parcel.content)
    run.if_due()
    with readers.database.write() as session:
        session.connection().exec_driver_sql("UPDATE tasks SET title = 'another title'")
        session.connection().exec_driver_sql("UPDATE catalogue SET version = version + 1")
    clock.advance(minutes=31)
    run.retry()
    assert len(parcels) == 2
    assert parcels[0] == parcels[1]


def test_unsubscribing_between_claim_and_hand_over_is_heeded(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add_many(3)

    def choose_something_else(_parcel: object) -> None:
        with readers.database.write() as session:
            session.connection().exec_driver_sql("UPDATE subscriptions SET cadence = 'changes'")
        clock.elapsed += 3

    postbox.connections = 1
    postbox.meanwhile = choose_something_else
    run.if_due()
    assert sorted(readers.states()) == ["sent", "skipped", "skipped"]


def test_a_lease_about_to_end_is_not_used(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add_many(3)

    def take_very_long(_parcel: object) -> None:
        clock.elapsed += LEASE.total_seconds()

    postbox.connections = 1
    postbox.meanwhile = take_very_long
    run.if_due()
    assert sorted(readers.states()) == ["claimed", "claimed", "sent"]


def test_more_rows_than_a_batch_all_arrive_once(run: DigestRun, readers: Readers, postbox: Postbox) -> None:
    addresses = readers.add_many(150)
    run.if_due()
    run.if_due()
    assert postbox.recipients() == sorted(addresses)
    assert set(readers.states()) == {"sent"}


def test_a_row_lost_three_weeks_ago_is_not_sent_now(
    run: DigestRun, readers: Readers, postbox: Postbox, clock: FixedClock
) -> None:
    readers.add()
    plan(readers.database, clock)
    claim(readers.database, clock)
    clock.advance(days=21)
    run.if_due()
    assert {row.period: row.state for row in readers.rows()} == {"2022-W34": "skipped"}
    clock.moment += timedelta(days=1)  # W37 begins on a Tuesday: its Monday is 中秋节
    run.if_due()
    assert {row.period: row.state for row in readers.rows()} == {"2022-W34": "skipped", "2022-W37": "sent"}
