"""The feeds as everybody gets them. Requests read memory; the database is asked by one thread, twice a second."""

import logging
import threading

from app.database import Database
from app.errors import QixianError, Unavailable
from app.feeds import Stamp, Style, join_feed
from app.publishing.address import DEFAULTS, Address
from app.publishing.blocks import Blocks
from app.publishing.catalogue import ListedCatalogue
from app.publishing.copies import Copy, compressed, make_copy
from app.publishing.shelf import Shelf, Slot
from app.settings import Settings
from app.workdays import Workdays

# A feed is at most a second late: half of it passes before the catalogue is looked at, the rest is for the work.
_INTERVAL = 0.5
_LIMIT = 64_000_000
_log = logging.getLogger(__name__)


class Published:
    """Copies of feeds, made when first asked for and made anew when the catalogue has changed.

    When anything fails, what was good last is served on.
    """

    def __init__(self, database: Database, settings: Settings, workdays: Workdays, limit: int = _LIMIT) -> None:
        self._database = database
        self._settings = settings
        self._workdays = workdays
        self._catalogue = ListedCatalogue()
        self._blocks = Blocks(database)
        self._shelf = Shelf(limit)
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._watcher: threading.Thread | None = None
        self.lookup = self._shelf.lookup

    def get(self, address: Address) -> Slot:
        """A feed's slot with its copy. Raises Unavailable when there is none and none can be made."""
        slot = self._shelf.get(address)
        if slot is not None:
            return slot
        with self._lock:
            try:
                self._read_catalogue()
                return self._shelf.get(address) or self._publish(address)
            except QixianError:
                raise
            except Exception as error:
                _log.exception("the feed %s could not be made", address.slug)
                raise Unavailable("This calendar cannot be made right now; try again in a minute.") from error

    def remember(self, path: str, query: bytes, slot: Slot) -> None:
        """Let `lookup` answer this request from now on, without reading it again."""
        with self._lock:
            self._shelf.remember(path, query, slot)

    def refresh(self) -> None:
        """Look whether the catalogue has changed and publish anew what is concerned, the default feeds first."""
        with self._lock:
            self._read_catalogue()
            for address in DEFAULTS:
                if self._shelf.get(address) is None:
                    self._publish(address)
            stale = [slot for slot in self._shelf.slots() if slot.version != self._stamp(slot.address).version]
            failures = [failure for slot in stale if (failure := self._renew(slot))]
            for slot in stale:
                slot.copy = self._complete(slot.copy)
            self._shelf.make_room()
        if failures:
            raise failures[0]

    def start(self) -> None:
        """Watch the catalogue from now on."""
        self._watcher = threading.Thread(target=self._watch, name="feeds", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Stop watching; returns when the database is no longer used."""
        self._closing.set()
        if self._watcher is not None:
            self._watcher.join()

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

    def _renew(self, slot: Slot) -> Exception | None:
        """Make a copy anew; one that cannot be made stays as it was and does not keep the others from changing."""
        try:
            slot.copy, slot.version = self._make(slot.address), self._stamp(slot.address).version
        except Exception as error:
            return error
        return None

    def _publish(self, address: Address) -> Slot:
        slot = Slot(address, self._stamp(address).version, self._complete(self._make(address)))
        self._shelf.put(slot)
        self._shelf.make_room()
        return slot

    def _make(self, address: Address) -> Copy:
        base_url = self._settings.base_url
        style = Style(base_url, self._workdays, address.options.for_any_kind())
        blocks = self._blocks.of(self._catalogue.latest_first(address), address, style)
        stamp = self._stamp(address)
        content = join_feed(address.feed(base_url), stamp, blocks)
        return make_copy(content, stamp.changed_at, varies=self._zips)

    def _complete(self, copy: Copy) -> Copy:
        return compressed(copy) if self._zips and copy.zipped is None else copy

    def _stamp(self, address: Address) -> Stamp:
        return Stamp(*self._catalogue.stamps[address.slug])

    @property
    def _zips(self) -> bool:
        return self._settings.feed_gzip == "on"
