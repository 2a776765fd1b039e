"""Labels of products: the article number of a packaging, with lot, expiry and serial number where they are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kit.barcodes import Symbol, Symbology
from kit.db import ReadTransaction
from kit.errors import Invalid, unknown
from kit.labels import Label, elements, plain
from kit.printed import day

from catalog.domain.product import Packaging, Product
from catalog.storage import products

_WORDS = {
    "fr": {"lot": "Lot", "serial": "N° de série", "expires": "À utiliser avant le"},
    "en": {"lot": "Lot", "serial": "Serial no.", "expires": "Use by"},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One label; without a packaging that of the stock unit."""

    product_id: UUID
    packaging: str | None
    lot: str | None
    serial: str | None
    expires_on: date | None
    copies: int


class NoGtin(Invalid):
    """A lot, serial number or date can only stand beside an article number."""


async def labels(tx: ReadTransaction, asked: Sequence[Asked], symbology: Symbology, language: str) -> list[Label]:
    """A label for each.

    Raises:
        NotFound: there is no such product or packaging.
        NoGtin: the packaging has no article number for what is asked to stand beside it.
        NotForLabels: a lot or serial number cannot stand in a barcode.
    """
    known = await products.find_many(tx, {each.product_id for each in asked})
    found = []
    for i, each in enumerate(asked):
        product = known.get(each.product_id)
        if product is None:
            raise unknown("product", each.product_id, field=f"lines.{i}.product_id")
        found.append(_label(each, product, symbology, language, field=f"lines.{i}"))
    return found


def _label(asked: Asked, product: Product, symbology: Symbology, language: str, *, field: str) -> Label:
    words = _WORDS[language]
    packaging = _packaging(product, asked.packaging, field=field)
    name = product.name_en if language == "en" else product.name_fr
    said = (
        (words["lot"], asked.lot),
        (words["serial"], asked.serial),
        (words["expires"], asked.expires_on and day(asked.expires_on, language)),
    )
    return Label(
        title=product.sku,
        lines=(
            name or product.name_fr or product.name_en,
            packaging.code,
            *(f"{label} : {value}" if language == "fr" else f"{label}: {value}" for label, value in said if value),
        ),
        symbol=_symbol(asked, product, packaging, symbology, field=field),
        copies=asked.copies,
    )


def _packaging(product: Product, code: str | None, *, field: str) -> Packaging:
    for each in product.packagings:
        if each.code == code or (code is None and each.numerator == each.denominator):
            return each
    raise unknown(f"packaging of {product.sku}", code or "", field=f"{field}.packaging")


def _symbol(asked: Asked, product: Product, packaging: Packaging, symbology: Symbology, *, field: str) -> Symbol:
    if packaging.gtin is not None:
        gtin = packaging.gtin.zfill(14)
        values = [("01", gtin), ("17", asked.expires_on), ("10", asked.lot), ("21", asked.serial)]
        return elements(values, symbology, field=field)
    if asked.lot or asked.serial or asked.expires_on:
        raise NoGtin(
            f"{packaging.code} of {product.sku} has no GTIN, beside which a lot, serial number or date could stand:"
            " add one to the product, or ask for a label without them.",
            field=f"{field}.packaging",
        )
    return plain(product.sku, field=field)
