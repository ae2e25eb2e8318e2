"""A table whose cells came one a line, as web pages and PDF leave it: found by its head and its days, and laid in rows.

「时间 / 工作内容 / 责任部门 / 3月1日以前 / 下发报名细则 / 市招办 / 3月2日 …」
"""

import re

from app.extraction.lines import is_whole_day, starts_something

_HEAD = re.compile(r"[^\W\d_]{1,8}")
_TIME_HEAD = re.compile(r".{0,6}(?:时间|日期|期限|时限|节点)(?:安排|要求)?")
_DAY_CELL = re.compile(
    r"[\d年月日号上中下旬午底末初前后以之起止至到~、,()周星期一二三四五六天:时分点半整个内./-]{3,40}"
)
_NAMES_DAY = re.compile(r"\d月|\d日|\d[./-]\d|待定")
_HOLDS_DAY = re.compile(r"\d{1,2}月(?:\d{1,2}日?|[上中下]旬|[底末])[^。]{0,30}")
_FEWEST, _MOST, _LONGEST_DAY = 2, 6, 44


def stacked_rows(lines: list[str]) -> list[tuple[int, int]]:
    """The half-open runs of `lines` that are one row each of such tables, their heads included; linear in the lines."""
    rows: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        found = _table_at(lines, at) if _HEAD.fullmatch(lines[at]) else []
        rows += found
        at = found[-1][1] if found else at + 1
    return rows


def _table_at(lines: list[str], at: int) -> list[tuple[int, int]]:
    width = 0
    while width <= _MOST and at + width < len(lines) and _HEAD.fullmatch(lines[at + width]):
        width += 1
    times = [i for i in range(min(width, _MOST)) if _TIME_HEAD.fullmatch(lines[at + i])]
    if len(times) != 1:
        return []
    for columns in range(max(_FEWEST, times[0] + 1), min(width, _MOST) + 1):
        body = at + columns
        rows = _rows(lines, body, columns, times[0])
        if len(rows) >= _FEWEST:
            return [(at, body), *rows]
    return []


def _rows(lines: list[str], start: int, columns: int, time: int) -> list[tuple[int, int]]:
    """The rows below a head of so many columns; a row may lack cells where the day stands first or last in it."""
    if time == 0:
        return _from_day_to_day(lines, start, columns)
    rows: list[tuple[int, int]] = []
    is_last = time == columns - 1
    while start < len(lines):
        reach = range(start + 1, start + columns) if is_last else range(start + time, start + time + 1)
        day = next((i for i in reach if i < len(lines) and _is_day(lines[i], is_last=is_last)), None)
        if day is None or _is_signed(lines[day], with_rows=bool(rows)):
            break
        end = day + columns - time
        if end > len(lines) or any(starts_something(line) for line in lines[day + 1 : end]):
            break
        rows.append((start, end))
        start = end
    return rows


def _is_signed(line: str, *, with_rows: bool) -> bool:
    """「2023年9月4日」 below rows: the signature of what the table ends; a column of whole days begins with one."""
    return with_rows and is_whole_day(line)


def _from_day_to_day(lines: list[str], start: int, columns: int) -> list[tuple[int, int]]:
    rows = []
    while start < len(lines) and _is_day(lines[start]):
        end = start + 1
        while end < min(start + columns, len(lines)) and not (_is_day(lines[end]) or _ends_table(lines[end])):
            end += 1
        if end == start + 1:
            break
        rows.append((start, end))
        start = end
    return rows


def _is_day(line: str, *, is_last: bool = False) -> bool:
    if _DAY_CELL.fullmatch(line) and _NAMES_DAY.search(line):
        return True
    return is_last and len(line) <= _LONGEST_DAY and (line == "待定" or _HOLDS_DAY.search(line) is not None)


def _ends_table(line: str) -> bool:
    return starts_something(line) and "\t" not in line
