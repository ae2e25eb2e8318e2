"""A notice of an archive to its colleges around one sentence, and what its tasks are, a line each."""

from app.extraction import Draft

HEAD = "关于做好年度档案统计工作的通知\n\n各学院：\n\n"
SIGNED = "\n\n档案馆\n2023年9月4日\n"


def rows_of(draft: Draft) -> list[str]:
    """「dated 2023-09-20 16:00」: status, last day (else the first), hour where one is said."""
    rows = []
    for task in draft.tasks:
        deadline = task.deadline
        clock = deadline.due_time.strftime(" %H:%M") if deadline.due_time else ""
        rows.append(f"{task.status.value} {deadline.due_on or deadline.opens_on or '-'}{clock}")
    return rows
