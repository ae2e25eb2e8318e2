"""The reference: OpenAPI with examples that are true, and a page of it that needs no other host."""

import re

import pytest
from fastapi.testclient import TestClient

from app.routes.context import House
from app.schemas import examples
from tests.tasks.conftest import Get, with_known_key


@pytest.mark.parametrize("name", examples.EXAMPLES)
def test_each_worked_example_is_what_the_service_answers(name: str, get: Get, house: House) -> None:
    with_known_key(house.database)
    assert get(examples.EXAMPLES[name]["address"]) == examples.EXAMPLES[name]["answer"]


def test_the_page_shows_every_address_and_parameter(client: TestClient) -> None:
    page = client.get("/docs").text
    document = client.get("/openapi.json").json()
    operations = [(path, *operation) for path, methods in document["paths"].items() for operation in methods.items()]
    for path, method, operation in operations:
        assert f"{method.upper()} {path}" in page
        for parameter in operation.get("parameters", ()):
            assert f"<code>{parameter['name']}</code>" in page


def test_the_page_fetches_nothing_from_another_host_and_runs_nothing(client: TestClient) -> None:
    answer = client.get("/docs")
    assert re.findall(r'(?:src|href)="((?:https?:)?//[^"]*)"', answer.text) == []
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert client.get("/docs.css").headers["content-type"].startswith("text/css")


def test_every_link_to_try_answers(client: TestClient) -> None:
    links = re.findall(r"<td>.*?</td>", client.get("/docs").text)
    addresses = {found.replace("&amp;", "&") for link in links for found in re.findall(r'href="([^"]*)"', link)}
    assert len(addresses) > 40
    for address in sorted(addresses):
        assert client.get(address).status_code == 200, address
