"""Who may write: tokens, sessions, the limit on guessing."""

import os
import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.access import Gate
from app.access.tokens import create_token, find_tokens, revoke_token
from app.clock import FixedClock
from app.database import Database
from app.errors import Conflict, Forbidden, InvalidInput, NotFound, NotSignedIn, TooMany
from app.keys import secret_key
from app.models import AdminToken, AuditEntry, EndedSession
from app.settings import Settings

HERE = "192.0.2.1"


@pytest.fixture
def gate(database: Database, settings: Settings, clock: FixedClock) -> Gate:
    return Gate(settings, clock, database)


def make(database: Database, clock: FixedClock, name: str = "张三") -> str:
    with database.write() as session:
        return create_token(session, name, who="test", now=clock.now())


def revoke(database: Database, clock: FixedClock, name: str) -> None:
    with database.write() as session:
        revoke_token(session, name, who="test", now=clock.now())


def test_only_the_hash_of_a_token_is_kept(database: Database, clock: FixedClock) -> None:
    token = make(database, clock)
    assert re.fullmatch(r"qixian_[A-Za-z0-9_-]{43}", token)
    with database.read() as session:
        (row,) = find_tokens(session)
        entry = session.scalars(select(AuditEntry)).one()
    kept = f"{vars(row)} {vars(entry)}"
    assert token not in kept
    assert token.removeprefix("qixian_") not in kept
    assert len(row.hash) == 64


def test_a_token_admits_until_it_is_revoked(database: Database, gate: Gate, clock: FixedClock) -> None:
    token, _other = make(database, clock), make(database, clock, "李四")
    assert gate.admit(token, HERE).name == "张三"
    revoke(database, clock, "张三")
    revoke(database, clock, "张三")
    with pytest.raises(NotSignedIn):
        gate.admit(token, HERE)


def test_writing_is_off_while_there_is_no_token(database: Database, gate: Gate, clock: FixedClock) -> None:
    with pytest.raises(Forbidden, match="qixian admin token create"):
        gate.admit("anything", HERE)
    make(database, clock)
    revoke(database, clock, "张三")
    with pytest.raises(Forbidden):
        gate.check_is_on()


def test_the_use_of_a_token_is_noted_once_an_hour(database: Database, gate: Gate, clock: FixedClock) -> None:
    token, noted = make(database, clock), []
    for minutes in (1, 30, 40):
        clock.advance(minutes=minutes)
        gate.admit(token, HERE)
        with database.read() as session:
            noted.append(session.scalars(select(AdminToken.last_used_at)).one())
    assert noted == [noted[0], noted[0], noted[0] + timedelta(minutes=70)]


def test_a_name_is_used_once_and_is_a_name(database: Database, clock: FixedClock) -> None:
    make(database, clock)
    with pytest.raises(Conflict, match="'张三' already"):
        make(database, clock)
    for name in ("", " \n ", "x" * 65):
        with pytest.raises(InvalidInput, match="1 to 64 characters"):
            make(database, clock, name)
    with pytest.raises(NotFound, match="No token is named '王五'"):
        revoke(database, clock, "王五")


def test_whoever_guesses_ten_times_waits_a_quarter_of_an_hour(
    database: Database, gate: Gate, clock: FixedClock
) -> None:
    make(database, clock)
    for _ in range(10):
        with pytest.raises(NotSignedIn):
            gate.admit("qixian_wrong", HERE)
    with pytest.raises(TooMany, match="15 分钟"):
        gate.admit("qixian_wrong", HERE)
    with pytest.raises(NotSignedIn):
        gate.admit("qixian_wrong", "192.0.2.2")
    clock.advance(minutes=15)
    with pytest.raises(NotSignedIn):
        gate.admit("qixian_wrong", HERE)


def test_a_right_token_passes_where_others_guess_and_wins_them_no_guess(
    database: Database, gate: Gate, clock: FixedClock
) -> None:
    token = make(database, clock)
    for _ in range(10):
        guess(gate, HERE)
    for _ in range(2):
        assert gate.admit(token, HERE).name == "张三"
        with pytest.raises(TooMany):
            gate.admit("qixian_wrong", HERE)


def entries(database: Database, act: str) -> list[AuditEntry]:
    with database.read() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)))


def guess(gate: Gate, client: str) -> None:
    with pytest.raises((NotSignedIn, TooMany)):
        gate.admit("qixian_guessed", client)


def test_signing_in_and_out_stand_in_the_audit_log_without_any_secret(
    database: Database, gate: Gate, clock: FixedClock
) -> None:
    token = make(database, clock)
    cookie = gate.open_session(gate.admit(token, HERE), HERE)
    session = gate.resume(cookie)
    assert session
    gate.close_session(session, HERE)
    signed = [*entries(database, "sign-in"), *entries(database, "sign-out")]
    assert [(each.who, each.act, each.subject, each.detail) for each in signed] == [
        ("张三", "sign-in", "token 张三", {"client": HERE}),
        ("张三", "sign-out", "token 张三", {"client": HERE}),
    ]
    written = str([vars(each) for each in signed])
    assert not any(secret in written for secret in (token, cookie, session.form_token))


