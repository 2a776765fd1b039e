"""Stock value through the public API and Kafka, against the rules written a second time in exact fractions."""

import random
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import pytest
from wholesaler.client import Role

from services.accounting.tests.exact_books import ExactBooks
from tests.integration.house import Answer, House

pytestmark = pytest.mark.integration

_CHECKER = Path(__file__).parents[2] / "tools" / "check_proof.py"
_STEPS = 14


@dataclass
class Story:
    """An article, what happens to it in the house, and the same in exact books."""

    house: House
    article: UUID
    exact: ExactBooks
    chance: random.Random
    receipts: list[Answer] = field(default_factory=list)
    billed: set[str] = field(default_factory=set)
    shipments: list[tuple[str, Answer, int]] = field(default_factory=list)
    landed: list[tuple[str, str, Fraction]] = field(default_factory=list)
    bills: int = 0

    async def receive(self) -> None:
        house, quantity, price = self.house, self.chance.randint(1, 9), Decimal(self.chance.randint(1, 9_999)) / 1000
        line = {"product_id": str(self.article), "quantity": str(quantity), "unit_price": str(price)}
        order = {"supplier_id": str(house.supplier), "currency": "EUR", "warehouse": house.warehouse, "lines": [line]}
        bought = await house.post(Role.BUYER, "purchasing/purchase-orders", order)
        await house.post(Role.BUYER, f"purchasing/purchase-orders/{bought['id']}/submit", {})
        lines = [{"purchase_order_line_id": bought["lines"][0]["id"], "quantity": str(quantity)}]
        receipt = await house.post(
            Role.WAREHOUSE, "inventory/receipts", {"purchase_order_id": bought["id"], "lines": lines}
        )
        self.receipts.append(receipt)
        self.exact.receive(receipt["lines"][0]["id"], Fraction(quantity), Fraction(price))

    async def ship(self) -> None:
        quantity = min(self.chance.randint(1, 9), int(self.exact.quantity))
        if quantity < 1:
            return
        order = await self.house.place({self.article: str(quantity)})
        shipment = await self.house.post(Role.WAREHOUSE, "inventory/shipments", {"sales_order_id": order["id"]})
        self.shipments.append((order["id"], shipment, quantity))
        self.exact.issue(shipment["id"], Fraction(quantity))

    async def come_back(self) -> None:
        if not self.shipments:
            return
        order_id, shipment, shipped = self.shipments.pop()
        quantity = self.chance.randint(1, shipped)
        line = {"shipment_line_id": shipment["lines"][0]["id"], "quantity": str(quantity), "reason": "Too many"}
        body = {"sales_order_id": order_id, "lines": [line]}
        back = await self.house.post(Role.WAREHOUSE, "inventory/customer-returns", body)
        self.exact.come_back(back["id"], shipment["id"], Fraction(quantity))
        line = {"line_id": back["lines"][0]["id"], "disposition": "restock", "quantity": str(quantity)}
        await self.house.post(
            Role.WAREHOUSE, f"inventory/customer-returns/{back['id']}/dispose", {"dispositions": [line]}
        )

    async def give_back(self) -> None:
        found = [receipt for receipt in self.receipts if self.exact.bought[_line(receipt)].kept >= 1]
        if not found or self.exact.quantity < 1:
            return
        receipt = self.chance.choice(found)
        line = {"receipt_line_id": _line(receipt), "quantity": "1", "location": "STOCK", "reason": "Damaged"}
        body = {"purchase_order_id": receipt["purchase_order_id"], "lines": [line]}
        back = await self.house.post(Role.WAREHOUSE, "inventory/supplier-returns", body)
        self.exact.give_back(back["id"], _line(receipt), Fraction(1))

    async def count(self) -> None:
        change = self.chance.choice([change for change in (-2, -1, 1, 2, 3) if self.exact.quantity + change >= 0])
        line = {"product_id": str(self.article), "quantity_change": str(change)}
        body = {"warehouse": self.house.warehouse, "reason": "Counted", "lines": [line]}
        done = await self.house.post(Role.WAREHOUSE, "inventory/adjustments", body)
        if change > 0:
            self.exact.find(done["id"], Fraction(change))
        else:
            self.exact.issue(done["id"], Fraction(-change))

    async def bill(self) -> None:
        found = [
            each for each in self.receipts if _line(each) not in self.billed and self.exact.bought[_line(each)].kept
        ]
        if not found:
            return
        receipt = self.chance.choice(found)
        self.billed.add(_line(receipt))
        self.bills += 1
        kept = self.exact.bought[_line(receipt)].kept
        net = Decimal(self.chance.randint(1, 9999)) / 100
        body = {
            "supplier_id": str(self.house.supplier),
            "supplier_number": f"F-{self.bills}",
            "billed_on": receipt["occurred_at"][:10],
            "lines": [{"receipt_line_id": _line(receipt), "net_amount": str(net)}],
        }
        await self.house.post(Role.FINANCE, "accounting/bills", body)
        self.exact.bill(_line(receipt), kept, Fraction(net))

    async def land(self) -> None:
        if not self.receipts:
            return
        receipt, amount = self.chance.choice(self.receipts), Decimal(self.chance.randint(1, 2000)) / 100
        body = {
            "kind": "freight",
            "supplier_id": str(self.house.supplier),
            "amount": str(amount),
            "receipt_ids": [receipt["id"]],
        }
        cost = await self.house.post(Role.BUYER, "purchasing/landed-costs", body)
        self.exact.land(_line(receipt), Fraction(amount))
        self.landed.append((cost["id"], _line(receipt), Fraction(amount)))

    async def take_landed_back(self) -> None:
        if not self.landed:
            return
        id_, line, amount = self.landed.pop()
        await self.house.post(Role.BUYER, f"purchasing/landed-costs/{id_}/reverse", {"reason": "Twice"})
        self.exact.land(line, -amount)

    async def agrees(self) -> None:
        """Quantity, value, and goods not billed, to the cent."""
        (row,) = await self.house.listed(Role.FINANCE, "accounting/valuation", product_id=str(self.article))
        assert (Fraction(row["quantity"]), Fraction(row["value"])) == (self.exact.quantity, self.exact.stock)
        lines = await self.house.listed(Role.FINANCE, "accounting/gr-ir/lines", supplier_id=str(self.house.supplier))
        assert sum((Fraction(line["open_value"]) for line in lines), Fraction(0)) == self.exact.not_billed


