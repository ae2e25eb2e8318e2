"""Every address of the service, asked what its OpenAPI document allows and what it does not."""

from typing import Any

import pytest
import requests
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from app.main import create_app
from app.settings import Settings

# Left out: positive_data_acceptance. That an id or a province exists is more than a schema can say.
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
DOCUMENT = create_app(Settings(database_url="sqlite://", scheduler="off")).openapi()
OPERATIONS: list[Any] = list(schemathesis.openapi.from_dict(DOCUMENT).get_all_operations())


@pytest.mark.parametrize("operation", [found.ok() for found in OPERATIONS], ids=lambda operation: operation.label)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_answer_is_one_that_openapi_documents(operation: Any, client: TestClient, data: st.DataObject) -> None:
    mode = data.draw(st.sampled_from(GenerationMode))
    case = data.draw(operation.as_strategy(generation_mode=mode))
    answer = client.request(**_request(case))
    case.validate_response(answer, checks=CHECKS)


@pytest.mark.parametrize("path", [path for path, methods in DOCUMENT["paths"].items() if list(methods) == ["get"]])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_an_address_to_read_refuses_to_be_written(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] in ("GET", "GET, HEAD")
    assert answer.headers["content-type"] == "application/problem+json"


def _request(case: Any) -> dict[str, Any]:
    """The arguments of `client.request`. Schemathesis speaks to requests, so requests makes the bytes."""
    given = case.as_transport_kwargs(base_url="http://testserver")
    prepared = requests.Request(**{name: value for name, value in given.items() if name != "verify"}).prepare()
    return {
        "method": prepared.method,
        "url": prepared.url,
        "headers": dict(prepared.headers),
        "content": prepared.body,
    }
