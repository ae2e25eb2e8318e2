"""From what a mail says to the bytes one reader gets."""

from email.utils import format_datetime

from app.delivery import tokens
from app.delivery.editions import Ready
from app.delivery.kinds import CONFIRM
from app.delivery.ledger import Claim
from app.delivery.tokens import make_token
from app.keys import secret_key
from app.mail import Parcel, parse_sender
from app.settings import Settings


class Addressing:
    """Fills in names, dates and private links. The same claim makes the same bytes, whenever and wherever."""

    def __init__(self, settings: Settings) -> None:
        self._key = secret_key(settings)
        self._sender = parse_sender(settings.mail_from)

    def parcel(self, claim: Claim, ready: Ready) -> Parcel:
        """The mail as it goes out."""
        message_id = f"<{claim.kind}.{claim.period}.{claim.subscription_id}@{self._sender.domain}>"
        values = {
            "to": claim.email,
            "date": format_datetime(claim.planned_at),
            "id": message_id,
            tokens.MANAGE: make_token(self._key, tokens.MANAGE, claim.subscription_id),
            tokens.UNSUBSCRIBE: make_token(self._key, tokens.UNSUBSCRIBE, claim.subscription_id),
            tokens.CONFIRM: make_token(self._key, tokens.CONFIRM, int(claim.period) if claim.kind == CONFIRM else 0),
        }
        content = ready.sheet.fill({name: value.encode("ascii") for name, value in values.items()})
        return Parcel(self._sender.addr_spec, claim.email, content, ready.title, ready.words)
