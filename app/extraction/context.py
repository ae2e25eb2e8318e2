"""What stands around a phrase: the words a rule may read to decide whether the date is a duty."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from app.extraction import cues
from app.extraction.columns import starts_a_window, title_of
from app.extraction.items import Block
from app.extraction.phrases import Phrase, Shape
from app.extraction.writer import NOBODY, Writer

_ENDS = re.compile(r"[。;!?\n\t]|(?:(?<=[\u4e00-\u9fff)”])|(?<=\d\d))\.(?=[\u4e00-\u9fff]|$)")
_TIME_LINE = re.compile(r"(?:时间|日期|期限|时限|截止)[^,。;]{0,6}$")
_NAME_LINE = re.compile(r"[^,。;:]{2,20}[处馆院部局厅会室心校学]")
_HELD = re.compile(r"召开|举[行办]|组织|开展|完成")
# 「工作流程 |\n完成时间 |\n」 at the head of a table whose cells came as lines
_TIME_LAST = re.compile(
    r"(?:^|\n)[^,。;:\n\d]{0,6}(?:内容|流程|事项|工作|任务|安排|环节)\n[^,。;:\n\d]{0,4}(?:时间|日期|期限|时限|节点)\n(?![^,。;:\n\d]{0,6}(?:单位|部门|备注|要求|说明|内容|地点|对象|人)\n)"
)
_REACH, _SHORT = 80, 30
# What parts the days of a list.
LISTS = frozenset({"、", "和", "及", "与"})
_DATED = {Shape.POINT, Shape.SPAN, Shape.FROM_NOW, Shape.RELATIVE, Shape.RECURRING, Shape.DAMAGED}
_OPEN_TITLE, _CLOSE_TITLE = "《", "》"


@dataclass(frozen=True, slots=True)
class Context:
    """A phrase and its surroundings.

    `before` and `after` reach to the neighbouring dates or the sentence's ends, `rest` beyond them; `sentence` is all
    of it, `lead` its part before the phrase; `header` heads the column of a table, `cell_title` opens its row; `writer`
    is who wrote the notice.
    """

    phrase: Phrase
    block: Block
    before: str
    after: str
    rest: str
    sentence: str
    lead: str
    line: str
    start: int
    header: str = ""
    cell_title: str = ""
    quoted: bool = False
    title: str = ""
    under_time: bool = False
    is_last: bool = False
    writer: Writer = NOBODY

    @property
    def near(self) -> str:
        """The clause before the phrase."""
        return self.before.rpartition(",")[2]

    @property
    def heading(self) -> str:
        """The nearest heading above, '' without one."""
        return self.block.headings[0] if self.block.headings else ""

    @property
    def is_item(self) -> bool:
        """Whether the line opens an item of its own."""
        return self.block.body > self.block.start


def contexts_of(text: str, phrases: list[Phrase], blocks: list[Block], title: str = "") -> list[Context]:
    """The context of each phrase, in order; `title` is the notice's."""
    time_last = _TIME_LAST.search(text)
    ends = [0, *(match.end() for match in _ENDS.finditer(text)), len(text) + 1]
    starts = [block.start for block in blocks]
    contexts = []
    for phrase, beside in zip(phrases, _neighbours(phrases), strict=True):
        index, at = bisect_right(starts, phrase.start) - 1, bisect_right(ends, phrase.start)
        block, above = blocks[index], blocks[index - 1] if index else None
        place = _Place(
            block=block,
            sentence=(min(max(ends[at - 1], block.body), phrase.start), min(ends[at], block.end)),
            beside=beside,
            title=title,
            above=text[above.start : above.end] if above and above.end - above.start < _SHORT else "",
            below=_beside(text, blocks, index, above=bool(time_last and time_last.start() < phrase.start)),
            is_last=index + 1 == len(blocks),
        )
        contexts.append(_context(text, phrase, place))
    return _with_what_follows_their_list(contexts)


def _with_what_follows_their_list(contexts: list[Context]) -> list[Context]:
    """「分别于7月底和8月底报送」: what stands behind the last day of a list stands behind each."""
    for at in range(len(contexts) - 2, -1, -1):
        this, following = contexts[at], contexts[at + 1]
        if following.before in LISTS and this.block is following.block and _are_alike(this.phrase, following.phrase):
            contexts[at] = replace(this, after=following.after, rest=following.rest)
    return contexts


def _are_alike(phrase: Phrase, other: Phrase) -> bool:
    """Whether two phrases name days, or parts of months, in the same way: not 「9月15日前、8月份」."""
    one, two = phrase.last, other.last
    if one is None or two is None or phrase.shape not in _DATED or other.shape not in _DATED:
        return False
    return bool(one.day) == bool(two.day) and bool(one.part) == bool(two.part)


