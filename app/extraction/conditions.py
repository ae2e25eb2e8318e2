"""Rules that tell a condition, history, a validity: days the notice names and asks nothing by."""

import re

from app.extraction import cues
from app.extraction.actors import Side, side_of
from app.extraction.context import Context
from app.extraction.phrases import Shape
from app.extraction.rules import DAYS, POINT, Rule, Verdict, words

_PROJECT_LIMIT = re.compile(r"(?:项目|课题|研究|建设)[^,。;:]{0,6}(?:完成|研究|实施|执行|建设)(?:时限|期限|年限)")
# 招募、公派、选聘: who is meant is not known yet.
_CHOOSES = re.compile(r"招募|招聘|选聘|招录|公派|选派|选拔|遴选|申报|报名|招收")
# 「截至X，仍未提交的，视为放弃」
_FORFEITS = re.compile(
    rf",?仍?[尚还]?未[^,。;]{{0,10}}(?:{cues.HAND_IN}|完成|确认|办理)[^。;]{{0,16}}(?:视为|视同|不予|取消|不再|一律)"
)
# 「X前入选课题申报人向我办提交申请书」: who is described hands something in
_HANDS_IN = re.compile(
    rf",?[^,。;]{{0,20}}(?:人|者|单位|学生|教师|企业)(?:[向到将把]|应[向到将把])[^,。;]{{1,24}}{cues.HAND_IN}"
)
_ASKS = re.compile(rf"请|截止|申报时间|填报时间|{cues.HAND_IN}")


def _is_vague(context: Context) -> bool:
    """「2022年下半年」 and 「第四季度」 without 前, 末 or 底."""
    part = context.phrase.last.part if context.phrase.last else ""
    return part.endswith(("半年", "季度")) and not context.phrase.closes


def _is_condition(context: Context) -> bool:
    """A condition and no duty: no 请 before it, and what follows describes those who qualify."""
    if re.search(r"(?:(?<!申)请|务必|截止)[^,。]{0,24}$", context.lead[-40:]) or context.phrase.words[-1] in "-~至":
        return False
    if re.search(rf"(?:{cues.HAND_IN}|{cues.DUTY_LABEL})[:为是]{{1,2}}$", context.near):
        return False
    if context.phrase.closes and re.search(r"[将把][^,。;]{2,24}[于在]$", context.lead):
        return False
    if _HANDS_IN.match(context.after) or (context.phrase.shape is Shape.SPAN and side_of(context)[0] is Side.READER):
        return False
    if re.match(r"(?:能够?|可以?|将|拟|已)", context.after):
        return True
    if re.match(rf"[^,。;]{{0,14}}?{cues.QUALIFIED}", context.after):
        return True
    described = re.match(rf"[^。;]{{0,40}}?{cues.SCOPE_NOUN}", context.after)
    return bool(described) or not context.phrase.closes


