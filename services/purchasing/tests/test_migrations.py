"""What a revision makes of rows that were there before."""

import asyncio
from collections.abc import Callable

import asyncpg
from alembic import command
from purchasing.wiring import MIGRATIONS

from kit import migrations


async def test_products_are_heard_again_for_their_families(new_database: Callable[[str], str]) -> None:
    dsn = new_database("purchasing_before")
    config = migrations.config(dsn, MIGRATIONS)
    await asyncio.to_thread(command.upgrade, config, "purchasing_0005")
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(
            "INSERT INTO product (id, version, sku, name, is_bought, quantity_decimals)"
            " VALUES (gen_random_uuid(), 7, 'A', 'A', true, 0)"
        )
        await connection.execute(
            "INSERT INTO consumer_position VALUES ('catalog.products.v1', 0, 40), ('inventory.receipts.v1', 0, 50)"
        )
        await connection.execute(
            "INSERT INTO inbox (event_id, created_at)"
            " VALUES (gen_random_uuid(), now() - interval '1 day'), (gen_random_uuid(), now())"
        )
        await asyncio.to_thread(command.upgrade, config, "head")
        positions = await connection.fetch("SELECT topic, next_offset FROM consumer_position ORDER BY topic")
        assert [tuple(row) for row in positions] == [("catalog.products.v1", 0), ("inventory.receipts.v1", 50)]
        assert await connection.fetchval("SELECT version FROM product") == 0  # whatever is heard is newer
        assert await connection.fetchval("SELECT count(*) FROM inbox") == 1
    finally:
        await connection.close()
