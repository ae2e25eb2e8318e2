"""Whom to ask: names, telephone numbers and e-mail addresses as they stand together in the text."""

import re
from dataclasses import dataclass, field

from app.extraction.contact_words import (
    ADDRESS_LINE,
    ASK_WITH,
    ASKS_PERSON,
    BEHIND,
    EMAIL,
    FAX,
    FIELD_LABELS,
    FOLLOWS,
    KIND_OF_NUMBER,
    LABEL,
    NUMBER,
    OFFICE,
    OFFICE_AND_PURPOSE,
    OFFICE_ASIDE,
    OTHER_NUMBER,
    PLAIN_PURPOSES,
    PURPOSE,
    REACH,
    SENDS,
    UNIT_AND_PERSON,
    address_in,
)
from app.extraction.dialling import Dialling, is_day
from app.extraction.names import has_title, person
from app.extraction.normalise import Normalised
from app.extraction.persons import FAR, Persons, addressed

_PLACE_LINE = re.compile(
    r"(?<=\n)[^,。;:\n]{0,6}(?:地址|邮编|邮政编码):[^\n]*\n"
    r"|(?:邮编|邮政编码):?\d{6}[,;]?|(?:办公|联系)(?:地点|地址|室):[^,。;:\n]{1,30}?(?=(?:联系|办公|咨询)?(?:电话|方式)|手机|\n|$)"
)
# 「联系人：周洁、吴晓；电话：62510001（周）、62510002（吴）」
_SURNAME = re.compile(r"\((?P<name>[\u4e00-\u9fff])\)")


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
    for contact in reader.found:
        contact.name = _as_written(page, contact)
    return reader.found


