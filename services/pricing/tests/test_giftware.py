"""A real month: its list derived from its sales, the month priced again by it, and what the rules would have stopped.

The figures are those of the file, worked out once by the plain functions of `giftware` and held here. Costs are not in
the file: 55 % of each product's lowest list price is assumed.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

import pytest
from comptoir.accounting.v1.valuation_pb2 import MovementValued
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, SalesOrderLine
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out, time_out
from pricing.commands.simulations import work_on_simulations

from services.pricing.tests import factories as make
from services.pricing.tests.giftware import Line, derived_list, list_price, sold_lines

DECEMBER = {"ordered_from": "2010-12-01", "ordered_until": "2011-01-01"}
WANTED = Decimal("0.40")  # the margin below which somebody must approve


@dataclass
class Month:
    """The month in pricing; ids follow from the file's codes."""

    pricing: ServiceUnderTest
    space: UUID
    lines: list[Line]
    prices: Mapping[str, list[tuple[Decimal, Decimal]]]

    def id(self, code: str) -> str:
        return str(uuid5(self.space, code))

    async def simulated(self, **changes: Any) -> dict[str, Any]:
        body = {"name": "December", **DECEMBER, "family_code": f"gifts-{self.space}"[:40], **changes}
        started = await make.posted(self.pricing, "/simulations", body, 201)
        while True:
            async with self.pricing.database.transaction() as tx:
                await work_on_simulations(tx, currency="EUR")
            found = await make.got(self.pricing, f"/simulations/{started['id']}")
            if found["status"] == "done":
                return found


@pytest.fixture(scope="session")
async def month(pricing: ServiceUnderTest) -> Month:
    lines = sold_lines()
    month = Month(pricing, new_id(), lines, derived_list(lines))
    family = f"gifts-{month.space}"[:40]
    await pricing.deliver(
        make.PRODUCTS,
        *(
            ProductChanged(product_id=month.id(code), version=1, sku=code, name_en=code, family_path=[family])
            for code in month.prices
        ),
    )
    await pricing.deliver(
        make.PARTNERS,
        *(
            PartnerChanged(partner_id=month.id(code), version=1, code=code, is_customer=True, segment="shop")
            for code in {line.customer for line in lines}
        ),
    )
    await pricing.deliver(
        make.VALUATIONS, *(_valued(month.id(code), cost(tiers)) for code, tiers in month.prices.items())
    )
    rows = [
        make.price(month.id(code), str(price), min_quantity=str(quantity), effective_from="2010-12-01")
        for code, tiers in month.prices.items()
        for quantity, price in tiers
    ]
    for i in range(0, len(rows), 1000):
        await make.prices(pricing, *rows[i : i + 1000])
    await pricing.deliver("sales.orders.v1", *_orders(month))
    await make.rule(pricing, str(WANTED), "0.20", family_code=family)
    return month


def cost(tiers: list[tuple[Decimal, Decimal]]) -> Decimal:
    return (tiers[-1][1] * Decimal("0.55")).quantize(Decimal("0.0001"))


def _valued(product_id: str, unit_cost: Decimal) -> MovementValued:
    return MovementValued(
        product_id=product_id, unit_cost_after=decimal_out(unit_cost), quantity_after=decimal_out(Decimal(1))
    )


def _orders(month: Month) -> list[OrderConfirmed]:
    by_invoice = defaultdict(list)
    for i, line in enumerate(month.lines):
        by_invoice[line.invoice].append((i, line))
    return [
        OrderConfirmed(
            sales_order_id=month.id(invoice),
            number=invoice,
            customer_id=month.id(lines[0][1].customer),
            segment="shop",
            channel="field",
            currency="EUR",
            ordered_on=lines[0][1].invoiced_at.date().isoformat(),
            occurred_at=time_out(lines[0][1].invoiced_at),
            lines=[
                SalesOrderLine(
                    sales_order_line_id=month.id(f"line {i}"),
                    product_id=month.id(line.product),
                    quantity=decimal_out(line.quantity),
                    unit_price=decimal_out(line.unit_price),
                )
                for i, line in lines
            ],
        )
        for invoice, lines in by_invoice.items()
    ]


def test_the_list_behind_the_month_gives_nearly_every_price_that_was_paid() -> None:
    lines = sold_lines()
    prices = derived_list(lines)
    listed = [list_price(prices[line.product], line.quantity) for line in lines]
    compared = Counter(
        "at list" if line.unit_price == price else "below" if line.unit_price < price else "above"
        for line, price in zip(lines, listed, strict=True)
    )
    assert (len(lines), len(prices), sum(len(tiers) > 1 for tiers in prices.values())) == (26056, 2407, 597)
    assert compared == {"at list": 25648, "below": 200, "above": 208}


async def test_the_month_priced_again_by_its_list_is_what_the_list_says(month: Month) -> None:
    """The orders are older than the list, which was recorded today: each line takes the list's price."""
    done = await month.simulated(prices_as_of="2100-01-01T00:00:00Z")
    paid = sum((line.quantity * line.unit_price for line in month.lines), Decimal(0))
    by_list = sum(
        (line.quantity * list_price(month.prices[line.product], line.quantity) for line in month.lines), Decimal(0)
    )
    assert (done["lines_done"], done["total"]["lines"]) == (26056, 26056)
    assert [Decimal(done["total"][name]) for name in ("revenue_before", "revenue_after")] == [paid, by_list]


async def test_who_would_have_had_to_grant_the_discounts_of_the_month(month: Month) -> None:
    """The 200 lines below the list, as a seller would type them: by the limits that a house begins with."""
    discounted = [
        line for line in month.lines if line.unit_price < list_price(month.prices[line.product], line.quantity)
    ]
    asked = Counter[str]()
    for line in discounted:
        body = {
            "customer_id": month.id(line.customer),
            "priced_on": line.invoiced_at.date().isoformat(),
            "lines": [
                {
                    "product_id": month.id(line.product),
                    "quantity": str(line.quantity),
                    "unit_price": str(line.unit_price),
                }
            ],
        }
        answer = await make.posted(month.pricing, "/quotes", body, roles=["sales"])
        decision = answer["lines"][0]["decision"]
        asked[" and ".join(decision["approval_levels"]) or decision["verdict"]] += 1
    assert asked == {"allowed": 13, "manager": 172, "manager and director": 1, "director": 3, "blocked": 11}


async def test_what_a_rise_of_ten_per_cent_would_have_stopped(month: Month) -> None:
    done = await month.simulated(cost_changes=[{"rate": "0.10"}])
    total = done["total"]
    assert (total["lines_without_cost"], total["revenue_before"]) == (0, total["revenue_after"])
    stopped = [
        sum(
            line.unit_price - cost(month.prices[line.product]) * change < line.unit_price * WANTED
            for line in month.lines
        )
        for change in (Decimal(1), Decimal("1.10"))
    ]
    assert [total["lines_stopped_before"], total["lines_stopped_after"]] == stopped == [38, 14160]
