"""Whom to ask: names, telephone numbers and e-mail addresses as they stand together in the text."""

import re
from dataclasses import dataclass, field

from app.extraction.lines import MARKER
from app.extraction.names import person
from app.extraction.normalise import Normalised

_NUMBER = re.compile(
    r"(?<![\d.@A-Za-z])(?:\+?86-?(?=1[3-9]|\d{2,3}-))?"
    r"(?:(?P<mobile>1[3-9]\d[- ]?\d{4}[- ]?\d{4})|(?P<service>[48]00-?\d{3,4}-?\d{3,4}|[48]00\d-\d{3}-\d{3})"
    r"|(?:\((?P<bracketed>0?\d{2,3})\)-?|(?P<area>0\d{2,3})(?:-{1,2}| |/)?|(?P<abroad>(?<=86-)\d{2,3})-)?"
    r"(?P<local>[1-9]\d{6,7})|(?:(?<=电话)|(?<=电话:)|(?<=内线)|(?<=内线:)|(?<=热线:))(?P<short>\d{4,6})(?!\d|-))"
    r"(?![\d@])(?:(?:转分机|分机号?|转|-{1,2}|,?ext\.?)(?P<extension>\d{1,6})(?!\d))?"
)
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,10}")
_ASKS_PERSON = re.compile(
    r"(?:联系人|联络人|联络员|联系老师|咨询人|负责人|经办人|接收人|收件人|联系同志|工作人员|咨询老师)(?:及?[^,。;:\n\t]{0,10})?[:]"
)
# 「请与教研科闫梅联系（电话：…）」
_ASK_WITH = re.compile(r"(?:与|联系|咨询)(?P<name>[^,。;:()]{2,16}?)(?:同志)?(?:联系|咨询)?[(,](?:联系|咨询)?电话:?$")
_LABEL = re.compile(
    r"(?:[^,。;:、\n\t()]{0,8}?)(?:联系人|联络人|联络员|联系方式|联系电话|咨询电话|服务电话|办公电话|联系老师|咨询人|负责人|经办人|监督电话|举报电话|值班电话|热线|热线电话|固定电话|座机|电话号码|电话|手机号?码?|手机|电邮"
    r"|电子邮箱|电子邮件|电子信箱|邮箱地址|邮箱|信箱|E-?mail|e-?mail|Email|Tel|TEL|微信)(?:及|和|与|/|、)?(?:联系)?(?:电话|方式|手机|传真|邮箱)?(?:同微信)?"
)
_PURPOSE = re.compile(
    r"(?:(?:政策|业务|技术|申报|项目|系统|平台|报名|会务)?(?:支持|咨询|服务|监督|举报|联系|值班|办公|投诉)?(?:电话|热线|(?<=咨询)邮箱|(?<=联系)邮箱)|(?:平台|系统)?技术支持)"
)
_OFFICE = re.compile(r"(?:^|[,。;:\s])(?P<unit>[\u4e00-\u9fff]{2,8}[部处科室办])(?:联系|咨询)?电话:?$")
_PLAIN_PURPOSES = frozenset({"电话", "联系电话", "办公电话", "热线", "联系邮箱"})
_FIELD_LABELS = frozenset({"电话", "联系电话", "办公电话"})
_BEHIND = re.compile(
    r"\((?P<bracketed>[\u4e00-\u9fff]{2,4})\)|,?(?P<titled>[\u4e00-\u9fff]{1,3}(?:老师|主任|处长|科长|同志|经理))"
    r"|(?:[,、;][\d-]{7,13}){0,3}[,;]联系人:(?P<listed>[\u4e00-\u9fff、]{2,20})"
)
_FAX = re.compile(r"传真(?:号码)?[:()至到]{0,2}$")
_WITH_ADDRESS = re.compile(r"(?P<name>[\u4e00-\u9fff]{1,6}(?:老师|同志|处长|科长|主任))[^。;\n\d]{0,20}$")
_ADDRESS_LINE = re.compile(r"(?:邮编|邮政编码|地址|通讯地址|传真|QQ):[^\n]*")
_OTHER_NUMBER = re.compile(
    r"(?:QQ群?号?|群号|微信群|账号|帐号|编号|邮编|邮政编码|代码|证号|统一社会信用代码|税号|密码|会议号|会议ID|ID|群)[^,。;\n\t]{0,6}$"
)
_SENDS = re.compile(
    r"(?:发送?至|发到|报送?至|投至|寄至|传至|反馈至|提交至|发送|报送|提交|发|报|投稿|回复)[^,。;\n]{0,30}$"
)
_UNIT = re.compile(
    r"(?:[科处室部司办局院会组厅心校队所站]|公司|热线|平台|客服|技术支持|支持|服务|咨询|教务|秘书处|系统|公室)$"
)
_UNIT_AND_PERSON = re.compile(r"(?P<unit>.{1,20}[科处室部司办局院会组厅心校队所站])(?P<name>[\u4e00-\u9fff]{2,3})$")
_NO_NAME = re.compile(
    r"(?:内线|分机|办公|联系|固定|移动)?(?:电话|传真|手机|座机|邮箱|微信|钉钉|[粤浙]政[易钉]|同[号名]|号码|及|与)*"
)
_SPLIT = re.compile(r"[,。;\n\t:()、/和及 ]")
_REACH, _FOLLOWS = 60, 24
_LONGEST_UNIT = 20


