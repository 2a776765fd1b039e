"""Barcodes as modules, dark or light: what printers draw and scanners read."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

import zxingcpp


class Symbology(StrEnum):
    CODE_128 = "code-128"  # any text of ASCII
    GS1_128 = "gs1-128"  # a GS1 element string
    GS1_DATAMATRIX = "gs1-datamatrix"  # the same on a tenth of the surface


@dataclass(frozen=True, slots=True)
class Symbol:
    """A barcode: its kind and what it says. `elements`: application identifiers and their values, for GS1."""

    symbology: Symbology
    text: str = ""
    elements: tuple[tuple[str, str], ...] = ()

    @property
    def readable(self) -> str:
        """What people read under it: identifiers in brackets."""
        return "".join(f"({identifier}){value}" for identifier, value in self.elements) or self.text


def modules(symbol: Symbol) -> list[list[bool]]:
    """Rows of dark (True) and light modules, without the quiet zone; one row for a linear code.

    Raises:
        ValueError: a character that the symbology does not have.
    """
    if symbol.symbology is Symbology.GS1_DATAMATRIX:
        # Rectangles of the extension of 2020 are smaller, but older scanners do not know them.
        code = zxingcpp.create_barcode(symbol.readable, zxingcpp.BarcodeFormat.DataMatrix, gs1=True, force_square=True)
    elif symbol.symbology is Symbology.GS1_128:
        code = zxingcpp.create_barcode(symbol.readable, zxingcpp.BarcodeFormat.Code128, gs1=True)
    else:
        code = zxingcpp.create_barcode(symbol.text, zxingcpp.BarcodeFormat.Code128)
    image = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    pixels = cast("Sequence[Sequence[int]]", memoryview(cast("bytes", image)).tolist())
    rows = [[value < 128 for value in row] for row in pixels]
    return rows if symbol.symbology is Symbology.GS1_DATAMATRIX else rows[:1]
