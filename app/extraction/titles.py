"""What a task is called: the heading of its item, else the notice's title; and what tells it from its neighbours."""

import re

from app.extraction import cues
from app.extraction.context import Context
from app.schemas.document import TaskKind

_GENERIC = re.compile(
    r"^(?:有关|相关|具体|其他|其它|工作|总体|基本|申报|报送|推荐|评选|网上|材料|填报|报名|组织|时间|方式|办法|要求|安排|程序|流程|步骤|事项|事宜|说明|注意|及|和|与|、|进度|阶段|截止|日期|期限|起止|提交|受理|参赛|参会"
    r"|活动|征集|实施|计划|节点|目标|步骤|内容|原则|联系|网络|线上|线下|纸质|电子|版|归口|部门|推荐|审核|咨询|管理|条件|对象|范围|渠道|数量|名额|上报|途径|任务|第[一二三四五六]|一|二|三|的)+$"
)
_ABOUT = re.compile(
    r"^.{0,40}?关于(?:开展|做好|组织开展|组织|举办|进一步|切实|认真|启动|转发|印发|报送|征集|召开|填报|公布|延长|延期|调整|填写|上报|推荐|申报|遴选)*(?P<what>.+?)(?:工作|活动)?(?:的(?:补充|紧急|预备|预)?(?:通知|公告|通告|函|启事|公示|说明|安排)(?:\(.*)?)$"
)
_TIME_TAIL = re.compile(
    rf"(?:的)?(?:截止|截至|起止)?{cues.TIME_NOUN}(?:安排|要求|节点)?(?:\([^)]*\))?(?:[:为是自从于在]{{0,3}})$|[:为是]$"
)
_MOVED = re.compile(r"(?:已|将|统一)?(?:延期|延长|延后|推迟|顺延|调整|改|变更|提前)[^,。]{0,4}(?:至|到|为|于)$")
_SUBJECT = re.compile(r"(?P<what>[^,。;:、\t]{2,24}?)(?:的)?(?:请|应|须|需|要|务必|一律|统一)?(?:于|在|自|从)?$")
_OBJECT = re.compile(
    r"[,\s]?(?:统一|分别|集中|及时|按要求|一并|同时|前|各[^,。;将把]{1,14})?,?(?:将|把)(?P<what>[^,。;]{2,36}?)(?:\([^)]{0,30}\))?(?:电子版|纸质版|扫描件|一式.{1,3}份|[,的]?加盖[^,。;]{0,10}|盖章[^,。;]{0,8})?(?:和[^,。;]{0,20}?)?(?:报送|上报|提交|发送|发至|发到|报至|报我|报|送|寄|邮寄|上传|反馈|交|汇总|通过|统一|电子)"
)
_DONE = re.compile(
    r",?(?:统一|全面|全部|集中|按要求)?(?P<verb>完成|开展|进行|提交|报送|上报|填报|反馈|组织|报名|填写|登录|启动|召开|举办)(?P<what>[^,。;:()]{2,24})"
)
_NOISE = re.compile(
    r"^(?:请|并|同时|其中|另外|此外|各[^,。]{1,8}(?:单位|学校|地|市|部门)|现|应|均|且|和|将)+|[“”]|(?:工作)?$"
)
_PHASE = re.compile(r"(?P<what>[^,。;:()\t]{2,20}(?:阶段|环节|组|类|版|批|材料))[\(:]?")
_LONGEST = 60
_KINDS = (
    (TaskKind.MEETING, r"研讨会|推进会|会议|座谈会|分享会|论坛|现场会|大会"),
    (TaskKind.TRAINING, r"培训|研修|集训|学习班"),
    (TaskKind.APPLICATION, r"申报|申请|推荐|遴选|报名|评选|评审|竞赛|大赛|立项|认定|参赛|资助|资格"),
    (TaskKind.COLLECTION, r"征集|案例|作品|资源|征文|素材|投稿|建议|意见"),
    (TaskKind.DATA, r"数据|填报|采集|统计|信息|汇总表|普查|调查|问卷|登记|台账"),
)


def heading_title(context: Context) -> str:
    """The nearest heading that names a matter and not merely 「报送时间」; '' when there is none."""
    for heading in context.block.headings:
        bare = re.sub(r"\([^)]*(?:\d|[年月日])[^)]*\)", "", heading).strip("。:, ")
        if 2 <= len(bare) <= _LONGEST and not _GENERIC.match(_TIME_TAIL.sub("", bare) or "时间") and not _is_dated(bare):
            return bare
    return ""


def _is_dated(words: str) -> bool:
    return bool(re.search(r"\d{1,2}月|\d{1,2}日", words))


def notice_title(title: str | None) -> str:
    """The matter in a notice's title: 「关于做好2024年普查工作的通知」 is 2024年普查."""
    match = _ABOUT.match(title or "")
    return (match["what"].strip("《》“”的") if match else title or "")[:_LONGEST]


def own_words(context: Context) -> str:
    """What tells this date from others beside it: 「典型案例报送截止时间为」, 「推介工作请于」, 「前将回执报送」; '' if nothing."""
    if context.cell_title:
        return context.cell_title[:_LONGEST]
    near = _MOVED.sub("", re.sub(r"\([^)]*$", "", context.near))
    for label in (near, context.heading):
        bare = _TIME_TAIL.sub("", label)
        if bare != label and len(bare) > 1:
            return _trimmed(bare)
    if match := _OBJECT.match(context.after):
        return _trimmed("报送" + match["what"])
    if (match := _SUBJECT.search(near)) and not re.match(r"^(?:请|各|于|并|须|应)", match["what"]):
        return _trimmed(match["what"])
    if match := _DONE.match(context.after):
        return _trimmed(match["verb"] + match["what"])
    match = _PHASE.search(context.near) or _PHASE.search(context.heading)
    return _trimmed(match["what"]) if match else ""


def _trimmed(words: str) -> str:
    return _NOISE.sub("", words.strip(" ,:()的")).strip()[:_LONGEST]


def is_generic(words: str) -> bool:
    """Whether words only say that there is a time: 报送时间, 申报."""
    return not words or _GENERIC.match(words) is not None


def kind_of(words: str) -> TaskKind:
    """What the words ask for; a report when they do not say."""
    return next((kind for kind, pattern in _KINDS if re.search(pattern, words)), TaskKind.REPORT)
