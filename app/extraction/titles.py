"""What a task is called: the heading of its item, else the notice's title; and what tells it from its neighbours."""

import re

from app.extraction import cues
from app.extraction.context import Context
from app.schemas.document import TaskKind

_SLOGAN = re.compile(r"^(?:严格|加强|明确|规范|强化|落实|切实|认真|严肃|提高|做好|抓好|及时|按时|精心|广泛)")
_GENERIC = re.compile(
    r"^(?:有关|相关|主要|重要|关键|完成|具体|其他|其它|工作|总体|基本|申报|报送|推荐|评选|网上|材料|填报|报名|组织|开展|形式|时间|方式|办法|要求|安排|程序|流程|步骤|事项|事宜|说明|注意|及|和|与|、|进度|阶段|截止|日期|期限|起止|提交|受理|参赛|参会"
    r"|活动|征集|实施|计划|节点|目标|步骤|内容|原则|赛程|日程|议程|总则|报告制度|联系|网络|线上|线下|纸质|电子|版|归口|部门|推荐|审核|咨询|管理|条件|对象|范围|渠道|数量|名额|上报|途径|任务|以下|上述|所有|全部|相应|办理|文档|档|件|稿|扫描|送交|递交|为|第[一二三四五六]|一|二|三|的)+$"
)
_ABOUT = re.compile(
    r"^.{0,40}?关于(?:开展|做好|组织开展|组织|举办|进一步|切实|认真|启动|转发|印发|报送|征集|召开|填报|公布|延长|延期|调整|填写|上报|推荐|申报|遴选)*(?P<what>.+?)(?:工作|活动)?(?:的(?:补充|紧急|预备|预)?(?:通知|公告|通告|函|启事|公示|说明|安排)(?:\(.*)?)$"
)
_LONG_SLOGAN = 12
_TIME_TAIL = re.compile(
    rf"(?:的)?(?:截止|截至|起止)?(?<!学){cues.TIME_NOUN}(?:安排|要求|节点)?(?:\([^)]*\))?(?:[:为是自从于在]{{0,3}})$|[:为是]$"
)
_MOVED = re.compile(r"(?:已|将|统一|相应)*(?:延期|延长|延后|推迟|顺延|调整|改|变更|提前)[^,。]{0,4}(?:至|到|为|于)$")
_MOVED_LABEL = re.compile(
    r"(?:^|(?<=[,。;]))(?P<what>[^,。;:]{2,20}?)(?:截止)?(?:时间|日期|期限)(?:相应|统一)?(?:由|从|原|调整|延|推|改|变)"
)
_SUBJECT = re.compile(
    r"(?:^|(?<=[,。;:、\t]))(?P<what>[^,。;:、\t]{2,40}?)(?:的)?(?:请|应|须|需|要|务必|一律|统一|最[迟晚]|至迟|拟定?|初步?定|暂定|预计|(?<![认鉴审评测])定)?(?:不超过|于|在|自|从)?$"
)
_OBJECT = re.compile(
    r"[,:]?[^,。;将把]{0,24}?(?:将|把)(?!于)(?P<what>[^,。;]{2,36}?)"
    r"(?:\([^)]{0,30}\))?(?:电子版|纸质版|扫描件|一式.{1,3}份|,?加盖|盖章|和电子|、?$|,|(?:统一|一并)?(?:报送|上报|提交|发送|发至|发到|发给|报至|(?<![申填汇])报(?![名告表到刊价])"
    r"|送(?!审)|寄|邮寄|上传|反馈|传真|(?<!提)交(?![流通易])|汇总(?!表)|通过))"
)
_OBJECT_BEFORE = re.compile(
    r"(?:将|把)(?!于)(?P<what>[^,。;()]{2,30}?)(?:电子版及?|纸质版|\([^。;]*|,[^。;将把]*|一式[^。;]*)?(?:于|在)?$"
)
_DONE = re.compile(
    r"(?:期间)?[,:]?(?:[^,。;:将把]{0,18}?(?:各地|各校|统一|全面|全部|集中|按要求|分别|自行|人|单位|学院|学校|部门|局|者|生|系|[省市县区]|邮件|系统”?|平台”?))?,?(?:登录[^,。;]{2,24}?)?"
    r"(?P<verb>完成|开展|进行|提交|报送|上报|填报|反馈|组织|报名|填写|启动|召开|举办|制定|公布|提出|签订|领取|打印|补发|发布|编制|核对|确认|完善|建立|更新|审核|推荐|申请|办理|缴纳|确定|归还|移交|清理(?!完毕)|修改|撰写|发放"
    r"|寄送|寄达|送交|送|交|报|填)(?P<what>[^,。;:()]{2,24})"
)
# 「前扫描二维码报名」
_DONE_ALONE = re.compile(r"[,:]?[^,。;:将把]{0,18}?(?P<verb>报名|缴费|到岗|注册|选课|投票|答题)(?=,|$)")
_NOISE = re.compile(
    r"^(?:请|把|并|本次|按照?[^,。]{0,6}(?:要求|规定)|同时|其中|另外|此外|各[^,。]{0,8}(?:单位|学校|地|市|部门)|现(?![场有代行])|应|均|且|和|将)+|[“”]|(?:工作|并|,?(?:汇总|签字|盖章){1,3}后)?$"
)
_ACTOR = re.compile(
    r"^(?:请|各|于|并|须|应|其|由)|(?:学院|学校|单位|部门|[局处厅委校地市县区院]|学生|考生|教师|老师|同学|导师|人员|干部|选手|运动员|代表队|毕业生|研究生|读者|师生|用户|人士|企业|借款人|申请人|申报人|负责人|团队|(?<=人士)可以?|可以|要|均|都|则|应当|可|须|应|务必|拟|请)$|我[部厅局]|逾期"
)
# What a clause begins or ends with beside the matter: 「完成自查」 is 自查, 「汇总表收齐后」 a 汇总表.
_BEFORE_MATTER = re.compile(
    r"^(?:分别|组织完成|完成|做好|写出|形成|进行|要求|要?按(?:照)?要求|以及|一起|一并|决定(?:将|把)?|但|必须?|不得晚|务于|务|按时|及时|上述|以下)+(?=[\u4e00-\u9fff《“]{2})"
)
_AFTER_MATTER = re.compile(
    r"(?:(?:统一)?(?:收齐|汇总|签字|盖章|审核|审核通过|签字并加盖.{0,8}公章)后|可以?|分批次|时间及地点|的?截止到?|截至|设为|安排在|[,、]连同.*|一式.份?|(?<=[)）])以|(?<=..)(?:及|和|与|将|(?<!申)请|均?要|务必)|(?<=.)必须?|^不得晚|^[()区县市州、]+)$"
)
_FORM = re.compile(r"(?:填写|填报|提交|完成)《([^》]{2,30})》")
_RECIPIENT = re.compile(
    r"[\u4e00-\u9fff、]{1,16}(?:[处科股局厅委办室部院站会馆司]|中心|老师|系统|平台)(?:备案|审核|汇总|存档)?"
)
_FILLERS = frozenset({"拟于", "定于", "将于", "计划于", "可于", "可在", "并于", "并在", "最迟", "最晚", "至迟"})
_BARE = frozenset({"", "完成", "报送", "上报", "提交", "送交", "寄送", "寄达", "送", "交"})
_HANDED = frozenset(
    {"完成", "提交", "报送", "上报", "填报", "反馈", "寄送", "寄达", "送交", "送", "交", "报", "填", "填写"}
)
_PHASE = re.compile(r"(?P<what>[^,。;:()\t]{2,20}(?:阶段|环节|组|类|版|批|材料))[\(:]?")
_HOUR = re.compile(r"(?:[于在])?(?:[上下]午|中午|晚上)?\d{1,2}[:时点](?:\d{2}|整|半)?分?(?:之?前)?")
_PAPERS = re.compile(r"..(?:[表书]|报告|材料|总结|名单|方案|作品|案例|数据|台账|清单|协议|回执|论文|计划|函)[》”]?$")
_DEED = re.compile(
    r"(?:各?(?:二级)?(?:学院|单位|部门|系部|院系|高校|学校|[市县区])|个人|申请人|申报人|学生|教师|导师|项目组)"
    r"[\u4e00-\u9fff、]{2,10}(?<![的于为将至到])"
)
_HAN = re.compile(r"[^\W\d_]")
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
        if 2 <= len(bare) <= _LONGEST and _is_matter(bare):
            return _TIME_TAIL.sub("", re.sub("^关于(?=..)", "", bare))
    return ""


