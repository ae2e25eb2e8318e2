"""What to do about a value that a subscriber's form cannot take, in words of the catalogue."""

from markupsafe import Markup

from app.errors import QixianError
from app.routes.visits import PrivatePage

_PROVINCE = "没有叫“%(value)s”的报送单位，请从列表中选择。"
_CHOICE = "没有“%(value)s”这一项，请从所列各项中选择。"
REMEDIES = {
    "email": "“%(value)s”不是邮箱地址，请写成 name@example.org 的样子。",
    "province": _PROVINCE,
    "provinces": _PROVINCE,
    "cadence": _CHOICE,
    "language": _CHOICE,
    "until": "“%(value)s”不能用，请填写今天或以后的日期，例如 2022-10-08。",
}
MISSING = {
    "email": "请填写邮箱地址，例如 name@example.org。",
    "provinces": "请至少选择一个省份。",
    "until": "请填写暂停到哪一天，例如 2022-10-08。",
}


def say_remedy(page: PrivatePage, error: QixianError, value: str) -> Markup:
    """The value and what to write instead; the error's own words where no value is to blame."""
    param = (error.param or "").partition(".")[0]
    if not value and param in MISSING:
        return page.words(MISSING[param])
    return page.words(REMEDIES[param], value=value[:80]) if param in REMEDIES else page.explain(error.detail)
