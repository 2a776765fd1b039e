"""Documents of the trade drawn on A4; their table may run over pages.

The file is PDF/A-3 with its fonts inside, so that it can be archived, and the same content gives the same bytes.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from xml.sax.saxutils import escape

import font_lato
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from kit.barcodes import Symbol, Symbology, modules
from kit.paper import Attachment, Column, Paper, Row, Words

_INK, _GREY, _RULE, _ACCENT, _TINT = (33, 37, 41), (108, 117, 125), (206, 212, 218), (24, 62, 104), (240, 244, 248)
_LEFT, _RIGHT, _TOP, _BOTTOM, _WIDTH = 18, 18, 16, 22, 210
_INNER = _WIDTH - _LEFT - _RIGHT
_RECEIVER_X, _RECEIVER_Y = 112, 48  # behind the window of a French envelope
_LINE = 4.6
_SMALL_LINE = 3.7
_PAD = 1.8
_PAGES = "{n}"
_BOX_WIDTH, _BOX_HEIGHT = 84.0, 34.0
_MODULE, _BARS = 0.33, 9.0  # mm: the thinnest bar, and how high they are


def drawn(paper: Paper, attachment: Attachment | None = None) -> bytes:
    """The document as PDF. It takes a tenth of a second or two: not in an event loop."""
    sheet = _Sheet(paper, attachment)
    sheet.add_page()
    _head(sheet, paper)
    _facts(sheet, paper)
    _table(sheet, paper)
    _totals(sheet, paper)
    _closing(sheet, paper)
    return bytes(sheet.output())


class _Sheet(FPDF):
    """The page, with what is on each of them."""

    def __init__(self, paper: Paper, attachment: Attachment | None) -> None:
        super().__init__(format="A4", enforce_compliance="PDF/A-3B")
        self._paper = paper
        self.set_margins(_LEFT, _TOP, _RIGHT)
        self.c_margin = 0
        self.alias_nb_pages(_PAGES)
        self.set_auto_page_break(auto=True, margin=_BOTTOM)
        folder = Path(font_lato.font_directory)
        for style, file in (("", "Lato-Regular.ttf"), ("B", "Lato-Bold.ttf"), ("I", "Lato-Italic.ttf")):
            self.add_font("lato", style, folder / file)
            font = self.fonts[f"lato{style}"]
            assert isinstance(font, TTFFont)  # noqa: S101  # what a file of this kind gives
            font.ttfont.recalcBBoxes = False  # glyphs stay as they are: unpacking each costs half of the file's time
        self.set_title(f"{paper.title} {paper.number}")
        self.set_author(paper.sender.name)
        self.set_lang(paper.language)
        created = datetime.combine(paper.dated, time(), UTC)
        self.set_creation_date(created)
        # The library's own metadata would hold the time of drawing.
        self.set_xmp_metadata(_metadata(paper, created, attachment.metadata if attachment else ""))
        if attachment is not None:
            self.embed_file(
                bytes=attachment.content,
                basename=attachment.name,
                desc=attachment.description,
                mime_type=attachment.media_type,
                associated_file_relationship=attachment.relationship,
                modification_date=created,
                compress=True,
            )
        self.write_in(_INK, 9)

    def write_in(self, colour: tuple[int, int, int], size: float, style: str = "") -> None:
        """Colour, size in points and style ("B", "I") of what is written next."""
        self.set_font("lato", style, size)
        self.set_text_color(*colour)

    def header(self) -> None:
        """From the second page on: what it is a page of."""
        if self.page_no() == 1:
            return
        self.write_in(_GREY, 8)
        self.set_xy(_LEFT, 10)
        self.cell(_INNER, 4, f"{self._paper.sender.name} · {self._paper.title} {self._paper.number}", align="L")
        self.set_y(_TOP + 4)

    def footer(self) -> None:
        """Who we are by law, and which page this is."""
        self.set_draw_color(*_RULE)
        self.set_line_width(0.2)
        self.line(_LEFT, 297 - 17, _WIDTH - _RIGHT, 297 - 17)
        self.write_in(_GREY, 7)
        self.set_xy(_LEFT, 297 - 15.5)
        self.multi_cell(_INNER - 30, 3.2, self._paper.footer, align="L", new_x=XPos.LMARGIN, new_y=YPos.TOP)
        words = self._paper.page_words.format(page=self.page_no(), pages=_PAGES)
        longer = self.get_string_width(_PAGES) - self.get_string_width("0")  # than the number that takes its place
        self.set_xy(_WIDTH - _RIGHT - 30 + longer, 297 - 15.5)
        self.cell(30, 3.2, words, align="R")

    def height_of(self, text: str, width: float, line: float) -> float:
        """Of a paragraph in the font that is set."""
        if not text:
            return 0
        if self._is_one_line(text, width):
            return line
        lines = self.multi_cell(width, line, text, align="L", dry_run=True, output="LINES")
        assert isinstance(lines, list)  # noqa: S101  # what `output` asks for
        return line * len(lines)

    def _is_one_line(self, text: str, width: float) -> bool:
        return "\n" not in text and self.get_string_width(text) <= width

    def has_room(self, height: float) -> bool:
        """Whether so much fits on this page."""
        return self.get_y() + height <= 297 - _BOTTOM

    def paragraph(self, x: float, y: float, width: float, text: str, *, line: float = _LINE, align: str = "L") -> float:
        """Words from there on; returns where they end."""
        if not text:
            return y
        self.set_xy(x, y)
        if self._is_one_line(text, width):  # most are: no search for where lines break
            self.cell(width, line, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            return self.get_y()
        self.multi_cell(width, line, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        return self.get_y()


def _metadata(paper: Paper, created: datetime, more: str) -> str:
    """What an archive reads: title, author, date, and that it is PDF/A-3b (ISO 19005-3, 6.6)."""
    at = created.isoformat(timespec="seconds")
    title, author = escape(f"{paper.title} {paper.number}"), escape(paper.sender.name)
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
        f' xmp:CreateDate="{at}" xmp:ModifyDate="{at}" xmp:MetadataDate="{at}">'
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
        f"</rdf:Description>{more}</rdf:RDF></x:xmpmeta>"
    )


def _head(sheet: _Sheet, paper: Paper) -> None:
    sheet.set_fill_color(*_ACCENT)
    sheet.rect(0, 0, _WIDTH, 3, style="F")
    sheet.write_in(_ACCENT, 15, "B")
    below = sheet.paragraph(_LEFT, _TOP, 88, paper.sender.name, line=6.4)
    sheet.write_in(_GREY, 8)
    sheet.paragraph(_LEFT, below + 0.8, 88, "\n".join(paper.sender.lines), line=_SMALL_LINE)
    sheet.write_in(_INK, 20, "B")
    sheet.paragraph(_RECEIVER_X, _TOP - 1, _WIDTH - _RIGHT - _RECEIVER_X, paper.title, line=8.4, align="R")
    sheet.write_in(_ACCENT, 11, "B")
    sheet.paragraph(_RECEIVER_X, _TOP + 8, _WIDTH - _RIGHT - _RECEIVER_X, paper.number, line=5.4, align="R")
    if paper.code:
        _bars(sheet, paper.code)
    sheet.write_in(_INK, 10, "B")
    below = sheet.paragraph(_RECEIVER_X, _RECEIVER_Y, _WIDTH - _RIGHT - _RECEIVER_X, paper.receiver.name, line=5)
    sheet.write_in(_INK, 10)
    below = sheet.paragraph(
        _RECEIVER_X, below, _WIDTH - _RIGHT - _RECEIVER_X, "\n".join(paper.receiver.lines), line=4.8
    )
    if paper.stamp:
        sheet.write_in((214, 220, 226), 60, "B")
        with sheet.rotation(32, x=105, y=170):
            sheet.text(105 - sheet.get_string_width(paper.stamp) / 2, 178, paper.stamp)
    sheet.set_y(max(below + 7, 75) if paper.receiver.name else _RECEIVER_Y)  # papers of the house have no receiver


def _bars(sheet: _Sheet, code: str) -> None:
    """Flush right under the number."""
    (row,) = modules(Symbol(Symbology.CODE_128, code))
    left = _WIDTH - _RIGHT - _MODULE * len(row)
    sheet.set_fill_color(0, 0, 0)
    for i, is_dark in enumerate(row):
        if is_dark:
            sheet.rect(left + i * _MODULE, _TOP + 16, _MODULE, _BARS, style="F")


def _facts(sheet: _Sheet, paper: Paper) -> None:
    """Three in a line, on a tinted ground."""
    width = _INNER / 3
    for start in range(0, len(paper.facts), 3):
        group = paper.facts[start : start + 3]
        sheet.write_in(_INK, 9, "B")
        height = max(sheet.height_of(value, width - 2 * _PAD, 4.4) for _, value in group) + 3.4 + 2 * _PAD
        y = sheet.get_y()
        sheet.set_fill_color(*_TINT)
        sheet.rect(_LEFT, y, _INNER, height, style="F")
        for i, (label, value) in enumerate(group):
            x = _LEFT + i * width + _PAD
            sheet.write_in(_GREY, 7.5)
            sheet.paragraph(x, y + _PAD, width - 2 * _PAD, label, line=3.4)
            sheet.write_in(_INK, 9, "B")
            sheet.paragraph(x, y + _PAD + 3.4, width - 2 * _PAD, value, line=4.4)
        sheet.set_y(y + height + 0.8)
    sheet.set_y(sheet.get_y() + 5)


def _table(sheet: _Sheet, paper: Paper) -> None:
    parts = sum(column.share for column in paper.columns)
    widths = [_INNER * column.share / parts for column in paper.columns]
    _table_head(sheet, paper.columns, widths)
    for row in paper.rows:
        height = _height(sheet, row, widths)
        if not sheet.has_room(height):
            sheet.add_page()
            _table_head(sheet, paper.columns, widths)
        top = sheet.get_y()
        if isinstance(row, Words):
            sheet.write_in(_INK, 9, "I")
            sheet.paragraph(_LEFT + _PAD, top + _PAD, _INNER - 2 * _PAD, row.text)
        else:
            _cells(sheet, row, paper.columns, widths, top)
        sheet.set_draw_color(*_RULE)
        sheet.set_line_width(0.2)
        sheet.line(_LEFT, top + height, _WIDTH - _RIGHT, top + height)
        sheet.set_y(top + height)


def _table_head(sheet: _Sheet, columns: Sequence[Column], widths: Sequence[float]) -> None:
    y, x = sheet.get_y(), float(_LEFT)
    sheet.set_fill_color(*_ACCENT)
    sheet.rect(_LEFT, y, _INNER, 7, style="F")
    sheet.write_in((255, 255, 255), 8, "B")
    for column, width in zip(columns, widths, strict=True):
        sheet.set_xy(x + _PAD, y)
        sheet.cell(width - 2 * _PAD, 7, column.title, align="R" if column.is_number else "L")
        x += width
    sheet.set_y(y + 7)


def _height(sheet: _Sheet, row: Row | Words, widths: Sequence[float]) -> float:
    if isinstance(row, Words):
        sheet.write_in(_INK, 9, "I")
        return sheet.height_of(row.text, _INNER - 2 * _PAD, _LINE) + 2 * _PAD
    tallest = 0.0
    for i, width in enumerate(widths):
        sheet.write_in(_INK, 9, "B" if i == 0 else "")
        own = sheet.height_of(_first(row) if i == 0 else row.cells[i], width - 2 * _PAD, _LINE)
        sheet.write_in(_GREY, 7.5)
        under = row.under[i] if i < len(row.under) else ""
        tallest = max(tallest, own + sheet.height_of(under, width - 2 * _PAD, _SMALL_LINE))
    return tallest + 2 * _PAD


def _first(row: Row) -> str:
    return f"{row.tag}  {row.cells[0]}" if row.tag else row.cells[0]


def _cells(sheet: _Sheet, row: Row, columns: Sequence[Column], widths: Sequence[float], top: float) -> None:
    ink = _GREY if row.is_quiet else _INK
    x = float(_LEFT)
    for i, (column, width) in enumerate(zip(columns, widths, strict=True)):
        align = "R" if column.is_number else "L"
        sheet.write_in(ink, 9, "B" if i == 0 else "")
        below = sheet.paragraph(
            x + _PAD, top + _PAD, width - 2 * _PAD, _first(row) if i == 0 else row.cells[i], align=align
        )
        if i == 0 and row.tag:  # once more in its colour, on the same place
            sheet.write_in(_ACCENT, 9, "B")
            sheet.set_xy(x + _PAD, top + _PAD)
            sheet.cell(sheet.get_string_width(row.tag), _LINE, row.tag)
        if i < len(row.under):
            sheet.write_in(_GREY, 7.5)
            sheet.paragraph(x + _PAD, below, width - 2 * _PAD, row.under[i], line=_SMALL_LINE, align=align)
        x += width


def _totals(sheet: _Sheet, paper: Paper) -> None:
    width, label_width, height = 78.0, 44.0, 6.4
    x = _WIDTH - _RIGHT - width
    if not sheet.has_room(height * len(paper.totals) + 4):
        sheet.add_page()
    sheet.set_y(sheet.get_y() + 3)
    for total in paper.totals:
        y = sheet.get_y()
        if total.is_strong:
            sheet.set_fill_color(*_TINT)
            sheet.rect(x, y, width, height + 1.2, style="F")
        sheet.write_in(_ACCENT if total.is_strong else _INK, 10.5 if total.is_strong else 9, "B" * total.is_strong)
        tall = height + 1.2 if total.is_strong else height
        sheet.set_xy(x + _PAD, y)
        sheet.cell(label_width, tall, total.label)
        sheet.cell(width - label_width - 2 * _PAD, tall, total.value, align="R")
        sheet.set_y(y + tall)
    sheet.set_y(sheet.get_y() + 5)


def _closing(sheet: _Sheet, paper: Paper) -> None:
    """Notes, beside the box to sign where there is one; they begin on a page that has room for the box."""
    width = _INNER if paper.to_sign is None else _INNER - _BOX_WIDTH - 8
    sheet.write_in(_INK, 8.5)
    notes_height = sum(sheet.height_of(text, width, 4.2) + 8 for _, text in paper.notes)
    if not sheet.has_room(max(min(notes_height, 60), 0 if paper.to_sign is None else _BOX_HEIGHT)):
        sheet.add_page()
    top = sheet.get_y()
    if paper.to_sign is not None:
        _box(sheet, paper.to_sign[0], paper.to_sign[1], top)
    sheet.set_y(top)
    for title, text in paper.notes:
        sheet.write_in(_ACCENT, 9, "B")
        sheet.paragraph(_LEFT, sheet.get_y(), width, title, line=5)
        sheet.write_in(_INK, 8.5)
        sheet.paragraph(_LEFT, sheet.get_y(), width, text, line=4.2)
        sheet.set_y(sheet.get_y() + 3)


def _box(sheet: _Sheet, title: str, labels: Sequence[str], y: float) -> None:
    x = _WIDTH - _RIGHT - _BOX_WIDTH
    sheet.set_draw_color(*_RULE)
    sheet.set_line_width(0.3)
    sheet.rect(x, y, _BOX_WIDTH, _BOX_HEIGHT)
    sheet.write_in(_ACCENT, 9, "B")
    sheet.paragraph(x + 3, y + 2, _BOX_WIDTH - 6, title, line=4.6)
    sheet.write_in(_GREY, 8)
    for i, label in enumerate(labels):
        sheet.paragraph(x + 3, y + 8.6 + i * 6, _BOX_WIDTH - 6, label, line=4)
