"""Who gets mail: one at a time, or a whole list."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from app.clock import Clock
from app.commands.options import Cadence, Language, ProvinceName, opened_house
from app.delivery import optin
from app.delivery.optin import Wish
from app.delivery.subscriptions import Choices, subscribe
from app.errors import InvalidInput, QixianError
from app.main import digest_run
from app.provinces import PROVINCES, get_province

subscriptions_cli = typer.Typer(help="Who gets mail.", no_args_is_help=True)

_COLUMNS = ("email", "province", "cadence", "language", "calendar")
_REQUIRED = _COLUMNS[:2]
_MAX_FIELD = 1000


@dataclass(frozen=True)
class Line:
    """One line of a list: its number in the file and its fields by column."""

    number: int
    fields: dict[str, str]

    def wish(self) -> Wish:
        """What the line asks for. Raises QixianError naming the value."""
        given = self.fields
        name = given["province"]
        provinces = PROVINCES if name in ("all", "全部") else tuple(get_province(part) for part in _split(name))
        choices = Choices(
            given.get("cadence") or "weekly", given.get("language") or "zh", _is_yes(given.get("calendar", ""))
        )
        return Wish(given["email"], provinces, choices)


def subscribe_one(
    email: Annotated[str, typer.Argument(help="The address that is to get mail, or the webhook of a group robot.")],
    province: ProvinceName,
    cadence: Cadence = "weekly",
    language: Language = "zh",
    calendar: Annotated[bool, typer.Option("--calendar", help="Attach the province's calendar.")] = False,
) -> None:
    """Give an address a province's mail, without asking it first."""
    known = get_province(province)
    with opened_house() as house, house.database.write() as session:
        choices = Choices(cadence, language, calendar)
        _, is_new = subscribe(session, email, known, house.clock.now(), choices)
    typer.echo(f"{email} {'gets' if is_new else 'already gets'} {cadence} mail of {known.name}.")


@subscriptions_cli.command("import")
def import_list(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="Columns: email, province[, cadence, language, calendar]")
    ],
    ask: Annotated[bool, typer.Option("--ask", help="Mail each address a question first.")] = False,
) -> None:
    """Subscribe a whole list and say of each line what became of it. Good lines count even when others are wrong.

    A line may name several provinces (广东;深圳) or `all`. Importing the same list again changes nothing.
    """
    wrong = 0
    with opened_house() as house:
        for line in _read(file):
            try:
                wish = line.wish()
                with house.database.write() as session:
                    said = _ask(session, wish, house.clock) if ask else _take(session, wish, house.clock)
            except QixianError as error:
                wrong += 1
                said = f"refused: {error.detail}"
            typer.echo(f"{file.name}:{line.number}: {line.fields.get('email', '')}: {said}")
        if ask:
            digest_run(house).letters()
    typer.echo(f"{wrong} lines refused." if wrong else "Every line was taken.")
    if wrong:
        raise typer.Exit(1)


def _take(session: Session, wish: Wish, clock: Clock) -> str:
    changed = [subscribe(session, wish.email, known, clock.now(), wish.choices)[1] for known in wish.provinces]
    return "subscribed" if any(changed) else "unchanged"


def _ask(session: Session, wish: Wish, clock: Clock) -> str:
    optin.ask(session, wish, None, clock.now())
    return "asked"


def _read(file: Path) -> Iterator[Line]:
    """The lines of a CSV file with a header line. Raises InvalidInput, naming the line where it can."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InvalidInput(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{file} is not UTF-8; save it as 「CSV UTF-8」") from None
    rows = csv.reader(text.splitlines())
    header = [name.strip().lower() for name in next(rows, [])]
    unknown = [name for name in header if name not in _COLUMNS]
    if unknown or not set(_REQUIRED) <= set(header):
        raise InvalidInput(
            f"{file}:1: the columns are {', '.join(_COLUMNS)}; the first two are needed, not {header[:9]}"
        )
    for row in rows:
        if any(cell.strip() for cell in row):
            padded = [cell.strip()[:_MAX_FIELD] for cell in row] + [""] * len(header)
            yield Line(rows.line_num, dict(zip(header, padded, strict=False)))


def _split(names: str) -> list[str]:
    return [name for name in names.replace("；", ";").replace("、", ";").split(";") if name.strip()] or [""]


def _is_yes(word: str) -> bool:
    if word.casefold() not in {"", "yes", "no", "true", "false", "1", "0", "是", "否"}:
        raise InvalidInput(f"calendar {word[:40]!r} is neither yes nor no", param="calendar")
    return word.casefold() in {"yes", "true", "1", "是"}
