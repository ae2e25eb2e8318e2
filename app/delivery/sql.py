"""INSERT that leaves an existing row alone, as each of the two databases says it."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.models import Base


def insert_new(session: Session, table: type[Base]) -> Any:
    """`INSERT INTO table`, to be given rows and `.on_conflict_do_nothing()`."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
