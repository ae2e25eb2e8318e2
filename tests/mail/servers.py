"""Mail servers that tests start for themselves: one that takes everything, and one that misbehaves as told."""

import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class _AnyPort(Controller):
    """Asks the system for a port; aiosmtpd itself would knock at port 0."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()


@dataclass
class SmtpSink:
    """aiosmtpd on a free port of this machine; `taken` holds (recipient, raw bytes) in the order of acceptance."""

    taken: list[tuple[str, bytes]] = field(default_factory=list)
    refused: Mapping[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.original_content
        assert content is not None
        self.taken.append((envelope.rcpt_tos[0], content))
        return "250 2.0.0 taken"

    def __enter__(self) -> Self:
        self._controller = _AnyPort(self, hostname="127.0.0.1", port=0)
        self._controller.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"


Answer = bytes | Callable[[socket.socket], None] | None
_USUAL: dict[str, Answer] = {
    "greeting": b"220 ready\r\n",
    "EHLO": b"250-here\r\n250 SIZE 1000000\r\n",
    "MAIL": b"250 2.1.0 OK\r\n",
    "RCPT": b"250 2.1.5 OK\r\n",
    "DATA": b"354 go on\r\n",
    ".": b"250 2.0.0 taken\r\n",
    "RSET": b"250 OK\r\n",
    "QUIT": b"221 bye\r\n",
}


class OddServer:
    """A mail server from a script: by command, the bytes it answers, or what it does to the socket instead.

    `turns` limits how many connections misbehave; later ones are as they should be.
    """

    def __init__(self, script: Mapping[str, Answer], turns: int = 1_000) -> None:
        self.script = _USUAL | dict(script)
        self.turns = turns
        self.commands: list[str] = []
        self.taken: list[bytes] = []
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            connection.close()

    def close_all(self) -> None:
        """Hang up on everybody, as a server does with idle connections."""
        for connection in self._open:
            connection.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            script = self.script if self.turns > 0 else _USUAL
            self.turns -= 1
            threading.Thread(target=self._talk, args=(connection, script), daemon=True).start()

    def _talk(self, connection: socket.socket, script: Mapping[str, Answer]) -> None:
        try:
            self._answer(connection, script["greeting"])
            with connection.makefile("rb") as lines:
                for line in lines:
                    command = line[:4].decode("ascii", "replace").upper().strip()
                    self.commands.append(command)
                    self._answer(connection, script.get(command, b"502 what?\r\n"))
                    if command == "DATA" and script["DATA"] == _USUAL["DATA"]:
                        self._receive(connection, lines, script)
        except (OSError, ValueError):
            connection.close()

    def _receive(self, connection: socket.socket, lines: Any, script: Mapping[str, Answer]) -> None:
        content = b""
        for line in lines:
            if line == b".\r\n":
                break
            content += line
        if content and script["."] == _USUAL["."]:
            self.taken.append(content)
        self._answer(connection, script["."])

    @staticmethod
    def _answer(connection: socket.socket, answer: Answer) -> None:
        if callable(answer):
            answer(connection)
        elif answer is not None:
            connection.sendall(answer)


def hang_up(connection: socket.socket) -> None:
    """Close without a word."""
    connection.shutdown(socket.SHUT_RDWR)
    raise OSError


def slowly(answer: bytes, seconds: float) -> Callable[[socket.socket], None]:
    """Answer after a while."""

    def wait(connection: socket.socket) -> None:
        time.sleep(seconds)
        connection.sendall(answer)

    return wait
