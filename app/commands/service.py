"""Running the service and its database."""

import logging
import os
import socket
from typing import Annotated

import typer
import uvicorn

from app.commands.options import opened_house
from app.errors import InvalidInput
from app.main import create_app
from app.settings import Settings


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Serve feeds, /tasks and pages, and send the weekly digest when its time comes."""
    _check_port(host, port)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("apscheduler", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    with opened_house():
        pass  # a database that does not answer is said in one line here, not in a traceback from the server
    app = create_app(Settings.from_environ(os.environ))
    uvicorn.run(app, host=host, port=port, log_level="info", access_log=False, server_header=False)


def _check_port(host: str, port: int) -> None:
    """Raise InvalidInput, with the remedy, when nothing can listen there; uvicorn would only log it."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise InvalidInput(f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port") from None


def migrate() -> None:
    """Bring the tables up to date. `serve` does so itself; this is for a deployment that wants to do it before."""
    with opened_house() as house:
        typer.echo(f"The tables of {house.database.engine.url.render_as_string(hide_password=True)} are up to date.")
