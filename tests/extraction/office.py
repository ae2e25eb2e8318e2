"""Makes the smallest office files and PDFs the tests need."""

import io
import zipfile

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
"""


def text(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(words: str, level: int | None = None) -> str:
    """A paragraph of ready XML runs or plain words; with a level, one of the automatic list."""
    runs = words if words.startswith("<") else text(words)
    number = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return f"<w:p>{number if level is not None else ''}{runs}</w:p>"


def table(rows: list[list[str]]) -> str:
    body = "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{body}</w:tbl>"


def docx(body: str, *, numbering: str = "", head: str = "", **parts: str) -> bytes:
    """A .docx of that body; `head` goes before the root element, `parts` are others by name: styles, footnotes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f'<?xml version="1.0"?>{head}<w:document {_NS}><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
        for part, content in {"numbering": numbering, **parts}.items():
            if content:
                archive.writestr(f"word/{part}.xml", f"<w:{part} {_NS}>{content}</w:{part}>")
    return buffer.getvalue()


def pdf(lines: list[str], *, encrypted: bool = False) -> bytes:
    """A one-page PDF of ASCII lines."""
    shown = " ".join(f"BT /F1 12 Tf 50 {700 - 20 * at} Td ({line}) Tj ET" for at, line in enumerate(lines))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
        f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    entries = "".join(f"{place:010d} 00000 n \n" for place in places)
    lock = f"/Encrypt 5 0 R /ID [<{'43' * 16}> <{'43' * 16}>] " if encrypted else ""
    table_of_places = f"xref\n0 6\n0000000000 65535 f \n{entries}"
    trailer = f"trailer\n<< /Size 6 /Root 1 0 R {lock}>>\nstartxref\n{len(out)}\n%%EOF"
    return out + (table_of_places + trailer).encode()
