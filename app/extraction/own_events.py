"""Rules that tell the organiser's own event: what the reader may want to know and need not hand in."""

import re

from app.extraction import cues
from app.extraction.actors import is_readers_step, is_writers_step
from app.extraction.context import Context
from app.extraction.dismissals import DAYS
from app.extraction.phrases import Shape
from app.extraction.rules import Rule, Verdict


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_SET = frozenset({Shape.POINT, Shape.SPAN})
# 「学院评审：X」 in a university's notice: the reader's own step.
_READERS_STEP = re.compile(r"(?:学院|院系|系部|导师|班级|各校|县级|区县|基层|单位)[^,。;:]{0,10}[:(]$")


def is_run_by_others(context: Context) -> bool:
    """「院级初赛（X至X）。各学院自行组织」: an event, but the reader's own to hold."""
    return bool(re.match(r"\)[。,:;]?\n?由?(?:各|参赛|参评|推荐单位)", context.rest))


def _is_done_by(context: Context) -> bool:
    """「二次答辩时间：X前完成」: a limit for those who hold the event."""
    return context.phrase.closes and context.after.startswith("完成")


_ASKS = re.compile(rf"{cues.HAND_IN}|{cues.DO}")
# 「X | 动员 | 学校召开动员大会」
_HOLDS = re.compile(
    r"\t(?:我?[校院局厅部]|学校|[\u4e00-\u9fff]{2,6}[处办部委])?(?:组织)?(?:召开|举行|举办)[^,。;\t]{0,16}[会式座]"
)
_RESPONSIBLE = re.compile(r"负责|责任|承办")
_CENTRAL = re.compile(r"^(?!各).*(?:党委|学校|[处部]$|办公室$|研究生院$|组委会$|领导小组$|专家)")


def _is_anothers_row(context: Context) -> bool:
    """Whether the row's column 「负责部门」 names the central office and no reader."""
    cells = context.line.split("\t")
    return any(
        _RESPONSIBLE.search(head) and _CENTRAL.search(cell)
        for head, cell in zip(context.block.header, cells, strict=False)
    )


def _is_readers_step(context: Context) -> bool:
    point = context.phrase.last
    limits = not (context.phrase.opens or context.phrase.after)
    return limits and bool(point and (point.day or point.part)) and is_readers_step(context)


