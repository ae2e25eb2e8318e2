"""Notices in, calendars out."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.options import opened_house
from app.errors import BadDocument
from app.feeds import Options
from app.intake import MAX_BYTES, LoadResult, load_document, parse_document
from app.provinces import get_province
from app.publishing import Address
from app.schemas.document import NoticeDocument


def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Notice documents; - reads standard input.")],
) -> None:
    """Load notice documents: new tasks are added, changed ones revised, vanished ones withdrawn. Safe to repeat."""
    documents = [(str(file), parse_document(str(file), _read(file))) for file in files]
    with opened_house() as house:
        for name, document in documents:
            with house.database.write() as session:
                result = load_document(session, document, house.clock.now())
            _print_result(name, result)


def feed(
    province: Annotated[str, typer.Argument(help="Slug, code or Chinese name; `all` for every task once.")],
) -> None:
    """Print a province's calendar, as its subscribers get it."""
    known = None if province == "all" else get_province(province)
    with opened_house() as house:
        copy = house.feeds.get(Address(known, False, Options())).copy
    sys.stdout.buffer.write(copy.plain.whole.body)


def schema() -> None:
    """Print the JSON Schema of a notice document."""
    typer.echo(json.dumps(NoticeDocument.model_json_schema(), ensure_ascii=False, indent=2))


def _read(file: Path) -> bytes:
    """At most one byte more than a document may have, so that a huge file costs nothing."""
    if str(file) == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadDocument(str(file), [("(whole file)", error.strerror or str(error))]) from None


def _print_result(name: str, result: LoadResult) -> None:
    if result.is_unchanged:
        typer.echo(f"{name}: {result.notice_id} is known already, nothing changed.")
        return
    typer.echo(f"{name}: {result.notice_id}: {len(result.created)} added, {len(result.changes)} fields changed.")
    for task_id in result.created:
        typer.echo(f"  + {task_id}")
    for change in result.changes:
        typer.echo(f"  ~ {change.subject} {change.field}: {_show(change.old)} → {_show(change.new)}")


def _show(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
