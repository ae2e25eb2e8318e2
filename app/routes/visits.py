"""Private pages in the reader's language: what the address asks for, else the subscription's own, else Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from app.pages import Frame, Language, render_page
from app.pages.language import translations
from app.pages.sayings import say_detail
from app.provinces import Province
from app.routes.context import In
from app.routes.html import PAGE_HEADERS

_PRIVATE = PAGE_HEADERS | {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


@dataclass(frozen=True, slots=True)
class PrivatePage:
    """A page that nobody keeps, passes on or finds."""

    frame: Frame

    def words(self, text: str, **values: object) -> Markup:
        """A sentence of the catalogue as HTML; `values` are escaped."""
        return escape(translations(self.frame.language).gettext(text)) % values

    def name(self, province: Province) -> str:
        """What this page calls a province."""
        return province.english if self.frame.language is Language.ENGLISH else province.name

    def explain(self, detail: str) -> Markup:
        """The words of an error: this page's own where they have none of a notice, else marked as what they are."""
        return say_detail(detail, self.frame.language)

    def quote(self, text: str) -> Markup:
        """Chinese of a notice, marked as such where the page speaks another language."""
        if self.frame.language is Language.CHINESE:
            return escape(text)
        return Markup('<span lang="zh-CN">{}</span>').format(text)

    def show(self, template: str, status_code: int = 200, **values: object) -> HTMLResponse:
        """`subscriptions/{template}.html` as this page."""
        html = render_page(f"subscriptions/{template}.html", self.frame, **values)
        return HTMLResponse(html, status_code, headers=_PRIVATE)

    def say(
        self, title: str, *lines: str, action: str = "", button: str = "", link: str = "", link_text: str = ""
    ) -> HTMLResponse:
        """A few sentences, at most one button, which POSTs to the path `action`, and at most one link."""
        given: dict[str, Any] = {"title": title, "lines": lines, "button": button, "link_text": link_text}
        return self.show("message", **given, action=self.frame.link(action), link=link and self.frame.link(link))


@dataclass(frozen=True, slots=True)
class Visit:
    """A request before it is known whom its page speaks to; `lang` is None when the address names no language."""

    today: date
    path: str
    lang: Language | None
    query: Mapping[str, str]

    def page(self, own: str = "zh", *, path: str = "") -> PrivatePage:
        """The page for a reader whose mail is in `own`; its switch leads to `path` when this one takes POST alone."""
        language = Language.ENGLISH if own == Language.ENGLISH else Language.CHINESE
        return PrivatePage(
            Frame(self.today, self.lang or language, path=path or self.path, query=self.query, own=language)
        )


def _visit(
    request: Request, house: In, lang: Annotated[Language | None, Query(description="zh or en")] = None
) -> Visit:
    query = {name: request.query_params[name] for name in ("province", "next", "part") if name in request.query_params}
    return Visit(house.today, request.url.path, lang, query)


def visit_of(request: Request) -> Visit:
    """The visit, for who is no handler."""
    asked = request.query_params.get("lang")
    return _visit(request, request.app.state.house, Language(asked) if asked in set(Language) else None)


Visiting = Annotated[Visit, Depends(_visit)]
