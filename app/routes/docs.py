"""The reference of the API as a page of our own: rendered here from OpenAPI, nothing fetched from elsewhere."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from app import pages
from app.routes.html import PAGE_HEADERS

router = APIRouter(include_in_schema=False)
_STYLE = Path(__file__).parent.parent / "static" / "docs.css"
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter as the page shows it. `trials` are (value, address to try it at)."""

    name: str
    is_required: bool
    description: str
    default: object
    values: list[str]
    trials: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One address as the page shows it."""

    method: str
    path: str
    summary: str
    parameters: list[Parameter]
    answers: list[tuple[str, str]]
    examples: list[tuple[str, str]]


@router.get("/docs")
@router.head("/docs")
def show_docs(request: Request) -> HTMLResponse:
    """Every address with its parameters, worked examples from the first notice, and links to try."""
    document = request.app.openapi()
    page = pages.render("docs.html", info=document["info"], operations=list(_operations(document)))
    return HTMLResponse(page, headers=PAGE_HEADERS | {"Content-Security-Policy": _POLICY})


@router.get("/docs.css")
@router.head("/docs.css")
def show_style() -> Response:
    """The page's style sheet."""
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(_STYLE.read_bytes(), media_type="text/css; charset=utf-8", headers=headers)


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                method=method.upper(),
                path=path,
                summary=operation.get("description") or operation.get("summary", ""),
                parameters=[_parameter(document, path, operation, each) for each in operation.get("parameters", ())],
                answers=[(status, answer.get("description", "")) for status, answer in operation["responses"].items()],
                examples=list(_examples(operation)),
            )


def _parameter(document: dict[str, Any], path: str, operation: dict[str, Any], parameter: dict[str, Any]) -> Parameter:
    """A link cannot show a token, so what wants one has none to try."""
    schema = parameter.get("schema", {})
    values = [str(value) for kind in schema.get("anyOf", [schema]) for value in _enum(document, kind)]
    is_tried = parameter["in"] == "query" and "401" not in operation["responses"]
    samples = schema.get("examples") or values if is_tried else []
    return Parameter(
        name=parameter["name"],
        is_required=parameter.get("required", False),
        description=parameter.get("description", ""),
        default=schema.get("default"),
        values=values,
        trials=[(sample, f"{path}?{urlencode({parameter['name']: sample})}") for sample in samples if "{" not in path],
    )


def _enum(document: dict[str, Any], schema: dict[str, Any]) -> list[Any]:
    """The values a schema lists, in it or where it refers to."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return (document["components"]["schemas"][name] if name else schema).get("enum", [])


def _examples(operation: dict[str, Any]) -> Iterator[tuple[str, str]]:
    content = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
    for address, example in content.get("examples", {}).items():
        yield address, json.dumps(example["value"], ensure_ascii=False, indent=2)
