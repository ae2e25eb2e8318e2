"""The ways into a calendar client: addresses for Apple, Google and Outlook, and a QR code for a phone. Pure."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import segno
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class CalendarLinks:
    """One calendar's address and the links that hand it to a client."""

    address: str
    name: str

    @property
    def webcal(self) -> str:
        """For Apple Calendar and Thunderbird."""
        return f"webcal://{self.address.partition('://')[2]}"

    @property
    def google(self) -> str:
        """For Google Calendar, which fails on an https address inside."""
        return f"https://calendar.google.com/calendar/r?cid={quote(self.webcal, safe='')}"

    @property
    def outlook(self) -> str:
        """For outlook.com."""
        return self._outlook("outlook.live.com")

    @property
    def office(self) -> str:
        """For Outlook at work, Microsoft 365."""
        return self._outlook("outlook.office.com")

    @property
    def download(self) -> str:
        """A one-off copy."""
        return f"{self.address}?download=1"

    @property
    def qr(self) -> Markup:
        """The address as a QR code, SVG."""
        return _qr(self.address)

    def _outlook(self, host: str) -> str:
        return f"https://{host}/calendar/0/addfromweb?url={quote(self.address, safe='')}&name={quote(self.name)}"


@lru_cache(maxsize=64)
def _qr(address: str) -> Markup:
    svg = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(svg)  # noqa: S704 - segno's own shapes; the address is in them as squares only
