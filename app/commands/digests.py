"""The mail from the shell: what it says, sending it, trying it."""

from typing import Annotated

import typer

from app.commands.options import AsOf, Language, ProvinceName, day_of, opened_house
from app.delivery.compose import Press, compose_digest, load_digest
from app.delivery.editions import with_sample_links
from app.delivery.rehearsal import send_test
from app.delivery.run import DigestRun, RunReport
from app.errors import Unavailable
from app.mail import AddressRefused, Deferred, Halted, NoReply
from app.main import digest_run
from app.provinces import get_province

digest_cli = typer.Typer(help="The weekly digest, reminders and change mails.", no_args_is_help=True)


@digest_cli.command()
def preview(
    province: ProvinceName,
    as_of: AsOf = None,
    html: Annotated[bool, typer.Option("--html", help="Print the HTML instead of the text.")] = False,
    language: Language = "zh",
) -> None:
    """Print a province's digest as it would be mailed; nothing is sent."""
    known = get_province(province)
    with opened_house() as house:
        digest = load_digest(house.database, known, day_of(house, as_of), house.workdays)
        composed = compose_digest(digest, Press(house.settings, house.workdays), language)
    typer.echo(with_sample_links(composed.html if html else f"{composed.subject}\n\n{composed.text}"))


@digest_cli.command("test")
def send_one(
    to: Annotated[str, typer.Option(help="The address that is to get it.", metavar="EMAIL")],
    province: ProvinceName,
    as_of: AsOf = None,
    language: Language = "zh",
) -> None:
    """Send one address a province's digest, to see it arrive; the ledger does not hear of it."""
    known = get_province(province)
    with opened_house() as house:
        run = digest_run(house)
        try:
            send_test(run, to, known, day_of(house, as_of), language)
        except (AddressRefused, Deferred, Halted, NoReply) as error:
            raise Unavailable(f"{to} did not get it: {error}") from None
        typer.echo(f"{to} was sent the digest of {known.name} {_where(run)}.")


@digest_cli.command()
def run(as_of: AsOf = None) -> None:
    """Send this week's digest, reminders and change mails to all who have not got them; a second run sends nothing.

    For cron while QIXIAN_SCHEDULER is off: call it each morning. The digest waits for the week's first working day.
    With --as-of the digest of that day's week is sent whatever the day.
    """
    with opened_house() as house:
        mail = digest_run(house)
        report = (mail.weekly(as_of) if as_of else mail.if_due()) or RunReport("today")
        where = _where(mail)
    typer.echo(_say(report, where))
    if report.ended.get("failed") or report.ended.get("planned") or report.ended.get("unknown") or report.halted:
        raise typer.Exit(1)


def _where(mail: DigestRun) -> str:
    return "by SMTP" if mail.settings.smtp_url else f"into {mail.settings.maildir}"


def _say(report: RunReport, where: str) -> str:
    sent = report.ended.get("sent", 0)
    rest = "".join(f", {count} {state}" for state, count in sorted(report.ended.items()) if state != "sent")
    halted = f" Halted: {report.halted}" if report.halted else ""
    return f"{report.period}: {report.planned} planned, {sent} sent {where}{rest}.{halted}"
