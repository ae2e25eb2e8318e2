"""The address asked most, answered before FastAPI: its routing and its way of reading parameters cost more than the
answer. What is unusual in any way is left to FastAPI, which answers the same and says what is wrong."""

from urllib.parse import parse_qsl

from fastapi import Response
from starlette.datastructures import URL
from starlette.types import Scope

from app.errors import QixianError
from app.routes.context import House
from app.routes.task_params import ListParams
from app.routes.tasks import answer_tasks


def answer_brief(scope: Scope, house: House) -> Response | None:
    """The answer to a GET of `/tasks` that one walk along the index of a small catalogue gives; None for all else."""
    if scope["path"] != "/tasks" or scope["method"] != "GET" or not house.is_small:
        return None
    try:
        query = _read(scope["query_string"])
        return answer_tasks(query, URL(scope=scope), house, house.database.glance) if query.is_brief else None
    except (QixianError, ValueError):
        return None


def _read(query: bytes) -> ListParams:
    """Raises ValueError (a ValidationError is one) for what FastAPI is to refuse."""
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    values = dict(pairs)
    if len(values) < len(pairs) or b"%00" in query:
        raise ValueError("given twice, or a NUL")
    return ListParams.model_validate(values)
