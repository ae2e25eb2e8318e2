"""The table of rules, most certain first. Each line cites the words it reads; 「X」 stands for the date."""

import re
from itertools import chain

from app.extraction import cues
from app.extraction.context import Context
from app.extraction.phrases import Shape
from app.extraction.rules import Rule, Verdict

_DAYS = frozenset({Shape.POINT, Shape.SPAN, Shape.FROM_NOW})
_POINT = frozenset({Shape.POINT})
_SPAN = frozenset({Shape.SPAN, Shape.FROM_NOW})
_ASKS = rf"(?:{cues.HAND_IN}|{cues.DO})"


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _is_vague(context: Context) -> bool:
    point = context.phrase.last
    return bool(point and "半年" in point.part) and not context.phrase.closes


def _is_signature(context: Context) -> bool:
    """「教育部办公厅 2022年6月23日」: a whole date that ends a line, nothing before it but a name."""
    point = context.phrase.last
    if not (point and point.year and point.month and point.day) or context.phrase.closes or context.phrase.opens:
        return False
    alone = not context.after and not context.block.headings and "\t" not in context.line
    name = re.fullmatch(r"(?:[^,。;:、]{2,40}[部厅局司委会室心处院校学府团组社段公)])?", context.lead)
    return alone and name is not None and not re.search(cues.HAND_IN, context.lead)


_NOT_DATES = (
    Rule(
        "masked-number",
        "〔2022〕5号",
        Verdict.CITED,
        frozenset({Shape.NUMBER}),
        when=lambda c: c.phrase.words[0] in "〔[【(",
    ),
    Rule("number", "3.5", Verdict.NOT_A_DATE, frozenset({Shape.NUMBER})),
    Rule("title", "《……X……》", Verdict.CITED, when=lambda c: c.quoted),
    Rule("clock", "8:30—12:00", Verdict.NOT_A_DATE, frozenset({Shape.CLOCK})),
    Rule("school-year", "X学年、X年度、X级", Verdict.NAME, after=_re(r"(?:学年|年度|[级届版](?![别]))")),
    Rule("year-since", "X以来", Verdict.SCOPE, frozenset({Shape.YEAR}), when=lambda c: c.phrase.after),
    Rule("year", "X（只有年份）", Verdict.NAME, frozenset({Shape.YEAR})),
    Rule("impossible", "2月30日", Verdict.DAMAGED, _DAYS, when=lambda c: not _exists(c)),
    Rule("signature", "落款X", Verdict.SIGNED, _POINT, when=_is_signature),
    Rule(
        "published",
        "发布时间：X、X印发",
        Verdict.SIGNED,
        _POINT,
        near=_re(r"(?:发布|发文|成文|印发|签发|生成|更新|制发|落款|来源)(?:时间|日期)?:?$"),
        after=_re(r"[^,。]{0,3}$|(?:来源|作者|浏览|字体|点击|阅读|打印)"),
    ),
    Rule("printed", "X印发", Verdict.SIGNED, _POINT, after=_re(r"印发$")),
)


def _exists(context: Context) -> bool:
    points = (context.phrase.first, context.phrase.last)
    return all(point is None or _possible(point.month, point.day) for point in points)


def _possible(month: int | None, day: int | None) -> bool:
    longest = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
    return (month is None or 1 <= month <= 12) and (day is None or 1 <= day <= longest.get(month or 0, 31))


_CHANGED = (
    Rule(
        "superseded",
        "原定于X、由X延期至",
        Verdict.SUPERSEDED,
        _DAYS,
        near=_re(r"原(?:定|计划|则?上?定|截止|申报|报名|报送|通知|来)?[^,。至]{0,16}$|[由从将]原?[^,。至]{0,12}$"),
        follows=_re(r"(?:延期|延长|推迟|顺延|调整|改|变更|提前|延至)"),
    ),
    Rule(
        "superseded-plan",
        "原定于X",
        Verdict.SUPERSEDED,
        _DAYS,
        near=_re(r"原(?:定|计划|截止|申报|报名|报送)[^,。至]{0,14}$"),
    ),
    Rule(
        "moved",
        "延期至X、调整为X",
        Verdict.DUE,
        _DAYS,
        near=_re(r"(?:延期|延长|延后|推迟|顺延|调整|改|变更|提前|延)[^,。]{0,8}(?:至|到|为|于|在)[“\"]?$"),
        when=lambda c: not re.search(r"(?:会议|考试|比赛|培训|活动|评审)(?!报名|申报|回执)[^,。]{0,14}$", c.near),
    ),
)

