"""What belongs to an item and all its tasks: contacts, channels, forms, seal, audience, from its own lines."""

from collections import defaultdict
from dataclasses import dataclass, field

from app.extraction.audience import Audience, audience_of
from app.extraction.channels import channels_in, forms_in, limits_in, needs_seal, short_forms
from app.extraction.contacts import Found
from app.extraction.facts import Facts
from app.extraction.items import Block
from app.extraction.typography import written
from app.schemas.document import Channel, Contact, Form

_LONGEST = 4000
_MOST_CONTACTS = 40


@dataclass(frozen=True, slots=True)
class Scope:
    """What every task of one item shares."""

    audience: Audience
    channels: list[Channel]
    needs_seal: bool
    forms: list[Form]
    contacts: list[Contact]
    limits: str | None


@dataclass(slots=True)
class _Lines:
    text: str = ""
    contacts: list[Found] = field(default_factory=list)

    def add(self, text: str) -> None:
        if len(self.text) < _LONGEST:
            self.text += text[:_LONGEST] + "\n"


class Scopes:
    """The scope of each item, read once: its own lines, else the lines that belong to no task."""

    def __init__(self, text: str, blocks: list[Block], contacts: list[Found], with_tasks: set[str]) -> None:
        self._items: dict[str, _Lines] = defaultdict(_Lines)
        self._rest = _Lines()
        self._full_names = short_forms(text)
        self._all = contacts[:_MOST_CONTACTS]
        self._known: dict[str, Scope] = {}
        left = iter(contacts)
        contact = next(left, None)
        for block in blocks:
            homes = [self._items[block.item]] + [self._rest] * (block.item not in with_tasks)
            for home in homes:
                home.add(text[block.start : block.end])
            while contact and contact.start < block.end:
                for home in homes:
                    home.contacts.append(contact)
                contact = next(left, None)
        self._homes = sum(bool(lines.contacts) for lines in self._items.values())

    def of(self, item: str, facts: Facts) -> Scope:
        """What the tasks of `item` share in a notice with these facts."""
        if item not in self._known:
            text = self._items[item].text
            self._known[item] = Scope(
                audience=audience_of(text, facts.addressees, facts.issuer),
                channels=channels_in(text, self._full_names) or channels_in(self._rest.text, self._full_names),
                needs_seal=needs_seal(text),
                forms=[Form(label=form.label, title=written(form.title)) for form in forms_in(text, facts.attachments)],
                contacts=self._contacts(item),
                limits=written(limits) if (limits := limits_in(text)) else None,
            )
        return self._known[item]

    def _contacts(self, item: str) -> list[Contact]:
        """An item's own contacts, else those that belong to no task, else those of the only place that has any."""
        found = self._items[item].contacts or self._rest.contacts or (self._all if self._homes == 1 else [])
        return [Contact(name=each.name, phones=each.phones, emails=each.emails) for each in found[:_MOST_CONTACTS]]