def test_of_one_clients_failures_the_first_and_the_last_are_told(
    database: Database, gate: Gate, clock: FixedClock
) -> None:
    make(database, clock)
    for _ in range(30):
        guess(gate, HERE)
    told = entries(database, "sign-in-failed")
    assert [(each.who, each.subject) for each in told] == [("(nobody)", f"client {HERE}")] * 2
    assert [each.detail for each in told] == [
        {"failures": 1, "untold_before": 0},
        {"failures": 10, "untold_before": 8},
    ]
    assert "guessed" not in str([vars(each) for each in told])


def test_guesses_from_a_thousand_places_write_twenty_lines_and_count_the_rest(
    database: Database, gate: Gate, clock: FixedClock
) -> None:
    make(database, clock)
    for number in range(1000):
        guess(gate, f"198.51.{number // 250}.{number % 250}")
    assert len(entries(database, "sign-in-failed")) == 20
    clock.advance(minutes=15)
    guess(gate, HERE)
    assert entries(database, "sign-in-failed")[-1].detail == {"failures": 1, "untold_before": 980}


def test_a_session_lasts_a_working_day_and_ends_with_its_token(
    database: Database, gate: Gate, clock: FixedClock
) -> None:
    cookie = gate.open_session(gate.admit(make(database, clock), HERE), HERE)
    make(database, clock, "李四")
    clock.advance(hours=7, minutes=59)
    session = gate.resume(cookie)
    assert session
    assert session.admin.name == "张三"
    clock.advance(minutes=1)
    assert gate.resume(cookie) is None
    clock.advance(hours=-1)
    revoke(database, clock, "张三")
    assert gate.resume(cookie) is None


def test_a_session_that_was_signed_out_is_over_for_every_process_and_no_other_is(
    database: Database, gate: Gate, settings: Settings, clock: FixedClock
) -> None:
    admin = gate.admit(make(database, clock), HERE)
    ended, other = gate.open_session(admin, HERE), gate.open_session(admin, HERE)
    session = gate.resume(ended)
    assert session
    gate.close_session(session, HERE)
    for process in (gate, Gate(settings, clock, database)):
        assert process.resume(ended) is None
        assert process.resume(other)


def test_signing_out_in_two_windows_at_once_ends_the_session_once(
    database: Database, gate: Gate, clock: FixedClock
) -> None:
    cookie = gate.open_session(gate.admit(make(database, clock), HERE), HERE)
    windows = [gate.resume(cookie), gate.resume(cookie)]
    for session in windows:
        assert session
        gate.close_session(session, HERE)
    assert len(entries(database, "sign-out")) == 1


def test_a_session_that_has_run_out_is_not_remembered_as_ended(
    database: Database, gate: Gate, clock: FixedClock
) -> None:
    admin = gate.admit(make(database, clock), HERE)
    for _ in range(3):
        session = gate.resume(gate.open_session(admin, HERE))
        assert session
        gate.close_session(session, HERE)
        clock.advance(days=2)
    with database.read() as session:
        assert len(session.scalars(select(EndedSession)).all()) == 1


def test_a_cookie_that_was_altered_is_nobodys(database: Database, gate: Gate, clock: FixedClock) -> None:
    cookie = gate.open_session(gate.admit(make(database, clock), HERE), HERE)
    token_id, end, nonce, signature = cookie.split(".")
    for altered in (
        "",
        ".",
        "é" * 9,
        f"2.{end}.{nonce}.{signature}",
        f"{token_id}.{int(end) + 1}.{nonce}.{signature}",
        f"{token_id}.{end}.{nonce}.{signature[:-1]}",
        f"{cookie}0",
    ):
        assert gate.resume(altered) is None


def test_a_form_holds_for_its_own_session_alone(database: Database, gate: Gate, clock: FixedClock) -> None:
    admin = gate.admit(make(database, clock), HERE)
    mine, theirs = gate.open_session(admin, HERE), gate.open_session(admin, HERE)
    session = gate.resume(mine)
    assert session
    gate.check_form(mine, session.form_token)
    for cookie, word in ((theirs, session.form_token), (mine, ""), (mine, mine.rpartition(".")[2])):
        with pytest.raises(Forbidden, match="刷新页面"):
            gate.check_form(cookie, word)


def test_the_key_is_made_once_for_its_owner_alone(settings: Settings) -> None:
    key = secret_key(settings)
    file = settings.data_dir / "secret"
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert secret_key(settings) == key
    assert list(Path(settings.data_dir).iterdir()) == [file]


def test_the_key_that_is_set_wins_and_is_not_shown(settings: Settings) -> None:
    chosen = Settings.from_environ({"QIXIAN_SECRET": "0123456789abcdef", "QIXIAN_DATA_DIR": str(settings.data_dir)})
    assert secret_key(chosen) != secret_key(settings)
    assert "0123456789abcdef" not in repr(chosen)