SCOPE = (
    Rule("born", "X以后出生", Verdict.SCOPE, after=words(r"(?:及)?(?:[以之]?[前后])?[^,。;]{0,4}(?:出生|之间出生)")),
    Rule(
        "effective",
        "自X起施行",
        Verdict.EFFECTIVE,
        after=words(r"(?:[日起]|正式|全面|开始|,){0,3}(?:施行|实施(?![方细])|执行|生效|废止|停止执行|失效|启用|实行)"),
        when=lambda c: not re.search(r"请", c.lead),
    ),
    Rule(
        "validity",
        "有效期至X、执行期X",
        Verdict.EFFECTIVE,
        near=words(
            r"(?:有效期|有效|权限|任期|聘期|保修|质保|保险期限?|执行期|实施期|实施周期|建设期|建设周期|研究期|研究周期|项目期|周期|合同期|服务期|考核期|评价期|评估期"
            r"|试用期|资助期|执行时间|实施年限|起止年限|报告期|所属期|试点期|创建期|履约期)[^,。;]{0,10}$"
        ),
    ),
    Rule("valid-while", "本通知X起至X有效", Verdict.EFFECTIVE, {Shape.SPAN}, after=words(r"(?:期间|内)?有效")),
    Rule(
        "described",
        "应还日期为X之前的图书",
        Verdict.SCOPE,
        POINT,
        near=words(r"^(?![^,。;]*(?:请|务必|将|须|截止))"),
        after=words(r"的(?![前后]|工作日)[\u4e00-\u9fff]"),
        when=lambda c: c.phrase.closes or c.phrase.after,
    ),
    Rule(
        "proof",
        "提供X前缴纳社保的证明、填报X前开赛赛项的信息",
        Verdict.SCOPE,
        POINT,
        near=words(rf"(?:{cues.HAND_IN}|提供|出具|具有|具备|持有)$"),
        after=words(r"[^,。;]{2,16}的[\u4e00-\u9fff]{2}"),
    ),
    Rule(
        "year-end-work",
        "做好年末财务报销工作",
        Verdict.NAME,
        POINT,
        after=words(r"[\u4e00-\u9fff]{2,8}(?:工作|总结|考核|结算|决算|检查|盘点|安排|奖金?)"),
        when=lambda c: not c.phrase.closes and re.fullmatch(r"[年月][底末]|季度[底末]?", c.phrase.words) is not None,
    ),
    Rule(
        "must-have",
        "申请人应在X前具有副高级职务",
        Verdict.SCOPE,
        POINT,
        near=words(r"(?:[人者员]|教师|学生)(?:应|须|需|必须)?当?(?:在|于)$"),
        after=words(r"已?(?:具有|具备|取得|获得|持有|受聘|年满|满\d|未满)"),
    ),
    Rule("whoever", "凡是在X之前所借", Verdict.SCOPE, POINT, near=words(r"^凡是?(?:于|在)?$")),
    Rule(
        "stay",
        "留校住宿时间：X",
        Verdict.NAME,
        DAYS,
        near=words(
            r"(?:留校|住宿|留宿|[寒暑]假|放假|实习|项目|交[换流]|学习|访学)(?:起止)?时间段?[:为是]?$|[春夏秋冬]季?学期[:为]?$"
        ),
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
        near=words(
            r"(?:项目|课题|研究|合同)(?:的)?(?:实施|执行|完成|起止|建设|研究|起始|开始|结束)(?!人|者|方|单位|部门|学校)(?:时间|期限|日期|年限)?[^,。;报应须请]{0,10}$"
        ),
    ),
    Rule(
        "counted",
        "数据统计截至X、年龄计算到X",
        Verdict.SCOPE,
        near=words(
            r"(?:统计|数据|核算|计算|年龄|工龄|任职|教龄|学历|资历|资格(?!初审|审|复|确)|年限|业绩|成果|发表|时点|基准|取值|口径|基期|排名)"
            r"(?:(?!报送|提交|上报|填报|采集|申报|报名|上传|征集|审核|初审|复审|复核|确认|查询|办理|缴费|注册|登记|体检)[^,。;:]){0,14}"
            r"(?:截[至止]到?|计算[到至]?|(?:时间|日期|期限|时点|口径|范围)[:为是仍]{0,2}|[为至到以]|时限[:为])$"
            r"|(?:统计|报告|数据|考核|评价|评估|审计|监测|检查|调查|普查)(?:时?期|时段|期间|区间|周期)[:为是]{1,2}$|(?:数据|统计|采集)[^,。;:]{0,6}(?:时间点|时点)[:为是]{0,2}$"
        ),
        when=lambda c: not re.search(rf"{cues.HAND_IN}[^,。;:]{{0,6}}(?:时间|日期|期限|时限)[:为是]{{0,2}}$", c.near),
    ),
    Rule(
        "as-of",
        "截至X，全省已…",
        Verdict.HISTORY,
        near=words(r"截[至止]到?$"),
        after=words(
            r"(?:(?:申报|报名|征集|投稿)期?止?)?(?:[日前],?)?,?(?:仅|全|经(?!审)|据|我|共|已|累计|仍|尚|未|目前|有|各地|各校|该|其|公司|企业|本|省|市|学校|年龄|任职|入选|存续|在|满|不|实际|注册|毕业|取得|建成|完成了|实现)"
        ),
        when=lambda c: (
            not (
                re.search(rf"(?:{cues.HAND_IN}|时间|期限)[^,。;]{{0,4}}截[至止]到?$", c.near)
                or _FORFEITS.match(c.after)
            )
        ),
    ),
    Rule(
        "took-place",
        "于X印发了、X审议通过",
        Verdict.HISTORY,
        DAYS,
        after=words(
            r",?[^,。;请]{0,12}?(?:已经?(?!提交|报送|申报|填报)|刚刚?(?!性)|印发(?:了|的|《)|下发(?:了|的|《)|出台|发布(?:了|的|《)|召开了|举办了|公布(?:了|的|《)|批准|审议通过"
            r"|第[一二三四五六七八九十\d]{1,4}次|正式发布|颁布|收到|作出|批复)"
        ),
        when=lambda c: not c.phrase.closes and not re.search(r"(?:报送|申报|截止|填报|报名)[^,。]{0,6}$", c.near),
    ),
    Rule(
        "cited-demand",
        "为落实X前完成整改的要求，请于",
        Verdict.CITED,
        DAYS,
        near=words(r"^(?:为|按照?|根据|依据|依照|遵照|围绕)|落实|确保"),
        after=words(r"[^,。;]{1,20}的(?:要求|规定|目标|任务|部署|决定)[,;]"),
    ),
    Rule("past", "已于X", Verdict.HISTORY, DAYS, near=words(r"(?:已经?|曾|业[已经])(?:于|在)?$")),
    Rule(
        "cited-day",
        "根据…X印发的",
        Verdict.CITED,
        DAYS,
        near=words(r"(?:根据|按照|依据|依照|遵照|参照|详见|转发)[^,。:]{0,20}$"),
        follows=words(r"^[^,。]{0,20}(?:印发|发布|下发|公布|的(?:通知|公告|文件))"),
    ),
    Rule(
        "condition",
        "X前注册的企业",
        Verdict.SCOPE,
        DAYS,
        after=words(
            r",?(?:期间|之间|及以[前后]|及之[前后]|含|以[前后]|\([^)]{0,10}\)|内|间|,|在[^,。;请]{1,24}|正式|首次|新|须|应|经|由[^,。;]{1,8}"
            rf"|我[省市区]|全职|能够?|可以?|均?已|拟){{0,4}}{cues.SCOPE_VERB}"
        ),
        when=_is_condition,
    ),
    Rule(
        "for-the-chosen",
        "被录取人员应在X前派出、X前到岗",
        Verdict.PROCEDURE,
        POINT,
        after=words(r",?(?:派出|到岗|上岗|赴任|入职|履职|正式上班)"),
        when=lambda c: bool(_CHOOSES.search(c.title)),
    ),
    Rule(
        "after-approval",
        "拟于5月底立项，X前以论文结项",
        Verdict.PROCEDURE,
        POINT,
        before=words(r"立项,$"),
        after=words(r",?[^,。;请]{0,16}结[项题]"),
    ),
    Rule(
        "condition-period",
        "X期间取得的",
        Verdict.SCOPE,
        DAYS,
        after=words(r"(?:期间|之间|以来|间)"),
        when=lambda c: (
            not re.search(cues.HAND_IN, c.after)
            and not re.match(r"[期之]?间,?(?:请|进行|集中|组织|各|开放|完成)", c.after)
        ),
    ),
    Rule(
        "scope-heading",
        "“申报条件”下的X",
        Verdict.SCOPE,
        DAYS,
        heading=words(cues.SCOPE_HEADING),
        when=lambda c: not (_ASKS.search(c.before + re.split("[。;\n]", c.rest)[0]) or side_of(c)[0] is Side.READER),
    ),
    Rule("vague", "X下半年", Verdict.NAME, POINT, near=words(r"(?<!于)(?<!在)(?<!定)$"), when=_is_vague),
)
