"""Rules that tell a date which is no duty. Each cites the words it reads; 「X」 stands for the date."""

import re

from app.extraction import cues
from app.extraction.context import Context
from app.extraction.phrases import Shape
from app.extraction.rules import Rule, Verdict

DAYS = frozenset({Shape.POINT, Shape.SPAN, Shape.FROM_NOW})
POINT = frozenset({Shape.POINT})
_TITLE_LINE = re.compile(r".{0,60}关于.{2,80}(?:通知|公告|通告|函|意见|方案|启事)$")
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2} ?\d{2}:\d{2}:\d{2}")
_PROJECT_LIMIT = re.compile(r"(?:项目|课题|研究|建设)[^,。;:]{0,6}(?:完成|研究|实施|执行|建设)(?:时限|期限|年限)")
# 招募、公派、选聘: who is meant is not known yet.
_CHOOSES = re.compile(r"招募|招聘|选聘|招录|公派|选派|选拔|遴选|申报|报名|招收")
_ASKS = re.compile(r"请|报送|提交|报名|上报|截止|申报时间|填报时间")


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def is_possible(context: Context) -> bool:
    """Whether every month has such a day: there is no 31 September."""
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    points = [point for point in (context.phrase.first, context.phrase.last) if point]
    return all(
        1 <= (point.month or 1) <= 12
        and 1 <= (1 if point.day is None else point.day) <= longest.get(point.month or 0, 31)
        for point in points
    )


def _is_signature(context: Context) -> bool:
    """「教育部办公厅 2022年6月23日」: a whole date that ends a line, nothing before it but a name."""
    point = context.phrase.last
    if not (point and point.year and point.month and point.day) or context.phrase.closes or context.phrase.opens:
        return False
    runs_on = context.is_item and (context.start <= context.block.body or not context.lead)
    if context.after or runs_on or context.under_time or "\t" in context.line:
        return False
    named = re.search(r"(?:^|[部厅局司委会室心处校院学府团组社段公)])$", context.lead) is not None
    return named and (context.is_last or len(context.lead) <= 40) and not re.search(cues.HAND_IN, context.lead[-14:])


def _is_flat_signature(context: Context) -> bool:
    """「……同步发送。某某区农业农村局2023年11月27日（联系人：」: the signature of a text that lost its lines."""
    point = context.phrase.last
    if not (point and point.year and point.day) or context.phrase.closes or context.phrase.opens:
        return False
    named = re.search(r"[部厅局司委会室心处校院府团科]$", context.near)
    goes_on = re.match(r"\([^()]{0,16}(?:联系|此件)|附件|联系|抄送|主题词", context.after)
    return bool(named and goes_on) and not re.search(cues.HAND_IN, context.near[-14:])


def _is_vague(context: Context) -> bool:
    """「2022年下半年」 and 「第四季度」 without 前, 末 or 底."""
    part = context.phrase.last.part if context.phrase.last else ""
    return part.endswith(("半年", "季度")) and not context.phrase.closes


def _is_bare_month(context: Context) -> bool:
    point = context.phrase.last
    return bool(point and point.month_word and not (point.day or point.part or context.phrase.closes))


def _is_condition(context: Context) -> bool:
    """A condition and no duty: no 请 before it, and what follows describes those who qualify."""
    if re.search(r"(?:请|务必|截止)[^,。]{0,24}$", context.lead[-40:]) or context.phrase.words[-1] in "-~至":
        return False
    if context.phrase.closes and re.search(r"[将把][^,。;]{2,24}[于在]$", context.lead):
        return False
    if re.match(r"(?:能够?|可以?|将|拟|已)", context.after):
        return True
    if re.match(rf"[^,。;]{{0,14}}?{cues.QUALIFIED}", context.after):
        return True
    described = re.match(rf"[^。;]{{0,40}}?{cues.SCOPE_NOUN}", context.after)
    return bool(described) or not context.phrase.closes


