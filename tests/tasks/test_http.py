"""ETag, 304, CORS and kept answers: cheap for those who ask again, never stale."""

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.clock import FixedClock
from app.database import Database
from app.main import create_app
from app.queries import renew_tokens
from app.queries.watch import CatalogueWatch
from app.routes.context import House
from app.settings import Settings
from tests.tasks.conftest import Get, Load, load_into

READS = [
    "/tasks",
    "/tasks?province=guangdong&due_before=today%2B30d",
    "/tasks?changed_since=start",
    "/tasks.csv",
    "/tasks.xlsx",
    "/tasks.ics",
    "/tasks/moe-zcs-2022-8-08",
    "/tasks/moe-zcs-2022-8-08/revisions",
    "/provinces",
    "/provinces/guangdong",
    "/notices",
    "/notices/moe-zcs-2022-8",
]


@pytest.mark.parametrize("address", READS)
def test_every_read_has_a_strong_etag_and_answers_304_to_it(client: TestClient, address: str) -> None:
    first = client.get(address)
    etag = first.headers["etag"]
    assert etag.startswith('"')
    for known in (etag, f'"other", W/{etag}'):
        again = client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(address, headers={"If-None-Match": '"other"'}).content == first.content


@pytest.mark.parametrize("address", READS)
def test_every_read_answers_head_and_any_origin(client: TestClient, address: str) -> None:
    head, get = client.head(address), client.get(address, headers={"Origin": "https://example.org"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == get.headers["etag"]
    assert get.headers["access-control-allow-origin"] == "*"
    assert "ETag" in get.headers["access-control-expose-headers"]


def test_a_load_changes_the_etag_and_the_answer_at_once(
    client: TestClient, load: Load, seed: dict[str, Any], clock: FixedClock
) -> None:
    before = client.get("/tasks?q=新名")
    assert before.json()["meta"]["total"] == 0
    seed["tasks"][0]["title"] = "新名"
    load(seed)
    after = client.get("/tasks?q=新名", headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.json()["meta"]["total"]) == (200, 1)


def test_the_day_changes_the_etag_because_today_may_be_asked_for(client: TestClient, clock: FixedClock) -> None:
    address = "/tasks?due_by=today%2B3d"
    before = client.get(address)
    clock.advance(days=5)
    after = client.get(address, headers={"If-None-Match": before.headers["etag"]})
    assert after.json()["meta"]["as_of"] == "2022-08-27"


def test_another_history_has_another_etag_though_its_version_is_the_same(client: TestClient, house: House) -> None:
    before = client.get("/tasks").headers["etag"]
    with house.database.write() as session:
        renew_tokens(session)
    assert client.get("/tasks", headers={"If-None-Match": before}).status_code == 200


def test_own_days_change_the_etag_because_safe_on_follows_them(settings: Settings, clock: FixedClock) -> None:
    tags = set()
    for own in ("{}", '{"2022-08-29": false}'):
        file = settings.data_dir.parent / "days.json"
        file.write_text(own)
        with TestClient(create_app(settings.model_copy(update={"workdays_file": file}), clock)) as client:
            tags.add(client.get("/tasks").headers["etag"])
    assert len(tags) == 2


def test_another_query_has_another_etag(client: TestClient) -> None:
    assert len({client.get(address).headers["etag"] for address in READS}) == len(READS)


def test_an_answer_kept_is_the_answer_given_before(client: TestClient, house: House, get: Get) -> None:
    first = client.get("/tasks?province=guangdong")
    house.database.close()
    again = client.get("/tasks?province=guangdong")
    assert (again.content, again.headers) == (first.content, first.headers)


@pytest.mark.parametrize(("address", "status"), [("/tasks?x=1", 422), ("/tasks/unknown", 404)])
def test_a_refusal_has_no_etag_and_reaches_any_origin(client: TestClient, address: str, status: int) -> None:
    for _ in range(2):
        answer = client.get(address)
        assert answer.status_code == status
        assert "etag" not in answer.headers
        assert answer.headers["access-control-allow-origin"] == "*"


def test_a_browser_elsewhere_may_ask_with_its_copy(client: TestClient) -> None:
    answer = client.options("/tasks", headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-headers"] == "If-None-Match"


def test_the_data_and_the_page_at_one_address_have_validators_of_their_own(client: TestClient) -> None:
    data, page = (client.get("/tasks/moe-zcs-2022-8-08", headers={"Accept": kind}) for kind in ("*/*", "text/html"))
    assert data.headers["etag"] != page.headers["etag"]


def test_without_its_database_it_says_so(client: TestClient, house: House) -> None:
    with house.database.write() as session:
        session.execute(text("ALTER TABLE catalogue RENAME TO hidden"))
    assert client.get("/tasks").status_code == 503


def test_the_watch_sees_what_another_connection_committed(
    loaded: Database, seed: dict[str, Any], clock: FixedClock
) -> None:
    watch = CatalogueWatch(loaded)
    before = watch.token()
    seed["tasks"][0]["title"] = "新名"
    load_into(loaded, seed, clock)
    assert (before.version, watch.token()) == (1, replace(before, version=2))
    watch.close()
