"""A route for the address asked most: FastAPI documents it as any other, but its parameters are read by pydantic alone.

Solving them one by one, as dependencies, costs more than the answer.
"""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, get_type_hints

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

from app.routes.checks import check_query

Params = TypeVar("Params", bound=BaseModel)


class QueryRoute(APIRoute):
    """Its endpoint is a coroutine of a model of the `query`, the `request` and the `house`, and returns a Response."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        endpoint: Any = self.endpoint
        model: type[BaseModel] = get_type_hints(endpoint)["query"]

        async def handle(request: Request) -> Response:
            check_query(request, model.model_fields)
            return await endpoint(_read(model, request), request, request.app.state.house)

        return handle


def _read(model: type[Params], request: Request) -> Params:
    """The query string as `model`. Raises RequestValidationError as FastAPI would."""
    try:
        return model.model_validate(dict(request.query_params))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)
        raise RequestValidationError([{**fault, "loc": ("query", *fault["loc"])} for fault in faults]) from None
