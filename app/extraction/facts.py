"""The notice itself: 文号, title, issuer, issue date, addressees, attachments."""

import re
from dataclasses import dataclass, field
from datetime import date

from app.extraction.items import Block
from app.extraction.lines import MARKER
from app.schemas.document import Form

_NUMBER = re.compile(r"(?<![\w（(])[^\W\d_]{2,16}[〔\[【(](?P<year>(?:19|20)\d{2})[〕\]】)]第?\d{1,5}号")
_TITLE_YEAR = re.compile(r"((?:19|20)\d{2})年(?!度|级|[^的]{0,2}学年)")
_ENDING = re.compile(
    r"(?:通知|公告|通告|函|意见|方案|办法|指南|启事|决定|预告|说明|安排|简章|邀请|公示|倡议书|通报|细则|预通知|须知)(?:\([^)]{1,12}\))?[”》]?(?:\d号)?$"
)
_TITLE_START = re.compile(r"关于|.{0,30}(?:关于|有关)")
_ADDRESSEES = re.compile(
    r"(?:(?!现|为|按|根据|经|请|将)[^,。;]{0,6}各(?![项类种])|有关|相关|全[省市区县校体]|[^,。;]{2,12}(?:局|厅|委|校|院|办|单位|部门|企业|学院|中心|公司)[,、:]|[^,。;]{0,12}全体[^,。;]{2,12}:?$|[^,。;]{0,8}(?:老师|同学|教师|同志))"
)
_WEAK_ENDING = re.compile(r"(?:安排|说明|意见|决定|函)$")
_MATTER = re.compile(
    r"(?:为|关于)(?:切实|认真|扎实|进一步|深入)?(?:做好|推进|组织好|开展好|开展|组织)(?P<what>[^,。;:《》]{4,40}?)(?:工作)?[,。;]"
    r"|现就(?P<set>[^,。;:《》]{4,40}?)(?:工作)?(?:的?(?:有关|相关)|作如下|[作做]出)"
)
_NO_TITLE = re.compile(
    r"^特此|欢迎|^[(（]|[\[(]\d{4}[\])]|[。:;,〔\t]|[一二三四五六七八九十\d]、|\d{1,2}月\d{1,2}日|文件$|[局厅委部处]$"
)
_LIST_HEAD = re.compile(r"附(?:件|表)?:")
_LIST_ITEM = re.compile(r"(?:附件)?(?P<label>\d{1,2})[.、:](?P<title>.+)|附件(?P<own>\d{1,2}):?(?P<rest>.+)")
# 「通知公告」 names a column of the site
_COLUMN_NAME = re.compile(r"(?:首页|通知|公告|公示|新闻|消息|信息|动态|公开|正文|当前位置|[>»·:/|-])+")
_PAGE_LABEL = 6
_HEAD_LINES, _ATTACHMENTS, _LONGEST_TITLE, _LONGEST_LINE = 14, 40, 120, 480
_NO_ISSUER = re.compile(r"[。:;\t《》]|附件|\.(?:docx?|xlsx?|pdf)|[表书]$")
_MASTHEAD = re.compile(r"(?P<name>.{2,30}?)(?:司局)?(?:文件|函件|办公厅函)$|(?P<org>[^:,。]{2,30}[部厅局委会司])$")


@dataclass(slots=True)
class Facts:
    """What the text says of the notice, and where its attachments' list stands."""

    number: str | None = None
    number_year: int | None = None
    title: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    addressees: str | None = None
    attachments: list[Form] = field(default_factory=list)
    matter: str = ""

    @property
    def title_year(self) -> int | None:
        """The year in the title, else in the matter, but never that of 「2023年度」 or 「2023学年」."""
        return year_of_title(self.title or self.matter)


def year_of_title(title: str) -> int | None:
    """The year that a title names, but never that of 「2023年度」 or 「2023学年」."""
    match = _TITLE_YEAR.search(title)
    return int(match[1]) if match else None


def facts_of(text: str, blocks: list[Block]) -> Facts:
    """The facts that stand in the head and the attachments' list; issuer and issue date come with the signature."""
    lines = [text[block.start : block.end] for block in blocks]
    head = lines[:_HEAD_LINES]
    above = _above_salutation(head)
    facts = Facts()
    number = next((match for line in head if _is_short(line) and (match := _NUMBER.search(line))), None)
    if number:
        facts.number, facts.number_year = number.group().lstrip("号:"), int(number["year"])
    at, facts.title = _title(above)
    facts.addressees = _addressees(head[at:])
    facts.attachments = _attachments(lines)
    matter = _MATTER.search(text[:600])
    facts.matter = (matter["what"] or matter["set"]) if matter else _quoted_title(text) or ""
    return facts


def _is_short(line: str) -> bool:
    """Whether a line may hold the 文号 of the notice itself; a sentence cites that of another."""
    return len(line) < 40 and not re.search("[,。;]", line)