NOT_DATES = (
    Rule("document-number", "〔2022〕5号", Verdict.CITED, {Shape.NUMBER}, when=lambda c: c.phrase.words[0] in "〔[【("),
    Rule("number", "3.5", Verdict.NOT_A_DATE, {Shape.NUMBER}),
    Rule("cited-title", "《……X……》", Verdict.CITED, when=lambda c: c.quoted),
    Rule("clock", "8:30—12:00", Verdict.NOT_A_DATE, {Shape.CLOCK}),
    Rule("school-year", "X学年、X级", Verdict.NAME, after=_re(r"(?:学年|年度|[级届版](?!别))")),
    Rule("since", "X以来", Verdict.SCOPE, {Shape.YEAR}, when=lambda c: c.phrase.after),
    Rule("month-name", "上月情况、本月", Verdict.NAME, POINT, when=_is_bare_month),
    Rule("year", "X（只有年份）", Verdict.NAME, {Shape.YEAR}),
    Rule("own-title", "关于……X……的通知", Verdict.NAME, when=lambda c: bool(_TITLE_LINE.match(c.line))),
    Rule(
        "signature-damaged",
        "落款3019年3月4日",
        Verdict.SIGNED,
        {Shape.DAMAGED},
        when=lambda c: c.is_last and c.line == c.phrase.words,
    ),
    Rule("impossible", "2月30日", Verdict.DAMAGED, DAYS, when=lambda c: not is_possible(c)),
    Rule("signature", "落款X", Verdict.SIGNED, POINT, when=_is_signature),
    Rule(
        "published",
        "发布时间：X",
        Verdict.SIGNED,
        POINT,
        near=_re(r"(?:发布|发文|成文|印发|签发|生成|更新|制发|发表|录入)(?:时间|日期)?:?$|^(?:时间|日期):$"),
        after=_re(
            r"[^,。\d]{0,3}$|,?(?:来源|作者|浏览|字体|点击|阅读|打印|信息来源|发布|访问|责任|编辑|[初预终]审|审[核稿]|供稿|撰稿|次数)"
        ),
        when=lambda c: not c.is_item and c.phrase.last is not None and c.phrase.last.year is not None,
    ),
    Rule(
        "published-page",
        "X 来源：、X 点击数",
        Verdict.SIGNED,
        POINT,
        when=lambda c: bool(
            re.match(r"[,\t]?(?:信息来源|来源|作者|浏览|点击|阅读|访问|字号|编辑|预审|供稿|【?字体)", c.after)
            or _STAMP.fullmatch(c.phrase.words)
        ),
    ),
    Rule("signature-flat", "某某局X（联系人：", Verdict.SIGNED, POINT, when=_is_flat_signature),
    Rule("printed", "办公室X印发", Verdict.SIGNED, POINT, after=_re(r"印发$")),
)

