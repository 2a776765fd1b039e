"""Labels in the language of label printers (ZPL II), at 203 dots an inch."""

from collections.abc import Sequence

from kit.barcodes import Symbology, modules
from kit.labels import LOGISTIC, Label, code_128_parts

_DOTS = 8  # a millimetre
_MARGIN = 4 * _DOTS
_QUIET = 20  # modules of light, both sides together
_SPECIAL = frozenset("^~\\")  # begin a command, or what ^FH is told to read as two hexadecimal digits


def written(labels: Sequence[Label]) -> str:
    """All labels; the printer makes the copies."""
    return "".join(_label(each) for each in labels)


def escaped(text: str) -> str:
    """A text that no printer can take for commands: it belongs after ^FH with a backslash."""
    return "".join(
        char if char.isprintable() and char not in _SPECIAL else "".join(f"\\{byte:02X}" for byte in char.encode())
        for char in text
    )


def _label(label: Label) -> str:
    width, height = int(label.size.width * _DOTS), int(label.size.height * _DOTS)
    scale = 1.4 if label.size == LOGISTIC else 1.0
    is_matrix = label.symbol.symbology is Symbology.GS1_DATAMATRIX
    text_width = width - 2 * _MARGIN - (30 * _DOTS + _MARGIN if is_matrix else 0)
    fields = [_text(label.title, _MARGIN, _MARGIN, int(48 * scale), text_width)]
    y = _MARGIN + int(56 * scale)
    bottom = height - _MARGIN - (40 if is_matrix else _bars_height(label) + 50)
    for line in label.lines:
        if y + int(30 * scale) > bottom:
            break
        fields.append(_text(line, _MARGIN, y, int(28 * scale), text_width))
        y += int(34 * scale)
    fields.append(_matrix(label, width) if is_matrix else _bars(label, width, height))
    fields.append(_text(label.symbol.readable, _MARGIN, height - _MARGIN - 24, 24, width - 2 * _MARGIN, "C"))
    return f"^XA^CI28^PW{width}^LL{height}" + "".join(fields) + f"^PQ{label.copies}^XZ\n"


def _text(text: str, x: int, y: int, size: int, width: int, align: str = "L") -> str:
    return f"^FO{x},{y}^A0N,{size}^FB{width},1,0,{align}^FH\\^FD{escaped(text)}^FS"


def _bars_height(label: Label) -> int:
    return (32 if label.size == LOGISTIC else 15) * _DOTS


def _bars(label: Label, width: int, height: int) -> str:
    module = max(1, min(4, (width - 2 * _MARGIN) // (len(modules(label.symbol)[0]) + _QUIET)))
    x = (width - module * len(modules(label.symbol)[0])) // 2
    y = height - _MARGIN - 40 - _bars_height(label)
    return f"^FO{max(x, 0)},{y}^BY{module}^BCN,{_bars_height(label)},N,N,N^FH\\^FD{_code_128(label)}^FS"


def _code_128(label: Label) -> str:
    """The data with the printer's own marks: >; pairs of digits, >: text, >6 text from here, >8 FNC1, >< the sign >."""
    if label.symbol.symbology is Symbology.CODE_128:
        return ">:" + escaped(label.symbol.text.replace(">", "><"))
    parts = list(code_128_parts(label.symbol))
    data = ""
    for i, (is_digits, text) in enumerate(parts):
        begin = (">;>8" if is_digits else ">:>8") if i == 0 else ">6"
        data += begin + escaped(text.replace(">", "><")).replace("\\1D", ">8")
    return data


def _matrix(label: Label, width: int) -> str:
    """Escaped by the underscore: _1 is FNC1, two of them are one."""
    rows = len(modules(label.symbol))
    module = 30 * _DOTS // rows
    said = "".join(text for _, text in code_128_parts(label.symbol))
    data = "_1" + escaped(said.replace("_", "__")).replace("\\1D", "_1")
    return f"^FO{width - _MARGIN - module * rows},{_MARGIN}^BXN,{module},200,0,0,6,_^FH\\^FD{data}^FS"
