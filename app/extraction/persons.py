"""Who is named around a number or an address: before it, behind it, in its row."""

import re
from itertools import dropwhile

from app.extraction.contact_words import (
    ASIDE,
    ASK_WITH,
    ASKS_PERSON,
    BEHIND,
    EMAIL,
    FIELD,
    LABEL,
    LONGEST_UNIT,
    NO_NAME,
    OFFICE_ASIDE,
    ONLY_PERSON,
    ONLY_UNIT,
    PLAIN_PURPOSES,
    PURPOSE,
    REACH,
    RUN_ON,
    SENDS,
    SPLIT,
    TURN_TO,
    UNIT,
    UNIT_AND_PERSON,
    WITH_ADDRESS,
)
from app.extraction.lines import MARKER
from app.extraction.names import is_name_like, merged, person
from app.extraction.normalise import Normalised

FAR = 3 * REACH
_WHOLE_NAME = 3
_BRACKETED = re.compile(r"\([^()]{1,16}\)")


class Persons:
    """Finds the people one text names; blanks that were dropped from it part their names."""

    def __init__(self, page: Normalised) -> None:
        self.page = page
        self.rare: set[str] = set()

    def behind(self, end: int) -> list[str]:
        """「0551-62600000（王老师）」: the name behind the number."""
        behind = BEHIND.match(self.page.text, end)
        if not behind:
            return []
        if behind["office"]:
            return [behind["office"]]
        group = next(name for name in ("bracketed", "titled", "listed", "last", "plain") if behind[name])
        return [name for word in self._words(behind[group], behind.end(group)) if (name := person(word))]

    def before(self, before: str, at: int) -> list[str]:
        """The people, else the office, that the words before a number at `at` name."""
        if (asked := ASK_WITH.search(_BRACKETED.sub("", before))) and (names := self._people(asked["name"], at)):
            return names
        if asked and UNIT.search(asked["name"]):
            return [asked["name"]]
        if office := OFFICE_ASIDE.search(before):
            return [office["unit"] or office["place"]]
        return self._labelled(before, at) or self._nearest(before, at)

    def in_row(self, before: str, at: int) -> list[str]:
        """「产业处　汪老师　b@example.cn」: who heads the row of an address that nothing is sent to."""
        row = before.rpartition("\n")[2]
        return [] if row == before or SENDS.search(row) else self._people(row, at)

    def alone_behind(self, end: int) -> list[str]:
        """「……发到a@example.cn。联系人：何静」, and no number of that person."""
        alone = ONLY_PERSON.match(self.page.text, end)
        name = (alone["name"] or alone["to"]) if alone else ""
        return [name] if person(name) else []

    def _labelled(self, before: str, at: int) -> list[str]:
        """The people behind the last 「联系人：」."""
        label = list(ASKS_PERSON.finditer(before))
        if not label:
            return []
        listed = before[label[-1].end() :].lstrip("\n")
        first = FIELD.split(listed.partition("\n")[0])[0]
        people = self._people(listed, at) or self._people(first, at) or self._people(RUN_ON.sub(",", first), at)
        return people or _glued(first) or self._rare(first, at) or self._rare(RUN_ON.sub(",", first), at)

    def are_people(self, names: list[str]) -> bool:
        """Whether one of these is a person's name, a rare one included."""
        return any(person(name) or name in self.rare for name in names)

    def _rare(self, first: str, at: int) -> list[str]:
        """「联系人：职教处 镇伟」: behind label and office, a word as long as a name is one whatever the surname."""
        words = list(dropwhile(UNIT.search, self._words(first, at)))
        mixed = UNIT_AND_PERSON.match(words[0]) if words else None
        if mixed and len(mixed["unit"]) > _WHOLE_NAME and _may_be_name(mixed["name"]):
            return [mixed["name"]]
        return words[:1] if words and _may_be_name(words[0]) else []

    def _nearest(self, before: str, at: int) -> list[str]:
        """The people, else the office, of the clause nearest to the number."""
        for part in reversed(re.split(r"[。;\n]", before)):
            if names := self._people(part, at):
                return names
            if ":" in part and (office := _unit(part.rpartition(":")[2])):
                return office
            if MARKER.match(part) or _names_purpose(part):
                return []
            if part.strip(" ,:()\t") and not LABEL.fullmatch(part.strip(" ,:()\t")):
                return _unit(part)
        return []

    def _people(self, part: str, at: int) -> list[str]:
        """The people named at the end of `part`; gaps that were spaces in the source part names."""
        people: list[str] = []
        words = self._words(part, at)
        bare = [LABEL.sub("", word) for word in words]
        for place, word in enumerate(bare):
            mixed = UNIT_AND_PERSON.match(word)
            name = person(word) or (mixed and person(mixed["name"])) or self._beside(bare, place)
            if name:
                people.append(name)
            elif word and not (NO_NAME.fullmatch(word) or UNIT.search(word)):
                people = []
        return people

    def _beside(self, words: list[str], place: int) -> str | None:
        """「指导处　郇立」「来毅　蒯文」「植保科仰慧琴」: a word behind an office or beside a person, any surname."""
        is_last = not any(words[place + 1 :])
        mixed = UNIT_AND_PERSON.match(words[place]) if is_last else None
        if mixed and len(mixed["name"]) == _WHOLE_NAME and _may_be_name(mixed["name"]):
            self.rare.add(mixed["name"])
            return mixed["name"]
        word, around = words[place], [words[at] for at in (place - 1, place + 1) if 0 <= at < len(words)]
        before = words[place - 1] if place else ""
        is_behind_office = len(before) > 2 and UNIT.search(before) is not None and is_last
        if not _may_be_name(word) or NO_NAME.fullmatch(word):
            return None
        if not (is_behind_office or any(map(person, around))):
            return None
        self.rare.add(word)
        return word

    def _words(self, part: str, at: int) -> list[str]:
        """The words of `part`, which ends somewhere before `at`, also parted where blanks were dropped."""
        start = self.page.text.rfind(part, max(0, at - FAR - 2), at) if at else -1
        if start < 0:
            return [word for word in SPLIT.split(part) if word]
        spaced = "".join(char + " " * self.page.gap_after(start + i) for i, char in enumerate(part))
        told = ASIDE.sub(lambda aside: aside.group() if person(aside["said"]) else ",", spaced)
        return merged([word for word in SPLIT.split(told) if word])