def _above_salutation(head: list[str]) -> list[str]:
    """The lines where a title may stand: those above 「各学院：」 and above the first sentence."""
    for at, line in enumerate(head):
        is_salutation = line.endswith(":") and _ADDRESSEES.match(line)
        if is_salutation or ("。" in line and not _TITLE_START.match(line)):
            return head[:at]
    return head


def _title(head: list[str]) -> tuple[int, str | None]:
    """The title, over several lines where it is broken, and the line after it."""
    for at, line in enumerate(head):
        if len(line) <= _PAGE_LABEL and any(later.startswith("关于") for later in head[at + 1 : at + 3]):
            continue
        if _COLUMN_NAME.fullmatch(line):
            continue
        joined = ""
        for width, piece in enumerate(head[at : at + 3], 1):
            joined += piece
            if len(joined) > _LONGEST_TITLE or re.search(r"[。;:\t]", joined):
                break
            if MARKER.match(line) or line.startswith("特此"):
                break
            if _ENDING.search(joined) and (_TITLE_START.match(line) or (width == 1 and not _WEAK_ENDING.search(line))):
                return at + width, _cleaned(joined)
    return 0, next((_cleaned(line) for line in head[:4] if 6 < len(line) < 60 and not _NO_TITLE.search(line)), None)


def _quoted_title(text: str) -> str | None:
    """The matter of a notice copied without its title: that of the one it passes on, 「根据《关于……的通知》」."""
    match = re.search(r"《([^《》\n]{4,80}(?:通知|公告))》", text[:600])
    return match[1] if match else None


def _cleaned(title: str) -> str:
    for opening, closing in ("《》", "“”"):
        if title.startswith(opening) and title.endswith(closing):
            return title[1:-1]
    return title


def _addressees(lines: list[str]) -> str | None:
    for line in lines:
        head, colon, _ = line.partition(":")
        if (
            colon
            and len(head) <= _LONGEST_LINE
            and not MARKER.match(line)
            and _ADDRESSEES.match(head)
            and "。" not in head
        ):
            return head
    return None


def _attachments(lines: list[str]) -> list[Form]:
    """The list after 「附件：」, its items over several lines where they are broken."""
    at = next((i for i, line in enumerate(lines) if _LIST_HEAD.match(line) and len(line) < 200), None)
    if at is None:
        return []
    rest = lines[at + 1 : at + _ATTACHMENTS]
    first = _LIST_HEAD.sub("", lines[at])
    titles: list[str] = []
    for line in ([first] if first else []) + rest:
        item = _LIST_ITEM.match(line)
        if item:
            titles.append(item["title"] or item["rest"])
        elif (
            re.search(r"年.{1,4}月|。|联系|:$|\t", line) or (titles and len(titles[-1]) > 60) or line.startswith("附件")
        ):
            break
        elif not titles:
            titles.append(line)
        elif not re.search(r"[部厅局委会司办室校院]$", line):
            titles[-1] += line
        else:
            break
    single = len(titles) == 1 and not _LIST_ITEM.match(first or (rest or [""])[0])
    return [
        Form(label="附件" if single else f"附件{n}", title=_without_suffix(title)[:200])
        for n, title in enumerate(titles, 1)
    ]


def _without_suffix(title: str) -> str:
    return re.sub(r"\.(?:docx?|xlsx?|pdf|wps|zip|rar|et)$", "", title.strip(" ;。")) or title


def called_upon(head: str) -> str:
    """Whom the opening of a notice without salutation asks: 「请各相关部门、学院按通知要求」; '' where nobody is."""
    asked = re.search(r"请(?P<who>各[^,。;:]{2,24}?)(?=按|认真|根据|积极|做好|组织|严格|[,。])", head)
    return asked["who"] if asked else ""


def issuer_of(text: str, blocks: list[Block], signature: int | None, facts: Facts) -> str | None:
    """Who signed: the line before the date of signature, else the head of the paper, else the title's beginning."""
    if signature is not None:
        index = next((i for i, block in enumerate(blocks) if block.start <= signature < block.end), 0)
        own = text[blocks[index].start : signature].strip("()公章")
        line = own or (text[blocks[index - 1].start : blocks[index - 1].end] if index else "")
        name = re.sub(r"\((?:公章|盖章|章|印章|代章)\)(?=、|$)", "", line)
        if 2 < len(name) <= 40 and not (_NO_ISSUER.search(name) or _ENDING.search(name) or MARKER.match(name)):
            return name
    for block in blocks[:4]:
        if match := _MASTHEAD.fullmatch(text[block.start : block.end]):
            return match["name"] or match["org"]
    head = head_of(facts.title or "")
    return head if 2 < len(head) <= 40 else None


def head_of(title: str) -> str:
    """Who is named before 「关于」; 「某厅转发《教育部关于……的通知》」 is the office's that passes it on."""
    head, about, _ = re.sub(r"(?:关于)?转发《.*", "关于", title).partition("关于")
    return head if about else ""
