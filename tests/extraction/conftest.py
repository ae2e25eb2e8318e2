"""The cast: a calendar without overrides, the reader, and the first notice where it is at hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.extraction import Draft, read_text
from app.workdays import Workdays

# The notice itself is not part of the project; it may lie beside the repository.
FIRST_NOTICE = Path(__file__).parents[3] / "shared" / "notices" / "moe-zcs-2022-8.txt"


@pytest.fixture(scope="session")
def workdays() -> Workdays:
    return Workdays()


@pytest.fixture(scope="session")
def read(workdays: Workdays) -> Callable[[str], Draft]:
    return lambda text: read_text(text, workdays=workdays)


@pytest.fixture(scope="session")
def first_notice() -> str:
    if not FIRST_NOTICE.exists():
        pytest.skip(f"the first notice is not beside the repository: {FIRST_NOTICE.name}")
    return FIRST_NOTICE.read_text("utf-8")
