"""What revisions make of rows that were there before."""

import asyncio
from collections.abc import Callable

import asyncpg
from alembic import command
from pricing.wiring import MIGRATIONS

from kit import migrations

_BEFORE = """
INSERT INTO partner (id, version, code, segment) VALUES ('00000000-0000-7000-8000-000000000001', 3, 'C1', 's');
INSERT INTO product (id, version, sku, name, family_path) VALUES ('00000000-0000-7000-8000-000000000002', 7, 'A', 'A', '{all}');
INSERT INTO contract VALUES ('00000000-0000-7000-8000-000000000003', 'K', '00000000-0000-7000-8000-000000000001', 'K', 'EUR',
'2026-01-01', NULL, false, 1);
INSERT INTO contract_line (id, contract_id, product_id, min_quantity, unit_price, quantity_cap, quantity_called)
VALUES ('00000000-0000-7000-8000-000000000004', '00000000-0000-7000-8000-000000000003',
'00000000-0000-7000-8000-000000000002', 0, 1, 100, 30);
INSERT INTO contract_call VALUES
(gen_random_uuid(), gen_random_uuid(), '00000000-0000-7000-8000-000000000004', 30, NULL),
(gen_random_uuid(), gen_random_uuid(), '00000000-0000-7000-8000-000000000004', 20, now() + interval '1 minute');
INSERT INTO consumer_position VALUES ('catalog.products.v1', 0, 40), ('accounting.valuations.v1', 0, 50);
"""


async def test_holds_stay_holds_and_masters_are_heard_again(new_database: Callable[[str], str]) -> None:
    dsn = new_database("pricing_before")
    config = migrations.config(dsn, MIGRATIONS)
    await asyncio.to_thread(command.upgrade, config, "pricing_0003")
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(_BEFORE)
        await asyncio.to_thread(command.upgrade, config, "head")
        calls = await connection.fetch(
            "SELECT quantity, held_quantity, held_until > now() AS is_held FROM contract_call ORDER BY quantity"
        )
        assert [tuple(row) for row in calls] == [(0, 20, True), (30, 0, None)]
        positions = await connection.fetch("SELECT topic, next_offset FROM consumer_position ORDER BY topic")
        assert [tuple(row) for row in positions] == [("accounting.valuations.v1", 50), ("catalog.products.v1", 0)]
        versions = await connection.fetch("SELECT version FROM product UNION ALL SELECT version FROM partner")
        assert [row["version"] for row in versions] == [0, 0]  # whatever is heard is newer
    finally:
        await connection.close()
