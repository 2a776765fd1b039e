"""Labels as PDF: a page for each, of its size, for any printer."""

from collections.abc import Sequence
from pathlib import Path

import font_lato
from fpdf import FPDF

from kit.barcodes import Symbology, modules
from kit.labels import LOGISTIC, Label

_INK, _GREY = (0, 0, 0), (70, 70, 70)  # thermal printers know black alone
_MARGIN = 4.0
_QUIET = 10  # modules of light on both sides of a linear code
_MODULE_MAX = 0.5  # mm; GS1 asks for 0.495 on logistic labels at 100 %


def drawn(labels: Sequence[Label]) -> bytes:
    """All labels, each as often as it wants."""
    pdf = FPDF(unit="mm")
    pdf.set_auto_page_break(auto=False)
    pdf.c_margin = 0
    folder = Path(font_lato.font_directory)
    for style, file in (("", "Lato-Regular.ttf"), ("B", "Lato-Bold.ttf")):
        pdf.add_font("lato", style, folder / file)
    for label in labels:
        for _ in range(label.copies):
            pdf.add_page(format=(label.size.width, label.size.height))
            _draw(pdf, label)
    return bytes(pdf.output())


def _draw(pdf: FPDF, label: Label) -> None:
    size = label.size
    is_matrix = label.symbol.symbology is Symbology.GS1_DATAMATRIX
    side = min(size.height - 2 * _MARGIN - 6, 30) if is_matrix else 0.0
    width = size.width - 2 * _MARGIN - (side + _MARGIN if is_matrix else 0)
    scale = 1.4 if size == LOGISTIC else 1.0
    y = _fitted(pdf, label.title, (_MARGIN, _MARGIN), width, 17 * scale, "B")
    bottom = size.height - _MARGIN - (0 if is_matrix else _bars_height(label) + 5)
    for line in label.lines:
        if y + 4.4 * scale > bottom:
            break
        y = _fitted(pdf, line, (_MARGIN, y + 0.6), width, 10 * scale, "")
    if is_matrix:
        _matrix(pdf, label, side)
    else:
        _bars(pdf, label)


def _bars_height(label: Label) -> float:
    return 32.0 if label.size == LOGISTIC else 15.0  # GS1: 31.75 mm on logistic labels


def _fitted(pdf: FPDF, text: str, at: tuple[float, float], width: float, points: float, style: str) -> float:
    """One line, smaller where it must be, cut where even that is too long; where it ends."""
    pdf.set_text_color(*(_INK if style else _GREY))
    pdf.set_font("lato", style, points)
    while points > 7 and pdf.get_string_width(text) > width:
        points -= 0.5
        pdf.set_font("lato", style, points)
    if pdf.get_string_width(text) > width:
        while text and pdf.get_string_width(text + "…") > width:
            text = text[:-1]
        text += "…"
    height = points * 0.42
    pdf.set_xy(*at)
    pdf.cell(width, height, text)
    return at[1] + height


def _bars(pdf: FPDF, label: Label) -> None:
    (row,) = modules(label.symbol)
    room = label.size.width - 2 * _MARGIN
    module = min(room / (len(row) + 2 * _QUIET), _MODULE_MAX)
    x = (label.size.width - module * len(row)) / 2
    top = label.size.height - _MARGIN - 5 - _bars_height(label)
    _dark(pdf, row, x, top, module, _bars_height(label))
    _words(pdf, label, top + _bars_height(label) + 0.8, label.size.width - 2 * _MARGIN)


def _matrix(pdf: FPDF, label: Label, side: float) -> None:
    rows = modules(label.symbol)
    module = side / len(rows)
    for i, row in enumerate(rows):
        _dark(pdf, row, label.size.width - _MARGIN - side, _MARGIN + i * module, module, module)
    _words(pdf, label, label.size.height - _MARGIN - 4.2, label.size.width - 2 * _MARGIN)


def _dark(pdf: FPDF, row: Sequence[bool], x: float, y: float, module: float, height: float) -> None:
    """Runs of dark modules as one rectangle each: no seams between them."""
    pdf.set_fill_color(*_INK)
    start: int | None = None
    for i, is_dark in enumerate([*row, False]):
        if is_dark and start is None:
            start = i
        elif not is_dark and start is not None:
            pdf.rect(x + start * module, y, (i - start) * module, height, style="F")
            start = None


def _words(pdf: FPDF, label: Label, y: float, width: float) -> None:
    points = 10.0
    pdf.set_text_color(*_INK)
    pdf.set_font("lato", "", points)
    while points > 5 and pdf.get_string_width(label.symbol.readable) > width:
        points -= 0.5
        pdf.set_font("lato", "", points)
    pdf.set_xy(_MARGIN, y)
    pdf.cell(width, 4.2, label.symbol.readable, align="C")
