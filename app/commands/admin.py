"""Administrators: their tokens, and the log of what they did."""

import getpass
import json
from typing import Annotated

import typer

from app import audit as audit_log
from app.access import tokens
from app.commands.options import opened_house
from app.models import AdminToken

admin_cli = typer.Typer(help="Administrators.", no_args_is_help=True)
token_cli = typer.Typer(help="Their tokens: who may review and publish drafts.", no_args_is_help=True)
admin_cli.add_typer(token_cli, name="token")

TokenName = Annotated[str, typer.Argument(metavar="NAME", help="Whose token: the audit log will say this name.")]


def operator() -> str:
    """Whoever types at this machine, as the audit log names them."""
    try:
        return f"command line ({getpass.getuser()})"[:64]
    except (KeyError, OSError):
        return "command line"


@token_cli.command()
def create(name: TokenName) -> None:
    """Make a token and print it, this once: only its hash is kept."""
    with opened_house() as house, house.database.write() as session:
        token = tokens.create_token(session, name, who=operator(), now=house.clock.now())
    typer.echo(token)
    typer.echo("Keep it like a password: it is not shown again. Sign in with it at /login.", err=True)


@token_cli.command("list")
def list_tokens() -> None:
    """Print every token's name and when it was made, last used and revoked; never the token."""
    with opened_house() as house, house.database.read() as session:
        for token in tokens.find_tokens(session):
            typer.echo(_say(token))


@token_cli.command()
def revoke(name: TokenName) -> None:
    """End a token, and every browser session opened with it, at once."""
    with opened_house() as house, house.database.write() as session:
        tokens.revoke_token(session, name, who=operator(), now=house.clock.now())
    typer.echo(f"{name} is revoked.")


def audit(
    limit: Annotated[int, typer.Option("--limit", "-n", help="How many lines, the last ones.", min=1)] = 100,
    subject: Annotated[str | None, typer.Option(help="Only of one subject, as 'draft 3'.")] = None,
) -> None:
    """Print who did what, when: one line an act, the oldest first."""
    with opened_house() as house, house.database.read() as session:
        for entry in audit_log.find_entries(session, limit=limit, subject=subject):
            detail = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
            typer.echo(f"{entry.at:%Y-%m-%d %H:%M:%S}  {entry.who}  {entry.act}  {entry.subject}  {detail}")


def _say(token: AdminToken) -> str:
    used = f"last used {token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never used"
    ended = f", revoked {token.revoked_at:%Y-%m-%d %H:%M}" if token.revoked_at else ""
    return f"{token.name}: made {token.created_at:%Y-%m-%d %H:%M}, {used}{ended}"
