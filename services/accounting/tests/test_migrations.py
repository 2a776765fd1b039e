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
