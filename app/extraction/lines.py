"""Which lines of a text are one sentence broken in two, which start something new, and which are page numbers."""

import re
from dataclasses import dataclass

NUMERAL = "一二三四五六七八九十百"
# 「一、」「（一）」「1.」「（1）」「①」「第三章」: how the items of a notice are numbered.
MARKER = re.compile(
    rf"(?P<l1>[{NUMERAL}]{{1,3}})(?:、|[.,](?!\d))"
    rf"|\((?P<l2>[{NUMERAL}]{{1,3}})\)[、.]?"
    r"|(?P<l3>\d{1,2})(?:\.(?!\d)|、|(?<=\d)\)|\.(?=\d{4}年|\d{1,2}月))"
    r"|\((?P<l4>\d{1,2})\)[、.]?"
    r"|(?P<decimal>\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?=[\u4e00-\u9fff“《])(?![年月日时万亿元倍个%至到前])"
    r"|(?P<l5>[①-⑳])"
    rf"|第(?P<chapter>[{NUMERAL}]{{1,3}})[章条部][分]?"
)
ANNEX = re.compile(r"附(?:件|表|录)[\d一二三四五六七八九十]{0,2}[-\d]{0,3}(?::|$|\n)")
_PAGE = re.compile(r"-{1,3}\d{1,4}-{1,3}|第\d{1,4}页(?:[/,]?共\d{1,4}页)?|-\d{1,4}$|\d{1,4}/\d{1,4}$")
ENDS = "。;!?:"
_LABEL = re.compile(r"[^,。;:()\d\t]{2,14}:")
# 「2018年3月13-14日」 alone on a line: a row of a timetable
_DAY_LINE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日?(?:[-~至到]{1,2}(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)?(?:之?前|以前)?"
)
_LEADS_TO_A_DAY = re.compile(r"[于在自从至到为是:,、和起-]$")
_SIGNED = re.compile(r"(?:\d{4}|[一二][〇零一二三四五六七八九]{3})年[^前起至]{1,6}日$")
_DATE_HEAD = re.compile(r"\d{0,4}[年月日时点:]|\d{1,4}(?:$|[^\d.、)\t])")
_DATE_TAIL = re.compile(r"(?<![:\d])\d{1,4}(?:年(?:第|度)?|月)?$|\d[-~至:]$|[\d日号]-{1,3}$")
# 「——」 alone between two days
_DASH = re.compile(r"[-~]{1,4}")
# 「作者：　来源：　发布时间：2021-11-25」: furniture of a web page
_PAGE_LINE = re.compile(r"(?:(?:发[布表]|更新|录入)(?:时间|日期|人)|来源|作者|浏览(?:次数|量)?|点击(?:次数|量|率)?):")
_TIME_LABEL = re.compile(r"[^,。;:\t]{0,12}(?:时间|日期|期限|截止)[^,。;:\t]{0,4}:$")
# 「时间：4月19日9:00至4月24日24:00」: the label's date is whole.
_TIME_LINE = re.compile(r"[^,。;:\t]{0,12}(?:时间|日期|期限):[^,。;\t]{0,40}(?:[日号前止]|\d:\d\d|\d[时点]|\))")
_PROSE = re.compile(r"[,。;]")
_OPENER = re.compile(r"(?:请|为|各|根据|按照|拟|现|本|经|特|同时|此|以上|凡|自|[^,。;:]{1,6}[:,])")
# A line that ends so is whole: a title, a signature, an address, a telephone number.
CLOSED = re.compile(
    r"\d{7,8}(?:\([^()]{1,8}\))?$|(?:通知|公告|的函|方案|办法|细则|报告|委员会|办公室|[部厅局司委]|\.(?:com|cn|net|org)[^,。;]{0,20})$"
)
_OTHER_STARTS = re.compile(r"(?:附件|附:|附表|抄送|主送|联系|电话|邮箱|地址|网址|注:|备注|特此|\(此件|\(联系)")
_ORGANISATION = re.compile(
    r"[^,。;:、\d]{2,20}(?:[部厅局处司署]|委员会|办公室|中心|学院|大学|领导小组|协会|学会)(?:\([^)]{1,4}\))?(?:\d{4}年.{1,6}日)?$"
)
_OFFICE = (
    r"[^,。;:、()\d\s]{3,24}(?:[部厅局处司署委院行]|办公室|中心|大学|学校|领导小组|协会|学会|工会|政府|公司)"
    r"(?:\([^)]{1,4}\))?"
)
_OFFICES = re.compile(rf"{_OFFICE}(?:、{_OFFICE})+")
_SIGNED_ROW = re.compile(rf"{_OFFICE}\t+{_SIGNED.pattern}")
_SALUTATION = re.compile(r"各[^。;]{2,}:$")
_LEAST_PROSE, _LONGEST_PAGE_LINE = 16, 80


