"""Which contacts, channels and words belong to an item: its own lines, else the lines that belong to no task."""

from collections import defaultdict
from dataclasses import dataclass, field

from app.extraction.channels import channels_in
from app.extraction.contacts import Found
from app.extraction.items import Block
from app.schemas.document import Channel, Contact

_LONGEST = 4000
_MOST_CONTACTS = 40


@dataclass(slots=True)
class _Lines:
    text: str = ""
    contacts: list[Found] = field(default_factory=list)


class Scopes:
    """The lines and contacts of a notice, by item."""

    def __init__(self, text: str, blocks: list[Block], contacts: list[Found], with_tasks: set[str]) -> None:
        self._items: dict[str, _Lines] = defaultdict(_Lines)
        self._rest = _Lines()
        self._all = contacts[:_MOST_CONTACTS]
        left = iter(contacts)
        contact = next(left, None)
        for block in blocks:
            homes = [self._items[block.item]] + [self._rest] * (block.item not in with_tasks)
            for home in homes:
                if len(home.text) < _LONGEST:
                    home.text += text[block.start : min(block.end, block.start + _LONGEST)] + "\n"
            while contact and contact.start < block.end:
                for home in homes:
                    home.contacts.append(contact)
                contact = next(left, None)
        self._one_item = len(with_tasks) == 1
        self._homes = sum(bool(lines.contacts) for lines in self._items.values())

    def text(self, item: str) -> str:
        """The lines of an item."""
        return self._items[item].text

    def channels(self, item: str) -> list[Channel]:
        """How the tasks of an item are handed in."""
        return channels_in(self._items[item].text) or channels_in(self._rest.text)

    def contacts(self, item: str) -> list[Contact]:
        """Whom to ask about an item: its own contacts, else those that belong to no task, else the notice's only ones."""
        found = self._items[item].contacts or self._rest.contacts or (self._all if self._homes == 1 else [])
        return [Contact(name=each.name, phones=each.phones, emails=each.emails) for each in found[:_MOST_CONTACTS]]
