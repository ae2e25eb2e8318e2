"""Every error Qixian raises on purpose; each carries the HTTP status and the words a person needs."""

from difflib import get_close_matches


class QixianError(Exception):
    """A failure with a remedy: `detail` names the value and what to do, `status` is its HTTP answer (RFC 9457)."""

    status = 500
    exit_code = 1
    title = "Qixian could not do this"

    def __init__(self, detail: str, *, param: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.param = param


class InvalidInput(QixianError):
    """A value that cannot be understood or is out of range."""

    status = 422
    exit_code = 2
    title = "A value is not valid"


class NotFound(QixianError):
    """Nothing is known under this name."""

    status = 404
    exit_code = 2
    title = "Not found"


class BadDocument(InvalidInput):
    """A notice document that is refused whole; `problems` lists (path, reason)."""

    title = "The notice document is not valid"

    def __init__(self, source: str, problems: list[tuple[str, str]]) -> None:
        lines = "\n".join(f"  {path}: {reason}" for path, reason in problems)
        super().__init__(f"{source} was refused, nothing was changed:\n{lines}")
        self.problems = problems


class SettingsError(QixianError):
    """A QIXIAN_* variable that is unknown or holds a value that cannot work."""

    exit_code = 2
    title = "A setting is wrong"


class Unavailable(QixianError):
    """Something Qixian depends on does not answer now; trying again later may help."""

    status = 503
    title = "Not available right now"


def nearest(word: str, known: list[str]) -> str:
    """' Did you mean X?' for the closest known word, or '' when none is close."""
    close = get_close_matches(word[:64], known, n=1, cutoff=0.6)
    return f" Did you mean {close[0]}?" if close else ""
