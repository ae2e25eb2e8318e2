"""Rules that tell when people arrive, and what the writer says it will do, decide and publish."""

import re

from app.extraction import cues
from app.extraction.rules import DAYS, POINT, Rule, Verdict, words

ANNOUNCED = (
    Rule(
        "arrival",
        "参会人员请于X到宾馆报到",
        Verdict.OWN_EVENT,
        DAYS,
        follows=words(
            r"^[^。;]{0,60}?(?:报到(?![^,。;]{1,8}[处科室部办局厅委](?:[,。;]|$))|开会|参加[^,。;]{0,14}(?:会议|培训会?|推进会|交底会))(?!的?回执|报名)"
        ),
        when=lambda c: not c.phrase.closes and not re.search(cues.HAND_IN, c.near + re.split("报到|参加", c.after)[0]),
    ),
    Rule(
        "attend-by",
        "请于X前到会场签到",
        Verdict.OWN_EVENT,
        POINT,
        after=words(r",?(?:准时|按时|统一)?(?:到|抵达|前往|在)[^,。;]{0,12}(?:签到|报到|集合|集中|入场|就座|候场)"),
    ),
    Rule(
        "arrive-by",
        "会议时间10月30日一天（X前报到）",
        Verdict.OWN_EVENT,
        POINT,
        after=words(r"\)?,?(?:准时|按时)?(?:报到|到会|到场|入场|签到)(?=[)。;,]|$)"),
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
        near=words(r"(?:将|定|拟)(?:分别|统一|集中|继续)?(?:于|在)?$"),
        when=lambda c: (
            not (
                re.search(rf"{cues.HAND_IN}[^,。;:]{{0,8}}(?:时间|日期|期限)", c.near)
                or c.phrase.closes
                or re.match(rf",?(?!对)[^,。;]{{0,16}}(?:请|各|{cues.HAND_IN})", c.after)
            )
        ),
    ),
    Rule(
        "results",
        "X前公布结果",
        Verdict.OWN_EVENT,
        DAYS,
        after=words(
            r"[:,]?(?:统一|陆续|正式|在[^,。]{2,16}|经[^,。;]{2,14}(?:审[定议]|研究|批准)(?:通过)?后?)?(?:公布|发布结果|公示(?!不少|时间|期|不得)|揭晓|颁发|下达|发[^,。;]{0,8}通知|拨付|发出|反馈结果|(?:下发|印发)[^,。;]{2,16}(?:通知|书目|名单|文件|方案|计划)|发布[^,。;]{0,8}(?:会议)?通知|第[一二三]轮(?:会议)?通知)(?!信息|数据)"
        ),
        when=lambda c: not re.search(r"请|各", c.lead[-24:]),
    ),
    Rule(
        "put-up",
        "于X在本会网页发布",
        Verdict.OWN_EVENT,
        DAYS,
        after=words(
            r",?在[^,。;请]{2,36}(?:平台|网站|网页|网|公众号|媒体|公告栏|公开栏)上?(?:统一|陆续)?(?:公布|发布|公示|刊登|展出|通报)"
        ),
        when=lambda c: not re.search(r"请|各|须|应", c.lead[-24:]),
    ),
)
