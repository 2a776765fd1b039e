"""Cost drift by supplier and family, by list prices and by prices paid."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from kit import clock
from services.purchasing.tests import factories as make

TODAY = clock.now().date()
BASE = TODAY - timedelta(days=365)


async def get(purchasing: ServiceUnderTest, path: str, status: int = 200, **params: Any) -> dict[str, Any]:
    async with purchasing.client(*make.SOURCING) as client:
        answer = await client.get(path, params=params)
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def priced(purchasing: ServiceUnderTest, supplier: str, days_ago: int, *lines: dict[str, Any]) -> None:
    effective_from = (TODAY - timedelta(days=days_ago)).isoformat()
    body = {"supplier_id": supplier, "effective_from": effective_from, "lines": list(lines)}
    reviewed = await make.posted(purchasing, "/price-files", body, 201, who=make.SOURCING)
    await make.posted(purchasing, f"/price-files/{reviewed['id']}/apply", {}, who=make.SOURCING)


async def ordered(purchasing: ServiceUnderTest, supplier: str, days_ago: int, *lines: dict[str, Any]) -> None:
    ordered_on = (TODAY - timedelta(days=days_ago)).isoformat()
    body = await make.order(purchasing, *lines, supplier_id=supplier, ordered_on=ordered_on)
    draft = await make.posted(purchasing, "/purchase-orders", body, 201)
    await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {})


async def test_list_prices_drift_by_supplier_and_family_with_the_break_that_orders_reach(
    purchasing: ServiceUnderTest,
) -> None:
    family = f"F{new_id()}"[:30]
    screws, bolts = f"{family}-S", f"{family}-B"
    dear, cheap = await make.supplier(purchasing, code="DEAR"), await make.supplier(purchasing, code="CHEAP")
    screw = await make.product(purchasing, family_code=screws, family_path=[family, screws])
    bolt = await make.product(purchasing, family_code=bolts, family_path=[family, bolts])
    wholesale = {"product_id": screw, "from_quantity": "100"}
    await priced(purchasing, dear, 400, {"product_id": screw, "unit_price": "10"}, {**wholesale, "unit_price": "8"})
    await priced(purchasing, dear, 1, {"product_id": screw, "unit_price": "11"}, {**wholesale, "unit_price": "8"})
    await priced(purchasing, cheap, 400, {"product_id": bolt, "unit_price": "5"})
    await priced(purchasing, cheap, 1, {"product_id": bolt, "unit_price": "4"})
    await ordered(purchasing, dear, 200, make.line(screw, "50", "10"), make.line(screw, "100", "8"))
    await ordered(purchasing, cheap, 200, make.line(bolt, "20", "5"))

    by_supplier = (await get(purchasing, "/cost-drift", family=family))["items"]
    assert [(row["supplier_code"], row["index"], row["yearly_effect"]) for row in by_supplier] == [
        ("DEAR", "103.85", "50.00"),  # 50 pieces dearer by 1; the hundred at the price of the break as before
        ("CHEAP", "80.00", "-20.00"),
    ]
    by_family = (await get(purchasing, "/cost-drift", family=family, by="family"))["items"]
    assert [(row["family"], row["products"]) for row in by_family] == [(screws, 1), (bolts, 1)]
    (root,) = (await get(purchasing, "/cost-drift", family=family, by="family", level=1))["items"]
    assert (root["family"], root["index"], root["yearly_effect"]) == (family, "102.14", "30.00")
    both = (await get(purchasing, "/cost-drift", family=family, by="supplier-family"))["items"]
    assert [(row["supplier_code"], row["family"]) for row in both] == [("DEAR", screws), ("CHEAP", bolts)]
    (line,) = (await get(purchasing, "/cost-drift/lines", supplier_id=dear))["items"]
    assert (line["quantity"], line["price_then"], line["price_now"]) == ("150", "8.666667", "9.000000")

    first = await get(purchasing, "/cost-drift/lines", family=family, limit=1)
    second = await get(purchasing, "/cost-drift/lines", family=family, limit=1, cursor=first["next_cursor"])
    assert [page["items"][0]["product_id"] for page in (first, second)] == [screw, bolt]
    assert second["next_cursor"] is None


async def test_prices_paid_drift_whatever_the_packaging(purchasing: ServiceUnderTest) -> None:
    supplier, product = await make.supplier(purchasing, code="PAID"), await make.product(purchasing)
    only_new = await make.product(purchasing)
    box = {"packaging_code": "BOX12"}
    await ordered(purchasing, supplier, 500, make.line(product, "10", "1.00"), make.line(product, "30", "1.40"))
    await ordered(purchasing, supplier, 300, make.line(product, "10", "15.60", **box))
    await ordered(purchasing, supplier, 100, make.line(product, "1", "18.00", **box), make.line(only_new, "5", "9"))
    (line,) = (await get(purchasing, "/cost-drift/lines", basis="paid", supplier_id=supplier))["items"]
    assert (line["quantity"], line["price_then"], line["price_now"]) == ("132", "1.300000", "1.500000")
    (row,) = (await get(purchasing, "/cost-drift", basis="paid", supplier_id=supplier))["items"]
    expected = Decimal(132) * (Decimal("1.50") - Decimal("1.30"))
    assert (row["index"], row["yearly_effect"]) == ("115.38", str(expected.quantize(Decimal("0.01"))))


async def test_prices_are_compared_with_the_past_only(purchasing: ServiceUnderTest) -> None:
    refused = await get(purchasing, "/cost-drift", 422, since=TODAY.isoformat())
    assert refused["field"] == "since"