def _line(receipt: Answer) -> str:
    return str(receipt["lines"][0]["id"])


@pytest.mark.parametrize(("method", "seed"), [("fifo", 1), ("avco", 2)])
async def test_any_history_agrees_with_exact_books_to_the_cent(
    house: House, method: str, seed: int, tmp_path: Path
) -> None:
    article = await house.product(method=method)
    await house.price(article, "500.00")
    story = Story(house, article, ExactBooks(method), random.Random(seed))
    await story.receive()
    await house.quiet()
    await house.costed(article)
    steps: list[Callable[[], Awaitable[None]]] = [
        story.receive, story.ship, story.come_back, story.give_back, story.count, story.bill, story.land, story.take_landed_back,
    ]  # fmt: skip
    for _ in range(_STEPS):
        await story.chance.choice(steps)()
        await house.quiet()
        await story.agrees()
    checks = (await house.get(Role.ADMIN, "accounting/invariants"))["checks"]
    assert [check for check in checks if not check["ok"]] == []
    today = datetime.now(UTC).date()
    path = tmp_path / "proof.csv"
    params = {"product_id": str(article), "as_of": str(today)}
    file = await house.gateway._send(Role.FINANCE, "GET", "/api/accounting/v1/valuation/proof", params=params)
    path.write_bytes(file.content)
    done = subprocess.run([sys.executable, "-I", str(_CHECKER), str(path)], capture_output=True, text=True, check=False)  # noqa: ASYNC221  # short
    assert done.returncode == 0, done.stdout
    assert house.faults == []