def _may_be_name(word: str) -> bool:
    """Whether a word is as long as a name and no office's; what stands around it must say the rest."""
    return is_name_like(word) and not UNIT.search(word)


def addressed(before: str) -> list[str]:
    """「发送至校工会王老师邮箱，联系电话：」: who is named with a form of address, though not as 联系人."""
    told = WITH_ADDRESS.search(EMAIL.sub("", before))
    words = (told["name"][-size:] for size in range(5, 2, -1)) if told else ()
    return [name for word in words if (name := person(word))][:1]


def _glued(first: str) -> list[str]:
    """「王建国宣传推广处」 behind the label: a name of three characters, else of two, and the office it belongs to."""
    for size in (3, 2):
        if person(first[:size]) and ONLY_UNIT.fullmatch(first[size:]):
            return [first[:size]]
    return []


def _names_purpose(part: str) -> bool:
    """「服务热线：」 says what a number is for; no name is looked for before it."""
    purpose = PURPOSE.findall(part)
    return bool(purpose) and purpose[-1] not in PLAIN_PURPOSES


def _unit(part: str) -> list[str]:
    words = [LABEL.sub("", word) or word for word in re.split(r"[,:()、\t]", part) if word]
    word = TURN_TO.sub("", words[-1]) if words else ""
    if len(words) > 1 and LABEL.fullmatch(word):
        word = words[-2]
    return [word] if len(word) <= LONGEST_UNIT and UNIT.search(word) else []
