"""SMTP as servers really speak it: what every answer, and every silence, means for a mail and for a run."""

import contextlib
import threading
import time

import pytest

from app.clock import FixedClock
from app.mail import AddressRefused, ContentRefused, Deferred, Halted, NoReply, Outlet, Parcel, SmtpTransport
from app.mail.pace import Pace
from app.mail.replies import Stage, failure_of
from tests.mail.servers import Answer, OddServer, SmtpSink, hang_up, slowly

REPLIES = [
    (Stage.OPENING, 421, b"too busy", Halted),
    (Stage.OPENING, 554, b"no service here", Halted),
    (Stage.OPENING, 535, b"5.7.8 wrong password", Halted),
    (Stage.OPENING, 454, b"4.7.0 TLS not available", Halted),
    (Stage.SENDER, 550, b"5.7.1 sender not allowed", Halted),
    (Stage.SENDER, 452, b"4.3.1 out of storage", Halted),
    (Stage.RECIPIENT, 421, b"4.3.2 closing", Halted),
    (Stage.RECIPIENT, 450, b"4.2.0 greylisted", Deferred),
    (Stage.RECIPIENT, 451, b"4.3.0 local error", Deferred),
    (Stage.RECIPIENT, 452, b"4.2.2 over quota", Deferred),
    (Stage.RECIPIENT, 550, b"no such user", AddressRefused),
    (Stage.RECIPIENT, 550, b"5.1.1 no such user", AddressRefused),
    (Stage.RECIPIENT, 552, b"5.2.2 mailbox full", AddressRefused),
    (Stage.RECIPIENT, 554, b"5.7.1 client host blocked", ContentRefused),
    (Stage.CONTENT, 451, b"4.7.0 slow down", Deferred),
    (Stage.CONTENT, 550, b"5.1.1 no such user after all", AddressRefused),
    (Stage.CONTENT, 550, b"5.7.1 looks like spam", ContentRefused),
    (Stage.CONTENT, 552, b"5.3.4 message too big", ContentRefused),
    (Stage.CONTENT, 554, b"transaction failed", ContentRefused),
]


@pytest.mark.parametrize(("stage", "code", "reply", "meaning"), REPLIES)
def test_a_reply_means_what_the_rules_say(stage: Stage, code: int, reply: bytes, meaning: type[Exception]) -> None:
    failure = failure_of(stage, code, reply)
    assert type(failure) is meaning
    assert str(code) in str(failure)
    assert reply.decode() in str(failure)


def parcel(to: str = "office@example.org", content: bytes = b"Subject: x\r\n\r\nbody\r\n") -> Parcel:
    return Parcel("qixian@example.org", to, content, "x", "body")


def send(url: str, *parcels: Parcel, timeout: float = 0.5) -> None:
    with SmtpTransport(url, timeout=timeout, last_timeout=timeout).session() as hand_over:
        for one in parcels:
            hand_over(one)


ODDITIES: dict[str, tuple[dict[str, Answer], type[Exception]]] = {
    "greets with 421": ({"greeting": b"421 later\r\n"}, Halted),
    "greets with 554": ({"greeting": b"554 no\r\n"}, Halted),
    "hangs up instead of greeting": ({"greeting": hang_up}, Halted),
    "greets too slowly": ({"greeting": slowly(b"220 ready\r\n", 2)}, Halted),
    "says nothing to EHLO": ({"EHLO": None}, Halted),
    "refuses the STARTTLS it offers": (
        {"EHLO": b"250-here\r\n250 STARTTLS\r\n", "STAR": b"454 4.7.0 not now\r\n"},
        Halted,
    ),
    "talks plainly after STARTTLS": (
        {"EHLO": b"250-here\r\n250 STARTTLS\r\n", "STAR": b"220 go\r\n250 oops\r\n"},
        Halted,
    ),
    "refuses the sender": ({"MAIL": b"553 5.7.1 not you\r\n"}, Halted),
    "450 to RCPT": ({"RCPT": b"450 4.2.0 greylisted\r\n"}, Deferred),
    "451 to RCPT": ({"RCPT": b"451 4.3.0 later\r\n"}, Deferred),
    "452 to RCPT": ({"RCPT": b"452 4.2.2 quota\r\n"}, Deferred),
    "550 to RCPT": ({"RCPT": b"550 5.1.1 nobody\r\n"}, AddressRefused),
    "552 to RCPT": ({"RCPT": b"552 5.2.2 full\r\n"}, AddressRefused),
    "421 to RCPT": ({"RCPT": b"421 closing\r\n"}, Halted),
    "hangs up at RCPT": ({"RCPT": hang_up}, Halted),
    "554 to DATA": ({"DATA": b"554 5.7.1 policy\r\n"}, ContentRefused),
    "451 after the content": ({".": b"451 4.3.0 later\r\n"}, Deferred),
    "552 after the content": ({".": b"552 5.3.4 too big\r\n"}, ContentRefused),
    "554 after the content": ({".": b"554 5.7.1 spam\r\n"}, ContentRefused),
    "hangs up after the content": ({".": hang_up}, NoReply),
    "says nothing after the content": ({".": None}, NoReply),
    "answers the content too slowly": ({".": slowly(b"250 taken\r\n", 2)}, NoReply),
}


PIPELINING = {"EHLO": b"250-here\r\n250 PIPELINING\r\n"}


