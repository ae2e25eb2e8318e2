"""What eight parsers see in a feed is what was put in: uid, first day, last day, summary and text, in every form."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.feeds import Feed, Options, Style, join_feed, render_block
from app.models import Task
from app.queries import get_task
from app.schemas.fields import clean
from app.workdays import Workdays
from tests.dev.node import NodeProject
from tests.feeds.conftest import QUERIES, SLUGS, Desk
from tests.feeds.judges import PYTHON, Libical, Seen
from tests.feeds.linter import lint, read, unescape

JAVASCRIPT = ("ical.js", "node-ical")


@pytest.fixture(scope="session")
def node() -> NodeProject:
    """The JavaScript judges; without Node.js or a registry the test is skipped and says so."""
    project = NodeProject(Path(__file__).parent / "node")
    project.install()
    return project


@pytest.fixture(scope="session")
def libical() -> Libical:
    """libical, where the machine has it."""
    library = Libical()
    if not library.is_there:
        pytest.skip("libical 3 (Debian's libical3) is not installed: it did not look at the feeds")
    return library


def written(content: bytes) -> list[Seen]:
    """What stands in the bytes, read by our own linter: the yardstick for every judge."""
    return [
        (
            part.value("UID"),
            _iso(part.value("DTSTART")),
            _iso(part.value("DTEND") or part.value("DUE")),
            unescape(part.value("SUMMARY")),
            unescape(part.value("DESCRIPTION")),
        )
        for part in read(content).parts
    ]


def _iso(day: str) -> str | None:
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else None


def forms(desk: Desk) -> dict[str, bytes]:
    """All 38 feeds and lists of to-dos, and every other form of them whose entries differ.

    The header does not depend on the options, so feeds with the same entries are read once for each option.
    """
    default = {f"{slug}{todo}": desk.feed(slug, todo=bool(todo)) for slug in SLUGS for todo in ("", "/todo")}
    optional = {f"{slug}?{query}": desk.feed(slug, query) for query in QUERIES[1:] for slug in SLUGS}
    optional |= {f"{slug}/todo?alarm=1d": desk.feed(slug, "alarm=1d", todo=True) for slug in SLUGS}
    distinct = {content.partition(b"\r\nBEGIN:")[2]: name for name, content in optional.items()}
    return default | {name: optional[name] for name in distinct.values()}


@pytest.mark.parametrize("judge", ["icalendar", "ical", "vobject"])
def test_every_feed_in_every_form_reads_as_it_was_written(desk: Desk, judge: str) -> None:
    for name, content in forms(desk).items():
        assert sorted(PYTHON[judge](content), key=str) == sorted(written(content), key=str), name


@pytest.mark.parametrize("query", QUERIES)
def test_what_a_calendar_shows_is_what_was_written(desk: Desk, query: str) -> None:
    for slug in ("guangdong", "shenzhen", "all"):
        content = desk.feed(slug, query)
        assert sorted(PYTHON["recurring-ical-events"](content)) == sorted(written(content))


def test_the_javascript_judges_agree_on_every_feed_in_every_form(desk: Desk, node: NodeProject) -> None:
    contents = forms(desk)
    verdicts = node.run("judge.mjs", {name: content.decode() for name, content in contents.items()})
    expected = {name: sorted(map(list, written(content)), key=str) for name, content in contents.items()}
    for judge in JAVASCRIPT:
        assert {name: sorted(seen, key=str) for name, seen in verdicts[judge].items()} == expected


def test_libical_agrees_on_every_feed_in_every_form(desk: Desk, libical: Libical) -> None:
    for name, content in forms(desk).items():
        assert sorted(libical(content), key=str) == sorted(written(content), key=str), name


SPICED = st.text(
    st.one_of(
        st.sampled_from(",;:\\\"'\n\r\t\u2028\u2029\x85\x0b\x1f\x7f\ufeff\u202e\u200f nN😀𠮷\u0301长"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=300,
)
NASTY = [
    "逗号,分号;反斜杠\\冒号:引号\"'",
    r"\n \N \, \; \\ \\n C:\new\Net 末尾\\",
    "换行\n第二行\r\n第三行\r第四行",
    "行\u2028段\u2029页\x0b\x0c文件\x1c\x1d\x1e下一行\x85",
    "控制\x00\x07\x1b[31m\x7f符\ufeff",
    "原文已损\ufffd之处",
    "表情😀👩‍👩‍👧🇨🇳 四字节𠮷𪚥𰻞",
    "从右到左 \u202eאבג\u202c العربية",
    "长" * 2000,
    "a" * 2000,
    "=?utf-8?q?x?= %0D%0A ^n ^' &lt;b&gt; {{7*7}}",
    "BEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
    "空  格\t制表 末尾 ",
]


def cleaned(text: str) -> str:
    """What docs/feeds.md promises: control characters to blanks, and a full-width ＼ before n."""
    return clean(text).replace("\\n", "＼n").replace("\\N", "＼N")


def shown(title: str) -> str:
    """The summary of a deadline: one line, single blanks, at most 255 characters."""
    line = " ".join(clean(title).split())
    room = 255 - len("截止 ")
    return cleaned("截止 " + (line if len(line) <= room else line[: room - 1] + "…"))


@pytest.fixture
def task(desk: Desk) -> Task:
    """A task to be given any title, past the checks of a document."""
    with desk.database.read() as session:
        return get_task(session, "moe-zcs-2022-8-02")


def retitled(task: Task, title: str) -> bytes:
    """A feed of the task under that title, which is its summary too."""
    task.title = task.summary = title
    block = render_block(task, Style("https://qixian.example", Workdays(), Options()))
    return join_feed(Feed(None, "https://qixian.example"), task.updated_at, [block]).content


def check_nasty(content: bytes, title: str, seen: dict[str, Seen]) -> None:
    assert lint(content) == []
    _, start, end, summary, description = seen["moe-zcs-2022-8-02-due@qixian"]
    assert (start, end, summary) == ("2022-08-30", "2022-08-31", shown(title))
    assert description.startswith(cleaned(f"{title}\n截止日"))


def by_uid(seen: list[Any]) -> dict[str, Any]:
    return {entry[0]: tuple(entry) for entry in seen}


def test_a_nasty_title_comes_back_as_it_went_in(task: Task) -> None:
    for title in NASTY:
        content = retitled(task, title)
        for judge in PYTHON.values():
            check_nasty(content, title, by_uid(judge(content)))


@hypothesis_settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=SPICED)
def test_any_title_comes_back_from_every_parser(task: Task, title: str) -> None:
    content = retitled(task, title)
    for judge in PYTHON.values():
        check_nasty(content, title, by_uid(judge(content)))


@hypothesis_settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(titles=st.lists(SPICED, min_size=30, max_size=30))
@example(titles=NASTY)
def test_any_title_comes_back_from_javascript(task: Task, node: NodeProject, titles: list[str]) -> None:
    contents = {str(number): retitled(task, title) for number, title in enumerate(titles)}
    verdicts = node.run("judge.mjs", {name: content.decode() for name, content in contents.items()})
    for judge in JAVASCRIPT:
        for name, content in contents.items():
            check_nasty(content, titles[int(name)], by_uid(verdicts[judge][name]))


@hypothesis_settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=SPICED)
def test_any_title_comes_back_from_libical(task: Task, libical: Libical, title: str) -> None:
    content = retitled(task, title)
    check_nasty(content, title, by_uid(libical(content)))


def test_a_nasty_title_comes_back_from_libical(task: Task, libical: Libical) -> None:
    for title in NASTY:
        content = retitled(task, title)
        check_nasty(content, title, by_uid(libical(content)))
