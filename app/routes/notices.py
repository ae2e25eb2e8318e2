"""The notices the tasks come from."""

from fastapi import APIRouter

from app.queries import CountedNotice, find_notices, get_notice
from app.routes.context import Reading
from app.schemas.answers import NoticeOut

router = APIRouter(tags=["notices"])


@router.get("/notices", response_model=list[NoticeOut])
@router.head("/notices", include_in_schema=False)
def list_notices(session: Reading) -> list[NoticeOut]:
    """All notices, the newest first."""
    return [_notice_out(found) for found in find_notices(session)]


@router.get("/notices/{notice_id}", response_model=NoticeOut)
@router.head("/notices/{notice_id}", include_in_schema=False)
def show_notice(notice_id: str, session: Reading) -> NoticeOut:
    """One notice."""
    return _notice_out(get_notice(session, notice_id))


def _notice_out(found: CountedNotice) -> NoticeOut:
    notice = found.notice
    return NoticeOut(
        id=notice.id,
        number=notice.number,
        title=notice.title,
        issuer=notice.issuer,
        issued_on=notice.issued_on,
        addressees=notice.addressees,
        url=notice.url,
        attachments=notice.attachments,
        task_count=found.task_count,
        undated_count=found.undated_count,
    )