class _Reader:
    """Goes through numbers and addresses, the names in scope kept between them."""

    def __init__(self, page: Normalised) -> None:
        self.page = page
        self.persons = Persons(page)
        self.found: list[Found] = []
        self.current: list[Found] = []
        self.end = 0
        self.behind = 0
        self.pending: list[str] = []
        self.dialling = Dialling()
        self.is_fax = False

    def phone(self, match: re.Match[str]) -> None:
        text = self.page.text
        before = self._before(match)
        gap = len(before) if self.behind and self.behind == self.end else match.start() - self.end
        near = self.end > 0 and gap <= 3 and not re.search(r"[\n。;]", before)
        if OTHER_NUMBER.search(before) or not self._is_telephone(match, before, near=near):
            return
        announced = FAX.search(before) and "电话" not in before[-8:].replace("传真电话", "")
        self.is_fax = bool(announced or (self.is_fax and near and before.strip(",、或") == ""))
        is_only = bool(ASKS_PERSON.search(before) and self.persons.before(before, match.start()))
        if self.is_fax or (text.startswith("(传真)", match.end()) and not is_only):
            self.end = match.end()
            return
        if "\n" in before:
            self.pending = []
        self._meet(before, match.start(), match.end())
        number = self.dialling.number(match, near=near, is_beside="\n" not in before)
        numbers = [number, *([number[:-4] + match["other"]] if match["other"] and match["local"] else [])]
        mark = _SURNAME.match(text, match.end())
        meant = [contact for contact in self.current if mark and contact.name.startswith(mark["name"])]
        for contact in meant or self.current:
            contact.phones += [each for each in numbers if each not in contact.phones]
        self.end = mark.end() if mark and meant else match.end()

    def email(self, match: re.Match[str]) -> None:
        before = self._before(match)
        in_row = self.persons.in_row(before, match.start())
        if ASKS_PERSON.search(before) or in_row or (not self.current and _introduces(before)):
            self._meet(before, match.start(), match.end())
        elif not self.current and (alone := self.persons.alone_behind(match.end())):
            self._make_current(alone, match.start())
            self.behind = match.end()
        elif not self.current and not SENDS.search(before) and re.search(r"(?:邮箱|信箱|邮件|mail):?$", before):
            self.pending.append(address_in(match))
            self.end = match.end()
            return
        elif (
            not self.current
            or SENDS.search(before)
            or match.start() - self.end > 40
            or re.search("。(?!.{0,4}邮箱)", before)
        ):
            return
        for contact in self.current:
            contact.emails.append(address_in(match))
        self.end = match.end()

    def _before(self, match: re.Match[str]) -> str:
        """The words between two numbers, without lines of an address and the name the first number took."""
        words = self.page.text[max(self.end, match.start() - FAR) : match.start()]
        if self.behind and self.behind == self.end and (taken := BEHIND.match(words)):
            words = words[taken.end() :]
        return KIND_OF_NUMBER.sub("", _PLACE_LINE.sub("", words))[-REACH:]

    def _is_telephone(self, match: re.Match[str], before: str, *, near: bool) -> bool:
        """Whether a number is one to call: it has an area code, or stands where one is expected."""
        at, text = match.start(), self.page.text
        if match["short"] and text[at - 1] == "(":
            return text[at - 2].isdigit() or self.persons.are_people(self.persons.before(before[:-1], at))
        if not match["local"] or match["area"] or match["bracketed"] or match["abroad"]:
            return True
        follows = self.end > 0 and at - self.end <= FOLLOWS and "。" not in before
        is_known = near or self._is_expected(before) or (follows and bool(self.persons.before(before, at)))
        return is_known and match.group()[0] != "1" and not is_day(text, match)

    def _is_expected(self, before: str) -> bool:
        """Whether a number without area code stands where a telephone number is announced."""
        tail = before[-16:]
        alone = re.split(r"[\n。;\t:,(]", before.rstrip("\t:,("))[-1].strip(" ,:()")
        mixed = UNIT_AND_PERSON.match(alone)
        if person(alone) or (mixed and person(mixed["name"])) or ASK_WITH.search(before):
            return True
        if re.search(
            r"\d{2,4}室[,、]?$|[\u4e00-\u9fff](?:(?:[科处室部办股组局学校院馆站所]|中心):|[科处室])$", tail
        ) or OFFICE_ASIDE.search(before):
            return True
        announced = r"(?:电话|手机|Tel|TEL|座机|联系方式|热线|咨询|支持|拨打|致电)[^\d。;\n]{0,8}$"
        return bool(re.search(announced, tail)) or bool(
            ASKS_PERSON.search(before.rpartition("\n")[2])
            or (ASKS_PERSON.search(before) and self.persons.before(before, 0))
        )

    def _meet(self, before: str, at: int, match_end: int) -> None:
        """Make current the people named between the last number and this one, if any are."""
        names = self.persons.before(before, at)
        if not self.persons.are_people(names):
            names = addressed(before) or self._named_behind(names, match_end)
        if not names:
            purpose = PURPOSE.findall(before)
            is_other = bool(purpose) and purpose[-1] not in PLAIN_PURPOSES
            behind = self.persons.behind(match_end)
            office = OFFICE.search(before) or OFFICE_AND_PURPOSE.search(before)
            goes_on = not (is_other or office) and _is_continuation(before)
            if self.current and goes_on and not (behind and self.behind):
                self._rename(behind)
                return
            said = purpose[-1] if purpose and purpose[-1] not in FIELD_LABELS else "联系电话"
            unnamed = office["unit"] if office else said
            self.behind = match_end if behind and "联系人" not in self.page.text[match_end : match_end + REACH] else 0
            names = behind or addressed(before) or [unnamed]
        self._make_current(names, at)

    def _named_behind(self, names: list[str], end: int) -> list[str]:
        """「教务咨询：0518-85870001 鞠老师」: who has a form of address behind the number, rather than the office."""
        behind = self.persons.behind(end) if names else []
        if not any(map(has_title, behind)):
            return names
        self.behind = end
        return behind

    def _rename(self, behind: list[str]) -> None:
        """「0898-66520001，13876500002（符老师、吉老师）」: both numbers are theirs who stand behind the last."""
        if not behind or len(self.current) != 1 or self.persons.are_people([self.current[0].name]):
            return
        unnamed = self.found.pop()
        self._make_current(behind, unnamed.start)
        for contact in self.current:
            contact.phones, contact.emails = list(unnamed.phones), list(unnamed.emails)

    def _make_current(self, names: list[str], at: int) -> None:
        self.current = [Found(name, at, emails=list(self.pending)) for name in names]
        self.pending = []
        self.found += self.current


def _as_written(page: Normalised, contact: Found) -> str:
    """The name in the characters of the notice: a traditional one stays so."""
    first = max(0, contact.start - FAR)
    at = page.text.rfind(contact.name, first, contact.start)
    at = at if at >= 0 else page.text.find(contact.name, contact.start, contact.start + FAR)
    return "".join(page.source[page.origins[at + i]] for i in range(len(contact.name))) if at >= 0 else contact.name


def _introduces(before: str) -> bool:
    """Whether an address begins a contact of its own: 「咨询邮箱：」, 「王老师处，电子版发送到」."""
    return re.search(r"(?:咨询|联系)(?:电子)?邮箱:?$", before) is not None or bool(addressed(before))


def _is_continuation(before: str) -> bool:
    rest = LABEL.sub("", ADDRESS_LINE.sub("", before))
    return not re.search(r"[^\s,;:、/()和或及\n\t.]", rest)
