"""How long a digest gets: what has no room is counted, what did not happen is not said."""

from dataclasses import replace

import pytest

from app.database import Database
from app.delivery.compose import MAX_HTML, Press, compose_digest, load_digest
from app.digests import Digest
from app.provinces import get_province
from app.settings import Settings
from app.workdays import Workdays
from tests.conftest import MONDAY


@pytest.fixture
def digest(loaded: Database, workdays: Workdays) -> Digest:
    return load_digest(loaded, get_province("guangdong"), MONDAY.date(), workdays)


def test_hundreds_of_tasks_stay_under_the_limit_and_the_rest_is_counted(
    digest: Digest, settings: Settings, workdays: Workdays
) -> None:
    section = digest.sections[0]
    crowd = replace(section, entries=section.entries[:1] * 400, total=400)
    composed = compose_digest(replace(digest, sections=(crowd,)), Press(settings, workdays))
    shown = composed.text.count(f"/tasks/{section.entries[0].task.id}\n")
    assert len(composed.html.encode()) < MAX_HTML
    assert 0 < shown < 400
    assert f"另有 {400 - shown} 项" in composed.html
    assert f"另有 {400 - shown} 项" in composed.text


@pytest.mark.parametrize(("language", "word", "end"), [("zh", "变更", " 项。"), ("en", "changed", " coming up.")])
def test_no_change_is_not_counted(
    digest: Digest, settings: Settings, workdays: Workdays, language: str, word: str, end: str
) -> None:
    press = Press(settings, workdays)
    assert word not in compose_digest(digest, press, language).text
    assert end in compose_digest(digest, press, language).text.splitlines()[2]
    assert word in compose_digest(replace(digest, change_count=2), press, language).text.splitlines()[2]
