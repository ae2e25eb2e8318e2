"""The words that stand around names, telephone numbers and e-mail addresses in notices."""

import re

NUMBER = re.compile(
    r"(?<![\d.@A-Za-z])(?:\+?86-?(?=1[3-9]|\d{2,3}-))?"
    r"(?:(?P<mobile>1[3-9]\d[- ]?\d{4}[- ]?\d{4})|(?P<service>[48]00-?\d{3,4}-?\d{3,4}|[48]00\d-\d{3}-\d{3})"
    r"|(?:\((?P<bracketed>0?\d{2,3})\)-?|(?P<area>0(?:10|2\d)(?=\d{8}(?!\d))|0\d{2,3})(?:-{1,2}| |/)?"
    r"|(?P<abroad>(?<=86-)\d{2,3})-)?"
    r"(?P<local>[1-9]\d{6,7}|[1-9]\d{2,3} \d{4})"
    r"|(?:(?<=电话)|(?<=电话:)|(?<=内线)|(?<=内线:)|(?<=热线:))(?P<short>\d{9}|\d{4,6})(?!\d|-))"
    r"(?![\d@])(?:(?:转分机|分机号?|转|-{1,2}|,?ext\.?)(?P<extension>\d{1,6})(?!\d))?"
    # 「010-66097867/7837」: two numbers of one exchange
    r"(?:/(?P<other>\d{4})(?!\d|-))?"
)
EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63} ?@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,10}")


def address_in(match: re.Match[str]) -> str:
    """The e-mail address of a match, without the blank that slipped in before its @."""
    return match.group().replace(" ", "")


ASKS_PERSON = re.compile(
    r"(?:联系人|联络人|联络员|联系老师|咨询人|负责人|经办人|接收人|收件人|联系同志|工作人员|咨询老师)(?:(?:及?[^,。;:\n\t]{0,10})?:|(?=\n))"
)
# 「请与教研科闫梅联系（电话：…）」
ASK_WITH = re.compile(
    r"(?:与|联系|咨询)(?P<name>[^,。;:()]{2,16}?)(?:同志)?(?:联系|咨询)?(?:[(,](?:联系|咨询)?(?:电话|手机)(?:号码)?:?|\()$"
)
LABEL = re.compile(
    r"(?:[^,。;:、\n\t()]{0,16}?)(?:联系人|联络人|联络员|联系方式|联系电话|咨询电话|服务电话|办公电话|联系老师|咨询人|负责人|经办人|监督电话|举报电话|值班电话|热线|热线电话|固定电话|座机|电话号码|电话|手机号?码?|手机|电邮"
    r"|电子邮箱|电子邮件|电子信箱|邮箱地址|邮箱|信箱|E-?mail|e-?mail|Email|Tel|TEL|微信)(?:及|和|与|/|、)?(?:联系)?(?:电话|方式|手机|传真|邮箱)?(?:同微信)?"
)
PURPOSE = re.compile(
    r"(?:(?:政策|业务|技术|申报|项目|系统|平台|报名|会务)?(?:支持|咨询|服务|监督|举报|联系|值班|办公|投诉)?(?:电话|热线|(?<=咨询)邮箱|(?<=联系)邮箱)|(?:平台|系统)?技术支持)"
)
OFFICE = re.compile(r"(?:^|[,。;:\s])(?P<unit>[\u4e00-\u9fff]{2,8}[部处科室办])(?:联系|咨询)?电话:?$")
# 「联系市科技局转化科（6786622）」
OFFICE_ASIDE = re.compile(r"联系(?P<unit>[^,。;]{2,20}[科处室部办股组])\($")
# 「……发到邮箱（…）。联系人：王伟」 and no number behind
ONLY_PERSON = re.compile(
    r"[,。;\n]{0,2}联[系络]人:(?P<name>[\u4e00-\u9fff]{2,6})(?=[。\n]|$)(?!。?\n?[^\n。]{0,8}(?:电话|手机|方式|\d{7}))"
)
PLAIN_PURPOSES = frozenset({"电话", "联系电话", "办公电话", "热线", "联系邮箱"})
FIELD_LABELS = frozenset({"电话", "联系电话", "办公电话"})
BEHIND = re.compile(
    r"\((?P<bracketed>[\u4e00-\u9fff]{2,4})\)|,?(?P<titled>[\u4e00-\u9fff]{1,3}(?:老师|主任|处长|科长|同志|经理))"
    r"|(?:[,、;][\d-]{7,13}){0,3}(?:[,;]|\n(?=联系人:[^:\n]{2,20}(?:\n(?!.{0,4}(?:电话|手机|方式))|$))|(?=联系人:[^:]{2,8}(?:$|[。\n])))联系人:(?P<listed>[\u4e00-\u9fff、/]{2,20})"
    r"|(?P<plain>[\u4e00-\u9fff]{2,3})(?=[,。;)\n]|$)"
)
FAX = re.compile(r"传真(?:号码)?[:()至到]{0,2}$")
WITH_ADDRESS = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,6}(?:老师|同志|处长|科长|主任))(?:[^。;\n\d]{0,20}|处[^。;\n]{0,44})$"
)
# 「联系人：张三联系电话：」 without a mark between
RUN_ON = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?=(?:联系|办公|固定)?(?:电话|手机|方式|邮箱))")
# 「联系人：毕升，地址：……，电话：」: what may stand between a name and its number
FIELD = re.compile(r"[,;、(](?=[^,;:]{0,4}(?:地点|地址|邮编|邮政编码|QQ|微信|传真|房间|邮箱)[^,;:]{0,4}:)")
# 「潘亮（项目申报）0571-…」: a remark behind a name, no name itself
ASIDE = re.compile(r"\((?P<said>[^()\d]{2,14})\)")
ADDRESS_LINE = re.compile(r"(?:邮编|邮政编码|地址|通讯地址|传真|QQ):[^\n]*")
OTHER_NUMBER = re.compile(
    r"(?:(?<!电话及)QQ群?号?|群号|微信群|账号|帐号|编号|邮编|邮政编码|代码|证号|统一社会信用代码|税号|密码|会议号|会议ID|ID|群)[^,。;\n\t]{0,6}$"
)
SENDS = re.compile(
    r"(?:发送?至|发到|报送?至|投至|寄至|传至|反馈至|提交至|发送|报送|提交|发|报|投稿|回复)[^,。;\n]{0,30}$"
)
UNIT = re.compile(
    r"(?:[科处室部司办局院会组厅心校队所站]|公司|热线|平台|客服|技术支持|支持|服务|咨询|教务|秘书处|系统|公室)$"
)
UNIT_AND_PERSON = re.compile(r"(?P<unit>.{1,20}[科处室部司办局院会组厅心校队所站])(?P<name>[\u4e00-\u9fff]{2,3})$")
NO_NAME = re.compile(
    r"(?:内线|分机|办公|联系|固定|移动)?(?:电话|传真|手机|座机|邮箱|微信|钉钉|[粤浙]政[易钉]|同[号名]|号码|及|与)*"
)
SPLIT = re.compile(r"[,。;\n\t:()、/及 ]|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})")
REACH, FOLLOWS = 60, 24
LONGEST_UNIT = 20
