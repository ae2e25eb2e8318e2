"""Jinja, one environment a language. All HTML is escaped unless a template says otherwise."""

import re
from collections.abc import Hashable
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.ext import Extension
from jinja2.runtime import Macro

from app.pages.assets import asset_url, icon
from app.pages.frame import Frame
from app.pages.language import Language, date_filters, translations
from app.pages.letters import mailto
from app.pages.sayings import say, say_summary
from app.provinces import audience_label
from app.words import KINDS, say_channel, say_contact

_PIECES_KEPT = 4096
_SENTENCE = re.compile(r'\{\{ _\("([^"]*)"\) \}\}')
TEMPLATES = Path(__file__).parent.parent / "templates"


def render(template: str, **values: object) -> str:
    """The text of `templates/{template}` with `values`; a value a template misses is an error, never a blank."""
    return _environment(Language.CHINESE).get_template(template).render(values)


def render_page(template: str, frame: Frame, **values: object) -> str:
    """The same for a page of `frame`, in its language; templates know the frame as `page`."""
    return _environment(frame.language).get_template(template).render(values, page=frame)


def inline_styles(html: str) -> str:
    """HTML with its style sheet moved into the elements, because mail clients drop it. Fetches nothing."""
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True).inline(html)


def _write(macro: Macro, *given: Hashable) -> str:
    """What a macro says of `given`; templates ask for it by `once`, where that is all it depends on."""
    return macro(*given)


class _Words(Extension):
    """Puts a sentence that holds no value into its template when that is compiled, not each time it is rendered."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        words = translations(self.environment.globals["language"])
        return _SENTENCE.sub(lambda found: words.gettext(found[1]) % {}, source)


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", _Words],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    words = translations(language)
    environment.install_gettext_translations(words, newstyle=True)  # ty: ignore[missing-attribute]
    helpers: dict[str, Any] = {"asset": asset_url, "language": language, "mailto": mailto, "icon": icon()}
    helpers["once"] = lru_cache(maxsize=_PIECES_KEPT)(_write)
    environment.globals.update(helpers)
    environment.filters |= date_filters(language) | {
        "channel": say_channel,
        "contact": say_contact,
        "audience": audience_label,
        "said": partial(say, language=language),
        "summary": partial(say_summary, language=language),
        "kind": lambda kind: words.gettext(KINDS[kind]),
    }
    return environment
