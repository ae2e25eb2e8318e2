"""Jinja: every page and every mail is rendered here. All HTML is escaped unless a template says otherwise."""

from functools import cache
from pathlib import Path

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.provinces import audience_label
from app.words import say_channel, say_contact, say_day, say_full_day


def render(template: str, **values: object) -> str:
    """The text of `templates/{template}` with `values`; a value a template misses is an error, never a blank."""
    return _environment().get_template(template).render(values)


def inline_styles(html: str) -> str:
    """HTML with its style sheet moved into the elements, because mail clients drop it. Fetches nothing."""
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True).inline(html)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "day": say_day,
        "full_day": say_full_day,
        "channel": say_channel,
        "contact": say_contact,
        "audience": audience_label,
    }
    return environment
