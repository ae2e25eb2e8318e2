"""What a query may be asked of."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

# A connection does without a session's upkeep, which costs as much as a query.
Source = Session | Connection


def dialect_of(source: Source) -> str:
    """sqlite or postgresql."""
    return (source.get_bind() if isinstance(source, Session) else source).dialect.name
