"""What people send from a form: small bodies, read and checked."""

import ipaddress
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.delivery.optin import Wish
from app.delivery.subscriptions import Choices
from app.errors import InvalidInput
from app.provinces import PROVINCES, get_province
from app.routes.html import wants_page

_MAX_BODY = 20_000
CADENCE_LABELS = (
    ("weekly", "每周周报"),
    ("reminders", "截止提醒（提前 5 个、2 个工作日和当日）"),
    ("both", "周报和提醒"),
    ("changes", "仅在期限变更时通知"),
)


class Asked(BaseModel):
    """A subscription as it is asked for; `provinces` in any spelling, slug, code or Chinese name."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(max_length=254)
    provinces: list[Annotated[str, Field(max_length=40)]] = Field(min_length=1, max_length=len(PROVINCES))
    cadence: str = Field(default="weekly", max_length=40, description="weekly, reminders, both or changes")
    language: str = Field(default="zh", max_length=40, description="zh or en")
    calendar: bool = Field(default=False, description="Attach the province's calendar to the digest")

    def typed(self, param: str | None) -> str:
        """What was typed where an error says the fault is."""
        name = (param or "").partition(".")[0]
        return "、".join(self.provinces) if name.startswith("province") else str(getattr(self, name, ""))

    def wish(self) -> Wish:
        """What is asked for. Raises InvalidInput or NotFound naming the value."""
        provinces = dict.fromkeys(get_province(name) for name in self.provinces)
        return Wish(self.email.strip(), tuple(provinces), Choices(self.cadence, self.language, self.calendar))


async def read_body(request: Request) -> bytes:
    """The body. Raises InvalidInput when it is longer than any form here."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            raise InvalidInput(f"the body is longer than {_MAX_BODY:,} bytes")
    return body


async def read_fields(request: Request) -> dict[str, list[str]]:
    """The fields of a form, application/x-www-form-urlencoded. Raises InvalidInput."""
    return fields_of(await read_body(request))


def fields_of(body: bytes) -> dict[str, list[str]]:
    """The fields of an urlencoded body. Raises InvalidInput."""
    try:
        return parse_qs(body.decode("ascii"), errors="strict", max_num_fields=200)
    except ValueError:
        raise InvalidInput("the body is not a form (application/x-www-form-urlencoded, UTF-8)") from None


Fields = Annotated[dict[str, list[str]], Depends(read_fields)]


async def read_asked(request: Request) -> tuple[Asked, InvalidInput | None]:
    """A subscription from JSON or a form; from a page's form also as it was typed, with what is wrong in it.

    Raises InvalidInput naming the field.
    """
    body = await read_body(request)
    if request.headers.get("content-type", "").startswith("application/json"):
        return _validated(body, None), None
    fields = fields_of(body)
    given: dict[str, Any] = {name: values[-1] for name, values in fields.items()}
    if "provinces" in fields:
        given["provinces"] = fields["provinces"]
    try:
        return _validated(None, given), None
    except InvalidInput as error:
        if not wants_page(request.scope):
            raise
        typed: dict[str, Any] = {"email": "", "provinces": []} | given
        return Asked.model_construct(None, **typed), error


def _validated(body: bytes | None, given: dict[str, Any] | None) -> Asked:
    try:
        return Asked.model_validate(given) if body is None else Asked.model_validate_json(body)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in fault["loc"])[:60]
        raise InvalidInput(f"{name or 'body'}: {fault['msg']}", param=name or None) from None


def one(fields: dict[str, list[str]], name: str) -> str:
    """A field's last value, '' when it is missing."""
    return fields.get(name, [""])[-1]


def client_network(request: Request) -> str:
    """Where a request comes from: an IPv4 address, or the /64 an IPv6 subscriber has to itself."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:64]
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host
