"""What a service's data say, in a form that two instances of it can be compared by."""

import asyncio
from collections import defaultdict
from decimal import Decimal
from typing import Any

from wholesaler.client import Role

from tests.integration.house import House

AXES = ("product", "family", "customer", "segment", "salesperson", "channel", "month")
JOURNALS = ("ST", "VE")  # stock and sales: what follows from events alone


async def accounting(house: House) -> dict[str, Any]:
    """Stock with its layers, the ledger of stock and sales, and what was invoiced."""
    valued = await house.listed(Role.FINANCE, "accounting/valuation")
    layers = await asyncio.gather(
        *(house.get(Role.FINANCE, f"accounting/valuation/{row['product_id']}/layers") for row in valued)
    )
    invoices = await house.listed(Role.FINANCE, "accounting/invoices")
    return {
        "stock": {row["product_id"]: (row["method"], row["quantity"], row["value"]) for row in valued},
        "layers": {row["product_id"]: answer["items"] for row, answer in zip(valued, layers, strict=True)},
        "ledger": {journal: await _sums(house, journal) for journal in JOURNALS},
        "invoices": sorted(
            (row["shipment_id"], row["net_amount"], row["tax_amount"], row["gross_amount"]) for row in invoices
        ),
    }


async def _sums(house: House, journal: str) -> dict[str, tuple[Decimal, Decimal]]:
    heads = await house.listed(Role.FINANCE, "accounting/entries", journal=journal)
    entries = await asyncio.gather(*(house.get(Role.FINANCE, f"accounting/entries/{head['id']}") for head in heads))
    sums: dict[str, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), Decimal(0)))
    for line in (line for entry in entries for line in entry["lines"]):
        debit, credit = sums[line["account"]]
        sums[line["account"]] = debit + Decimal(line["debit"]), credit + Decimal(line["credit"])
    return dict(sums)


async def reporting(house: House) -> dict[str, Any]:
    """Margins by every axis, and the house at a glance."""
    reports = {axis: await house.listed(Role.FINANCE, "reporting/margins/cube", by=axis) for axis in AXES}
    found: dict[str, Any] = {axis: {row["key"]: row.model_extra for row in rows} for axis, rows in reports.items()}
    return {**found, "summary": (await house.get(Role.FINANCE, "reporting/summary")).model_extra}


async def inventory(house: House) -> dict[str, Any]:
    """What suppliers owe, and what orders hold and wait for."""
    expected = await house.listed(Role.WAREHOUSE, "inventory/expected-receipts")
    reservations = await house.listed(Role.WAREHOUSE, "inventory/reservations")
    return {
        "expected": {row["id"]: row.model_extra for row in expected},
        "reservations": {row["sales_order_line_id"]: row.model_extra for row in reservations},
    }
