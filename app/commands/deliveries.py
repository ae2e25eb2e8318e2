"""The ledger from the shell: what became of each mail, and sending one after all."""

from typing import Annotated

import typer

from app.commands.options import opened_house
from app.delivery import ledger
from app.mail import is_robot
from app.models import Delivery, Subscription

deliveries_cli = typer.Typer(help="What became of each mail.", no_args_is_help=True)


@deliveries_cli.command("list")
def list_deliveries(
    state: Annotated[str | None, typer.Option(help="planned, claimed, sent, failed, unknown or skipped.")] = None,
    kind: Annotated[str | None, typer.Option(help="weekly, reminder, change, confirm or ended.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 50,
) -> None:
    """List deliveries, the newest first: number, state, tries, kind and period, address, what went wrong."""
    with opened_house() as house, house.database.read() as session:
        for delivery, subscription in ledger.find_deliveries(session, state=state, kind=kind, limit=limit):
            typer.echo(_line(delivery, subscription))


@deliveries_cli.command()
def requeue(
    ids: Annotated[list[int] | None, typer.Argument(metavar="NUMBER...", help="Numbers from `list`.")] = None,
    state: Annotated[str | None, typer.Option(help="All that are failed, unknown or skipped instead.")] = None,
) -> None:
    """Send mails after all that were given up. One that was accepted stays as it is."""
    with opened_house() as house, house.database.write() as session:
        found = ledger.find_deliveries(session, state=state, limit=100_000) if state else []
        for number in [*(ids or []), *(delivery.id for delivery, _ in found)]:
            row = ledger.requeue(session, number, house.clock.now())
            typer.echo(f"{number}: {row.state}")


def _line(delivery: Delivery, subscription: Subscription) -> str:
    address = "(group robot)" if is_robot(subscription.email) else subscription.email
    parts = [str(delivery.id), delivery.state, str(delivery.attempts), f"{delivery.kind} {delivery.period}"]
    return "\t".join([*parts, f"{subscription.province} {address}", delivery.error or ""]).rstrip()
