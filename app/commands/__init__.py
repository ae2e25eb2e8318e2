"""The commands, one file a noun. Each opens the house itself; errors leave as QixianError."""

import typer

from app import __version__
from app.commands import catalogue, digests, service


def build_cli() -> typer.Typer:
    """`qixian` and everything under it."""
    cli = typer.Typer(
        help="期限 Qixian: from an official notice to every province's calendar.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    cli.callback()(_root)
    cli.command("serve")(service.serve)
    cli.command("migrate")(service.migrate)
    cli.command("load")(catalogue.load)
    cli.command("feed")(catalogue.feed)
    cli.command("schema")(catalogue.schema)
    cli.command("subscribe")(digests.subscribe)
    cli.add_typer(digests.digest_cli, name="digest")
    return cli


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"qixian {__version__}")
        raise typer.Exit


def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    """期限 Qixian: from an official notice to every province's calendar. Settings: the QIXIAN_* variables in README."""
