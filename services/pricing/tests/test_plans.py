"""How PostgreSQL finds the prices of a basket: by product, scope and key, never by reading a whole scope."""

from uuid import uuid4

from kit.testing.services import ServiceUnderTest
from pricing.queries.sales_facts import PRICES_OF_A_SALE


async def test_prices_are_found_by_product_scope_and_key(pricing: ServiceUnderTest) -> None:
    mark = f"plan-{uuid4().hex[:8]}"
    async with pricing.database.transaction() as tx:
        await tx.execute(
            "INSERT INTO product (id, version, sku, name, family_path)"
            " SELECT gen_random_uuid(), 1, $1 || n, 'Vis', ARRAY['plan'] FROM generate_series(1, 300) AS n",
            mark,
        )
        await tx.execute(
            "INSERT INTO price (id, product_id, scope, scope_key, min_quantity, unit_price, currency, effective_from, set_by)"
            " SELECT gen_random_uuid(), p.id, s.scope, s.key, s.least, 1, 'EUR', '2026-01-01', 'test' FROM product p,"
            " LATERAL (SELECT 'list' AS scope, '' AS key, q AS least FROM unnest(ARRAY[0, 10, 100]) AS q"
            " UNION ALL SELECT 'segment', $1 || n, 0 FROM generate_series(1, 10) AS n"
            " UNION ALL SELECT 'segment', $1 || 10 + (n * 23 + substr(p.sku, 14)::int) % 600, 0"
            " FROM generate_series(1, 87) AS n) AS s WHERE p.sku LIKE $1 || '%' ON CONFLICT DO NOTHING",
            mark,
        )
    async with pricing.database.transaction() as tx:
        await tx.execute("ANALYZE price")
        await tx.execute(f"PREPARE of_a_sale (uuid[], uuid, text, date, uuid) AS {PRICES_OF_A_SALE}")
        rows = await tx.fetch(
            "EXPLAIN EXECUTE of_a_sale (ARRAY[gen_random_uuid()], gen_random_uuid(), 'EUR', '2026-11-25', NULL)"
        )
        await tx.execute("DEALLOCATE of_a_sale")
    plan = "\n".join(row[0] for row in rows)
    (condition,) = [line for line in plan.splitlines() if "Index Cond" in line and "scope_key" in line]
    assert all(f"({column} = " in condition for column in ("product_id", "currency", "scope", "scope_key")), plan
    assert "Seq Scan on price " not in plan
    assert "BitmapAnd" not in plan
    assert plan.count(" on contract ") == 1  # the customer's contracts are looked for once, not for each line
    assert "CTE held" in plan
    assert "CTE special" in plan  # nor his exceptions