@dataclass(frozen=True, slots=True)
class Break:
    """A line break: whether the line above already continues one, a blank line stands in it, the line above is full."""

    continued: bool = False
    blank: bool = False
    full: bool = False


def is_page_number(line: str) -> bool:
    """「— 3 —」「第3页 共9页」: a line that only counts pages."""
    return len(line) < 16 and _PAGE.fullmatch(line) is not None


def is_whole_day(line: str) -> bool:
    """「2024年3月1日」 alone on its line, as a signature ends."""
    return _SIGNED.fullmatch(line) is not None


def is_signed_row(line: str) -> bool:
    """「某省教育厅 | 2024年3月1日」: a signature whose name and day are cells side by side."""
    return _SIGNED_ROW.fullmatch(line) is not None


def are_offices(line: str) -> bool:
    """「某省教育厅、某省财政厅」: two names or more, and nothing else."""
    return _OFFICES.fullmatch(line) is not None


def belongs_to_next(line: str, following: str, at: Break) -> bool:
    """Whether the line break between these two lines, both without blanks, falls inside a sentence or a number."""
    if "\t" in line or "\t" in following or starts_something(following):
        return False
    if _TIME_LABEL.fullmatch(line) or _is_parted_by_dash(line, following):
        return True
    if len(line) < _LONGEST_PAGE_LINE and _PAGE_LINE.search(line):
        return False
    return _is_broken(line, following, at)


def _is_parted_by_dash(line: str, following: str) -> bool:
    """「26日 / —— / 28日」: the dash of a window on a line of its own."""
    return (_DASH.fullmatch(following) is not None and line[-1] in "日号") or (
        _DASH.fullmatch(line) is not None and following[0].isdigit()
    )


def _is_broken(line: str, following: str, at: Break) -> bool:
    if _TIME_LINE.fullmatch(line):
        return False
    if line[-1] in ENDS or _SIGNED.fullmatch(following):
        return False
    if _DAY_LINE.fullmatch(following) and not _LEADS_TO_A_DAY.search(line):
        return False
    if _DATE_TAIL.search(line[-6:]) and _DATE_HEAD.match(following):
        return not _SIGNED.fullmatch(line)
    if at.full and not at.blank:
        return not (_ORGANISATION.match(following) or _SALUTATION.match(following))
    return _is_broken_prose(line, following, at)


def starts_something(line: str) -> bool:
    """Whether a line opens an item, an annex or a labelled line."""
    return bool(MARKER.match(line) or ANNEX.match(line) or _LABEL.match(line) or _OTHER_STARTS.match(line))


def _is_broken_prose(line: str, following: str, at: Break) -> bool:
    if line[-1] in ",、(《“" or following[0] in ",。;、)》”":
        return True
    if len(line) < _LEAST_PROSE or _ORGANISATION.match(following) or _OPENER.match(following) or CLOSED.search(line):
        return False
    if at.continued:
        return True
    if MARKER.match(line):
        return not at.blank and (bool(_PROSE.search(line, 4)) or len(line) >= 2 * _LEAST_PROSE)
    return bool(_PROSE.search(line)) or following[-1] in "。;"
