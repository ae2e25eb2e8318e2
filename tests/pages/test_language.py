"""Chinese first, English by a switch: no string left behind, none kept for nothing."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from app.access.gate import OFF
from app.drafts.apart import SAVE_AS, SPLIT
from app.drafts.around import BY_SELECTION
from app.drafts.faults import FIELDS, UNKNOWN, WRONG
from app.drafts.open_points import FACTS, WAITS
from app.drafts.reviewing import BY_PERSON
from app.drafts.say import YEARS
from app.drafts.store import ITS_TASK_WITHDRAWN
from app.drafts.taking import NAMES as PARTS
from app.extraction.rules import Verdict
from app.extraction.tasks import HAS_A_DATE
from app.pages.environment import TEMPLATES
from app.pages.language import LOCALES
from app.pages.sayings import COUNTED, FAULT
from app.routes.managing import DONE
from app.routes.remedies import MISSING, REMEDIES
from app.routes.signing_in import ACTS
from app.routes.subscriptions import ANSWER
from app.words import KINDS
from tests.pages.conftest import Browse

BASIS = "原文写法如“%(a)s”"
OFFERED = ["没有要求", "无"]
CATALOGUE = LOCALES / "en" / "LC_MESSAGES" / "messages.po"
ROUTES, DRAFTS = LOCALES.parent / "routes", LOCALES.parent / "drafts"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
KEYWORDS = {"_": None, "words": None, "ngettext": (1, 2), "OpenPoint": (2,)}
# What these are raised with is shown on pages.
ERRORS = [
    *("Conflict", "Forbidden", "InvalidInput", "NotFound", "NotSignedIn", "TooLarge", "TooMany", "Unavailable"),
    "ValueError",
]
APP = LOCALES.parent
RAISING = [*(APP / name for name in ("access", "delivery", "drafts", "routes")), APP / "extraction" / "documents"]
SAYING = [
    *(APP / "extraction" / name for name in ("audience.py", "judged.py", "resolve.py")),
    APP / "extraction" / "documents" / "pdf" / "__init__.py",
    APP / "drafts" / "matching.py",
]
# Rules and patterns, where the words are the notices'.
NO_WORDS_OF_OURS = {"Rule", "words", "compile", "match", "search", "sub", "maketrans"}
ENGLISH = [
    "/?lang=en",
    "/?lang=en&as_of=2026-11-24",
    "/?lang=en&q=atlantis",
    "/provinces/guangdong?lang=en",
    "/provinces/shenzhen?lang=en&month=2022-10",
    "/tasks/moe-zcs-2022-8-08?lang=en&province=shenzhen",
    "/tasks/moe-zcs-2022-8-09a?lang=en",
    "/tasks/moe-zcs-2022-8-10?lang=en",
    "/notices/moe-zcs-2022-8?lang=en",
    "/subscriptions?lang=en&province=guangdong",
    "/nowhere?lang=en",
]


def strings(file: Path) -> Iterator[str]:
    """Every string a template has translated; of a plural, the first form."""
    with file.open("rb") as source:
        for _, message, _, _ in extract("python" if file.suffix == ".py" else "jinja2", source, keywords=KEYWORDS):
            yield message if isinstance(message, str) else message[0]


def wanted() -> set[str]:
    """All strings of all templates and routes, the errors that a page shows, and what is said by tables."""
    files = [*TEMPLATES.rglob("*.html"), *ROUTES.glob("*.py"), DRAFTS / "open_points.py", DRAFTS / "against.py"]
    tables = (KINDS, FACTS, PARTS, DONE, REMEDIES, MISSING, ACTS, FIELDS, WRONG)
    said = {text for table in tables for text in table.values()} | {ANSWER, OFF, UNKNOWN, SPLIT, SAVE_AS}
    written = {text for file in files for text in strings(file)} | said | set(refusals()) | set(WAITS)
    return written | set(readers_words())


def readers_words() -> Iterator[str]:
    """What the reader of notices says of a date: why it is no task, what it stands on, what is doubtful."""
    yield from (verdict.value for verdict in Verdict if not verdict.is_duty)
    yield from (
        HAS_A_DATE,
        BY_PERSON,
        BY_SELECTION,
        "审核人添加",
        ITS_TASK_WITHDRAWN,
        *YEARS.values(),
        *OFFERED,
        BASIS,
        FAULT,
    )
    yield from (f"%(num)d {of}" for of in COUNTED)
    for file in SAYING:
        yield from sentences(file)


def sentences(file: Path) -> Iterator[str]:
    """The sentences of a module, as templates; its docstrings, patterns and rules are none."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    left_out = {id(node) for each in ast.walk(tree) if is_of_notices(each) for node in ast.walk(each)}
    left_out |= {id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for part in each.values}
    for node in ast.walk(tree):
        if id(node) not in left_out and (text := template(node, {})) and len(CHINESE.findall(text)) >= 4:
            yield from filter(is_chinese, text.split("\n"))


