"""What every address of the API refuses before it looks at anything: parameters it does not have, has twice or cannot
hold. Never ignored, never a 500."""

from collections import Counter
from collections.abc import Sequence

from fastapi import Depends, FastAPI, Request

from app.errors import InvalidInput, NotFound, nearest
from app.routes.known_on import NAME, WHERE

_LONGEST = 1000


async def _check_request(request: Request) -> None:
    """Raises InvalidInput for a query, NotFound for a path, that this address cannot mean."""
    if any("\0" in str(value) for value in request.path_params.values()):
        raise NotFound("Nothing is called so.")
    given = request.query_params.multi_items()
    if not given:
        return
    known = _parameters(request.app, request.scope["route"].path)
    counts = Counter(name for name, _ in given)
    for name, value in given:
        _check(name, value, counts[name], known)


def _check(name: str, value: str, count: int, known: Sequence[str]) -> None:
    shown = name[:40]
    if name not in known:
        hint = nearest(name, list(known)) if known else " It has none."
        hint = f" {WHERE}" if name == NAME else hint
        raise InvalidInput(f"{shown!r} is not a parameter of this address.{hint}", param=shown)
    if count > 1:
        raise InvalidInput(f"{shown} is given {count} times; give it once", param=shown)
    if "\0" in value:
        raise InvalidInput(f"{shown} holds a NUL character; leave it out", param=shown)
    if len(value) > _LONGEST:
        raise InvalidInput(f"{shown} has {len(value):,} characters; at most {_LONGEST:,}", param=shown)


def _parameters(app: FastAPI, path: str) -> Sequence[str]:
    """The query parameters of an address, as OpenAPI documents them."""
    operation = app.openapi()["paths"].get(path, {}).get("get", {})
    return [parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"]


Checked = Depends(_check_request)
