"""Every QIXIAN_* variable: what it means and what it is when nobody sets it."""

import json
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, field_validator

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
    mail_reply_to: str | None = Field(default=None, description="Address that answers to a mail go to")
    mail_rate: int = Field(
        default=1200, ge=0, description="Mails a minute handed to the mail server at most, by each process; 0: no limit"
    )
    mail_connections: int = Field(default=4, ge=1, le=64, description="Connections to the mail server at once")
    secret: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Key of the private links in mails, 16 characters or more. When unset, one is made and kept in the "
        "data folder; several hosts with one database must share it",
    )
    scheduler: Literal["on", "off"] = Field(
        default="on", description="`off` when cron calls `qixian digest run` instead of the service"
    )
    workdays_file: Path | None = Field(
        default=None,
        description='JSON of days and whether offices work on them, `{"2027-01-01": false, "2027-01-03": true}`; they '
        "win over the calendar shipped, so that a new year's holidays hold before the next release",
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


def read_workdays(file: Path) -> dict[date, bool]:
    """The days of QIXIAN_WORKDAYS_FILE and whether offices work on them. Raises SettingsError naming the fault."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {date.fromisoformat(day): _yes_or_no(day, works) for day, works in found.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise SettingsError(
            f'{variable("workdays_file")}: {file}: {error}; write {{"2027-01-01": false, "2027-01-03": true}}'
        ) from None


def _yes_or_no(day: str, works: object) -> bool:
    if not isinstance(works, bool):
        raise ValueError(f"{day} is {works!r}, neither true nor false")
    return works


def variable(field: str) -> str:
    """The environment variable of a field: `smtp_url` is QIXIAN_SMTP_URL."""
    return PREFIX + field.upper()
