"""Rules for a day without 前 or 截止: a duty where the words around it ask for something on it."""

import re

from app.extraction import cues
from app.extraction.rules import POINT, Rule, Verdict, words

_HANDS_IN = re.compile(cues.HAND_IN)
_PAPER = r"(?:材料|[表稿]|报告|[^类]书|清单|名单|文件|[纸质电子]版|作品|论文|总结|方案|信息|情况|资料|附件)"

BARE_DAYS = (
    Rule(
        "on",
        "请于X将材料报送",
        Verdict.DUE,
        POINT,
        before=words(r"(?:请|须|应|务必|统一|集中|需|(?<!关)于|在)[^。;]{0,30}$"),
        follows=_HANDS_IN,
    ),
    Rule(
        "on-hour",
        "X，请……11:00前交送",
        Verdict.DUE,
        POINT,
        follows=words(r"(?:时|\d|点|下班)(?:之)?前|请[^。;]{0,40}(?:报送|提交|交|送)"),
    ),
    Rule(
        "on-direct",
        "须……，X交至；以上材料X报送",
        Verdict.DUE,
        POINT,
        after=words(
            r"(?:[^,。;]{0,4}?|,?(?:统一)?将[^,。;]{2,24}?)(?:提交|上交|交[^流通易]|报送|上报"
            r"|报[至到我省市县区校厅局处部办]|寄送|送[至到交])(?![了过的])"
        ),
        when=lambda c: bool(
            re.search(rf"请|须|应|务必|需|{_PAPER}", c.lead) or c.after.lstrip(",统一").startswith("将")
        ),
    ),
    Rule(
        "on-bare",
        "初审，X报送推荐意见",
        Verdict.DUE,
        POINT,
        after=words(
            r",?(?:统一|集中)?(?:报送|上报|提交|上交)(?![了过的]|至|到|给|往|向|[^,。;]{0,6}(?:省|国家|教育部|上级|自治区))[^,。;]{2}"
        ),
    ),
    Rule(
        "on-ask", "请于X完成", Verdict.DUE, POINT, before=words(r"(?:请|须|务必)[^。;]{0,30}$"), follows=words(cues.DO)
    ),
    Rule("on-done", "报送X", Verdict.DUE, POINT, near=words(r"(?:报送|提交|上报|完成|截止|寄送)[^,。;]{0,6}$")),
)