def _neighbours(phrases: list[Phrase]) -> list[tuple[Phrase | None, Phrase | None]]:
    """The dated phrases before and after each phrase."""
    before: list[Phrase | None] = []
    last = None
    for phrase in phrases:
        before.append(last)
        last = phrase if phrase.shape in _DATED else last
    after: list[Phrase | None] = []
    last = None
    for phrase in reversed(phrases):
        after.append(last)
        last = phrase if phrase.shape in _DATED else last
    return list(zip(before, reversed(after), strict=True))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a phrase stands: its line and sentence, the dated phrases beside it, the line above."""

    block: Block
    sentence: tuple[int, int]
    beside: tuple[Phrase | None, Phrase | None]
    title: str
    above: str
    below: str
    is_last: bool


def _context(text: str, phrase: Phrase, place: _Place) -> Context:
    block, (first, last), (previous, following) = place.block, place.sentence, place.beside
    left = max(first, previous.end if previous else 0, phrase.start - _REACH)
    right = min(max(last, phrase.end), following.start if following else last, phrase.end + _REACH)
    header, cell_title = _cell(text, phrase, block)
    row = place.below if _is_alone(text, phrase, place) else ""
    return Context(
        phrase=replace(phrase, opens=True) if _opens_a_window(phrase, header) else phrase,
        block=block,
        before=text[left : phrase.start],
        after=row or text[phrase.end : right].rstrip("。;!?\n\t"),
        rest=row or text[phrase.end : phrase.end + _REACH],
        sentence=text[max(first, phrase.start - 3 * _REACH) : min(last, phrase.end + 3 * _REACH)].rstrip("\n\t"),
        lead=text[max(first, phrase.start - 2 * _REACH) : phrase.start],
        line=text[block.body : min(block.end, block.body + 4 * _REACH)],
        start=first,
        header=header,
        cell_title=cell_title,
        quoted=_is_quoted(text, phrase),
        title=place.title,
        under_time=bool(_TIME_LINE.search(place.above)),
        is_last=place.is_last,
    )


def _beside(text: str, blocks: list[Block], index: int, *, above: bool) -> str:
    """What is done on a day that fills its line: the line below, or above where the time heads the last column."""
    other = index - 1 if above else index + 1
    return _opening(text, blocks[other]) if 0 <= other < len(blocks) else ""


def _opening(text: str, block: Block) -> str:
    """The first clauses of a line that no item's number opens and that is no office's name; '' for any other."""
    line = text[block.start : min(block.end, block.start + _REACH)].strip("\t")
    return "" if block.body > block.start or _NAME_LINE.fullmatch(line) else line


def _is_alone(text: str, phrase: Phrase, place: _Place) -> bool:
    """Whether the day fills its line: a table whose cells came as lines, what is done stands in the next."""
    line, point = text[place.block.start : place.block.end], phrase.last
    if phrase.shape not in _DATED or not _fills(text, phrase, line):
        return False
    is_whole = point and point.year and point.day and phrase.shape is Shape.POINT and not phrase.closes
    return not is_whole or "\t" in line or _is_row(text, place)


def _is_row(text: str, place: _Place) -> bool:
    """Whether a whole day on its line is no signature: no office above, handed in below, another day's line to come."""
    following = place.beside[1]
    is_signed = _NAME_LINE.fullmatch(place.above) and not _HELD.search(place.above)
    if following is None or is_signed or not re.search(cues.HAND_IN, place.below):
        return False
    line = text[text.rfind("\n", 0, following.start) + 1 :].partition("\n")[0]
    return _fills(text, following, line)


def _fills(text: str, phrase: Phrase, line: str) -> bool:
    return line.strip("\t,:") == text[phrase.start : phrase.end]


def _is_quoted(text: str, phrase: Phrase) -> bool:
    """Whether the phrase stands in 《》, in the title of some document."""
    window = text[max(0, phrase.start - _REACH) : phrase.start]
    return window.rfind(_OPEN_TITLE) > window.rfind(_CLOSE_TITLE)


def _opens_a_window(phrase: Phrase, header: str) -> bool:
    """Whether a day stands in the column 「起始时间」: no limit, but what the day of the next column ends."""
    return phrase.shape is Shape.POINT and not phrase.closes and starts_a_window(header)


def _cell(text: str, phrase: Phrase, block: Block) -> tuple[str, str]:
    """The head of the phrase's column and what its row is about; '' outside tables."""
    line = text[block.start : block.end] if block.end - block.start < 20 * _REACH else ""
    if "\t" not in line:
        return "", ""
    column = line.count("\t", 0, phrase.start - block.start)
    header = block.header[column] if column < len(block.header) else ""
    return header, title_of(line.split("\t"), phrase.words) or block.row.above
