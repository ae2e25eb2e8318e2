"""A feed over HTTP: what every client, cache and prankster gets."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.clock import FixedClock
from app.feeds import Options
from app.intake import load_document
from app.main import create_app
from app.publishing import find_address
from app.publishing.conditional import takes_gzip
from app.schemas.document import NoticeDocument
from app.settings import Settings
from tests.feeds.conftest import SLUGS, Desk
from tests.feeds.linter import lint, read

Get = Callable[..., Any]
FEED = "/feeds/guangdong.ics"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_feed_is_a_calendar_at_its_final_address(get: Get, slug: str) -> None:
    for path in (f"/feeds/{slug}.ics", f"/feeds/{slug}/todo.ics"):
        first, second = get(path), get(path)
        assert first.status_code == 200
        assert lint(first.content) == []
        assert (first.content, first.headers) == (second.content, second.headers)


def test_the_headers_of_a_feed(get: Get) -> None:
    get(FEED)
    headers = dict(get(FEED).headers)
    assert headers.pop("etag").strip('"').isalnum()
    assert int(headers.pop("content-length")) > 20_000
    assert headers == {
        "content-type": "text/calendar; charset=utf-8",
        "last-modified": "Mon, 22 Aug 2022 02:00:00 GMT",
        "cache-control": "public, max-age=300, stale-if-error=604800",
        "vary": "Accept-Encoding",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "ETag",
        "x-content-type-options": "nosniff",
    }


@pytest.mark.parametrize("path", [FEED, "/feeds/all/todo.ics", "/tasks/moe-zcs-2022-8-08.ics"])
def test_head_says_what_get_says_without_the_body(client: TestClient, path: str) -> None:
    for _ in range(2):  # made for this request, then published
        head, got = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers == got.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "REPORT"])
@pytest.mark.parametrize("path", [FEED, "/feeds/all/todo.ics", "/tasks/moe-zcs-2022-8-08.ics"])
def test_everything_else_is_405_with_allow(client: TestClient, method: str, path: str) -> None:
    client.get(path)
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("accept", ["text/html", "application/json", "*/*", "", "nonsense;;"])
@pytest.mark.parametrize("agent", ["Google-Calendar-Importer", "Mozilla/5.0", ""])
def test_nobody_is_looked_at(get: Get, accept: str, agent: str) -> None:
    assert get(FEED, Accept=accept, User_Agent=agent).content == get(FEED).content


@pytest.mark.parametrize("template", ["{}", "W/{}", '"x", {}', '"x" , W/{} ,"y"', "*", " * ", '"a,b",{}'])
def test_who_has_it_gets_a_304_that_repeats_the_validators(get: Get, template: str) -> None:
    whole = get(FEED)
    answer = get(FEED, If_None_Match=template.format(whole.headers["etag"]))
    assert (answer.status_code, answer.content) == (304, b"")
    for name in ("etag", "last-modified", "cache-control", "vary"):
        assert answer.headers[name] == whole.headers[name]
    assert "content-length" not in answer.headers


@pytest.mark.parametrize(
    "tags", ['"x"', "x", "", '""', 'W/"x"', "**", '"*"', '"unclosed, "x"', ",,,", "ÿ", '"' + "x" * 60_000 + '"']
)
def test_who_has_another_gets_it_whole(get: Get, tags: str) -> None:
    assert get(FEED, If_None_Match=tags.encode("latin-1")).status_code == 200


def test_if_none_match_wins_over_the_date(get: Get) -> None:
    whole = get(FEED)
    date, tag = whole.headers["last-modified"], whole.headers["etag"]
    assert get(FEED, If_None_Match='"x"', If_Modified_Since=date).status_code == 200
    assert get(FEED, If_None_Match=tag, If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT").status_code == 304


def test_the_date_alone_is_enough_for_a_304_unless_it_lies_ahead(get: Get, clock: FixedClock) -> None:
    """KDE sends local time labelled GMT, eight hours ahead."""
    modified = parsedate_to_datetime(get(FEED).headers["last-modified"])

    def asked(hours: float) -> int:
        return get(FEED, If_Modified_Since=format_datetime(modified + timedelta(hours=hours), usegmt=True)).status_code

    assert [asked(hours) for hours in (-1, 0, 8)] == [200, 304, 200]
    clock.advance(hours=2)
    assert [asked(hours) for hours in (-1, 0, 1, 8)] == [200, 304, 304, 200]


@pytest.mark.parametrize("form", ["Monday, 22-Aug-22 02:00:00 GMT", "Mon Aug 22 02:00:00 2022"])
def test_the_two_old_forms_of_a_date_are_understood(get: Get, form: str) -> None:
    assert get(FEED, If_Modified_Since=form).status_code == 304


@pytest.mark.parametrize(
    "form",
    [
        "",
        "yesterday",
        "2022-08-22",
        "Mon, 32 Aug 2022 02:00:00 GMT",
        "0",
        "Mon, 22 Aug 99999 02:00:00 GMT",
        "ÿ",
        "9" * 999,
    ],
)
def test_a_date_that_is_none_is_as_good_as_none(get: Get, form: str) -> None:
    assert get(FEED, If_Modified_Since=form.encode("latin-1")).status_code == 200


@given(st.binary(max_size=80).filter(lambda value: b"\r" not in value and b"\n" not in value and b"\0" not in value))
def test_any_accept_encoding_is_answered(value: bytes) -> None:
    assert takes_gzip(value) in {True, False}


ENCODINGS = {
    "gzip": True,
    "GZIP": True,
    "br, gzip;q=0.5": True,
    "*": True,
    "x-gzip": True,
    "gzip;q=1.000": True,
    "gzip ; q=0.1": True,
    "": False,
    "identity": False,
    "br": False,
    "gzip;q=0": False,
    "gzip;q=0.000, *": False,
    "*;q=0": False,
    "gzip;q=x": False,
    "gzippy": False,
}


@pytest.mark.parametrize(("accepted", "zipped"), ENCODINGS.items())
def test_gzip_comes_when_it_is_asked_for(client: TestClient, accepted: str, zipped: bool) -> None:
    plain = client.get(FEED, headers={"Accept-Encoding": "identity"})
    answer = client.get(FEED, headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") == zipped
    assert answer.content == plain.content
    assert (int(answer.headers["content-length"]) < len(plain.content)) == zipped
    assert (answer.headers["etag"] == plain.headers["etag"]) != zipped


def test_each_form_has_its_own_tag_and_both_earn_a_304(client: TestClient) -> None:
    for encoding in ("gzip", "identity"):
        tag = client.get(FEED, headers={"Accept-Encoding": encoding}).headers["etag"]
        for asked in ("gzip", "identity"):
            answer = client.get(FEED, headers={"Accept-Encoding": asked, "If-None-Match": tag})
            assert (answer.status_code, answer.headers["etag"]) == (304, tag)


def test_gzip_can_be_turned_off(settings: Settings, notice: NoticeDocument, clock: FixedClock) -> None:
    app = create_app(settings.model_copy(update={"feed_gzip": "off"}), clock)
    with app.state.house.database.write() as session:
        load_document(session, notice, clock.now())
    with TestClient(app) as client:
        answer = client.get(FEED, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert "vary" not in answer.headers
    assert lint(answer.content) == []


def test_the_compressed_bytes_are_the_same_each_time(desk: Desk, settings: Settings) -> None:
    address = find_address("guangdong", Options(), todo=False)
    copies = [Desk(desk.database, settings, desk.clock).feeds.get(address).copy for _ in range(2)]
    assert copies[0] == copies[1]
    zipped = copies[0].zipped
    assert zipped is not None
    assert gzip.decompress(zipped.whole.body) == copies[0].plain.whole.body


def test_a_download_is_the_same_calendar_as_a_file(get: Get) -> None:
    answer = get(f"{FEED}?download=1")
    assert answer.content == get(FEED).content
    name = "filename*=UTF-8''%E6%8A%A5%E9%80%81%E6%9C%9F%E9%99%90%20%C2%B7%20%E5%B9%BF%E4%B8%9C.ics"
    assert answer.headers["content-disposition"] == f"attachment; {name}"
    assert "content-disposition" not in get(f"{FEED}?download=0").headers


def test_one_task_is_a_file_without_a_calendar_name(get: Get) -> None:
    answer = get("/tasks/moe-zcs-2022-8-08.ics?remind=1wd")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''moe-zcs-2022-8-08.ics"
    assert lint(answer.content, header=False) == []
    calendar = read(answer.content)
    assert len(calendar.parts) == 3
    assert calendar.value("X-WR-CALNAME") == ""
    assert (
        get(
            "/tasks/moe-zcs-2022-8-08.ics", If_None_Match=get("/tasks/moe-zcs-2022-8-08.ics").headers["etag"]
        ).status_code
        == 304
    )
    assert get("/tasks/moe-zcs-2022-8-08").headers["content-type"] == "application/json"


LOST = {
    "/feeds/guangdon.ics": "No feed is called 'guangdon'. Did you mean guangdong?",
    "/feeds/GUANGDONG.ics": "No feed is called 'GUANGDONG'. Did you mean guangdong?",
    "/feeds/广东.ics": "No feed is called '广东'. Did you mean guangdong?",
    "/feeds/广东省.ics": "No feed is called '广东省'. Did you mean guangdong?",
    "/feeds/440000/todo.ics": "No feed is called '440000'. Did you mean guangdong?",
    "/feeds/shanix.ics": "No feed is called 'shanix'. Did you mean shanxi?",
    "/feeds/Xinjiang%20Corps.ics": "No feed is called 'Xinjiang Corps'. Did you mean xinjiang?",
    "/feeds/zzz.ics": "No feed is called 'zzz'. GET /provinces lists all 37.",
    "/tasks/nothing.ics": "No task has the id 'nothing'. GET /tasks lists them.",
    "/tasks/moe-zcs-2022-8-03.ics": "Task moe-zcs-2022-8-03 has no date yet, so no calendar can show it; "
    "a feed will, once the date is known.",
}


@pytest.mark.parametrize(("path", "detail"), LOST.items())
def test_what_is_not_there_is_404_and_says_what_was_meant(get: Get, path: str, detail: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["detail"] == detail


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/guangdong.ics/",
        "//feeds/guangdong.ics",
        "/feeds//guangdong.ics",
        "/feeds/guangdong",
        "/feeds/.ics",
        "/feeds/..%2fguangdong.ics",
        "/feeds/guangdong.ics%00",
        "/feeds/guangdong%00.ics",
        "/feeds/guangdong%0d%0aX-Evil:1.ics",
        "/feeds/guangdong.ics.ics",
        "/feeds/guangdong;x.ics",
        "/feeds/%F0%9F%92%A9.ics",
        "/feeds/%ff%fe.ics",
        "/feeds/" + "a" * 9_000 + ".ics",
        "/feeds/../feeds/guangdong/../shenzhen.ics.",
    ],
)
def test_tricks_with_the_path_meet_a_plain_404(get: Get, path: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("query", "param"),
    [("window=x", "window"), ("alarm=1d&alarm=1d", "alarm"), ("remind=%FF", "remind"), ("kind=" + "x" * 1000, "kind")],
)
def test_a_wrong_option_is_422_and_named(get: Get, query: str, param: str) -> None:
    answer = get(f"{FEED}?{query}")
    assert (answer.status_code, answer.json()["param"]) == (422, param)


def test_a_query_of_ten_kilobytes_is_refused(get: Get) -> None:
    answer = get(f"{FEED}?v={'x' * 10_000}")
    assert answer.status_code == 422
    assert answer.json()["detail"] == "The query has 10,002 characters; 2,000 are the most."


def test_unknown_parameters_change_nothing(get: Get) -> None:
    assert {get(f"{FEED}?{query}").headers["etag"] for query in ("", "v=2", "v=3", "utm_source=a&utm_source=b")} == {
        get(FEED).headers["etag"]
    }


@given(slug=st.sampled_from(SLUGS), other=st.sampled_from(SLUGS))
def test_a_feed_is_never_another_provinces(slug: str, other: str) -> None:
    assert (find_address(slug, Options(), todo=False).slug == other) == (slug == other)


def test_the_description_of_the_api_names_every_option(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    names = [parameter["name"] for parameter in paths["/feeds/{province}.ics"]["get"]["parameters"]]
    assert names == ["province", "window", "remind", "alarm", "kind", "as_known_on", "download"]
    assert set(paths["/feeds/{province}.ics"]) == {"get"}
    assert "text/calendar" in paths["/feeds/{province}/todo.ics"]["get"]["responses"]["200"]["content"]
    assert "/tasks/{task_id}.ics" in paths
