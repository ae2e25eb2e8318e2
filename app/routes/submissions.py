"""Bodies of requests that write: read no further than they may be long."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message

from app.drafts.reading import MAX_BYTES
from app.errors import InvalidInput, TooLarge

# A form's names and boundaries come on top of the file or text it carries.
_MAX_BODY = MAX_BYTES + 65_536
_MAX_FIELDS = 60
_FORMS = frozenset({"multipart/form-data", "application/x-www-form-urlencoded"})
_TAKEN = "application/json、text/plain、multipart/form-data"


class DraftIn(BaseModel):
    """A notice's text to be read."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=200, description="What to call it, as 8号通知")
    text: str = Field(min_length=1, description="The notice's full text, 400,000 characters at most")


@dataclass(frozen=True, slots=True)
class Submission:
    """A notice that was sent: the text, or the bytes of a file."""

    name: str
    source: str | bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a form, and the file it may carry."""

    fields: Mapping[str, str]
    file: Submission | None

    @property
    def submission(self) -> Submission:
        """The notice in this form: its file or its text. Raises InvalidInput when there is neither, or both."""
        text = self.fields.get("text", "")
        if self.file is not None and text.strip():
            raise InvalidInput("文件和粘贴的文字只能读一样：请清空文字，或不选文件，再读取。", param="text")
        if self.file is not None:
            return self.file
        if not text.strip():
            raise InvalidInput("请选择文件，或粘贴通知全文。", param="text")
        return Submission(self.fields.get("name", ""), text)


class BoundedRoute(APIRoute):
    """An address whose body is read no further than it may be long, before anybody looks at it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_bounded(request: Request) -> Response:
            try:
                return await handle(_limited(request))
            except HTTPException as error:
                # FastAPI says of every fault in reading a body that it could not be parsed.
                raise error.__cause__ if isinstance(error.__cause__, TooLarge) else error from None

        return handle_bounded


async def _form(request: Request) -> Sent:
    async with request.form(max_files=1, max_fields=_MAX_FIELDS, max_part_size=MAX_BYTES) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        files = [value for value in form.values() if isinstance(value, UploadFile) and value.filename]
        file = Submission(files[0].filename or "", await files[0].read()) if files else None
    return Sent(fields, file)


async def read_sent(request: Request) -> Sent:
    """The form that nobody has read yet. Raises TooLarge."""
    return await _form(_limited(request))


async def _submission(request: Request) -> Submission:
    sent_as = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent_as == "text/plain":
        return Submission("", await request.body())
    if sent_as in _FORMS:
        return (await _form(request)).submission
    if sent_as != "application/json":
        raise InvalidInput(
            f"「{sent_as[:80] or '没有写明'}」不是这里收的 Content-Type，可以是 {_TAKEN}。", param="content-type"
        )
    try:
        asked = DraftIn.model_validate_json(await request.body())
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, fault["loc"])) or "body"
        raise InvalidInput(f"{field}: {fault['msg']}", param=field) from None
    return Submission(asked.name, asked.text)


SentForm = Annotated[Sent, Depends(_form)]
Submitted = Annotated[Submission, Depends(_submission)]


def _limited(request: Request) -> Request:
    """The same request, whose body raises TooLarge as soon as it is longer than it may be."""
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > _MAX_BODY:
            raise TooLarge(f"超过 {MAX_BYTES // 1_000_000} MB，请只上传通知正文。", param="file")
        return message

    return Request(request.scope, receive)
