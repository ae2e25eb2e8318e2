"""From a settled review to the notice document: its ids, what it carries, what it cannot hold."""

from datetime import date

import pytest

from app.drafts.document import build_document
from app.drafts.review import Review
from app.errors import InvalidInput
from tests.drafts.conftest import CONFIRMED, NOTICE, Read, do


@pytest.fixture
def review(read: Read) -> Review:
    """The small notice, as read, its undated task agreed to."""
    return do(Review.of(read(NOTICE)), **CONFIRMED)


def test_the_id_comes_from_the_number_and_not_from_the_wording(review: Review) -> None:
    reworded = build_document(do(review, act="facts", title="另一个标题"))
    renumbered = build_document(do(review, act="facts", number="财教函〔2023〕7号"))
    document = build_document(review)
    assert document
    assert reworded
    assert renumbered
    assert reworded.notice.id == document.notice.id != renumbered.notice.id


def test_what_a_document_cannot_hold_is_named(review: Review) -> None:
    review.draft.tasks[1].deadline.opens_on = date(2023, 7, 1)
    with pytest.raises(InvalidInput, match="opens_on 2023-07-01 is after due_on 2023-06-15"):
        build_document(review)


def test_seal_forms_and_channels_reach_the_document(read: Read) -> None:
    sealed = NOTICE.replace("前将案例发送至", "前将案例（附件1）加盖公章后发送至").replace(
        "江海省教育厅\n2023", "附件：1.案例表\n\n江海省教育厅\n2023"
    )
    document = build_document(do(Review.of(read(sealed)), **CONFIRMED))
    assert document
    task = document.tasks[0]
    assert task.needs_seal
    assert [(form.label, form.title) for form in task.forms] == [("附件1", "案例表")]
    assert [channel.model_dump(exclude_none=True) for channel in task.channels] == [
        {"type": "email", "address": "anli@example.org"}
    ]


def test_an_id_that_another_notice_has_is_not_taken_again(review: Review) -> None:
    first = build_document(review)
    assert first
    second = build_document(review, [first.notice.id])
    assert second
    assert second.notice.id == f"{first.notice.id}-2"


def test_words_too_long_for_a_document_are_named_in_the_reviewer_s_language(review: Review) -> None:
    review.draft.tasks[0].title = "期" * 600
    with pytest.raises(InvalidInput, match="「关于报送2023年职业教育有关材料的通知」还不能发布：\n  名称：太长"):
        build_document(review)
