"""Whom to ask: names, telephone numbers and e-mail addresses as they stand together in the text."""

import re
from dataclasses import dataclass, field

from app.extraction.contact_words import (
    ADDRESS_LINE,
    ASIDE,
    ASK_WITH,
    ASKS_PERSON,
    BEHIND,
    EMAIL,
    FAX,
    FIELD,
    FIELD_LABELS,
    FOLLOWS,
    LABEL,
    LONGEST_UNIT,
    NO_NAME,
    NUMBER,
    OFFICE,
    OTHER_NUMBER,
    PLAIN_PURPOSES,
    PURPOSE,
    REACH,
    RUN_ON,
    SENDS,
    SPLIT,
    UNIT,
    UNIT_AND_PERSON,
    WITH_ADDRESS,
)
from app.extraction.lines import MARKER
from app.extraction.names import merged, person
from app.extraction.normalise import Normalised

_FAR = 3 * REACH
_PLACE_LINE = re.compile(r"(?<=\n)[^,。;:\n]{0,6}(?:地址|邮编|邮政编码):[^\n]*\n")


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
    tokens = [*NUMBER.finditer(page.text), *EMAIL.finditer(page.text)]
    for token in sorted(tokens, key=lambda match: match.start()):
        if token.re is EMAIL:
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
        self.behind = 0
        self.pending: list[str] = []
        self.area = ""
        self.is_fax = False

    def phone(self, match: re.Match[str]) -> None:
        text = self.page.text
        before = self._before(match)
        near = self.end > 0 and match.start() - self.end <= 3 and not re.search(r"[\n。;]", before)
        follows = self.end > 0 and match.start() - self.end <= FOLLOWS and "。" not in before
        is_bare = match["local"] and not (match["area"] or match["bracketed"] or match["abroad"])
        is_known = near or self._is_expected(before) or (follows and bool(self._names(before, match.start())))
        if OTHER_NUMBER.search(before) or (is_bare and not (is_known and match["local"][0] != "1")):
            return
        announced = FAX.search(before) and "电话" not in before[-8:]
        self.is_fax = bool(announced or (self.is_fax and near and before.strip(",、或") == ""))
        is_only = bool(ASKS_PERSON.search(before) and self._names(before, match.start()))
        if self.is_fax or (text.startswith("(传真)", match.end()) and not is_only):
            self.end = match.end()
            return
        if "\n" in before:
            self.pending = []
        self._meet(before, match.start(), match.end())
        number = self._dialled(match, near)
        numbers = [number, *([number[:-4] + match["other"]] if match["other"] and match["local"] else [])]
        for contact in self.current:
            contact.phones += [each for each in numbers if each not in contact.phones]
        self.end = match.end()

    def email(self, match: re.Match[str]) -> None:
        before = self._before(match)
        if ASKS_PERSON.search(before) or (not self.current and _introduces(before)):
            self._meet(before, match.start(), match.end())
        elif not self.current and not SENDS.search(before) and re.search(r"(?:邮箱|信箱|邮件|mail):?$", before):
            self.pending.append(match.group())
            return
        elif (
            not self.current
            or SENDS.search(before)
            or match.start() - self.end > 40
            or re.search("。(?!.{0,4}邮箱)", before)
        ):
            return
        for contact in self.current:
            contact.emails.append(match.group())
        self.end = match.end()

    def _before(self, match: re.Match[str]) -> str:
        """The words between two numbers, without lines of an address and the name the first number took."""
        words = self.page.text[max(self.end, match.start() - _FAR) : match.start()]
        if self.behind and self.behind == self.end and (taken := BEHIND.match(words)):
            words = words[taken.end() :]
        return _PLACE_LINE.sub("", words)[-REACH:]

    def _is_expected(self, before: str) -> bool:
        """Whether a number without area code stands where a telephone number is announced."""
        tail = before[-16:]
        alone = re.split(r"[\n。;\t:,]", before.rstrip("\t:,"))[-1].strip(" ,:()")
        mixed = UNIT_AND_PERSON.match(alone)
        if person(alone) or (mixed and person(mixed["name"])):
            return True
        if re.search(r"[\u4e00-\u9fff][科处室部办股组局]:$", tail):
            return True
        return bool(re.search(r"(?:电话|手机|Tel|TEL|座机|联系方式|热线|咨询|支持)[^\d。;\n]{0,8}$", tail)) or bool(
            ASKS_PERSON.search(before) and self._names(before, 0)
        )

    def _meet(self, before: str, at: int, match_end: int) -> None:
        """Make current the people named between the last number and this one, if any are."""
        names = self._names(before, at)
        if not names:
            purpose = PURPOSE.findall(before)
            is_other = bool(purpose) and purpose[-1] not in PLAIN_PURPOSES
            behind = self._named_behind(match_end)
            if self.current and _is_continuation(before) and not is_other and not (behind and self.behind):
                return
            office = OFFICE.search(before)
            said = purpose[-1] if purpose and purpose[-1] not in FIELD_LABELS else "联系电话"
            unnamed = office["unit"] if office else said
            self.behind = match_end if behind and "联系人" not in self.page.text[match_end : match_end + REACH] else 0
            names = behind or _addressed(before) or [unnamed]
        self.current = [Found(name, at, emails=list(self.pending)) for name in names]
        self.pending = []
        self.found += self.current

    def _named_behind(self, end: int) -> list[str]:
        """「0551-62600000（王老师）」: the name behind the number."""
        behind = BEHIND.match(self.page.text, end)
        if not behind:
            return []
        words = behind["bracketed"] or behind["titled"] or behind["listed"] or behind["plain"]
        return [name for word in SPLIT.split(words) if (name := person(word))]

    def _names(self, before: str, at: int) -> list[str]:
        if (asked := ASK_WITH.search(before)) and (names := self._people(asked["name"], at)):
            return names
        if label := list(ASKS_PERSON.finditer(before)):
            listed = before[label[-1].end() :].lstrip("\n")
            first = FIELD.split(listed.partition("\n")[0])[0]
            if names := self._people(listed, at) or self._people(first, at) or self._people(RUN_ON.sub(",", first), at):
                return names
        for part in reversed(re.split(r"[。;\n]", before)):
            if names := self._people(part, at):
                return names
            if MARKER.match(part) or _names_purpose(part):
                return []
            if part.strip(" ,:()\t") and not LABEL.fullmatch(part.strip(" ,:()\t")):
                return _unit(part)
        return []

    def _people(self, part: str, at: int) -> list[str]:
        """The people named at the end of `part`; gaps that were spaces in the source part names."""
        people: list[str] = []
        for word in self._words(part, at):
            bare = LABEL.sub("", word)
            mixed = UNIT_AND_PERSON.match(bare)
            name = person(bare) or (mixed and person(mixed["name"]))
            if name:
                people.append(name)
            elif bare and not NO_NAME.fullmatch(bare):
                people = []
        return people

    def _words(self, part: str, at: int) -> list[str]:
        """The words of `part`, which ends somewhere before `at`, also parted where blanks were dropped."""
        start = self.page.text.rfind(part, max(0, at - _FAR - 2), at) if at else -1
        if start < 0:
            return [word for word in SPLIT.split(part) if word]
        spaced = "".join(char + " " * self.page.gap_after(start + i) for i, char in enumerate(part))
        told = ASIDE.sub(lambda aside: aside.group() if person(aside["said"]) else ",", spaced)
        return merged([word for word in SPLIT.split(told) if word])

    def _dialled(self, match: re.Match[str], near: bool) -> str:
        """The number as it is dialled: 010-66097867, 13800000000, 010-65265376转821."""
        extension = f"转{match['extension']}" if match["extension"] else ""
        if match["mobile"]:
            return re.sub(r"[- ]", "", match["mobile"])
        local = (match["local"] or "").replace(" ", "")
        if match["service"] or match["short"]:
            return (match["service"] or match["short"]) + extension
        area = match["bracketed"] or match["area"] or match["abroad"]
        area = "0" + area if area and not area.startswith("0") else area
        self.area = area or (self.area if near else "")
        return f"{self.area}-{local}{extension}" if self.area else local + extension