@dataclass(slots=True)
class Found:
    """A contact where it stands in the normalised text."""

    name: str
    start: int
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)


def contacts_of(page: Normalised) -> list[Found]:
    """Every contact of the text, in order; two people with one number are two contacts."""
    reader = _Reader(page)
    tokens = [*_NUMBER.finditer(page.text), *_EMAIL.finditer(page.text)]
    for token in sorted(tokens, key=lambda match: match.start()):
        if token.re is _EMAIL:
            reader.email(token)
        else:
            reader.phone(token)
    return reader.found


class _Reader:
    """Goes through numbers and addresses, the names in scope kept between them."""

    def __init__(self, page: Normalised) -> None:
        self.page = page
        self.found: list[Found] = []
        self.current: list[Found] = []
        self.end = 0
        self.pending: list[str] = []
        self.area = ""

    def phone(self, match: re.Match[str]) -> None:
        text = self.page.text
        before = text[max(self.end, match.start() - _REACH) : match.start()]
        near = self.end > 0 and match.start() - self.end <= 3 and not re.search(r"[\n。;]", before)
        follows = self.end > 0 and match.start() - self.end <= _FOLLOWS and "。" not in before
        is_bare = match["local"] and not (match["area"] or match["bracketed"] or match["abroad"])
        is_known = near or self._is_expected(before) or (follows and bool(self._names(before, match.start())))
        if _OTHER_NUMBER.search(before) or (is_bare and not (is_known and match["local"][0] != "1")):
            return
        if _FAX.search(before) and "电话" not in before[-8:]:
            self.end = match.end()
            return
        if "\n" in before:
            self.pending = []
        self._meet(before, match.start(), match.end())
        number = self._dialled(match, near)
        for contact in self.current:
            if number not in contact.phones:
                contact.phones.append(number)
        self.end = match.end()

    def email(self, match: re.Match[str]) -> None:
        before = self.page.text[max(self.end, match.start() - _REACH) : match.start()]
        if _ASKS_PERSON.search(before) or (not self.current and re.search(r"(?:咨询|联系)(?:电子)?邮箱:?$", before)):
            self._meet(before, match.start(), match.end())
        elif not self.current and not _SENDS.search(before) and re.search(r"(?:邮箱|信箱|邮件|mail):?$", before):
            self.pending.append(match.group())
            return
        elif (
            not self.current
            or _SENDS.search(before)
            or match.start() - self.end > 40
            or re.search("。(?!.{0,4}邮箱)", before)
        ):
            return
        for contact in self.current:
            contact.emails.append(match.group())
        self.end = match.end()

    def _is_expected(self, before: str) -> bool:
        """Whether a number without area code stands where a telephone number is announced."""
        tail = before[-16:]
        alone = re.split(r"[\n。;\t:,]", before.rstrip("\t:,"))[-1].strip(" ,:()")
        if person(alone):
            return True
        return bool(re.search(r"(?:电话|手机|Tel|TEL|座机|联系方式|热线|咨询|支持)[^\d。;\n]{0,8}$", tail)) or bool(
            _ASKS_PERSON.search(before) and self._names(before, 0)
        )

    def _meet(self, before: str, at: int, match_end: int) -> None:
        """Make current the people named between the last number and this one, if any are."""
        names = self._names(before, at)
        if not names:
            purpose = _PURPOSE.findall(before)
            is_other = bool(purpose) and purpose[-1] not in _PLAIN_PURPOSES
            if self.current and _is_continuation(before) and not is_other:
                return
            office = _OFFICE.search(before)
            said = purpose[-1] if purpose and purpose[-1] not in _FIELD_LABELS else "联系电话"
            unnamed = office["unit"] if office else said
            names = self._named_behind(match_end) or _addressed(before) or [unnamed]
        self.current = [Found(name, at, emails=list(self.pending)) for name in names]
        self.pending = []
        self.found += self.current

    def _named_behind(self, end: int) -> list[str]:
        """「0551-62600000（王老师）」: the name behind the number."""
        behind = _BEHIND.match(self.page.text, end)
        if not behind:
            return []
        words = behind["bracketed"] or behind["titled"] or behind["listed"]
        return [name for word in _SPLIT.split(words) if (name := person(word))]

    def _names(self, before: str, at: int) -> list[str]:
        if (asked := _ASK_WITH.search(before)) and (names := self._people(asked["name"], at)):
            return names
        if label := list(_ASKS_PERSON.finditer(before)):
            listed = before[label[-1].end() :].lstrip("\n")
            if names := self._people(listed, at) or self._people(listed.partition("\n")[0], at):
                return names
        for part in reversed(re.split(r"[。;\n]", before)):
            if names := self._people(part, at):
                return names
            if MARKER.match(part) or _names_purpose(part):
                return []
            if part.strip(" ,:()\t") and not _LABEL.fullmatch(part.strip(" ,:()\t")):
                return _unit(part)
        return []

    def _people(self, part: str, at: int) -> list[str]:
        """The people named at the end of `part`; gaps that were spaces in the source part names."""
        people: list[str] = []
        for word in self._words(part, at):
            bare = _LABEL.sub("", word)
            mixed = _UNIT_AND_PERSON.match(bare)
            name = person(bare) or (mixed and person(mixed["name"]))
            if name:
                people.append(name)
            elif bare and not _NO_NAME.fullmatch(bare):
                people = []
        return people

    def _words(self, part: str, at: int) -> list[str]:
        """The words of `part`, which ends somewhere before `at`, also parted where blanks were dropped."""
        start = self.page.text.rfind(part, max(0, at - _REACH - 2), at) if at else -1
        if start < 0:
            return [word for word in _SPLIT.split(part) if word]
        spaced = "".join(char + " " * self.page.gap_after(start + i) for i, char in enumerate(part))
        return _merged([word for word in _SPLIT.split(spaced) if word])

    def _dialled(self, match: re.Match[str], near: bool) -> str:
        """The number as it is dialled: 010-66097867, 13800000000, 010-65265376转821."""
        extension = f"转{match['extension']}" if match["extension"] else ""
        if match["mobile"]:
            return re.sub(r"[- ]", "", match["mobile"])
        if match["service"] or match["short"]:
            return (match["service"] or match["short"]) + extension
        area = match["bracketed"] or match["area"] or match["abroad"]
        area = "0" + area if area and not area.startswith("0") else area
        self.area = area or (self.area if near else "")
        return f"{self.area}-{match['local']}{extension}" if self.area else match["local"] + extension


