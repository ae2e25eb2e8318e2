"""How a task is handed in: by e-mail, on a platform, by post; with a seal, on which forms, within which limits."""

import re
from collections.abc import Mapping

from app.extraction.contact_words import EMAIL, address_in
from app.extraction.typography import written
from app.schemas.document import Channel, EmailChannel, Form, PlatformChannel, PostChannel

_SENT = re.compile(
    r"(?:发送?|报送?|反馈|提交|投|寄|传|回复|返回|送|上报|汇总)[^。;\n]{0,60}$|(?:指定|投稿|来稿|收稿|征集|报名|接收|收件|专用)邮箱:$"
)
_URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9\-._~/?#\[\]@!$&*+=%:;,]{3,200}")
_NAMED = re.compile(
    r"(?P<name>[^,。;:()、\n\t“”]{2,30}?(?:系统|平台|网站|网|门户|大厅|公众号|小程序))[”]?(?:\([^)]{0,20}$|[,:]?(?:网址|地址)?[:(<]{0,3}$|\($)"
)
_SYSTEM = re.compile(
    r"(?:通过|登录|登陆|进入|访问|在|使用|利用|依托)(?P<name>[“]?[^,。;:、\n\t]{2,40}?(?:系统|平台|网站|信息网|教育网|门户|小程序)[”]?)"
    r"(?:[和与及、](?P<second>[“]?[^,。;:、\n\t]{2,40}?(?:系统|平台|网站)[”]?))?"
)
# 「全国……系统（以下简称中职学校系统）」
_SHORT_FORM = re.compile(r"\((?:以下)?简称[“]?(?P<short>[^)”]{2,20})[”]?\)")
_FULL_FORM = re.compile(r"(?:[和与及])?(?P<full>[^,。;:()、\n\t“”]{4,40})$")
_POST = re.compile(
    r"(?:邮寄|寄送|寄|报送|送|递交|送达|提交|通讯地址|邮寄地址|联系地址|报送地址|材料寄送地址|地址)(?:至|到|往|给)?:?(?P<address>[^,。;:\n\t]{0,4}(?:[^,。;:\n\t]{2,16}(?:省|市|区|县|自治区)){1,3}[^,。;:\n\t]{2,60}?\d{1,5}(?:号|室|层|楼|栋|幢)[^,。;:\n\t]{0,50})"
)
_SEAL = re.compile(r"盖章|公章|加盖|签章|盖.{0,6}章")
_FORM = re.compile(
    r"附件(?P<first>\d{1,2})(?:(?P<to>[-至到~])(?P<last>\d{1,2}))?(?P<more>(?:[、和,及]附?件?\d{1,2}(?!\d)){0,6})"
)
_LIMIT = re.compile(r"不超过|不多于|不少于|控制在|限报|至多|最多|\d{2,5}字(?:以内|左右)|\d{1,3}[个篇份]左右")
_TRAILING = re.compile(r"[^\x21-\x7e].*|[.,;:!)\]>]+$")


def short_forms(text: str) -> dict[str, str]:
    """What a notice calls its systems for short, and their full names: 「……系统（以下简称中职学校系统）」."""
    forms = {}
    for match in _SHORT_FORM.finditer(text):
        if full := _FULL_FORM.search(text[max(0, match.start() - 44) : match.start()]):
            forms[match["short"]] = _platform_name(full["full"])
    return forms


def channels_in(text: str, full_names: Mapping[str, str]) -> list[Channel]:
    """The ways of handing in that a stretch of normalised text names, each once, systems by their full names."""
    found: dict[str, Channel] = {}
    for channel in (*_mails(text), *_platforms(text), *_posts(text)):
        if isinstance(channel, PlatformChannel) and channel.name in full_names:
            channel = channel.model_copy(update={"name": full_names[channel.name]})
        key = getattr(channel, "address", None) or getattr(channel, "url", None) or getattr(channel, "name", "")
        found.setdefault(str(key), channel)
    return list(found.values())


def _mails(text: str) -> list[Channel]:
    announced = "邮箱" in text and _SENT.search(text[: text.find("邮箱")]) is not None
    found: list[Channel] = []
    for match in EMAIL.finditer(text):
        before = text[max(0, match.start() - 70) : match.start()]
        in_contact = re.search(r"\d{7}[^。\n]{0,24}$", before)
        if _SENT.search(before) or (announced and not in_contact):
            found.append(EmailChannel(type="email", address=address_in(match)))
    return found


def _platforms(text: str) -> list[Channel]:
    found: list[Channel] = []
    for match in _URL.finditer(text):
        url = _TRAILING.sub("", match.group())
        named = _NAMED.search(text[max(0, match.start() - 60) : match.start()])
        name = _platform_name(named["name"]) if named else url
        full = url if url.startswith("http") else f"http://{url}"
        found.append(PlatformChannel(type="platform", name=name, url=full))
    named_only = [] if found else list(_SYSTEM.finditer(_SHORT_FORM.sub("", text)))
    names = [name for match in named_only[:4] for name in (match["name"], match["second"]) if name]
    return found + [PlatformChannel(type="platform", name=_platform_name(name)) for name in names]


def _platform_name(words: str) -> str:
    return re.sub(r"^.*(?:登录|登陆|通过|进入|访问|使用)", "", words).strip("“”至到") or words


def _posts(text: str) -> list[Channel]:
    found: list[Channel] = [
        PostChannel(type="post", address=written(match["address"].strip("至到:"))) for match in _POST.finditer(text)
    ]
    return found[:4]


def needs_seal(text: str) -> bool:
    """Whether 「加盖公章」 or the like is asked."""
    return _SEAL.search(text) is not None


def forms_in(text: str, attachments: list[Form]) -> list[Form]:
    """The attachments of the notice that a stretch of text says to fill in: 「填写附件2、附件3」."""
    labels: set[str] = set()
    for match in _FORM.finditer(text):
        first = int(match["first"])
        last = int(match["last"]) if match["last"] else first
        labels |= {f"附件{n}" for n in range(first, min(last, first + 20) + 1)}
        labels |= {f"附件{n}" for n in re.findall(r"\d+", match["more"])}
    if not labels and re.search(r"(?:见|\()附件(?!\d)", text) and len(attachments) == 1:
        return attachments
    return [form for form in attachments if form.label in labels]


def limits_in(text: str) -> str | None:
    """What is limited, in the clauses of the notice: length, number of cases."""
    clauses = dict.fromkeys(_clause(text, match) for match in _LIMIT.finditer(text))
    return "；".join(list(clauses)[:4])[:480] or None


def _clause(text: str, match: re.Match[str]) -> str:
    first, last = max(0, match.start() - 24), match.end() + 24
    before = re.split(r"[,。;:、\n\t]", text[first : match.start()])[-1]
    after = re.split(r"[,。;\n\t]", text[match.start() : last])[0]
    return before + after
