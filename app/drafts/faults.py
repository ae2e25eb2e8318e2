"""What is wrong with a value that was sent: in which field, what was given and what is allowed, for a reviewer."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

FIELDS = {
    "act": "操作",
    "task": "事项",
    "phrase": "日期",
    "task_id": "原事项",
    "replaces": "原事项",
    "over_newer": "仍以这份通知为准",
    "takes": "一并更新的内容",
    "start": "选中的文字",
    "end": "选中的文字",
    "words": "原文",
    "number": "文号",
    "title": "名称",
    "issuer": "发文机关",
    "issued_on": "发文日期",
    "addressees": "主送机关",
    "notice_id": "发布后的编号",
    "item": "条目",
    "summary": "摘要",
    "kind": "类别",
    "status": "日期状态",
    "opens_on": "开始日",
    "due_on": "截止日",
    "due_time": "几点以前",
    "provinces": "报送范围",
    "applies_because": "依据",
    "channels": "报送方式",
    "contacts": "联系人",
    "forms": "表格",
    "needs_seal": "公章",
    "limits": "要求",
    "reason": "原因",
    "agreed": "是否撤销",
}
# `a` is what was given, `b` what is allowed.
WRONG = {
    "missing": "没有填写",
    "text": "「%(a)s」不是文字",
    "long": "太长，有 %(a)s 字，最多 %(b)s 字",
    "choice": "请从列表中选择，没有「%(a)s」，可以是 %(b)s",
    "act": "没有这种操作「%(a)s」，可以是 %(b)s",
    "no act": "没有说明操作",
    "email": "「%(a)s」不是邮箱地址，应如 name@example.org",
    "url": "「%(a)s」不是网址，应以 http:// 或 https:// 开头",
    "slug": "「%(a)s」不是编号，只能用小写字母、数字和连字符，如 notice-2023-7",
    "time": "「%(a)s」不是时刻，要写成 17:00 这样",
    "number": "「%(a)s」不是序号，要写整数，从 0 数起",
    "yes or no": "「%(a)s」不对，只能写 true 或 false",
    "list": "「%(a)s」不是列表，写法不对",
    "object": "「%(a)s」缺少各项的名称，写法不对",
}
UNKNOWN = "没有「%(a)s」这一项，可以写 %(b)s"
_BY_TYPE = {
    "missing": "missing",
    "string_too_short": "missing",
    "too_short": "missing",
    "string_type": "text",
    "string_too_long": "long",
    "enum": "choice",
    "literal_error": "choice",
    "union_tag_invalid": "act",
    "union_tag_not_found": "no act",
    "time_parsing": "time",
    "time_type": "time",
    "int_parsing": "number",
    "int_parsing_size": "number",
    "int_type": "number",
    "int_from_float": "number",
    "greater_than_equal": "number",
    "less_than_equal": "number",
    "bool_parsing": "yes or no",
    "bool_type": "yes or no",
    "list_type": "list",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
}
_BY_PATTERN = {"emails": "email", "address": "email", "url": "url"}
_SHOWN = 40


def say_fault(fault: Mapping[str, Any], allowed: Sequence[str] = ()) -> tuple[str, str]:
    """What pydantic found wrong, as (field, words): 「名称：太长，有 501 字，最多 500 字」.

    `allowed` are the names of the fields there are, for a field that is none.
    """
    place = [str(part) for part in fault["loc"]]
    if fault["type"] == "extra_forbidden":
        return place[-1][:_SHOWN], UNKNOWN % {"a": place[-1][:_SHOWN], "b": "、".join(allowed) or "别的项"}
    field = next((part for part in place if part in FIELDS), "act")
    return field, f"{FIELDS[field]}：{_wrong(fault, place)}"


def _wrong(fault: Mapping[str, Any], place: list[str]) -> str:
    kind, given, bounds = _kind_of(fault, place), fault.get("input"), fault.get("ctx", {})
    if given is None or kind is None:
        return WRONG["missing"] if given is None else fault["msg"].removeprefix("Value error, ")
    if kind == "long":
        return WRONG[kind] % {"a": f"{len(given):,}", "b": f"{bounds['max_length']:,}"}
    if kind in {"act", "choice"}:
        # pydantic lists what it expects as 'report', 'data' or 'meeting'.
        expected = str(bounds.get("expected") or bounds.get("expected_tags"))
        given, bounds = bounds.get("tag", given), {"allowed": "、".join(re.findall(r"'([^']*)'", expected))}
    return WRONG[kind] % {"a": str(given)[:_SHOWN], "b": bounds.get("allowed", "")}


def _kind_of(fault: Mapping[str, Any], place: list[str]) -> str | None:
    """The line of `WRONG` that fits; None when the fault's own words are for the reviewer."""
    if fault["type"] == "string_pattern_mismatch":
        return next((_BY_PATTERN[part] for part in place if part in _BY_PATTERN), "slug")
    kind = _BY_TYPE.get(fault["type"])
    is_inner = any(part in FIELDS for part in place)
    return {"act": "choice", "no act": "missing"}.get(kind or "", kind) if is_inner else kind