OWN_EVENTS = (
    Rule("readers-step", "学院评审：X、X，各系部预订教材", Verdict.DUE, DAYS, when=_is_readers_step),
    Rule("writers-step", "市级复审：X、X，专家评审", Verdict.OWN_EVENT, DAYS, when=is_writers_step),
    Rule("row-of-office", "“负责部门”一栏是校部机关的X", Verdict.OWN_EVENT, DAYS, when=_is_anothers_row),
    Rule(
        "plan-own",
        "拟于X公示",
        Verdict.OWN_EVENT,
        near=_re(r"(?:拟|计划|预计|暂定|初定)[^,。;请]{0,8}$"),
        follows=_re(r"^[^,。]{0,20}(?:公示|公布|发布|评审|抽查|抽测|督查|督导|拨付|下达|复核|验收|答辩)"),
    ),
    Rule(
        "forecast",
        "预计X返回",
        Verdict.OWN_EVENT,
        near=_re(r"预计(?:将)?(?:于|在|为)?$"),
        when=lambda c: c.phrase.closes or not re.search(r"召开|举办|举行", c.after),
    ),
    Rule(
        "planned",
        "拟定于X召开",
        Verdict.PLANNED,
        near=_re(r"(?:拟定?|计划|预计|暂定|初定|初步定|原则上定)(?:于|在|为|:)?$"),
        when=lambda c: not (c.phrase.closes and re.match(rf"[^,。;]{{0,24}}{cues.HAND_IN}", c.after)),
    ),
    Rule(
        "pause",
        "X暂停办理",
        Verdict.OWN_EVENT,
        DAYS,
        after=_re(r",?(?:全天|正常)?(?:暂停|停止|闭馆|放假|停[水电课工机运]|恢复|重新开|开启[^。;]{0,30}正常)"),
        when=lambda c: not c.phrase.closes,
    ),
    Rule(
        "stage-owner",
        "核查阶段（X至X）：国资处组织抽查",
        Verdict.OWN_EVENT,
        DAYS,
        when=lambda c: bool(
            re.match(
                r"\)[:。,]?[^,。;各请]{0,10}[处办局厅委组](?:将)?(?:组织|对|开展)[^,。;]{0,8}(?:抽查|核查|检查|评审|验收|督查)",
                c.rest,
            )
        ),
    ),
    Rule(
        "event-after",
        "X组织评审",
        Verdict.OWN_EVENT,
        DAYS,
        after=_re(
            rf"[,:]?(?:集中|项目|作品|学校|校级)?(?:组织|举行|召开|开展|进行)?(?:专家)?{cues.EVENT_WORD}(?!资料|材料|报名|准备)"
        ),
        when=lambda c: not c.phrase.closes and not re.search(r"请|各|单位|学院|学校|须|应", c.near),
    ),
    Rule(
        "owner-follows",
        "X，教务处复审",
        Verdict.OWN_EVENT,
        DAYS,
        when=lambda c: bool(c.writer.name) and c.after.lstrip(",:").startswith(c.writer.name),
    ),
    Rule(
        "owner-after",
        "X，专家组完成评审",
        Verdict.OWN_EVENT,
        DAYS,
        after=_re(
            rf"[,:]?(?:{cues.OWNER}|专家|评委|大会[^,。]{{0,6}}委员会|教育局|主管部门)(?:将|组织|对|完成|联系|统一|集中)"
        ),
        when=lambda c: not c.phrase.closes,
    ),
    Rule(
        "chosen-by-writer",
        "X前，校内遴选确定候选人",
        Verdict.OWN_EVENT,
        DAYS,
        after=_re(r"[:,]?(?:校内|学校|校级|专家|集中)?(?:遴选|评审|评议|审议)(?:确定|产生|推选出)"),
        when=lambda c: not re.search(r"请|各|须|应|学院|单位|部门", c.lead),
    ),
    Rule(
        "experts",
        "报刊总社于X前组织专家评出",
        Verdict.OWN_EVENT,
        DAYS,
        after=_re(r"[,:]?(?:(?:组织|邀请|聘请)(?:有关|相关|行业|校内外)?专家|评选?出|评定)"),
        when=lambda c: not re.search(r"请|各|须|应|学院|单位|部门|负责人", c.lead),
    ),
    Rule(
        "office-step",
        "X：科研处邀请专家评阅、X前：完成形式审查和公示",
        Verdict.OWN_EVENT,
        DAYS,
        after=_re(
            r"[:,]?(?![^,。;:]{0,12}(?:各|(?<!邀)请)|[报送交提经由向至])(?:(?:[\u4e00-\u9fff]{2,5}(?:处|办公室)|研究生院|图书馆)(?:将|统一|集中|分别|负责)?(?:邀请|组织|进行|审核|评审|复核|汇总|反馈|公示)"
            r"|(?<=:)(?:完成|组织|开展|进行)?(?:形式审查|(?:校内|专家|集中|会议|网络)(?:遴选|评审|评选|审核)|公示))"
        ),
    ),
    Rule(
        "procured",
        "“时间安排”下的X，完成招标采购",
        Verdict.OWN_EVENT,
        DAYS,
        after=_re(
            r"[:,]?(?:完成|组织|进行|开展)?[^,。;各请]{0,6}(?:招标|采购|发书|征订招标|发文|批复|颁奖|表彰|终评|终审|拨付)(?![^,。;]{0,6}(?:申请|计划|需求|表|材料))"
        ),
        heading=_re(r"(?:时间|进度|日程|程序|流程|步骤)(?:及?安排|要求|节点|表)?$"),
    ),
    Rule(
        "arrival",
        "参会人员请于X到宾馆报到",
        Verdict.OWN_EVENT,
        DAYS,
        follows=_re(r"^[^。;]{0,60}?(?:报到|参加[^,。;]{0,14}(?:会议|培训会?|推进会|交底会))(?!的?回执|报名)"),
        when=lambda c: not c.phrase.closes and not re.search(cues.HAND_IN, c.near + re.split("报到|参加", c.after)[0]),
    ),
    Rule(
        "we-will",
        "我厅将于X组织评审",
        Verdict.OWN_EVENT,
        DAYS,
        when=lambda c: cues.is_owners_act(c.lead, c.writer.name),
    ),
    Rule(
        "will-be-held",
        "定于X召开",
        Verdict.OWN_EVENT,
        DAYS,
        near=_re(r"(?:将|定|拟)(?:分别|统一|集中|继续)?(?:于|在)?$"),
        when=lambda c: not (c.phrase.closes or re.match(rf",?(?!对)[^,。;]{{0,16}}(?:请|各|{cues.HAND_IN})", c.after)),
    ),
    Rule(
        "results",
        "X前公布结果",
        Verdict.OWN_EVENT,
        DAYS,
        after=_re(
            r",?(?:统一|陆续|正式|在[^,。]{2,16})?(?:公布|发布结果|公示(?!不少|时间|期|不得)|揭晓|颁发|下达|发[^,。;]{0,8}通知|拨付|发出|反馈结果)(?!信息|数据)"
        ),
        when=lambda c: not re.search(r"请|各", c.lead[-24:]),
    ),
    Rule(
        "event-verb",
        "于X召开",
        Verdict.OWN_EVENT,
        DAYS,
        after=_re(
            r"(?:\([^)]{0,16}\))?,?(?:在[^,。;请]{1,30})?,?(?:我[部厅局委司办校院会省市][^,。;]{0,8})?"
            r"(?:进行(?:为期[^,。;]{1,4})?公示|召开|举办|举行|开幕|闭幕|开赛|颁奖|公布|揭晓|公示(?!不少|时间|期|不得)|开班|报到|开考|正式开学|开学|放假|正常上班|上班)"
        ),
        when=lambda c: not c.phrase.closes and not re.search("请", c.near),
    ),
    Rule(
        "event-set",
        "补考安排在X进行",
        Verdict.OWN_EVENT,
        DAYS,
        near=_re(rf"{cues.EVENT_WORD}[^,。;]{{0,6}}(?:安排在|定于|定在|于|在)$"),
        after=_re(r",?[^,。;请]{0,6}(?:进行|举行|开始|召开)"),
    ),
    Rule(
        "event-label",
        "会议时间：X",
        Verdict.OWN_EVENT,
        _SET,
        near=_re(
            rf"{cues.EVENT_LABEL}(?:自|从|定于|于|在|:|为|是){{0,2}}$|(?:{cues.EVENT_WORD}[^,。;:前]{{0,4}}|(?:大|工作|动员|交流|见面|座谈)会)[:\(]$"
        ),
        when=lambda c: not (_is_entry(c.near) or is_run_by_others(c) or _READERS_STEP.search(c.near) or _is_done_by(c)),
    ),
    Rule(
        "event-row",
        "表中“学校评审”一行的X",
        Verdict.OWN_EVENT,
        DAYS,
        when=lambda c: (
            not c.phrase.closes
            and not _is_entry(c.header)
            and (
                _HOLDS.search(c.line)
                or bool(re.search(cues.EVENT_WORD, c.cell_title) and not re.search(cues.HAND_IN, c.cell_title))
            )
        ),
    ),
    Rule(
        "event-line",
        "培训时间：第一期X",
        Verdict.OWN_EVENT,
        DAYS,
        when=lambda c: (
            not c.phrase.closes
            and bool(re.match(rf"[^,。;:]{{0,8}}{cues.EVENT_LABEL}:", c.lead))
            and not _is_entry(c.lead)
            and not re.search(cues.HAND_IN, c.before + c.after)
        ),
    ),
    Rule(
        "event-heading",
        "“会议时间”下的X",
        Verdict.OWN_EVENT,
        _SET,
        heading=_re(rf"{cues.EVENT_LABEL}$"),
        when=lambda c: (
            not c.phrase.closes and not _is_entry(c.heading) and not re.search(cues.HAND_IN, c.before + c.after)
        ),
    ),
    Rule(
        "step-heading",
        "“资格审核”下的“时间：X”",
        Verdict.OWN_EVENT,
        DAYS,
        near=_re(rf"^(?:{cues.PLAIN_LABEL})?[:为]?$"),
        when=lambda c: (
            bool(re.search(rf"(?:^|[^\w]|(?:集中|统一|专家|网上|会议|最终)){cues.STEP}(?:阶段|环节|工作)?$", c.heading))
            and not c.phrase.closes
            and not _ASKS.search(c.after)
        ),
    ),
    Rule(
        "event-notice",
        "会议通知里的“时间：X”",
        Verdict.OWN_EVENT,
        DAYS,
        near=_re(rf"(?:^|[^\w]){cues.PLAIN_LABEL}(?:及地点)?[:为]?$"),
        when=lambda c: (
            not c.phrase.closes
            and bool(re.search(r"会议|培训|比赛|竞赛|论坛|讲座|研讨|考试|大会|活动", c.title + c.heading))
        ),
    ),
)


def _is_entry(words: str) -> bool:
    """Whether a label speaks of getting into an event and not of the event: 培训报名时间, 会议回执."""
    return bool(
        re.search(
            r"(?:报名|申报|回执|报送|提交|截止|填报|征集|缴费|受理|异议|作品|注册|申请|推荐|登记|确认|登录|录入|上传|填写|归档|系统开放|平台开放)"
            r"[^,。;:]{0,8}(?:时间|日期|期限|期)?[^,。;:]{0,3}[:为\(]?$",
            words,
        )
    )
