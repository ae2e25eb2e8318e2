"""Style sheet, script and icon under names that change with their content, so that browsers may keep them for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from app.errors import NotFound

_FOLDER = Path(__file__).parent.parent / "static"
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


@cache
def _by_file() -> Mapping[str, Asset]:
    return {file.name: _read(file) for file in sorted(_FOLDER.iterdir())}


@cache
def _by_name() -> Mapping[str, Asset]:
    return {asset.name: asset for asset in _by_file().values()}


def _read(file: Path) -> Asset:
    content = file.read_bytes()
    return Asset(f"{file.stem}.{sha256(content).hexdigest()[:10]}{file.suffix}", _MEDIA_TYPES[file.suffix], content)
