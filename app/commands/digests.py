"""The weekly mail from the shell: who gets it, what it says, sending it."""

from typing import Annotated

import typer

from app.commands.options import AsOf, ProvinceName, day_of, opened_house
from app.delivery.compose import compose, load_digest
from app.delivery.run import RunReport
from app.delivery.subscriptions import subscribe as subscribe_address
from app.main import digest_run
from app.provinces import get_province

digest_cli = typer.Typer(help="The weekly digest.", no_args_is_help=True)


def subscribe(
    email: Annotated[str, typer.Argument(help="The address that is to get the weekly digest.")],
    province: ProvinceName,
) -> None:
    """Give an address a province's weekly digest, without asking it first."""
    known = get_province(province)
    with opened_house() as house, house.database.write() as session:
        subscription, is_new = subscribe_address(session, email, known, house.clock.now())
    typer.echo(f"{subscription.email} {'gets' if is_new else 'already gets'} the weekly digest of {known.name}.")


@digest_cli.command()
def preview(
    province: ProvinceName,
    as_of: AsOf = None,
    html: Annotated[bool, typer.Option("--html", help="Print the HTML instead of the text.")] = False,
) -> None:
    """Print a province's digest as it would be mailed; nothing is sent."""
    known = get_province(province)
    with opened_house() as house:
        composed = compose(load_digest(house.database, known, day_of(house, as_of), house.workdays), house.settings)
    typer.echo(composed.html if html else f"{composed.subject}\n\n{composed.text}")


@digest_cli.command()
def run(as_of: AsOf = None) -> None:
    """Send this week's digest to everyone who has not got it yet; a second run sends nothing."""
    with opened_house() as house:
        report = digest_run(house).weekly(day_of(house, as_of))
        where = "by SMTP" if house.settings.smtp_url else f"into {house.settings.maildir}"
    typer.echo(_say(report, where))
    if report.ended.get("failed") or report.ended.get("planned"):
        raise typer.Exit(1)


def _say(report: RunReport, where: str) -> str:
    sent = report.ended.get("sent", 0)
    rest = "".join(f", {count} {state}" for state, count in sorted(report.ended.items()) if state != "sent")
    return f"{report.period}: {report.planned} planned, {sent} sent {where}{rest}."
