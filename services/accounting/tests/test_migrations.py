"""What a revision makes of rows that were there before."""

import asyncio
from collections.abc import Callable
from decimal import Decimal

import asyncpg
from accounting.wiring import MIGRATIONS
from alembic import command

from kit import migrations

_INVOICE = "0198c000-0000-7000-8000-000000000001"


async def test_invoices_issued_before_say_how_they_were_taxed(new_database: Callable[[str], str]) -> None:
    """Once per rate on the sum of the lines, or line by line, as the classes were rounded."""
    dsn = new_database("accounting_before")
    config = migrations.config(dsn, MIGRATIONS)
    await asyncio.to_thread(command.upgrade, config, "accounting_1302")
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(
            "INSERT INTO invoice (id, number, sales_order_number, customer_id, bill_to_id, currency, issued_on, due_on,"
            " net_amount, tax_amount, gross_amount) VALUES ($1, 'FA-2026-000001', '', $1, $1, 'EUR', '2026-03-02',"
            " '2026-04-01', 50.06, 0.01, 50.07)",
            _INVOICE,
        )
        lines = [
            ("0.02", "0.20", "document"),
            ("0.02", "0.20", "document"),
            ("0.02", "0.20", "line"),
            ("50.00", "0", "document"),
        ]
        for net, rate, rounding in lines:
            await connection.execute(
                "INSERT INTO invoice_line (id, invoice_id, sales_order_id, shipment_id, sales_order_line_id, shipment_line_id,"
                " movement_id, product_id, description, quantity, unit_price, net_amount, tax_class, tax_rate, tax_rounding)"
                " VALUES (gen_random_uuid(), $1, $1, $1, $1, gen_random_uuid(), $1, $1, 'Article', 1, $2, $2, 'standard', $3, $4)",
                _INVOICE,
                Decimal(net),
                Decimal(rate),
                rounding,
            )
        await connection.execute(
            "INSERT INTO partner (id, version, code, name, payment_days) VALUES (gen_random_uuid(), 7, 'C', 'Customer', 30)"
        )
        await connection.execute("INSERT INTO consumer_position VALUES ('catalog.partners.v1', 0, 40)")
        await asyncio.to_thread(command.upgrade, config, "head")
        taxed = await connection.fetch(
            "SELECT category, rate, reason_code, base, tax FROM document_tax ORDER BY position"
        )
        assert [tuple(map(str, row)) for row in taxed] == [
            ("S", "0.20", "", "0.06", "0.01"),
            ("E", "0", "VATEX-FR-CGI261-1", "50.00", "0.00"),
        ]
        assert await connection.fetchval("SELECT count(*) FROM invoice_line WHERE vat_category = 'E'") == 1
        assert await connection.fetchval("SELECT next_offset FROM consumer_position") == 0
        assert await connection.fetchval("SELECT version FROM partner") == 0  # whatever is heard is newer
    finally:
        await connection.close()


async def test_files_on_their_way_to_the_platform_stay_on_it(new_database: Callable[[str], str]) -> None:
    """Each under its key, with its attempts: what may have arrived is asked for before it is sent again."""
    dsn = new_database("accounting_flows_before")
    config = migrations.config(dsn, MIGRATIONS)
    await asyncio.to_thread(command.upgrade, config, "accounting_1205")
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(
            "INSERT INTO archived_file (sha256, content, size, media_type) VALUES (sha256('a'), 'a', 1, 'text/xml')"
        )
        before = [
            ("out", "waiting", 0, ""), ("out", "waiting", 2, "away"), ("out", "parked", 1, "no"), ("out", "sent", 1, ""),
            ("out", "refused", 1, "bad"), ("in", "parked", 1, "odd"),
        ]  # fmt: skip
        for n, (direction, status, attempts, error) in enumerate(before):
            await connection.execute(
                "INSERT INTO platform_flow (id, key, direction, kind, syntax, processing_rule, name, sha256, status,"
                " attempts, next_at, error) VALUES (gen_random_uuid(), $1, $2, 'report', 'FRR', 'B2C', 'a.xml', sha256('a'),"
                " $3, $4, now(), $5)",
                str(n),
                direction,
                status,
                attempts,
                error,
            )
        await asyncio.to_thread(command.upgrade, config, "head")
        rows = await connection.fetch(
            "SELECT e.status, e.attempts, e.error, f.status, f.error FROM effect e JOIN platform_flow f"
            " ON f.id = (e.payload ->> 'flow_id')::uuid AND f.key = e.key ORDER BY f.key"
        )
        assert [tuple(row) for row in rows] == [
            ("waiting", 0, "", "waiting", ""),
            ("waiting", 2, "away", "waiting", ""),
            ("parked", 1, "no", "waiting", ""),
            ("done", 1, "", "sent", ""),
            ("done", 1, "", "refused", "bad"),
        ]
        heard = await connection.fetchrow("SELECT status, error FROM platform_flow WHERE direction = 'in'")
        assert heard is not None
        assert tuple(heard) == ("parked", "odd")
    finally:
        await connection.close()
