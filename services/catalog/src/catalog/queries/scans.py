"""What scanned codes stand for; the whole list with two look-ups."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kit.db import ReadTransaction

from catalog.domain import gs1
from catalog.domain.gs1 import Scan, Unreadable
from catalog.domain.product import Packaging, Product
from catalog.domain.scanning import Identified, identified
from catalog.storage import products

_SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")


@dataclass(frozen=True, slots=True)
class Answer:
    """One code: what it says and stands for, or why that is not sure."""

    code: str
    scan: Scan | None = None
    found: Identified | None = None  # nothing when the code names no article (a logistic unit, a place)
    refused: Unreadable | None = None


async def resolve(tx: ReadTransaction, codes: Sequence[str], *, today: date) -> list[Answer]:
    """An answer for each code, in the same order."""
    read = [_read(code, today) for code in codes]
    gtins = [each.gtin for each in read if isinstance(each, Scan) and each.gtin]
    skus = [code for code in codes if _SKU.fullmatch(code)]
    of_gtin, of_sku = await products.by_codes(tx, gtins=gtins, skus=skus)
    ids = {id_ for id_, _ in of_gtin.values()} | set(of_sku.values())
    known = await products.find_many(tx, ids) if ids else {}
    return [_answer(code, said, of_gtin, of_sku, known) for code, said in zip(codes, read, strict=True)]


def _read(code: str, today: date) -> Scan | Unreadable:
    try:
        return gs1.read(code, today=today)
    except Unreadable as error:
        return error


def _answer(
    code: str,
    said: Scan | Unreadable,
    of_gtin: dict[str, tuple[UUID, str]],
    of_sku: dict[str, UUID],
    known: dict[UUID, Product],
) -> Answer:
    by_sku = known.get(of_sku[code]) if code in of_sku else None
    if isinstance(said, Unreadable):
        if by_sku is None:
            return Answer(code, refused=said)
        said = Scan()  # no symbol of GS1, but our own reference on the shelf
    place = of_gtin.get(said.gtin) if said.gtin else None
    if place is not None and by_sku is not None and place[0] != by_sku.id:
        detail = f"{code} is the GTIN of {known[place[0]].sku} and the reference of another product."
        return Answer(code, refused=Unreadable("ambiguous", detail))
    if place is not None:
        product = known[place[0]]
        return _identified(code, said, product, next(each for each in product.packagings if each.code == place[1]))
    if by_sku is not None:
        unit = next(each for each in by_sku.packagings if each.numerator == each.denominator)
        return _identified(code, Scan(), by_sku, unit)
    if said.gtin is not None:
        detail = f"No packaging of a product has the GTIN {said.gtin}: add it to the product."
        return Answer(code, refused=Unreadable("unknown-gtin", detail))
    return Answer(code, said)


def _identified(code: str, said: Scan, product: Product, packaging: Packaging) -> Answer:
    try:
        return Answer(code, said, identified(said, product, packaging))
    except Unreadable as error:
        return Answer(code, refused=error)
