"""The gate in front of everything that writes: a token in, an administrator out; or a browser's session."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app import audit
from app.access.attempts import Attempts
from app.access.ended import end_session, has_ended
from app.access.tokens import find_match, is_use_unnoted, live_tokens
from app.clock import SHANGHAI, Clock
from app.database import Database
from app.errors import Forbidden, NotSignedIn
from app.keys import is_signed, secret_key, sign
from app.models import AdminToken
from app.settings import Settings

COOKIE = "qixian_session"
LASTS = timedelta(hours=8)
# How the audit log calls whoever holds no token.
_NOBODY = "(nobody)"
_SESSION, _FORM = "admin session", "admin form"
OFF = "写入功能没有打开：还没有管理员令牌。请在服务器上运行 `qixian admin token create 姓名`，再用显示的令牌登录。"


@dataclass(frozen=True, slots=True)
class Admin:
    """Whoever holds a token; `name` is what the audit log calls them."""

    token_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which an administrator signed in; `form_token` must come back with every form."""

    admin: Admin
    form_token: str
    number: str
    ends_at: datetime


class Gate:
    """Checks tokens and sessions against the database; a revoked token or an ended session is out at once."""

    def __init__(self, settings: Settings, clock: Clock, database: Database) -> None:
        self._settings, self._clock, self._database = settings, clock, database
        self._attempts = Attempts(clock)

    def admit(self, presented: str, client: str) -> Admin:
        """Whoever presents this token. Raises Forbidden while there is none, NotSignedIn or TooMany for a wrong one.

        Where others guess a right one passes still, and forgives none of their failures.
        """
        token = find_match(self._live(), presented)
        if token is None:
            self._attempts.check(client)
            self._record_failure(client)
            raise NotSignedIn("令牌不对或已停用。`qixian admin token list` 可查看有哪些令牌。")
        self._note_use(token)
        return Admin(token.id, token.name)

    def check_is_on(self) -> None:
        """Raise Forbidden while there is no token."""
        self._live()

    def open_session(self, admin: Admin, client: str) -> str:
        """The cookie of a new session: token id, end, a number used once, and our signature over them."""
        self._record(admin.name, "sign-in", f"token {admin.name}", client=client)
        end = int((self._clock.now() + LASTS).timestamp())
        text = f"{admin.token_id}.{end}.{secrets.token_hex(16)}"
        return f"{text}.{sign(self._key, _SESSION, text)}"

    def close_session(self, session: Session, client: str) -> None:
        """Sign somebody out: the cookie opens nothing any more, in whichever process."""
        now, who = self._clock.now(), session.admin.name
        with self._database.write() as writing:
            if end_session(writing, session.number, session.ends_at, now):
                audit.record(writing, now, who, "sign-out", f"token {who}", client=client)

    def resume(self, cookie: str) -> Session | None:
        """The session of a cookie; None when it is not ours, has run out or ended, or its token was revoked."""
        text, _, signature = cookie.rpartition(".")
        if not is_signed(self._key, _SESSION, text, signature):
            return None
        token_id, end, number = text.split(".")
        ends_at = datetime.fromtimestamp(int(end), SHANGHAI)
        token = next((each for each in self._live() if each.id == int(token_id)), None)
        if token is None or self._clock.now() >= ends_at or self._has_ended(number):
            return None
        return Session(Admin(token.id, token.name), sign(self._key, _FORM, cookie), number, ends_at)

    def check_form(self, cookie: str, form_token: str) -> None:
        """Raise Forbidden unless the form was made for this very session."""
        if not is_signed(self._key, _FORM, cookie, form_token):
            raise Forbidden("这张表单不是从本次登录的页面提交的，没有执行。请返回、刷新页面后重试。")

    @property
    def is_secure(self) -> bool:
        """Whether people reach the service over https, so that the cookie may go nowhere else."""
        return self._settings.base_url.startswith("https://")

    @property
    def _key(self) -> bytes:
        return secret_key(self._settings)

    def _live(self) -> list[AdminToken]:
        with self._database.read() as session:
            tokens = live_tokens(session)
        if not tokens:
            raise Forbidden(OFF)
        return tokens

    def _has_ended(self, number: str) -> bool:
        with self._database.read() as session:
            return has_ended(session, number)

    def _record_failure(self, client: str) -> None:
        """One line for many failures, and nothing of what was presented."""
        told = self._attempts.failed(client)
        if told is not None:
            self._record(_NOBODY, "sign-in-failed", f"client {client}", **told)

    def _record(self, who: str, act: str, subject: str, **detail: Any) -> None:
        with self._database.write() as session:
            audit.record(session, self._clock.now(), who, act, subject, **detail)

    def _note_use(self, token: AdminToken) -> None:
        now: datetime = self._clock.now()
        if is_use_unnoted(token, now):
            with self._database.write() as session:
                session.merge(token).last_used_at = now
