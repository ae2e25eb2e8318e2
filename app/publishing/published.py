"""The feeds as everybody gets them. Requests read memory; the database is asked by one thread, twice a second."""

import logging
import threading
from datetime import date, datetime

from app.database import Database
from app.errors import QixianError, Unavailable
from app.feeds import Joined, Style, join_feed
from app.publishing.address import DEFAULTS, Address
from app.publishing.blocks import Blocks
from app.publishing.catalogue import ListedCatalogue
from app.publishing.copies import Copy, compressed, copy_calendar
from app.publishing.shelf import Shelf, Slot
from app.queries import Stamped
from app.settings import Settings
from app.workdays import Workdays

# A feed is at most a second late: half of it passes before the catalogue is looked at, the rest is for the work.
_INTERVAL = 0.5
_LONGEST_WAIT = 5.0
_LIMIT = 64_000_000
_log = logging.getLogger(__name__)


class Published:
    """Copies of feeds, made when first asked for and made anew when the catalogue has changed.

    When anything fails, what was good last is served on. `known_on` names the day of a catalogue that is of the past.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        workdays: Workdays,
        limit: int = _LIMIT,
        known_on: date | None = None,
    ) -> None:
        self._database = database
        self._known_on = known_on
        self._settings = settings
        self._workdays = workdays
        self._catalogue = ListedCatalogue()
        self._blocks = Blocks(database)
        self._shelf = Shelf(limit)
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._watcher: threading.Thread | None = None
        self.lookup = self._shelf.lookup

    @property
    def size(self) -> int | None:
        """How many tasks there are, half a second ago; None before the catalogue was read."""
        return self._catalogue.size

    def get(self, address: Address) -> Slot:
        """A feed's slot with its copy. Raises Unavailable when there is none and none can be made."""
        slot = self._shelf.get(address)
        if slot is not None:
            return slot
        with self._lock:
            try:
                return self._shelf.get(address) or self._make_first(address)
            except QixianError:
                raise
            except Exception as error:
                _log.exception("the feed %s could not be made", address.slug)
                raise Unavailable("This calendar cannot be made right now; try again in a minute.") from error

    def remember(self, path: str, query: bytes, slot: Slot) -> None:
        """Let `lookup` answer this request from now on; while the feeds are being renewed, another time will do."""
        if self._lock.acquire(blocking=False):
            try:
                self._shelf.remember(path, query, slot)
            finally:
                self._lock.release()

    def refresh(self) -> None:
        """Look whether the catalogue has changed and publish anew what is concerned; the default feeds always are.

        A change is published everywhere before any feed is compressed. Raises the first failure, after trying them all.
        """
        with self._lock:
            self._read_catalogue()
            missing = [address for address in DEFAULTS if self._shelf.get(address) is None]
            stale = [it.address for it in self._shelf.slots() if it.version != self._stamp(it.address).version]
            failures = [failure for address in [*missing, *stale] if (failure := self._try_to_publish(address))]
            for slot in self._shelf.slots():
                slot.copy = self._complete(slot.copy)
            self._shelf.make_room()
        if failures:
            raise failures[0]

    def start(self) -> None:
        """Watch the catalogue from now on."""
        self._closing.clear()
        self._watcher = threading.Thread(target=self._watch, name="feeds", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Stop watching; a look at a database that does not answer is not waited for."""
        self._closing.set()
        if self._watcher is not None:
            self._watcher.join(_LONGEST_WAIT)

    def _watch(self) -> None:
        fails = False
        while True:
            try:
                self.refresh()
                fails = False
            except Exception:
                if not fails:  # told once, not twice a second
                    _log.exception("feeds are served as they were, and tried again twice a second")
                fails = True
            if self._closing.wait(_INTERVAL):
                return

    def _read_catalogue(self) -> None:
        with self._database.read() as session:
            if self._catalogue.refresh(session):
                self._blocks.clear()

    def _make_first(self, address: Address) -> Slot:
        self._read_catalogue()
        slot = self._publish(address)
        self._shelf.make_room()
        return slot

    def _try_to_publish(self, address: Address) -> Exception | None:
        """One that cannot be made stays as it was and does not keep the others from changing."""
        try:
            self._publish(address)
        except Exception as error:
            return error
        return None

    def _publish(self, address: Address) -> Slot:
        """Put a new copy where it is served from: the first of a feed complete, a later one not yet compressed."""
        stamp = self._stamp(address)
        copy = copy_calendar(self._render(address, stamp.changed_at), stamp.changed_at, varies=self._zips)
        slot = self._shelf.get(address)
        if slot is not None:
            slot.copy, slot.version = copy, stamp.version
            return slot
        slot = Slot(address, stamp.version, self._complete(copy))
        self._shelf.put(slot)
        return slot

    def _render(self, address: Address, changed_at: datetime) -> Joined:
        base_url = self._settings.base_url
        style = Style(base_url, self._workdays, address.options.for_any_kind())
        blocks = self._blocks.of(self._catalogue.latest_first(address), address, style)
        return join_feed(address.feed(base_url, self._known_on), changed_at, blocks)

    def _complete(self, copy: Copy) -> Copy:
        return compressed(copy) if self._zips and copy.zipped is None else copy

    def _stamp(self, address: Address) -> Stamped:
        return self._catalogue.stamps[address.slug]

    @property
    def _zips(self) -> bool:
        return self._settings.feed_gzip == "on"
