"""Every QIXIAN_* variable: what it means and what it is when nobody sets it."""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from app.errors import SettingsError, nearest

PREFIX = "QIXIAN_"


def _hour(value: object) -> object:
    if isinstance(value, str):
        try:
            return time.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is not a time of day; write HH:MM, as in 08:30") from None
    return value


class Settings(BaseModel):
    """What can be set from outside. One frozen object, handed to `create_app`; a feature that is off is None."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(default=Path("var"), description="Folder for the embedded database and the written mail")
    database_url: str | None = Field(
        default=None,
        description="SQLAlchemy address of the database; when unset, SQLite in the data folder. "
        "PostgreSQL: `postgresql://user:password@host/name`",
    )
    base_url: str = Field(
        default="http://127.0.0.1:8000", description="The address people reach the service at, used in every link"
    )
    smtp_url: str | None = Field(
        default=None,
        description="Mail server: `smtp://user:password@host:587` (STARTTLS when offered), `smtps://…:465` (TLS). "
        "When unset, mail is written to a Maildir in the data folder",
    )
    mail_from: str = Field(
        default="期限 Qixian <qixian@localhost.localdomain>", description="Sender of every mail: a name and an address"
    )
    scheduler: Literal["on", "off"] = Field(
        default="on", description="`off` when cron calls `qixian digest run` instead of the service"
    )
    digest_time: Annotated[time, BeforeValidator(_hour)] = Field(
        default=time(8, 30), description="Time of day of the weekly digest, Asia/Shanghai"
    )
    feed_gzip: Literal["on", "off"] = Field(
        default="on", description="`off` when a calendar client cannot read compressed feeds"
    )

    @field_validator("database_url")
    @classmethod
    def _database_is_supported(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("sqlite://", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value

    @field_validator("base_url")
    @classmethod
    def _address_is_bare(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _mail_server_is_an_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("smtp://", "smtps://")):
            raise ValueError("must start with smtp:// or smtps://")
        return value

    @property
    def database(self) -> str:
        """The database's address: the one set, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'qixian.db'}"

    @property
    def maildir(self) -> Path:
        """Where mail is written while no mail server is set."""
        return self.data_dir / "mail"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the QIXIAN_* variables of `environ`; an empty one counts as unset.

        Raises SettingsError naming the variable and the remedy; a value that may hold a password is not repeated.
        """
        given = {
            name[len(PREFIX) :].lower(): value for name, value in environ.items() if name.startswith(PREFIX) and value
        }
        for name in given:
            if name not in cls.model_fields:
                known = [variable(field) for field in cls.model_fields]
                raise SettingsError(f"{variable(name)} is not a setting.{nearest(variable(name), known)}")
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            raise SettingsError(
                f"{variable(str(first['loc'][0]))}: {first['msg'].removeprefix('Value error, ')}"
            ) from None


def variable(field: str) -> str:
    """The environment variable of a field: `smtp_url` is QIXIAN_SMTP_URL."""
    return PREFIX + field.upper()
