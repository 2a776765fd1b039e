"""What products and customers are called: SKU, GTIN, the customers' own codes. Many at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.search import folded

from kit import copies

_GTIN = 14  # digits; shorter ones are the same with zeros before


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code stands for: a product, in a packaging where the code says so."""

    product_id: UUID
    packaging_code: str | None = None


async def keep_gtins(tx: Transaction, products: Sequence[tuple[UUID, int, Mapping[str, str]]]) -> None:
    """(product, version, GTIN → packaging)."""
    columns = {"id": "uuid", "version": "bigint", "gtins": "jsonb"}
    rows = [
        (id_, version, {gtin.zfill(_GTIN): packaging for gtin, packaging in gtins.items()})
        for id_, version, gtins in products
    ]
    await copies.keep(tx, "product_gtin", columns, rows)


async def keep_customer_codes(tx: Transaction, codes: Sequence[tuple[UUID, UUID, int, Mapping[str, str]]]) -> None:
    """(customer, product, version, code → packaging); an older version changes nothing."""
    await tx.execute(
        "INSERT INTO customer_code AS c (customer_id, product_id, version, codes)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::jsonb[])"
        " ON CONFLICT (customer_id, product_id) DO UPDATE SET version = excluded.version, codes = excluded.codes"
        " WHERE c.version < excluded.version",
        [customer for customer, _, _, _ in codes],
        [product for _, product, _, _ in codes],
        [version for _, _, version, _ in codes],
        [{code_key(code): packaging for code, packaging in own.items()} for _, _, _, own in codes],
    )


def code_key(code: str) -> str:
    """A code as it is compared: nobody tells "ab 12" from "AB12"."""
    return folded(code).replace(" ", "")


async def customers_called(tx: ReadTransaction, names: Collection[str]) -> dict[str, UUID]:
    """Customers by code or id, as they were named."""
    ids = _ids(names)
    rows = await tx.fetch(
        "SELECT id, code FROM partner WHERE code = ANY($1) OR id = ANY($2)", list(names), list(ids.values())
    )
    known = {row["id"] for row in rows}
    by_id = {str(id_): id_ for id_ in known}
    return {row["code"]: row["id"] for row in rows} | {name: id_ for name, id_ in ids.items() if id_ in known} | by_id


async def products_called(tx: ReadTransaction, names: Collection[str]) -> dict[str, list[Meaning]]:
    """Products by id, SKU or GTIN, as they were named; the first kind that knows a name counts."""
    ids = _ids(names)
    rows = await tx.fetch(
        "SELECT id, sku FROM product WHERE sku = ANY($1) OR id = ANY($2)", list(names), [*ids.values()]
    )
    known = {row["id"] for row in rows}
    found: dict[str, list[Meaning]] = {name: [Meaning(id_)] for name, id_ in ids.items() if id_ in known}
    for row in rows:
        found.setdefault(row["sku"], [Meaning(row["id"])])
    digits: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if name.isascii() and name.isdigit():
            digits[name.zfill(_GTIN)].append(name)
    gtins: dict[str, list[Meaning]] = defaultdict(list)
    for row in await tx.fetch(
        "SELECT p.id, g.key, g.value FROM product_gtin p, jsonb_each_text(p.gtins) AS g"
        " WHERE p.gtins ?| $1::text[] AND g.key = ANY($1)",
        list(digits),
    ):
        for name in digits[row["key"]]:
            gtins[name].append(Meaning(row["id"], row["value"]))
    return {**gtins, **found}


async def own_codes(tx: ReadTransaction, named: Collection[tuple[UUID, str]]) -> dict[tuple[UUID, str], list[Meaning]]:
    """What customers call products themselves: by (customer, code as it is compared)."""
    rows = await tx.fetch(
        "SELECT c.customer_id, c.product_id, k.key, k.value FROM customer_code c, jsonb_each_text(c.codes) AS k"
        " WHERE c.customer_id = ANY($1) AND c.codes ?| $2::text[] AND k.key = ANY($2)",
        list({customer for customer, _ in named}),
        list({key for _, key in named}),
    )
    found: dict[tuple[UUID, str], list[Meaning]] = defaultdict(list)
    for row in rows:
        found[row["customer_id"], row["key"]].append(Meaning(row["product_id"], row["value"] or None))
    return found


def _ids(names: Collection[str]) -> dict[str, UUID]:
    return {name: UUID(name) for name in names if len(name) == 36 and _is_id(name)}


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
