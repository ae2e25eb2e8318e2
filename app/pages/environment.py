"""Jinja, one environment a language. All HTML is escaped unless a template says otherwise."""

from functools import cache
from pathlib import Path

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.pages.assets import asset_url
from app.pages.language import Language, date_filters, translations
from app.pages.letters import mailto
from app.provinces import audience_label
from app.words import KINDS, say_channel, say_contact

TEMPLATES = Path(__file__).parent.parent / "templates"


def render(template: str, language: Language = Language.CHINESE, **values: object) -> str:
    """The text of `templates/{template}` with `values`; a value a template misses is an error, never a blank."""
    return _environment(language).get_template(template).render(values)


def inline_styles(html: str) -> str:
    """HTML with its style sheet moved into the elements, because mail clients drop it. Fetches nothing."""
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True).inline(html)


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    words = translations(language)
    environment.install_gettext_translations(words, newstyle=True)  # ty: ignore[unresolved-attribute] - the extension's
    environment.globals |= {"asset": asset_url, "language": language, "mailto": mailto}
    environment.filters |= date_filters(language) | {
        "channel": say_channel,
        "contact": say_contact,
        "audience": audience_label,
        "kind": lambda kind: words.gettext(KINDS[kind]),
    }
    return environment
