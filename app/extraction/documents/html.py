"""A saved web page: its main text, with tables and lines kept; scripts are dropped and nothing is fetched."""

import re
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.extraction.documents.document import Document
from app.extraction.documents.html_tables import CELL, part_cells

_TAGS = re.compile(r"<(?:!doctype html|html|head|body|meta|div|p|table|br|span)[\s>/]", re.IGNORECASE)
# A form is kept: many a site wraps its whole page in one. What its style hides, nobody reads.
_DROPPED = (
    "script, style, noscript, template, iframe, object, embed, svg, nav, footer, select, button, textarea, head, "
    "header:not(:has(h1, h2)), [hidden], [style*='display:none'], [style*='display: none']"
)
_BLOCKS = "p, div, li, tr, h1, h2, h3, h4, h5, h6, section, article, table, ul, ol, dd, dt, blockquote, center, title"
# Where government pages keep the article, the most telling first.
_ARTICLES = (
    "#UCAP-CONTENT, .TRS_Editor, #zoom, #Zoom, .article-content, .v_news_content, "
    "#vsb_content, .pages_content, .wp_articlecontent, article"
)
_LINE = "\ue000"
_LEAST_ARTICLE, _LONGEST_CELL = 80, 200
_DAY = re.compile(r"((?:19|20)\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})")


def looks_like_html(name: str, text: str) -> bool:
    """Whether a text is a web page: by its tags, or by its name when it has any."""
    head = text[:4000]
    is_named = name.lower().endswith((".html", ".htm", ".shtml"))
    return bool(_TAGS.search(head)) and (is_named or head.lstrip().startswith("<"))


def read_html(text: str) -> Document:
    """The article of a page, with the title, day and source of its meta tags (ArticleTitle, PubDate, ContentSource)."""
    tree = LexborHTMLParser(text)
    metas = {
        (node.attributes.get("name") or "").lower(): (node.attributes.get("content") or "").strip()
        for node in tree.css("meta")
    }
    for node in tree.css(_DROPPED):
        node.decompose()
    return Document(
        text=_text_of(_article(tree)),
        title=metas.get("articletitle", "")[:200] or None,
        published=_day(metas.get("pubdate", "")),
        source=metas.get("contentsource", "")[:100] or None,
    )


def _article(tree: LexborHTMLParser) -> LexborNode | None:
    for node in tree.css(_ARTICLES):
        if len(node.text(deep=True).strip()) >= _LEAST_ARTICLE:
            return node
    return tree.body or tree.root


def _text_of(root: LexborNode | None) -> str:
    if root is None:
        return ""
    _part_tables(root)
    _part_lines(root)
    flowing = re.sub(r"[ \t\r\n\f]+", " ", root.text(deep=True))
    return _laid_out(flowing)


def _part_tables(root: LexborNode) -> None:
    """Rows of cells; a cell that holds a table, or more than a cell does, lays out the page and keeps its lines."""
    for cell in root.css("td, th"):
        if len(cell.text(deep=True).strip()) <= _LONGEST_CELL and not cell.css("table"):
            _flatten(cell)
    for table in root.css("table"):
        part_cells(table)


def _part_lines(root: LexborNode) -> None:
    for term in root.css("dt"):
        if not term.text(deep=True).strip().endswith(("：", ":")):
            term.insert_child("：")
    for node in root.css("pre"):
        node.replace_with(_LINE + node.text(deep=True).replace("\n", _LINE) + _LINE)
    for node in root.css("br"):
        node.replace_with(_LINE)
    for node in root.css(_BLOCKS):
        node.insert_before(_LINE)
        node.insert_after(_LINE)


def _flatten(cell: LexborNode) -> None:
    """The lines of a cell become one."""
    for line_end in cell.css("br"):
        line_end.replace_with(" ")
    for block in cell.css(_BLOCKS):
        block.insert_after(" ")
        block.unwrap()


def _laid_out(flowing: str) -> str:
    lines = (re.sub(rf"[ {CELL}]+$", "", line).strip(" ") for line in flowing.split(_LINE))
    return "\n".join(re.sub(rf" ?{CELL} ?", "\t", line) for line in lines if line)


def _day(value: str) -> date | None:
    match = _DAY.search(value)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None