def _is_matter(words: str) -> bool:
    if (
        not _HAN.search(words)
        or words.startswith("请")
        or _GENERIC.match(_TIME_TAIL.sub("", words) or "时间")
        or re.search(r"\d{1,2}[月日]", words)
    ):
        return False
    return not (len(words) < _LONG_SLOGAN and _SLOGAN.match(words))


def notice_title(title: str | None) -> str:
    """The matter in a notice's title: 「关于做好2024年普查工作的通知」 is 2024年普查."""
    match = _ABOUT.match(title or "")
    what = match["what"].strip("《》“”的、") if match else title or ""
    what = re.sub(r"(?<=..)(?:的)?时间$", "", what)
    what += "工作" if what.endswith(("有关", "相关")) else ""
    for pair in ("“”", "《》"):
        if what.count(pair[0]) != what.count(pair[1]):
            what = re.sub(f"[{pair}]", "", what)
    return what[:_LONGEST]


def own_words(context: Context) -> str:
    """What tells this date from others beside it: 「典型案例报送截止时间为」, 「前将回执报送」; '' if nothing."""
    if context.cell_title:
        return context.cell_title[:_LONGEST]
    near = _MOVED.sub("", re.sub(r"\([^)]*$", "", context.near))
    if label := _label(near) or _moved_label(context):
        return label
    subject, action = _subject(near), _trimmed(_action(context.after, context.lead))
    if subject or action:
        return _trimmed(subject if subject and (action in _BARE or action in subject) else subject + action)
    match = _PHASE.search(context.near) or _PHASE.match(context.heading) or _PHASE.match(context.after.lstrip(",:"))
    return _trimmed(match["what"]) if match else _label(context.heading)