def named_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The sentences a module gives a name to."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(words))) if is_chinese(words):
                yield name, words


def is_chinese(text: str) -> bool:
    """Whether a sentence is; an English one may name a few things in Chinese."""
    return len(CHINESE.findall(text)) > len(text) / 4


def is_of_notices(node: ast.AST) -> bool:
    """Whether the strings below are the words of notices, or a docstring."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in NO_WORDS_OF_OURS
    return False


def template(node: ast.AST, constants: dict[str, str]) -> str:
    """The sentence of a string, its values named a, b, c; '' when it is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    names, parts = iter("abcdef"), []
    for part in node.values:
        match part:
            case ast.Constant(value=str(words)):
                parts.append(words)
            case ast.FormattedValue(value=ast.Name(id=name)) if name in constants:
                parts.append(constants[name])
            case _:
                parts.append(f"%({next(names)})s")
    return "".join(parts)


def refusals() -> Iterator[str]:
    """The Chinese sentences that errors are raised with, as templates where they hold values; each line of them."""
    for file in (file for folder in RAISING for file in folder.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        constants = dict(named_in(tree))
        for call in ast.walk(tree):
            match call:
                case ast.Call(func=ast.Name(name), args=[words, *_]) if name in ERRORS:
                    yield from filter(is_chinese, template(words, constants).strip().split("\n"))


def catalogue() -> list[Message]:
    """The English catalogue, its header left out."""
    with CATALOGUE.open("rb") as source:
        return [message for message in read_po(source, locale="en") if message.id]


def test_every_string_is_translated_and_no_translation_is_left_over() -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue()}
    assert wanted() == known


def test_no_translation_is_empty_or_fuzzy() -> None:
    assert [
        message.id for message in catalogue() if message.fuzzy or not message.string or not all(message.string)
    ] == []


def test_translations_keep_their_placeholders() -> None:
    assert [error for message in catalogue() for error in message.check()] == []


class ChineseOutside(HTMLParser):
    """Collects Chinese text and labels that stand in no element marked as Chinese."""

    # The title of a task's page is the notice's own.
    _NO_MATTER = "title"
    _VOID = frozenset({"input", "link", "meta", "img", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = (
            "zh-CN" if tag == self._NO_MATTER else given.get("lang") or (self.languages[-1] if self.languages else "")
        )
        self._look(" ".join(given.get(name) or "" for name in ("aria-label", "placeholder", "alt")), language)
        if tag not in self._VOID:
            self.languages.append(language)

    def handle_endtag(self, tag: str) -> None:
        self.languages.pop()

    def handle_data(self, data: str) -> None:
        self._look(data, self.languages[-1] if self.languages else "")

    def _look(self, text: str, language: str) -> None:
        if language != "zh-CN" and self.holds_chinese(text):
            self.found.append(text.strip())

    @staticmethod
    def holds_chinese(text: str) -> bool:
        return CHINESE.search(text) is not None


@pytest.mark.parametrize("address", ENGLISH)
def test_an_english_page_holds_chinese_only_where_it_says_so(browse: Browse, address: str) -> None:
    parser = ChineseOutside()
    page = browse(address).text
    parser.feed(page)
    assert '<html lang="en">' in page
    assert [text for text in parser.found if text not in ALLOWED] == []


# A name to type, and a word that is explained.
ALLOWED = {
    "深圳, shenzhen, sz or 440300",
    "The day itself still counts. Where the notice writes 前, the named day is included.",
}


def test_the_switch_keeps_the_page_as_it_is(browse: Browse) -> None:
    page = browse("/provinces/guangdong?month=2022-09&as_of=2022-08-22").text
    assert 'href="/provinces/guangdong?month=2022-09&amp;lang=en&amp;as_of=2022-08-22"' in page
    back = browse("/provinces/guangdong?month=2022-09&as_of=2022-08-22&lang=en").text
    assert 'href="/provinces/guangdong?month=2022-09&amp;as_of=2022-08-22"' in back