def _introduces(before: str) -> bool:
    """Whether an address begins a contact of its own: 「咨询邮箱：」, 「王老师处，电子版发送到」."""
    return re.search(r"(?:咨询|联系)(?:电子)?邮箱:?$", before) is not None or bool(_addressed(before))


def _addressed(before: str) -> list[str]:
    """「发送至校工会王老师邮箱，联系电话：」: who is named with a form of address, though not as 联系人."""
    told = WITH_ADDRESS.search(EMAIL.sub("", before))
    words = (told["name"][-size:] for size in range(5, 2, -1)) if told else ()
    return [name for word in words if (name := person(word))][:1]


def _names_purpose(part: str) -> bool:
    """「服务热线：」 says what a number is for; no name is looked for before it."""
    purpose = PURPOSE.findall(part)
    return bool(purpose) and purpose[-1] not in PLAIN_PURPOSES


def _is_continuation(before: str) -> bool:
    rest = LABEL.sub("", ADDRESS_LINE.sub("", before))
    return not re.search(r"[^\s,;:、/()和或及\n\t.]", rest)


def _unit(part: str) -> list[str]:
    words = [LABEL.sub("", word) or word for word in re.split(r"[,:()\t]", part) if word]
    word = words[-1] if words else ""
    if len(words) > 1 and LABEL.fullmatch(word):
        word = words[-2]
    return [word] if len(word) <= LONGEST_UNIT and UNIT.search(word) else []
