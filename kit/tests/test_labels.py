"""Labels: what is printed is what a scanner reads, and no text is taken for a printer's command."""

from datetime import date

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from kit.barcodes import Symbol, Symbology, modules
from kit.label_drawing import drawn
from kit.labels import LOGISTIC, Label, NotForLabels, elements, plain
from kit.zpl import escaped, written
from PIL import Image

GTIN = "03017620422003"
_LOTS = st.text(st.sampled_from("ABCXYZabcxyz0123456789-/.+_"), min_size=1, max_size=20)


def scanned(symbol: Symbol) -> zxingcpp.Barcode:
    """What a reader sees in the printed modules, with the light around them."""
    rows = modules(symbol)
    high = 4 if len(rows) > 1 else 60
    width, height = len(rows[0]) * 4 + 80, len(rows) * high + 80
    image = Image.new("L", (width, height), 255)
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                image.paste(0, (40 + x * 4, 40 + y * high, 44 + x * 4, 40 + (y + 1) * high))
    view = memoryview(image.tobytes()).cast("B", (height, width))
    (found,) = zxingcpp.read_barcodes(view)
    return found


@pytest.mark.parametrize("symbology", [Symbology.GS1_128, Symbology.GS1_DATAMATRIX])
@given(lot=_LOTS, expires_on=st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_a_label_says_article_expiry_and_lot_to_a_scanner(symbology: Symbology, lot: str, expires_on: date) -> None:
    symbol = elements([("01", GTIN), ("10", lot), ("17", expires_on)], symbology)
    found = scanned(symbol)
    assert found.bytes.decode() == f"01{GTIN}17{expires_on:%y%m%d}10{lot}"
    assert found.symbology_identifier == ("]C1" if symbology is Symbology.GS1_128 else "]d2")


def test_a_value_of_variable_length_that_is_not_the_last_is_ended() -> None:
    found = scanned(elements([("01", GTIN), ("10", "A1"), ("21", "S9")], Symbology.GS1_DATAMATRIX))
    assert found.bytes.decode() == f"01{GTIN}10A1\x1d21S9"


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24).filter(str.strip))
def test_our_own_text_is_read_as_it_was_written(text: str) -> None:
    found = scanned(plain(text))
    assert (found.text, found.symbology_identifier) == (text, "]C0")


@pytest.mark.parametrize("lot", ["LOT(21)9", "é", "A B", "X" * 21, "^XA"])
def test_what_gs1_cannot_say_is_refused(lot: str) -> None:
    with pytest.raises(NotForLabels):
        elements([("01", GTIN), ("10", lot)], Symbology.GS1_128)


@given(st.text())
def test_no_text_gives_a_printer_commands(text: str) -> None:
    """Only the commands of an empty label stand in a label with any title."""

    def commands(title: str) -> int:
        label = written([Label(title, (title,), plain("A"))])
        return label.count("^") + label.count("~")

    assert commands(text) == commands("")
    assert bytes.fromhex("".join(f"{ord(c):02X}" for c in "^~\\")).decode() == "^~\\"
    assert "^" not in escaped(text)


def test_a_logistic_label_for_a_printer_begins_with_fnc1_and_pairs_of_digits() -> None:
    label = Label("Martin", (), elements([("00", "020000000000000015")], Symbology.GS1_128), LOGISTIC, copies=2)
    assert "^FD>;>800020000000000000015^FS" in written([label])
    assert "^PQ2^XZ" in written([label])


def test_a_lot_follows_the_digits_as_text() -> None:
    symbol = elements([("01", GTIN), ("10", "L_>9")], Symbology.GS1_128)
    assert f"^FD>;>801{GTIN}>610L_><9^FS" in written([Label("A", (), symbol)])


def test_each_copy_is_a_page_of_the_size_of_its_label() -> None:
    pdf = drawn([Label("É" * 200, ("ligne",) * 30, plain("LYON:A-01"), copies=3)])
    assert pdf.count(b"/Type /Page\n") == 3
    assert b"283.46" in pdf  # 100 mm in points
