"""Every page and every mail: pure view values from tasks and a day, and Jinja to write them down."""

from app.pages.environment import inline_styles, render
from app.pages.frame import Frame
from app.pages.language import Language

__all__ = ["Frame", "Language", "inline_styles", "render"]
