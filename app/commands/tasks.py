"""`qixian tasks`: the same questions as `/tasks`, from the shell."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app.commands.options import AsOf, day_of, opened_house
from app.errors import InvalidInput
from app.exports import chosen_columns, render_csv
from app.queries import FilterParams, each_task, find_notice_id, renew_tokens, task_out
from app.routes.context import House
from app.schemas.answers import TaskOut

_SHOWN = ("due_on", "safe_on", "kind", "item", "title", "id")


def _option(help_text: str, metavar: str = "DAY") -> Any:
    return typer.Option(metavar=metavar, help=help_text)


def tasks(
    due_before: Annotated[str | None, _option("Due before this day, which is left out.")] = None,
    due_by: Annotated[str | None, _option("Due on or before this day.")] = None,
    due_after: Annotated[str | None, _option("Due after this day, which is left out.")] = None,
    due_from: Annotated[str | None, _option("Due on or after this day.")] = None,
    open_on: Annotated[str | None, _option("The window holds this day.")] = None,
    overlaps: Annotated[str | None, _option("The window shares a day with these.", "DAY/DAY")] = None,
    undated: Annotated[str | None, _option("exclude, include or only.", "WORD")] = None,
    province: Annotated[str | None, typer.Option("--province", "-p", metavar="NAME", help="guangdong, 广东.")] = None,
    notice: Annotated[str | None, _option("Id or 文号.", "NAME")] = None,
    item: Annotated[str | None, _option("Item of the notice, as 一（八）.", "TEXT")] = None,
    kind: Annotated[str | None, _option("report, data, application, collection, meeting, training.", "WORD")] = None,
    channel: Annotated[str | None, _option("email, platform or post.", "WORD")] = None,
    needs_seal: Annotated[bool | None, typer.Option(help="Must bear an official seal.")] = None,
    has_window: Annotated[bool | None, typer.Option(help="Has a first day as well.")] = None,
    q: Annotated[str | None, _option("Words that occur in the task.", "WORDS")] = None,
    as_of: AsOf = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array of all that match.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="The table of /tasks.csv.")] = False,
) -> None:
    """List tasks by deadline, undated last: a table, --json or --csv. Days and names as in /tasks."""
    given = {name: value for name, value in locals().items() if name in FilterParams.model_fields and value is not None}
    params = _checked(given)
    with opened_house() as house, house.database.read() as session:
        asked = params.ask(day_of(house, as_of), house.workdays, lambda name: find_notice_id(session, name))
        found = (_out(row, house) for row in each_task(session, asked.filter))
        if as_csv:
            sys.stdout.buffer.writelines(render_csv(chosen_columns(()), found))
        elif as_json:
            typer.echo(json.dumps([task.model_dump(mode="json") for task in found], ensure_ascii=False, indent=2))
        else:
            for line in _table(found):
                typer.echo(line)


def forget_sync_tokens() -> None:
    """Let every sync token given out until now answer 410: after the database was restored from a copy."""
    with opened_house() as house, house.database.write() as session:
        renew_tokens(session)
    typer.echo("Every sync token is void; other systems begin again with changed_since=start.")


def _checked(given: dict[str, Any]) -> FilterParams:
    try:
        return FilterParams.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = str(first["loc"][0])
        raise InvalidInput(f"--{name.replace('_', '-')}: {first['msg']}", param=name) from None


def _out(row: Any, house: House) -> TaskOut:
    return task_out(row, house.workdays, house.settings.base_url)


def _table(found: Iterable[TaskOut]) -> Iterator[str]:
    """Lines whose columns stand under each other in a terminal, where a Chinese character is two wide."""
    columns = [column for field in _SHOWN for column in chosen_columns((field,))]
    rows = [[column.title for column in columns]]
    rows += [
        [str(cell) if (cell := column.show(task)) is not None else "待通知" for column in columns] for task in found
    ]
    widths = [max(map(_width, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
