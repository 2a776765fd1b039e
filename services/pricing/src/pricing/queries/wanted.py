"""Customers' codes and packagings, as products and stock units."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from kit.db import ReadTransaction
from kit.errors import Fault, listed, sentence_of
from kit.quantity import Factor, to_stock

from pricing.domain.errors import UnknownCode
from pricing.domain.wanted import Packed, Wanted, code_key
from pricing.queries.quote import AskedLine


class _Meant(NamedTuple):
    product_id: UUID
    packaging_code: str


class _Packing(NamedTuple):
    factors: dict[str, Factor]
    decimals: int


async def asked_lines(tx: ReadTransaction, customer_id: UUID, wanted: Sequence[Wanted]) -> list[AskedLine]:
    """The lines as they can be priced.

    Raises:
        UnknownCode: the customer has no such code, or the product no such packaging; with all of these.
        InexactConversion: a quantity of packagings is no exact quantity of stock units.
    """
    if not any(line.customer_code or line.packaging_code for line in wanted):
        return [AskedLine(line.product_id, line.quantity, line.manual_unit_price) for line in wanted if line.product_id]
    meant = await _meant(tx, customer_id, [line.customer_code for line in wanted if line.customer_code])
    named = [
        _Meant(line.product_id, line.packaging_code or "")
        if line.product_id
        else meant.get(code_key(line.customer_code or ""))
        for line in wanted
    ]
    packings = await _packings(tx, [each.product_id for each in named if each])
    lines, faults = [], []
    for i, (line, its) in enumerate(zip(wanted, named, strict=True)):
        if its is None:
            faults.append(Fault(f"lines.{i}.customer_code", f"This customer has no code {line.customer_code!r}."))
            continue
        code = line.packaging_code or its.packaging_code
        packing = packings.get(its.product_id)
        if not code or packing is None:  # a product not heard of is refused where it is priced
            lines.append(AskedLine(its.product_id, line.quantity, line.manual_unit_price))
        elif (factor := packing.factors.get(code)) is None:
            has = ", ".join(packing.factors) or "none"
            faults.append(Fault(f"lines.{i}.packaging_code", f"The product has no packaging {code!r}: it has {has}."))
        else:
            quantity = to_stock(line.quantity, factor, packing.decimals, field=f"lines.{i}.quantity")
            packed = Packed(code, line.quantity, factor)
            lines.append(AskedLine(its.product_id, quantity, line.manual_unit_price, packed))
    if faults:
        raise UnknownCode(sentence_of(faults), field=faults[0].field, errors=listed(faults))
    return lines


async def _meant(tx: ReadTransaction, customer_id: UUID, codes: Sequence[str]) -> dict[str, _Meant]:
    """What the customer means by his codes."""
    if not codes:
        return {}
    rows = await tx.fetch(
        "SELECT k.code, c.product_id, k.packaging FROM customer_code c, unnest(c.codes, c.packagings) AS k (code, packaging)"
        " WHERE c.customer_id = $1 AND c.codes && $2 AND k.code = ANY($2)",
        customer_id,
        [code_key(code) for code in codes],
    )
    return {row["code"]: _Meant(row["product_id"], row["packaging"]) for row in rows}


async def _packings(tx: ReadTransaction, product_ids: Sequence[UUID]) -> dict[UUID, _Packing]:
    rows = await tx.fetch("SELECT id, packagings, quantity_decimals FROM product WHERE id = ANY($1)", list(product_ids))
    return {
        row["id"]: _Packing(
            {code: Factor(*factor) for code, factor in row["packagings"].items()}, row["quantity_decimals"]
        )
        for row in rows
    }
