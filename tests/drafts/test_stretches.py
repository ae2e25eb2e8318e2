"""A draft that is too long for one page is shown in stretches, and nothing of it is lost between them."""

import httpx2
import pytest
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from app.drafts.review import Review
from app.drafts.stretches import Stretches
from app.drafts.view import pieces_of
from tests.drafts.conftest import NOTICE, Read
from tests.drafts.test_review_pages import first, send, submit

LONG = {
    "many lines": "".join(f"请各校于2024年9月{day % 30 + 1}日前报送第{day}项材料。\n" for day in range(300)),
    "one line": "自2024年9月1日起，" * 3000,
    "many dates": "2024年9月1日、" * 2000,
    "no dates": "期" * 50_000,
    "a date across each break": "各校" * 248 + "2024年\n9月1日" + "各校" * 10_000,
}


@pytest.mark.parametrize("text", [*LONG.values(), NOTICE], ids=[*LONG, "a notice"])
def test_the_stretches_are_the_draft_each_bounded_and_in_order(read: Read, text: str) -> None:
    draft = read(text)
    stretches = Stretches(draft).all
    pieces = [piece.text for stretch in stretches for piece in pieces_of(Review.of(draft), stretch)]
    assert "".join(pieces) == text
    assert [at for stretch in stretches for at in stretch.phrases] == list(range(len(draft.phrases)))
    assert sorted(at for stretch in stretches for at in stretch.tasks) == list(range(len(draft.tasks)))
    assert max(stretch.end - stretch.start for stretch in stretches) <= 20_500
    assert max(len(stretch.phrases) for stretch in stretches) <= 500
    assert max(len(stretch.tasks) for stretch in stretches) <= 100


def test_a_notice_of_usual_length_is_one_stretch(read: Read) -> None:
    assert len(Stretches(read(NOTICE)).all) == 1


def test_a_long_draft_is_settled_page_by_page(browser: TestClient) -> None:
    page = send(browser, LONG["many lines"])
    assert len(page.content) < 1_000_000
    count = len(first(page, "nav.stretches").css("li"))
    assert count > 3
    pages = [browser.get(f"/review/1?part={number}") for number in range(1, count + 1)]
    shown = [str(each.attributes["id"]) for page in pages for each in LexborHTMLParser(page.text).css("article")]
    assert shown == [f"task-{at}" for at in range(300)]
    corrected = submit(browser, pages[2], act="correct", task="299", title="末项")
    assert str(corrected.url).endswith(f"/review/1?part={count}#task-299")
    assert "末项" in corrected.text
    refused = browser.post(
        "/review/1?part=2",
        data={**hidden_of(corrected), "act": "correct", "task": "70", "title": "x", "due_on": "2024-02-30"},
    )
    assert refused.status_code == 422
    assert first(refused, "nav.stretches [aria-current]").text() == "2"


def hidden_of(page: httpx2.Response) -> dict[str, str]:
    fields = {each.attributes["name"]: str(each.attributes["value"]) for each in first(page, "#add").css("input")}
    return {name: fields[name] for name in ("csrf", "revision")}


def test_a_point_to_settle_leads_to_the_page_it_is_on(browser: TestClient) -> None:
    page = send(browser, LONG["no dates"] + "\n\n请于5月20日前报送总结。\n" + "请于放假前报送。\n" * 200)
    links = [str(each.attributes["href"]) for each in LexborHTMLParser(page.text).css(".points a")]
    assert "/review/1?part=3#phrase-1" in links
    assert "#facts" in links
    assert len(links) <= 100
    assert "另有" in page.text
