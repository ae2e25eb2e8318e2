"""The straight lines drawn on a page of a PDF, as strokes or as thin filled rectangles, within bounds."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium

from app.extraction.documents.pdf.grid import Rule

Point: TypeAlias = tuple[float, float]
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)
_THICKEST = 3.0
_STRAIGHT = 0.7
_MOST = 20_000
_DEEPEST = 3


class TooManyLines(Exception):
    """A page whose drawing is no table: a map, a chart, or made to tire us."""


@dataclass(slots=True)
class Rules:
    """The lines of a page, those across it and those down it."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)

    def add(self, one: Point, other: Point, thickest: float) -> None:
        """Take a line, or a thin rectangle by two opposite corners; what is slanted or thick is passed over."""
        (left, right), (low, high) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        if high - low <= thickest < right - left:
            self.across.append(Rule((low + high) / 2, left, right))
        elif right - left <= thickest < high - low:
            self.down.append(Rule((left + right) / 2, low, high))


def rules_of(page: Any) -> Rules:
    """The lines of a raw page. Raises TooManyLines past 20,000 objects or points of paths."""
    found, points = Rules(), 0
    for seen, (item, matrix) in enumerate(_objects(page, _AS_IT_IS, 0)):
        kind = pdfium.FPDFPageObj_GetType(item)
        points += pdfium.FPDFPath_CountSegments(item) if kind == pdfium.FPDF_PAGEOBJ_PATH else 0
        if max(seen, points) > _MOST:
            raise TooManyLines
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(found, item, matrix)
    return found


def _objects(parent: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """The objects of a page or form, those inside a form too, each with the way from its points to the page's."""
    count, get = (
        (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
        if depth
        else (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
    )
    for at in range(count(parent)):
        item = get(parent, at)
        own = _product(_matrix(item), matrix)
        yield item, own
        if depth < _DEEPEST and pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _objects(item, own, depth + 1)


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _AS_IT_IS
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    (g, h), (i, j) = other[:2], other[2:4]
    x, y = _moved((e, f), other)
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, x, y


def _moved(point: Point, matrix: Matrix) -> Point:
    (x, y), (a, b, c, d, e, f) = point, matrix
    return a * x + c * y + e, b * x + d * y + f


def _read_path(found: Rules, path: Any, matrix: Matrix) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    for part in _parts(path, matrix):
        xs, ys = zip(*part, strict=True)
        low, high = (min(xs), min(ys)), (max(xs), max(ys))
        if min(high[0] - low[0], high[1] - low[1]) <= _THICKEST:
            found.add(low, high, _THICKEST)
        elif stroke.value:
            for one, other in pairwise(part):
                found.add(one, other, _STRAIGHT)


def _parts(path: Any, matrix: Matrix) -> Iterator[list[Point]]:
    """Each run of straight lines of a path, closed ones back to where they began; curves part them."""
    part: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        if pdfium.FPDFPathSegment_GetType(segment) != pdfium.FPDF_SEGMENT_LINETO:
            if len(part) > 1:
                yield part
            part = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        part.append(_moved((x.value, y.value), matrix))
        if pdfium.FPDFPathSegment_GetClose(segment):
            part.append(part[0])
    if len(part) > 1:
        yield part
