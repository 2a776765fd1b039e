"""What customers call our products; many in one statement each."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from catalog.domain.customer_code import CustomerCode, ProductCodes, code_key


async def lock(tx: Transaction, customer_id: UUID) -> bool:
    """Hold a customer's codes against other changes until the transaction ends; False when he is none."""
    return bool(
        await tx.fetchval("SELECT true FROM partner WHERE id = $1 AND is_customer FOR NO KEY UPDATE", customer_id)
    )


async def put(tx: Transaction, customer_id: UUID, codes: Sequence[CustomerCode]) -> set[UUID]:
    """Write codes over those that are there; the products that a code stands for now or stood for before."""
    rows = await tx.fetch(
        "WITH asked AS (SELECT * FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[])"
        " AS a (key, code, product_id, packaging_code)),"
        " before AS (SELECT c.product_id FROM customer_code c JOIN asked USING (key) WHERE c.customer_id = $1),"
        " written AS (INSERT INTO customer_code (customer_id, key, code, product_id, packaging_code)"
        " SELECT $1, key, code, product_id, packaging_code FROM asked ON CONFLICT (customer_id, key) DO UPDATE SET"
        " code = excluded.code, product_id = excluded.product_id, packaging_code = excluded.packaging_code"
        " RETURNING product_id) SELECT product_id FROM before UNION SELECT product_id FROM written",
        customer_id,
        [code_key(each.code) for each in codes],
        [each.code for each in codes],
        [each.product_id for each in codes],
        [each.packaging_code for each in codes],
    )
    return {row["product_id"] for row in rows}


async def remove(tx: Transaction, customer_id: UUID, codes: Sequence[str]) -> set[UUID]:
    """Forget codes; the products that they stood for."""
    rows = await tx.fetch(
        "DELETE FROM customer_code WHERE customer_id = $1 AND key = ANY($2) RETURNING product_id",
        customer_id,
        [code_key(code) for code in codes],
    )
    return {row["product_id"] for row in rows}


async def find(tx: ReadTransaction, customer_id: UUID, codes: Sequence[str]) -> dict[str, CustomerCode]:
    """What these codes stand for, by key: those that are known."""
    rows = await tx.fetch(
        "SELECT key, code, product_id, packaging_code FROM customer_code WHERE customer_id = $1 AND key = ANY($2)",
        customer_id,
        [code_key(code) for code in codes],
    )
    return {row["key"]: CustomerCode(row["code"], row["product_id"], row["packaging_code"]) for row in rows}


async def of_products(tx: ReadTransaction, customer_id: UUID, product_ids: Sequence[UUID]) -> list[ProductCodes]:
    """All codes of a customer for each of these products, none included."""
    found: dict[UUID, list[CustomerCode]] = defaultdict(list)
    for row in await tx.fetch(
        "SELECT code, product_id, packaging_code FROM customer_code"
        " WHERE customer_id = $1 AND product_id = ANY($2) ORDER BY key",
        customer_id,
        product_ids,
    ):
        found[row["product_id"]].append(CustomerCode(row["code"], row["product_id"], row["packaging_code"]))
    return [ProductCodes(customer_id, id_, tuple(found[id_])) for id_ in product_ids]


async def next_version(tx: Transaction) -> int:
    """A version above all that were given; rising for each customer, whose codes are held."""
    version: int = await tx.fetchval("SELECT nextval('customer_code_version')")
    return version


async def packagings(tx: ReadTransaction, product_ids: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Which packagings of these products a customer's code names."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for row in await tx.fetch(
        "SELECT DISTINCT product_id, packaging_code FROM customer_code WHERE product_id = ANY($1)", product_ids
    ):
        found[row["product_id"]].add(row["packaging_code"])
    return found
