"""Style sheet, script and icon under names that change with their content, so that browsers may keep them for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from app.errors import NotFound

_FOLDER = Path(__file__).parent.parent / "static"
# Sheets that follow another in one file: each request more is a longer wait for the first sight of a page.
_JOINED = {"pages.css": ("narrow.css", "print.css")}
_MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is served."""

    name: str
    media_type: str
    content: bytes


def asset_url(file: str) -> str:
    """Where `file` of app/static is served now: /static/pages.3f2a9c01d4.css."""
    return f"/static/{_by_file()[file].name}"


def get_asset(name: str) -> Asset:
    """The file served under `name`. Raises NotFound, also for a name of an earlier release."""
    found = _by_name().get(name)
    if found is None:
        raise NotFound(f"Nothing is served as {name[:80]!r}; reload the page to get the names of this release.")
    return found


def icon() -> Markup:
    """The icon to stand in a page, where a picture of its own would cost a request."""
    return Markup(_by_file()["icon.svg"].content.decode().strip().replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704 - our own file


@cache
def _by_file() -> Mapping[str, Asset]:
    names = {file.name for file in _FOLDER.iterdir()} - {part for parts in _JOINED.values() for part in parts}
    return {name: _read(name) for name in sorted(names)}


@cache
def _by_name() -> Mapping[str, Asset]:
    return {asset.name: asset for asset in _by_file().values()}


def _read(name: str) -> Asset:
    file = _FOLDER / name
    content = b"".join((_FOLDER / part).read_bytes() for part in (name, *_JOINED.get(name, ())))
    return Asset(f"{file.stem}.{sha256(content).hexdigest()[:10]}{file.suffix}", _MEDIA_TYPES[file.suffix], content)
