"""Labels to stick on things, whoever draws them: a title, lines under it, a barcode with what it says in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kit.barcodes import Symbol, Symbology
from kit.errors import Invalid

# GS1 General Specifications, figure 7.11-1: what GS1 element strings may hold. Brackets are part of it, but nobody
# could tell them from those around identifiers.
_GS1_TEXT = frozenset("!\"%&'*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_FIXED = ("00", "01", "11", "13", "15", "17")  # values of one length each: nothing need end them


class LabelFormat(StrEnum):
    PDF = "pdf"
    ZPL = "zpl"


@dataclass(frozen=True, slots=True)
class Size:
    """In millimetres."""

    width: float
    height: float


SHELF = Size(100, 50)
LOGISTIC = Size(105, 148)  # A6, the GS1 logistic label


@dataclass(frozen=True, slots=True)
class Label:
    title: str
    lines: tuple[str, ...]
    symbol: Symbol
    size: Size = SHELF
    copies: int = 1


class NotForLabels(Invalid):
    """A text cannot stand in a barcode."""


def elements(values: Sequence[tuple[str, str | date | None]], symbology: Symbology, *, field: str = "lines") -> Symbol:
    """A GS1 symbol; elements without a value are left out, those of fixed length come first.

    Raises:
        NotForLabels: a value has a character that GS1 does not allow, or is too long.
    """
    said = [
        (identifier, value.strftime("%y%m%d") if isinstance(value, date) else value)
        for identifier, value in values
        if value
    ]
    for identifier, value in said:
        if len(value) > 20 or not _GS1_TEXT.issuperset(value):
            raise NotForLabels(
                f"{value!r} cannot stand in a barcode as ({identifier}): it takes up to 20 letters without accents,"
                " digits and signs other than brackets.",
                field=field,
            )
    return Symbol(symbology, elements=tuple(sorted(said, key=lambda each: each[0] not in _FIXED)))


def plain(text: str, *, field: str = "lines") -> Symbol:
    """Our own text as Code 128.

    Raises:
        NotForLabels: it has other characters than those of ASCII that print.
    """
    if not text or len(text) > 48 or not (text.isascii() and text.isprintable()):
        raise NotForLabels(f"{text!r} cannot stand in a barcode: it takes 1 to 48 characters of ASCII.", field=field)
    return Symbol(Symbology.CODE_128, text=text)


def code_128_parts(symbol: Symbol) -> Iterator[tuple[bool, str]]:
    """What a GS1-128 symbol says, in parts of digits by pairs (True) and of other text (False), ends marked by GS."""
    digits, text = "", ""
    for i, (identifier, value) in enumerate(symbol.elements):
        end = "" if identifier in _FIXED or i == len(symbol.elements) - 1 else "\x1d"
        whole = identifier + value + end
        if not text and whole.isdigit() and len(whole) % 2 == 0:
            digits += whole
        else:
            text += whole
    if digits:
        yield True, digits
    if text:
        yield False, text
