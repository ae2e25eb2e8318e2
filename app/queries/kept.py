"""What pages read of the catalogue, kept in memory until it changes: a query and its arguments name its answer."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from app.database import Database
from app.queries.tokens import Token
from app.queries.watch import CatalogueWatch

_MOST_ROWS = 20_000
_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


class KeptQueries:
    """Answers by query, of one state of the catalogue; past `limit` rows those longest unused are forgotten.

    Everyone who asks is handed the same rows, which nobody changes.
    """

    def __init__(self, database: Database, limit: int = _MOST_ROWS) -> None:
        self._database = database
        self._limit = limit
        self._watch = CatalogueWatch(database)
        self._lock = threading.Lock()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._token: Token | None = None

    def token(self) -> Token:
        """Where the catalogue stands as committed now. Raises Unavailable."""
        with self._lock:
            return self._watch.token()

    def ask(
        self, query: Callable[Concatenate[Session, _Given], _Found], *given: _Given.args, **named: _Given.kwargs
    ) -> _Found:
        """What `query` finds with these arguments, which must be values. Raises what it raises, and Unavailable."""
        key = (query, given, tuple(named.items()))
        with self._lock:
            token = self._watch.token()
            if token != self._token:
                self._answers.clear()
                self._token = token
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        with self._database.read() as session:
            found = query(session, *given, **named)
        self._keep(key, found, token)
        return found

    def _keep(self, key: Hashable, found: Any, token: Token) -> None:
        with self._lock:
            if token == self._token:
                self._answers[key] = found
            rows = sum(map(_rows, self._answers.values()))
            while rows > self._limit:
                _, forgotten = self._answers.popitem(last=False)
                rows -= _rows(forgotten)


def _rows(found: Any) -> int:
    return len(found) if isinstance(found, Sized) else 1