def _addressed(before: str) -> list[str]:
    """「发送至校工会王老师邮箱，联系电话：」: who is named with a form of address, though not as 联系人."""
    told = _WITH_ADDRESS.search(before)
    words = (told["name"][-size:] for size in range(5, 2, -1)) if told else ()
    return [name for word in words if (name := person(word))][:1]


def _merged(words: list[str]) -> list[str]:
    """「张 三」 is one name written wide, 「张三 李四」 are two."""
    merged: list[str] = []
    for word in words:
        if len(word) == 1 and merged and (len(merged[-1]) == 1 or merged[-1][-1:] in "系人电"):
            merged[-1] += word
        else:
            merged.append(word)
    return merged


def _names_purpose(part: str) -> bool:
    """「服务热线：」 says what a number is for; no name is looked for before it."""
    purpose = _PURPOSE.findall(part)
    return bool(purpose) and purpose[-1] not in _PLAIN_PURPOSES


def _is_continuation(before: str) -> bool:
    rest = _LABEL.sub("", _ADDRESS_LINE.sub("", before))
    return not re.search(r"[^\s,;:、/()和或及\n\t.]", rest)


def _unit(part: str) -> list[str]:
    words = [_LABEL.sub("", word) or word for word in re.split(r"[,:()\t]", part) if word]
    word = words[-1] if words else ""
    if len(words) > 1 and _LABEL.fullmatch(word):
        word = words[-2]
    return [word] if len(word) <= _LONGEST_UNIT and _UNIT.search(word) else []
