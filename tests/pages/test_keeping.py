"""Pages that say the same to everyone are kept until the catalogue or the day changes; the others by nobody."""

import gzip
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.clock import FixedClock
from app.pages import render_page
from app.routes import public_pages
from tests.pages.conftest import BROWSER, load

PUBLIC = [
    "/",
    "/?q=an",
    "/docs",
    "/provinces/guangdong",
    "/provinces/shenzhen?month=2022-09&lang=en",
    "/tasks/moe-zcs-2022-8-08?province=guangdong",
    "/notices/moe-zcs-2022-8?as_of=2022-10-01",
    "/digests/guangdong",
]
PRIVATE = ["/subscriptions", "/subscriptions/confirm/x", "/u/x", "/login", "/review"]
PLAIN = BROWSER | {"Accept-Encoding": "identity"}
every_page = pytest.mark.parametrize("address", PUBLIC)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates of the pages that were written, in their order."""
    names: list[str] = []

    def write(template: str, *given: Any, **values: Any) -> str:
        names.append(template)
        return render_page(template, *given, **values)

    monkeypatch.setattr("app.routes.html.render_page", write)
    return names


@every_page
def test_whoever_has_a_page_is_told_so_in_a_few_bytes(client: TestClient, address: str) -> None:
    for encoding in ("gzip", "identity"):
        headers = BROWSER | {"Accept-Encoding": encoding}
        got = client.get(address, headers=headers)
        again = client.get(address, headers=headers | {"If-None-Match": got.headers["etag"]})
        assert (got.status_code, again.status_code, again.content) == (200, 304, b"")
        told = ("etag", "cache-control", "vary")
        assert [again.headers.get(name) for name in told] == [got.headers.get(name) for name in told]


@every_page
def test_a_browser_asks_again_each_time(client: TestClient, address: str) -> None:
    headers = client.get(address, headers=BROWSER).headers
    assert headers["cache-control"] == "no-cache"
    assert {"accept", "accept-encoding"} <= {word.strip().lower() for word in headers["vary"].split(",")}


@every_page
def test_a_page_is_the_same_compressed(client: TestClient, address: str) -> None:
    plain = client.get(address, headers=PLAIN)
    with client.stream("GET", address, headers=BROWSER | {"Accept-Encoding": "br, gzip"}) as packed:
        sent = b"".join(packed.iter_raw())
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] != plain.headers["etag"]
    assert int(packed.headers["content-length"]) == len(sent) < len(plain.content)
    assert gzip.decompress(sent) == plain.content


@every_page
def test_head_has_every_header_and_nothing_else(client: TestClient, address: str) -> None:
    for headers in (BROWSER, PLAIN):
        head, got = client.head(address, headers=headers), client.get(address, headers=headers)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers == got.headers


@pytest.mark.parametrize("address", ["/provinces/guangdon", "/?q=深圳"])
def test_a_head_that_leads_to_no_page_has_no_body_either(client: TestClient, address: str) -> None:
    head = client.head(address, headers=BROWSER, follow_redirects=False)
    got = client.get(address, headers=BROWSER, follow_redirects=False)
    assert (head.status_code, head.content) == (got.status_code, b"")


def test_a_page_is_written_once_until_the_catalogue_changes(
    client: TestClient, seed: dict[str, Any], clock: FixedClock, drawn: list[str]
) -> None:
    def look() -> Response:
        return client.get("/provinces/guangdong", headers=BROWSER)

    first = look()
    assert look().text == first.text
    assert drawn == ["province.html"]
    seed["tasks"][0]["title"] = "改过的名称"
    load(client, seed, clock)
    changed = look()
    assert "改过的名称" in changed.text
    assert changed.headers["etag"] != first.headers["etag"]
    assert drawn == ["province.html"] * 2


def test_midnight_turns_the_page(client: TestClient, clock: FixedClock) -> None:
    monday = client.get("/", headers=BROWSER)
    clock.advance(days=1)
    tuesday = client.get("/", headers=BROWSER | {"If-None-Match": monday.headers["etag"]})
    assert tuesday.status_code == 200
    assert "2022年8月23日" in tuesday.text


def test_a_load_that_comes_while_a_page_is_written_is_not_hidden(
    client: TestClient, seed: dict[str, Any], clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed["tasks"][0]["title"] = "改过的名称"

    def write(*given: Any, **values: Any) -> str:
        page = render_page(*given, **values)
        monkeypatch.undo()
        load(client, seed, clock)
        clock.advance(days=-1)
        return page

    monkeypatch.setattr("app.routes.html.render_page", write)
    assert "改过的名称" not in client.get("/provinces/guangdong", headers=BROWSER).text
    assert "改过的名称" in client.get("/provinces/guangdong", headers=BROWSER).text


def test_only_so_many_pages_are_kept(client: TestClient, drawn: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_pages, "_MOST", 2)
    for day in (1, 2, 1, 3, 1, 2):
        client.get(f"/?as_of=2022-09-0{day}", headers=BROWSER)
    assert len(drawn) == 4


def test_a_very_large_page_is_not_kept_but_still_known(
    client: TestClient, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_pages, "_LONGEST", 100)
    first, again = (client.get("/", headers=BROWSER) for _ in range(2))
    assert len(drawn) == 2
    assert first.headers["etag"] == again.headers["etag"]


@pytest.mark.parametrize("address", [*PRIVATE, "/nowhere", "/provinces/guangdon", "/?as_of=soon"])
def test_a_private_page_and_a_fault_are_kept_by_nobody(client: TestClient, address: str) -> None:
    """Nor compressed: the size of an answer must not tell what is secret in it."""
    headers = client.get(address, headers=BROWSER).headers
    assert headers["cache-control"] == "no-store"
    assert "etag" not in headers
    assert "content-encoding" not in headers


@pytest.mark.parametrize("address", [*PUBLIC, *PRIVATE, "/nowhere", "/tasks/nothing", "/tasks/nothing/revisions"])
def test_no_page_is_for_scripts_of_other_sites(client: TestClient, address: str) -> None:
    headers = client.get(address, headers=BROWSER | {"Origin": "https://elsewhere.example"}).headers
    assert headers["content-type"].startswith("text/html")
    assert [name for name in headers if name.startswith("access-control")] == []


def test_the_data_at_the_same_address_still_is(client: TestClient) -> None:
    client.get("/provinces/guangdong", headers=BROWSER)
    answer = client.get("/provinces/guangdong")
    assert (answer.headers["content-type"], answer.headers["access-control-allow-origin"]) == ("application/json", "*")