_SCOPE = (
    Rule(
        "born",
        "X以后出生、年龄计算至X",
        Verdict.SCOPE,
        after=_re(r"(?:及)?(?:以|之)?[前后]?[^,。;]{0,4}(?:出生|之间出生)"),
    ),
    Rule(
        "effective",
        "自X起施行",
        Verdict.EFFECTIVE,
        after=_re(r"(?:[日起]|正式|全面|开始|,){0,3}(?:施行|实施(?![方细])|执行|生效|废止|停止执行|失效|启用|实行)"),
    ),
    Rule(
        "validity",
        "有效期至X、执行期X",
        Verdict.EFFECTIVE,
        near=_re(
            r"(?:有效期|有效|任期|聘期|聘任期|保修|质保|执行期|实施期|实施周期|建设期|建设周期|研究期|研究周期|项目期|周期|合同期|服务期|考核期|评价期|评估期|试用期|资助期|执行时间|实施年限|起止年限|报告期|所属期|试点期|创建期)[^,。;]{0,10}$"
        ),
    ),
    Rule(
        "project-time",
        "项目实施时间X、完成时限X",
        Verdict.SCOPE,
        near=_re(
            r"(?:项目|课题|建设|研究|合同|任务)(?:的)?(?:实施|执行|完成|起止|建设|研究|起始|开始|结束)(?:时间|期限|日期|年限)?[^,。;报]{0,10}$"
        ),
    ),
    Rule(
        "counted",
        "数据统计截至X、工龄计算到X",
        Verdict.SCOPE,
        near=_re(
            r"(?:统计|数据|核算|计算|年龄|工龄|任职|教龄|学历|资历|资格|年限|业绩|成果|发表|时点|基准|取值|填报口径|口径|基期|论文)[^,。;报]{0,12}(?:截至|截止|计算|为|至|到|时间|日期|期限|:|以)(?:到|至|为|日期|时间|期限|:|于){0,3}$"
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
    ),
    Rule(
        "took-place",
        "于X召开了、X已完成",
        Verdict.HISTORY,
        _DAYS,
        after=_re(
            r",?(?:[^,。;请]{0,12})?(?:已经?(?!提交|报送|申报|填报)|印发(?:了|的|《)|下发(?:了|的|《)|出台|发布(?:了|的|《)|召开了|举办了|公布(?:了|的|《)|批准|审议通过|经|第[一二三四五六七八九十\d]{1,4}次|正式发布|颁布|收到|作出|批复|会议)"
        ),
        when=lambda c: not c.phrase.closes and not re.search(r"(?:报送|申报|截止|填报|报名)[^,。]{0,6}$", c.near),
    ),
    Rule("past", "已于X", Verdict.HISTORY, _DAYS, near=_re(r"(?:已|曾|业|经)[经]?(?:于|在)?$")),
    Rule(
        "cited",
        "根据…X印发的",
        Verdict.CITED,
        _DAYS,
        near=_re(r"(?:根据|按照|依据|依照|遵照|参照|详见|转发)[^,。:]{0,20}$"),
        follows=_re(r"^[^,。]{0,20}(?:印发|发布|下发|公布|的(?:通知|公告|文件))"),
    ),
    Rule(
        "condition",
        "X前注册的企业",
        Verdict.SCOPE,
        _DAYS,
        after=_re(
            rf",?(?:期间|之间|及以前|及之前|含|以[前后]|[\(（][^)]{{0,10}}\)|内|间|,|在[^,。;请]{{1,14}}|已|依法|正式|首次|新|须|应|经|由[^,。;]{{1,8}}|仍|我[省市区]|全职|首次){{0,4}}{cues.SCOPE_VERB}"
        ),
        when=lambda c: _names_a_condition(c),
    ),
    Rule(
        "condition-period",
        "X期间取得的",
        Verdict.SCOPE,
        _DAYS,
        after=_re(r"(?:期间|之间|以来|间)(?!,?请|将|登|进行|集中|通过|向|到|报|,?组织|提交|,各)"),
    ),
    Rule(
        "scope-heading",
        "申报条件下的X",
        Verdict.SCOPE,
        _DAYS,
        heading=_re(rf"{cues.SCOPE_HEADING}$"),
        when=lambda c: not _asks(c),
    ),
)


def _names_a_condition(context: Context) -> bool:
    """A condition, not a duty: no 请, no 于 before it, and the verb describes those who qualify."""
    if re.search(r"(?:请|务必)[^,。]{0,24}$|报送时间|截止", context.lead[-40:]):
        return False
    return bool(re.match(rf"[^。;]{{0,40}}?(?:的|{cues.SCOPE_NOUN})", context.after)) or not context.phrase.closes


def _asks(context: Context) -> bool:
    return bool(re.search(r"请|报送|提交|报名|上报|截止|申报时间|填报", context.before + context.after))


_OWN = (
    Rule(
        "system-closes",
        "系统将于X关闭",
        Verdict.DUE,
        _DAYS,
        after=_re(r",?[^,。;]{0,12}(?:关闭|关停|停止(?:受理|接收|报名|申报)|不再受理)"),
    ),
    Rule("closing", "X，摘要接收截止", Verdict.DUE, _DAYS, after=_re(r"[,:]?[^,。;:至]{0,16}截止(?![时日])")),
    Rule(
        "system-opens",
        "系统将于X开放",
        Verdict.OPENS,
        _POINT,
        near=_re(r"(?:系统|平台|通道|端口|网站|窗口)[^,。;]{0,10}(?:于|在|自|从)$"),
        after=_re(r",?(?:正式|起)?(?:开放|开通|开启|上线)"),
    ),
    Rule(
        "plan-own",
        "拟于X公示、计划X评审",
        Verdict.OWN_EVENT,
        near=_re(r"(?:拟|计划|预计|暂定|初定)[^,。;请]{0,8}$"),
        follows=_re(r"^[^,。]{0,20}(?:公示|公布|发布|评审|抽查|拨付|下达|复核|验收|答辩)"),
    ),
    Rule(
        "planned",
        "拟定于X召开",
        Verdict.PLANNED,
        near=_re(r"(?:拟定?|计划|预计|暂定|初定|初步定|原则上定)(?:于|在|为|:)?$"),
    ),
    Rule(
        "we-will",
        "我厅将于X组织评审",
        Verdict.OWN_EVENT,
        _DAYS,
        near=_re(
            r"(?:^|[^各请])(?:我|本)(?:部|厅|局|委|司|办|中心|校|处|院|会|省|市|区|县|单位|公司)[^,。;请]{0,10}(?:将|会|拟|定|于|在)$|(?:组委会|专家组|评委会|主办方|承办方|秘书处|大赛办|执委会|领导小组|教育部|省教育厅|省厅|市局|省局)[^,。;请]{0,10}(?:将|会|拟|定|于|在)[^,。;请]{0,4}$"
        ),
    ),
    Rule(
        "will-be-held",
        "将于X举行、定于X召开",
        Verdict.OWN_EVENT,
        _DAYS,
        near=_re(r"(?:将|定|拟)(?:分别|统一|集中|继续)?(?:于|在)?$"),
        after=_re(rf",?[^。;请]{{0,30}}?{cues.OWN_VERB}"),
    ),
    Rule(
        "event-verb",
        "于X召开、X举行",
        Verdict.OWN_EVENT,
        _DAYS,
        after=_re(
            r"(?:\([^)]{0,16}\))?,?(?:在[^,。;请]{1,30})?,?(?:我[部厅局委司办校院会省市][^,。;]{0,8})?(?:召开|举办|举行|开幕|闭幕|开赛|颁奖|公布结果|公布|揭晓|公示|开班|报到|开考|正式开学|开学|放假|正常上班|上班)"
        ),
        when=lambda c: not c.phrase.closes,
    ),
    Rule(
        "event-label",
        "会议时间：X、公示期X",
        Verdict.OWN_EVENT,
        _DAYS,
        near=_re(rf"{cues.EVENT_LABEL}(?:为|是|:|自|从|定于|于|在)?(?:自|从|于|:)?$"),
        when=lambda c: (
            not re.search(
                r"(?:报名|申报|回执|报送|提交|截止|填报|征集|缴费|受理|异议|作品)[^,。;:]{0,8}(?:时间|日期|期限|截止|期)?[^,。;:]{0,3}[:为]?$",
                c.near,
            )
        ),
    ),
    Rule(
        "event-column",
        "表头“考试时间”",
        Verdict.OWN_EVENT,
        _DAYS,
        when=lambda c: (
            bool(c.header)
            and bool(re.search(cues.EVENT_LABEL, c.header))
            and not re.search(r"报送|提交|申报|报名|截止", c.header)
        ),
    ),
)

_DUE = (
    Rule(
        "until",
        "截止到X、不晚于X、最迟X",
        Verdict.DUE,
        _DAYS,
        near=_re(r"(?:截止(?!时间)|截稿|不[得]?(?:晚|迟)于|不得超过|最[迟晚]|至迟|赶在|务必在)[^,。;]{0,8}$"),
    ),
    Rule(
        "as-of-duty",
        "截至X申报、申报截至X",
        Verdict.DUE,
        _DAYS,
        near=_re(r"截至$"),
        when=lambda c: bool(re.search(cues.HAND_IN, c.sentence)),
    ),
    Rule(
        "duty-label",
        "报送时间：X",
        Verdict.DUE,
        _DAYS,
        near=_re(rf"{cues.DUTY_LABEL}(?:\([^)]{{0,12}}\))?[:为是自从于在]{{0,3}}$"),
        when=lambda c: not c.phrase.opens,
    ),
    Rule(
        "duty-label-opens",
        "报名时间：X起",
        Verdict.OPENS,
        _DAYS,
        near=_re(rf"{cues.DUTY_LABEL}[:为是自从于在]{{0,3}}$"),
    ),
    Rule(
        "duty-heading",
        "“申报时间”下的X",
        Verdict.DUE,
        _DAYS,
        heading=_re(rf"{cues.DUTY_LABEL}$|时间(?:安排|要求|节点)"),
        when=lambda c: not c.phrase.opens and _under_time_heading(c),
    ),
    Rule(
        "duty-column",
        "表头“报送时间”",
        Verdict.DUE,
        _DAYS,
        when=lambda c: bool(re.search(r"(?:时间|期限|时限|日期|截止|节点)", c.header)) and not c.phrase.opens,
    ),
    Rule(
        "recurring",
        "每月X前报送",
        Verdict.RECURRING,
        frozenset({Shape.RECURRING}),
        when=lambda c: (
            c.phrase.closes
            or bool(c.phrase.last and c.phrase.last.day)
            or bool(re.search(r"报送|上报|提交|填报|报告|反馈|更新", c.sentence))
        ),
    ),
    Rule("frequency", "每年", Verdict.NAME, frozenset({Shape.RECURRING})),
    Rule(
        "relative",
        "印发之日起X内报送",
        Verdict.RELATIVE,
        frozenset({Shape.RELATIVE}),
        when=lambda c: _counts_from_the_notice(c),
    ),
    Rule("procedure", "受理后X内", Verdict.PROCEDURE, frozenset({Shape.RELATIVE})),
    Rule("damaged", "1230日前报送", Verdict.DAMAGED, frozenset({Shape.DAMAGED})),
    Rule("unsaid", "另行通知", Verdict.UNSAID, frozenset({Shape.UNSAID})),
    Rule("from-now", "即日起至X", Verdict.DUE, frozenset({Shape.FROM_NOW})),
    Rule(
        "opens",
        "于X起登录",
        Verdict.OPENS,
        _POINT,
        when=lambda c: c.phrase.opens and bool(re.search(_ASKS, c.sentence)),
    ),
    Rule("not-before", "X后", Verdict.SCOPE, _POINT, when=lambda c: c.phrase.after),
    Rule("vague", "2022年下半年（名称中）", Verdict.NAME, _POINT, when=_is_vague),
    Rule("before", "X前报送", Verdict.DUE, _POINT, when=lambda c: c.phrase.closes),
    Rule(
        "span-duty",
        "X至X开展、填报",
        Verdict.DUE,
        _SPAN,
        when=lambda c: bool(re.search(_ASKS, c.before + c.after)) or c.phrase.closes,
    ),
    Rule(
        "stage",
        "自查阶段（X至X）",
        Verdict.DUE,
        _SPAN,
        when=lambda c: bool(re.search(r"(?:阶段|环节|步骤|期)\(?:?$", c.near)) or bool(re.search(_ASKS, c.heading)),
    ),
    Rule(
        "on",
        "请于X将材料报送",
        Verdict.DUE,
        _POINT,
        before=_re(r"(?:请|须|应|务必|统一|集中|需|于|在)[^。;]{0,30}$"),
        follows=_re(cues.HAND_IN),
    ),
    Rule(
        "on-ask", "请于X完成", Verdict.DUE, _POINT, before=_re(rf"(?:请|须|务必)[^。;]{{0,30}}$"), follows=_re(cues.DO)
    ),
    Rule(
        "on-done",
        "完成时间X、报送X",
        Verdict.DUE,
        _POINT,
        near=_re(rf"(?:报送|提交|上报|完成|截止|寄送)[^,。;]{{0,6}}$"),
    ),
    Rule("no-ask", "X（无事项）", Verdict.NO_ASK),
)


def _under_time_heading(context: Context) -> bool:
    """A line that holds little but the date, or a sentence without another subject, under a heading that names a time."""
    return len(context.line) <= 40 or bool(re.search(_ASKS, context.before + context.after))


def _counts_from_the_notice(context: Context) -> bool:
    words = context.phrase.words
    if re.search(r"(?:通知|文件|公告|本函|来函|方案)?[^,。]{0,4}(?:印发|下发|发布|发文|收到(?:本)?通知|收文)", words):
        return bool(re.search(_ASKS, context.sentence))
    return bool(re.search(r"请[^。;]{0,40}$", context.lead)) and bool(re.search(cues.HAND_IN, context.after))


TABLE: tuple[Rule, ...] = tuple(chain(_NOT_DATES, _CHANGED, _SCOPE, _OWN, _DUE))
