"""A mail server that takes everything, keeps nothing and costs little: `python -m bench.smtp_sink` prints its port."""

import asyncio

_ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
    b"MAIL": b"250 OK\r\n",
    b"RCPT": b"250 OK\r\n",
    b"RSET": b"250 OK\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
_END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """One connection; lines until DATA, then content until a lone dot."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.pending = b""
        self.in_content = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.pending += data
        while self._step():
            pass

    def _step(self) -> bool:
        end = _END if self.in_content else b"\r\n"
        line, found, rest = self.pending.partition(end)
        if not found:
            if self.in_content:
                self.pending = self.pending[-len(_END) :]
            return False
        self.pending = rest
        answer = b"250 taken\r\n" if self.in_content else _ANSWERS.get(line[:4].upper(), b"502 what\r\n")
        self.in_content = not self.in_content and line[:4].upper() == b"DATA"
        self.transport.write(answer)
        return True


async def serve() -> None:
    """Listen on a free port of this machine until killed."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
