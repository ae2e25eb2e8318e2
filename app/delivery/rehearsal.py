"""A digest sent to one address to see it arrive: the real words over the real way out, and no row in the ledger."""

import secrets
from datetime import date

from app.delivery.addressing import Addressing
from app.delivery.compose import Press, compose_digest, load_digest
from app.delivery.editions import make_ready
from app.delivery.kinds import WEEKLY
from app.delivery.ledger import Claim
from app.delivery.run import DigestRun
from app.delivery.subscriptions import check_address
from app.provinces import Province


def send_test(run: DigestRun, address: str, province: Province, as_of: date, language: str = "zh") -> None:
    """Send `address` the province's digest of `as_of`; its private links lead nowhere.

    Raises InvalidInput for a bad address, and whatever a Transport raises.
    """
    press = Press(run.settings, run.workdays)
    ready = make_ready(compose_digest(load_digest(run.database, province, as_of, run.workdays), press, language), press)
    claim = Claim(
        delivery_id=0, kind=WEEKLY, period=f"test-{secrets.token_hex(8)}", as_of=as_of, planned_at=run.clock.now(),
        attempts=0, edition_id=None, was_unknown=False, subscription_id=0, email=check_address(address),
        province=province.slug, cadence=WEEKLY, language=language, calendar=False, told_upto=0, confirmed_at=None,
        paused_until=None, ended_at=None,
    )  # fmt: skip
    with run.outlet.session() as hand_over:
        hand_over(Addressing(run.settings).parcel(claim, ready))
