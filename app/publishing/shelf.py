"""Where copies stand: a bounded number of bytes, and the shortest way from a request to its copy."""

from dataclasses import dataclass
from itertools import count

from app.publishing.address import Address
from app.publishing.copies import Copy

_MOST_REQUESTS = 4096
_LONGEST_QUERY = 256


@dataclass(slots=True, eq=False)
class Slot:
    """The place of one feed's copy. `version` is that of the stamp it was made by; `asked` grows with every request."""

    address: Address
    version: int
    copy: Copy
    asked: int = 0


class Shelf:
    """Slots by address, and by the requests that led to them. `lookup` needs no lock, the rest is for one at a time."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._turn = count(1)
        self._slots: dict[Address, Slot] = {}
        self._requests: dict[tuple[str, bytes], Slot] = {}

    def lookup(self, path: str, query: bytes) -> Copy | None:
        """What this very request was answered from before, as it is now."""
        slot = self._requests.get((path, query))
        if slot is None:
            return None
        slot.asked = next(self._turn)
        return slot.copy

    def remember(self, path: str, query: bytes, slot: Slot) -> None:
        """Answer this request from `slot` from now on; a flood of queries (`?v=1`, `?v=2`, …) starts anew."""
        if len(query) > _LONGEST_QUERY or slot.address not in self._slots:
            return
        if len(self._requests) >= _MOST_REQUESTS:
            self._requests = {}
        self._requests[path, query] = slot

    def get(self, address: Address) -> Slot | None:
        """The slot of a feed, if it has one."""
        return self._slots.get(address)

    def slots(self) -> list[Slot]:
        """Every slot."""
        return list(self._slots.values())

    def put(self, slot: Slot) -> None:
        """Keep a slot."""
        slot.asked = next(self._turn)
        self._slots[slot.address] = slot

    def make_room(self) -> None:
        """Give up what was not asked for the longest time until the rest fits. The 38 default feeds always stay."""
        size = sum(slot.copy.size for slot in self._slots.values())
        if size <= self._limit:
            return
        for slot in sorted(self._slots.values(), key=lambda slot: slot.asked):
            if size > self._limit and not slot.address.is_default:
                del self._slots[slot.address]
                size -= slot.copy.size
        self._requests = {request: slot for request, slot in self._requests.items() if slot.address in self._slots}