SCOPE = (
    Rule("born", "X以后出生", Verdict.SCOPE, after=_re(r"(?:及)?(?:[以之]?[前后])?[^,。;]{0,4}(?:出生|之间出生)")),
    Rule(
        "effective",
        "自X起施行",
        Verdict.EFFECTIVE,
        after=_re(r"(?:[日起]|正式|全面|开始|,){0,3}(?:施行|实施(?![方细])|执行|生效|废止|停止执行|失效|启用|实行)"),
        when=lambda c: not re.search(r"请", c.lead),
    ),
    Rule(
        "validity",
        "有效期至X、执行期X",
        Verdict.EFFECTIVE,
        near=_re(
            r"(?:有效期|有效|权限|任期|聘期|保修|质保|执行期|实施期|实施周期|建设期|建设周期|研究期|研究周期|项目期|周期|合同期|服务期|考核期|评价期|评估期"
            r"|试用期|资助期|执行时间|实施年限|起止年限|报告期|所属期|试点期|创建期|履约期)[^,。;]{0,10}$"
        ),
    ),
    Rule(
        "described",
        "应还日期为X之前的图书",
        Verdict.SCOPE,
        POINT,
        near=_re(r"^(?![^,。;]*(?:请|务必|将|须|截止))"),
        after=_re(r"的(?![前后]|工作日)[\u4e00-\u9fff]"),
        when=lambda c: c.phrase.closes or c.phrase.after,
    ),
    Rule("whoever", "凡是在X之前所借", Verdict.SCOPE, POINT, near=_re(r"^凡是?(?:于|在)?$")),
    Rule(
        "stay",
        "留校住宿时间：X",
        Verdict.NAME,
        DAYS,
        near=_re(r"(?:留校|住宿|留宿|[寒暑]假|放假|实习)(?:起止)?时间段?[:为是]?$"),
    ),
    Rule(
        "project-limit",
        "课题完成时限：……最迟X",
        Verdict.SCOPE,
        DAYS,
        when=lambda c: bool(_PROJECT_LIMIT.match(c.lead)),
    ),
    Rule(
        "project-time",
        "项目实施时间X",
        Verdict.SCOPE,
        near=_re(
            r"(?:项目|课题|研究|合同)(?:的)?(?:实施|执行|完成(?!人|单位)|起止|建设|研究|起始|开始|结束)(?:时间|期限|日期|年限)?[^,。;报]{0,10}$"
        ),
    ),
    Rule(
        "counted",
        "数据统计截至X、年龄计算到X",
        Verdict.SCOPE,
        near=_re(
            r"(?:统计|数据|核算|计算|年龄|工龄|任职|教龄|学历|资历|资格(?!初审|审|复|确)|年限|业绩|成果|发表|时点|基准|取值|口径|基期|排名)"
            r"(?:(?!报送|提交|上报|填报|采集|申报|报名|上传|征集|审核|初审|复审)[^,。;:]){0,14}"
            r"(?:截[至止]到?|计算[到至]?|(?:时间|日期|期限|时点|口径|范围)[:为是仍]{0,2}|[为至到以]|时限[:为])$"
        ),
    ),
    Rule(
        "as-of",
        "截至X，全省已…",
        Verdict.HISTORY,
        near=_re(r"截[至止]到?$"),
        after=_re(
            r"(?:[日前],?)?,?(?:全|我|共|已|累计|仍|尚|未|目前|有|各地|各校|该|其|公司|企业|本|省|市|学校|年龄|任职|入选|存续|在|满|不|实际|注册|毕业|取得|建成|完成了|实现)"
        ),
        when=lambda c: not re.search(rf"(?:{cues.HAND_IN}|时间|期限)[^,。;]{{0,4}}截[至止]到?$", c.near),
    ),
    Rule(
        "took-place",
        "于X印发了、X审议通过",
        Verdict.HISTORY,
        DAYS,
        after=_re(
            r",?[^,。;请]{0,12}?(?:已经?(?!提交|报送|申报|填报)|印发(?:了|的|《)|下发(?:了|的|《)|出台|发布(?:了|的|《)|召开了|举办了|公布(?:了|的|《)|批准|审议通过"
            r"|第[一二三四五六七八九十\d]{1,4}次|正式发布|颁布|收到|作出|批复)"
        ),
        when=lambda c: not c.phrase.closes and not re.search(r"(?:报送|申报|截止|填报|报名)[^,。]{0,6}$", c.near),
    ),
    Rule("past", "已于X", Verdict.HISTORY, DAYS, near=_re(r"(?:已经?|曾|业[已经])(?:于|在)?$")),
    Rule(
        "cited-day",
        "根据…X印发的",
        Verdict.CITED,
        DAYS,
        near=_re(r"(?:根据|按照|依据|依照|遵照|参照|详见|转发)[^,。:]{0,20}$"),
        follows=_re(r"^[^,。]{0,20}(?:印发|发布|下发|公布|的(?:通知|公告|文件))"),
    ),
    Rule(
        "condition",
        "X前注册的企业",
        Verdict.SCOPE,
        DAYS,
        after=_re(
            r",?(?:期间|之间|及以[前后]|及之[前后]|含|以[前后]|\([^)]{0,10}\)|内|间|,|在[^,。;请]{1,14}|正式|首次|新|须|应|经|由[^,。;]{1,8}"
            rf"|我[省市区]|全职|能够?|可以?|均?已|拟){{0,4}}{cues.SCOPE_VERB}"
        ),
        when=_is_condition,
    ),
    Rule(
        "for-the-chosen",
        "被录取人员应在X前派出、X前到岗",
        Verdict.PROCEDURE,
        POINT,
        after=_re(r",?(?:派出|到岗|上岗|赴任|入职|履职|正式上班)"),
        when=lambda c: bool(_CHOOSES.search(c.title)),
    ),
    Rule(
        "after-approval",
        "拟于5月底立项，X前以论文结项",
        Verdict.PROCEDURE,
        POINT,
        before=_re(r"立项,$"),
        after=_re(r",?[^,。;请]{0,16}结[项题]"),
    ),
    Rule(
        "condition-period",
        "X期间取得的",
        Verdict.SCOPE,
        DAYS,
        after=_re(r"(?:期间|之间|以来|间)"),
        when=lambda c: (
            not re.search(cues.HAND_IN, c.after) and not re.match(r"期?间,?(?:请|进行|集中|组织|各|开放|完成)", c.after)
        ),
    ),
    Rule(
        "scope-heading",
        "“申报条件”下的X",
        Verdict.SCOPE,
        DAYS,
        heading=_re(cues.SCOPE_HEADING),
        when=lambda c: not _ASKS.search(c.before + c.after),
    ),
    Rule("vague", "X下半年", Verdict.NAME, POINT, near=_re(r"(?<!于)(?<!在)(?<!定)$"), when=_is_vague),
)
