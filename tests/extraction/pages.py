"""Draws PDFs with Chinese text and ruled lines; the font is named and not embedded, as in many a notice."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Sheet:
    """One page while it is drawn, in points from its lower left corner."""

    drawn: list[str] = field(default_factory=list)

    def write(self, x: float, y: float, words: str, size: float = 10) -> None:
        """One line of text, each character as wide as it is high."""
        self.drawn.append(f"BT /F1 {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET")

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """A stroke, as WPS draws a table."""
        self.drawn.append(f"{x} {y} m {to_x} {to_y} l S")

    def bar(self, x: float, y: float, width: float, height: float) -> None:
        """A filled rectangle, as Word draws a table."""
        self.drawn.append(f"{x} {y} {width} {height} re f")

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """The outline of a rectangle in one path."""
        self.drawn.append(f"{x} {y} {width} {height} re S")


def pdf_of(*sheets: Sheet) -> bytes:
    """A PDF of these pages."""
    pages = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(sheets)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{pages}] /Count {len(sheets)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    ]
    for sheet in sheets:
        shown = "\n".join(sheet.drawn)
        objects += [
            f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects) + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
        ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    entries = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{entries}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}"
    )
    return out + f"{end}\n%%EOF".encode()