def short_deed(context: Context) -> str:
    """Who does what behind a date, 「X前，学院初审并公示」, where it is short enough to be a name; '' if not."""
    clause = re.split(r"[,。;:(\n\t]", context.after.lstrip(",:") + ",")[0]
    return clause if _DEED.fullmatch(clause) else ""


def _label(words: str) -> str:
    """The matter in 「材料报送时间：」: 材料报送."""
    bare = re.sub(r"^\d{1,2}[.、]", "", _TIME_TAIL.sub("", words))
    return _trimmed(bare) if _TIME_TAIL.search(words) and len(bare) > 1 and not re.search(r"\d", bare) else ""


def _moved_label(context: Context) -> str:
    """「网上申报时间由原……调整为X」: 网上申报."""
    labels = list(_MOVED_LABEL.finditer(context.lead)) if _MOVED.search(context.near) else []
    return _trimmed(labels[-1]["what"]) if labels else ""


def _subject(near: str) -> str:
    """The matter that a clause begins with, 「推介工作请于」; not who has to do it."""
    match = _SUBJECT.search(near)
    what = (
        re.sub(r"由[^由]{2,12}$|^.*[将把](?=[\u4e00-\u9fff《]{2})", "", _NOISE.sub("", match["what"])) if match else ""
    )
    return "" if len(what) < 2 or what in _FILLERS or _ACTOR.search(what) else what


def _action(after: str, lead: str) -> str:
    """What is done: 「前将推荐表报送」 gives 推荐表, 「前完成录取」 gives 录取, also 「将推荐表于X前报送」."""
    match = _OBJECT.match(after)
    if match and not re.match("盖章|加盖|签字|上述|以上", match["what"]):
        return match["what"]
    form = _FORM.search(lead)
    if form and match:
        return form[1]
    if (match := _OBJECT_BEFORE.search(lead)) and re.match(rf",?[^,。;]{{0,8}}{cues.HAND_IN}", after):
        return match["what"]
    match = _DONE.match(after)
    if not match:
        alone = _DONE_ALONE.match(after)
        return alone["verb"] if alone else ""
    what = re.split(r"\(|以电子版|(?<=..)(?:至|到|并|给)", match["what"])[0]
    if not what or _RECIPIENT.fullmatch(what) or what[0] in "至到给":
        verb = "报送" if len(match["verb"]) == 1 else match["verb"]
        return form[1] if form else verb
    return what if match["verb"] in _HANDED and len(what) > 2 else match["verb"] + what


def _trimmed(words: str) -> str:
    whole = words if words.count("《") == words.count("》") else re.sub(r"[和及、]?《[^》]*$", "", words)
    closed = re.sub(r"^[^()]*\)|\([^()]*$", "", whole)
    bare = _NOISE.sub("", _HOUR.sub("", closed).strip(" ,:的")).strip()
    matter = _AFTER_MATTER.sub("", _BEFORE_MATTER.sub("", bare)).strip("、,:")
    return matter[:_LONGEST] if len(matter) > 1 else ""


def is_generic(words: str) -> bool:
    """Whether words only say that there is a time: 报送时间, 申报."""
    return not words or _GENERIC.match(words) is not None


def names_papers(words: str) -> bool:
    """Whether words name what is handed in, 「绩效自评报告」, beside a heading that names the work."""
    return _PAPERS.search(words) is not None


def kind_of(words: str) -> TaskKind:
    """What the words ask for; a report when they do not say."""
    return next((kind for kind, pattern in _KINDS if re.search(pattern, words)), TaskKind.REPORT)