@pytest.mark.parametrize("ahead", [{}, PIPELINING], ids=["one by one", "pipelining"])
@pytest.mark.parametrize(("script", "meaning"), ODDITIES.values(), ids=ODDITIES)
def test_a_server_that_misbehaves_is_understood(
    script: dict[str, Answer], meaning: type[Exception], ahead: dict[str, Answer]
) -> None:
    with OddServer(ahead | script) as server, pytest.raises(Exception, match=r".+") as caught:
        send(server.url, parcel())
    assert type(caught.value) is meaning
    assert server.taken == []


def test_after_a_refused_address_the_same_connection_serves_the_next(smtp_sink: SmtpSink) -> None:
    smtp_sink.refused = {"nobody@example.org": "550 5.1.1 nobody here"}
    with SmtpTransport(smtp_sink.url).session() as hand_over:
        with pytest.raises(AddressRefused):
            hand_over(parcel("nobody@example.org"))
        hand_over(parcel())
    assert [recipient for recipient, _ in smtp_sink.taken] == ["office@example.org"]


def test_a_server_that_waits_for_content_after_refusing_the_reader_gets_none() -> None:
    with OddServer(PIPELINING | {"RCPT": b"550 5.1.1 nobody\r\n", ".": b"554 no valid recipients\r\n"}) as server:
        with SmtpTransport(server.url, timeout=2).session() as hand_over:
            for _ in range(2):
                with pytest.raises(AddressRefused, match=r"5\.1\.1 nobody"):
                    hand_over(parcel())
        assert (server.taken, server.commands.count("EHLO")) == ([], 1)


def test_a_connection_closed_while_idle_is_opened_again_and_the_mail_sent_once() -> None:
    with OddServer({"RSET": b"250 OK\r\n"}) as server:
        with SmtpTransport(server.url, timeout=2).session() as hand_over:
            hand_over(parcel())
            server.close_all()
            hand_over(parcel())
        assert len(server.taken) == 2


@pytest.mark.parametrize("ahead", [{}, PIPELINING], ids=["one by one", "pipelining"])
def test_connections_are_used_again(ahead: dict[str, Answer]) -> None:
    with OddServer(ahead) as server:
        send(server.url, *[parcel() for _ in range(5)])
        assert (server.commands.count("EHLO"), len(server.taken)) == (1, 5)


def test_lines_that_begin_with_a_dot_arrive_as_they_were(smtp_sink: SmtpSink) -> None:
    content = b"Subject: x\r\n\r\n.\r\n..two\r\nend\r\n"
    send(smtp_sink.url, parcel(content=content), timeout=5)
    assert smtp_sink.taken == [("office@example.org", content)]


def test_a_password_is_not_sent_over_a_line_without_encryption() -> None:
    with OddServer({"AUTH": b"235 welcome\r\n"}) as server:
        url = server.url.replace("smtp://127.0.0.1", "smtp://me:secret@0.0.0.0")
        with pytest.raises(Halted, match="offers no encryption for the login"):
            send(url, parcel())
        assert "AUTH" not in server.commands


def test_no_answer_at_all_is_said_without_a_password() -> None:
    with pytest.raises(Halted) as caught:
        send("smtp://me:secret@127.0.0.1:1", parcel())
    assert "secret" not in str(caught.value)


class Answers:
    """A way out that raises what it is told."""

    connections = 1

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.asked = 0

    def session(self) -> "Answers":
        return self

    def __enter__(self) -> "Answers":
        return self

    def __exit__(self, *exc_info: object) -> None:
        return None

    def __call__(self, _parcel: Parcel) -> None:
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)


def attempt(outlet: Outlet) -> None:
    with outlet.session() as hand_over, contextlib.suppress(Halted, Deferred):
        hand_over(parcel())


def test_the_breaker_waits_twice_as_long_after_each_failure_and_forgets_after_a_success(clock: FixedClock) -> None:
    outlet = Outlet(Answers(*[Halted("down")] * 3), clock, 0)
    pauses = []
    for _ in range(3):
        attempt(outlet)
        waited = 0
        while outlet.halted:
            clock.advance(seconds=30)
            waited += 30
        pauses.append(waited)
    assert pauses == [60, 120, 240]
    attempt(outlet)
    assert outlet.halted is None


def test_many_deferrals_in_a_row_are_the_relays_fault(clock: FixedClock) -> None:
    outlet = Outlet(Answers(*[Deferred("451 later")] * 20), clock, 0)
    for _ in range(19):
        attempt(outlet)
    assert outlet.halted is None
    attempt(outlet)
    assert outlet.halted == "451 later"


def test_the_rate_spreads_mails_evenly(clock: FixedClock) -> None:
    pace, slept = Pace(clock, per_minute=120), []
    for _ in range(4):
        pace.wait(slept.append)
    assert slept == [0.5, 1.0, 1.5]
    clock.advance(seconds=60)
    pace.wait(slept.append)
    assert len(slept) == 3


def test_stopping_ends_the_wait_for_a_turn(clock: FixedClock) -> None:
    outlet = Outlet(Answers(), clock, per_minute=1)
    attempt(outlet)
    began = time.perf_counter()
    threading.Timer(0.1, outlet.stop).start()
    attempt(outlet)  # its turn would come in a minute
    assert time.perf_counter() - began < 30
    assert outlet.halted == "the service is stopping"
