"""Run as a script: a PDF on standard input, JSON on standard output. Bounds itself before it opens anything."""

import json
import resource
import sys

_MEMORY = 1_500_000_000
_SECONDS = 20
_MOST_PAGES = 300
_MOST_CHARACTERS = 2_100_000
_PASSWORD_ERROR = 4


def main() -> None:
    """Read, extract, answer; a file PDFium cannot hold in the bounds ends the process, which the parent reports."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    json.dump(_extract(sys.stdin.buffer.read()), sys.stdout)


def _extract(data: bytes) -> dict:
    import pypdfium2  # after the bounds are set

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "encrypted" if getattr(error, "err_code", None) == _PASSWORD_ERROR else "broken"}
    if len(document) > _MOST_PAGES:
        return {"error": "pages", "pages": _MOST_PAGES}
    pages, left = [], _MOST_CHARACTERS
    for page in document:
        text = page.get_textpage().get_text_bounded().replace("\ufffe", "")
        pages.append(text[:left])
        left -= len(pages[-1])
    return {"pages": pages}


if __name__ == "__main__":
    main()
