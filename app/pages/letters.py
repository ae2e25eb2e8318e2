"""A task's hand-in by e-mail, begun: subject and list of attachments filled in (RFC 6068). Pure."""

from urllib.parse import quote

from app.models import Task
from app.provinces import Province


def mailto(task: Task, address: str, province: Province | None) -> str:
    """A mailto: link to `address` whose subject names sender, task and notice, and whose body lists the attachments."""
    subject = f"{province.name if province else ''}报送：{task.title}（{task.notice.number} {task.item}）"
    body = "\r\n".join(_body(task, province))
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


def attachments(task: Task) -> list[str]:
    """What goes with the mail: each form, sealed where the notice asks for it; the material itself where it has none."""
    seal = "（加盖公章后的扫描件）" if task.needs_seal else ""
    return [f"{form['label']} {form['title']}{seal}" for form in task.forms] or [f"{task.title}{seal}"]


def _body(task: Task, province: Province | None) -> list[str]:
    listed = [f"{number}. {title}" for number, title in enumerate(attachments(task), 1)]
    sender = province.department if province else "（报送单位）"
    return [
        f"现报送{task.title}，请查收。",
        "",
        "附件清单：",
        *listed,
        "",
        f"报送单位：{sender}",
        "联系人：",
        "联系电话：",
    ]
