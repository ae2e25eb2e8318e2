"""Where the catalogue stands, asked so cheaply that every request may ask."""

from typing import Any

from sqlalchemy.exc import DBAPIError

from app.database import Database
from app.errors import Unavailable
from app.queries.tokens import Token


class CatalogueWatch:
    """Reads one row past SQLAlchemy's sessions, whose upkeep costs more than the query."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._engine = database.engine
        self._kept: Any = None

    def token(self) -> Token:
        """Its history and version as committed now, by whichever process. Raises Unavailable."""
        try:
            return self._ask_kept() if self._database.never_waits else self._ask_pooled()
        except (DBAPIError, self._engine.dialect.loaded_dbapi.Error) as error:
            self.close()
            raise Unavailable(f"The database does not answer: {error}") from None

    def close(self) -> None:
        """Give the kept connection back."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _ask_kept(self) -> Token:
        # Apart from the pool: it must not wait when exports hold all its connections.
        if self._kept is None:
            self._kept = self._engine.raw_connection()
            self._kept.detach()
        return self._read(self._kept)

    def _ask_pooled(self) -> Token:
        connection = self._engine.raw_connection()
        try:
            return self._read(connection)
        finally:
            connection.close()

    @staticmethod
    def _read(connection: Any) -> Token:
        cursor = connection.cursor()
        cursor.execute("SELECT key, version FROM catalogue")
        key, version = cursor.fetchone()
        cursor.close()
        return Token(key, version)
