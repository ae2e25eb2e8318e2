"""Editions: what a mail says, composed once for all who get the same, kept so that a second try is the same mail."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import __version__
from app.delivery import ledger
from app.delivery.compose import Composed, Occasion, Press, compose
from app.delivery.kinds import CHANGE, ENDED, WEEKLY
from app.delivery.ledger import Claim
from app.delivery.sql import insert_new
from app.delivery.tokens import UNSUBSCRIBE
from app.mail import Letter, Sheet, build_sheet, parse_sender
from app.mail.message import SLOT_LENGTH, mark
from app.models import Delivery, Edition
from app.provinces import get_province
from app.queries import catalogue_version
from app.queries.revisions import last_revision

_KEPT_SHEETS = 32
_ANY_MARK = re.compile("\x01[a-z]+\x01")
_LANGUAGE = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Ready:
    """An edition encoded but for its reader."""

    sheet: Sheet
    title: str
    words: str
    upto: int


class Editions:
    """The editions of one run; recently used ones are kept encoded."""

    def __init__(self, press: Press) -> None:
        self.press = press
        self._ready: OrderedDict[int, Ready] = OrderedDict()
        self._known: dict[object, int | None] = {}

    def assign(self, session: Session, claims: Sequence[Claim], now: datetime) -> dict[int, Ready | None]:
        """What each claimed delivery (by id) is to say, None for nothing, kept with the row before it is sent.

        A row that may have been sent before keeps what it said then.
        """
        state = (catalogue_version(session), last_revision(session), __version__, self.press.settings.base_url)
        chosen: dict[int, int | None] = {}
        for claim in claims:
            chosen[claim.delivery_id] = claim.edition_id or self._edition_for(session, claim, state, now)
        fresh: dict[int, list[int]] = {}
        for claim in claims:
            edition_id = chosen[claim.delivery_id]
            if edition_id is not None and claim.edition_id is None:
                fresh.setdefault(edition_id, []).append(claim.delivery_id)
        ledger.stamp(session, fresh)
        return {delivery: self._get(session, edition) if edition else None for delivery, edition in chosen.items()}

    def _edition_for(self, session: Session, claim: Claim, state: tuple[object, ...], now: datetime) -> int | None:
        if not claim.is_wanted:
            return None
        occasion = occasion_of(claim)
        known = (occasion, state)
        if known not in self._known:
            key = hashlib.sha256(repr(known).encode()).hexdigest()
            self._known[known] = self._find_or_compose(session, key, occasion, now)
        return self._known[known]

    def _find_or_compose(self, session: Session, key: str, occasion: Occasion, now: datetime) -> int | None:
        found = session.scalars(select(Edition.id).where(Edition.key == key)).one_or_none()
        if found is not None:
            return found
        composed = compose(session, occasion, self.press)
        if composed is None:
            return None
        row = {name: getattr(composed, name) for name in ("subject", "text", "html", "calendar", "upto")}
        statement = insert_new(session, Edition).values(key=key, created_at=now, **row).on_conflict_do_nothing()
        session.execute(statement)
        return session.scalars(select(Edition.id).where(Edition.key == key)).one()

    def _get(self, session: Session, edition_id: int) -> Ready:
        ready = self._ready.get(edition_id)
        if ready is None:
            ready = self._ready[edition_id] = self._encode(session.get_one(Edition, edition_id))
            if len(self._ready) > _KEPT_SHEETS:
                self._ready.popitem(last=False)
        self._ready.move_to_end(edition_id)
        return ready

    def _encode(self, edition: Edition) -> Ready:
        composed = Composed(edition.subject, edition.text, edition.html, edition.calendar, edition.upto)
        return make_ready(composed, self.press)


def make_ready(composed: Composed, press: Press) -> Ready:
    """A composed mail encoded for sending: the same for the preview's bytes, the test and the real send."""
    settings = press.settings
    has_unsubscribe = mark(UNSUBSCRIBE) in composed.html
    letter = Letter(
        subject=composed.subject,
        text=composed.text,
        html=composed.html,
        language=_LANGUAGE["en" if '<html lang="en"' in composed.html else "zh"],
        calendar=composed.calendar,
        unsubscribe=f"{settings.base_url}/u/{mark(UNSUBSCRIBE)}" if has_unsubscribe else None,
    )
    sheet = build_sheet(letter, parse_sender(settings.mail_from), settings.mail_reply_to)
    return Ready(sheet, composed.subject, without_marks(composed.text), composed.upto)


def without_marks(text: str) -> str:
    """Words for readers who have no private links: each line that holds one is left out."""
    return "".join(line for line in text.splitlines(keepends=True) if "\x01" not in line)


def with_sample_links(text: str) -> str:
    """Words for a preview: the private links lead nowhere."""
    return _ANY_MARK.sub("-" * SLOT_LENGTH, text)


def occasion_of(claim: Claim) -> Occasion:
    """What the words of a claimed mail depend on, and nothing that they do not."""
    return Occasion(
        kind=claim.kind,
        period=claim.period,
        province=get_province(claim.province),
        language=claim.language,
        as_of=claim.as_of,
        after=claim.told_upto if claim.kind in (WEEKLY, CHANGE) else 0,
        calendar=claim.calendar and claim.kind == WEEKLY,
        cadence=claim.cadence if claim.kind == ENDED else WEEKLY,
    )


def forget_editions(session: Session, before: datetime) -> None:
    """Delete editions no delivery speaks of any more."""
    spoken_of = select(Delivery.edition_id).where(Delivery.edition_id.is_not(None))
    session.execute(delete(Edition).where(Edition.created_at < before, Edition.id.not_in(spoken_of)))
