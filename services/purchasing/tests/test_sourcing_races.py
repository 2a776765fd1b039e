"""Two buyers, one decision: whoever comes second is told so, and nothing is bought twice."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

from kit.testing.services import ServiceUnderTest

from kit import clock
from services.purchasing.tests import factories as make

TODAY = clock.now().date()
LATER = (TODAY + timedelta(days=30)).isoformat()
AT_ONCE = 8


async def post(purchasing: ServiceUnderTest, path: str, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    return await make.posted(purchasing, path, body, status, who=make.SOURCING)


async def at_once(purchasing: ServiceUnderTest, *calls: tuple[str, dict[str, Any]]) -> Counter[int]:
    """How often each status came back."""
    async with purchasing.client(*make.SOURCING) as client:
        answers = await asyncio.gather(*(client.post(path, json=body) for path, body in calls))
    return Counter(answer.status_code for answer in answers)


async def reviewed(purchasing: ServiceUnderTest, supplier: str, product: str, price: str) -> str:
    body = {
        "supplier_id": supplier,
        "effective_from": TODAY.isoformat(),
        "lines": [{"product_id": product, "unit_price": price}],
    }
    return str((await post(purchasing, "/price-files", body))["id"])


async def orders_of(purchasing: ServiceUnderTest, supplier: str) -> list[dict[str, Any]]:
    async with purchasing.client(*make.SOURCING) as client:
        items: list[dict[str, Any]] = (await client.get("/purchase-orders", params={"supplier_id": supplier})).json()[
            "items"
        ]
    return items


async def test_of_lists_reviewed_side_by_side_one_is_applied(purchasing: ServiceUnderTest) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    first = await reviewed(purchasing, supplier, product, "1")
    await post(purchasing, f"/price-files/{first}/apply", {}, 200)
    files = [await reviewed(purchasing, supplier, product, str(2 + i)) for i in range(AT_ONCE)]
    statuses = await at_once(purchasing, *((f"/price-files/{file}/apply", {}) for file in files))
    assert statuses == {200: 1, 409: AT_ONCE - 1}


async def test_a_requested_line_is_ordered_once_however_many_click(purchasing: ServiceUnderTest) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    await post(purchasing, f"/price-files/{await reviewed(purchasing, supplier, product, '1')}/apply", {}, 200)
    line = {"product_id": product, "quantity": "5", "warehouse": "LYON"}
    await post(purchasing, "/purchase-requests", {"lines": [line]})
    async with purchasing.client(*make.SOURCING) as client:
        (row,) = (await client.get("/request-lines", params={"product_id": product})).json()["items"]
    statuses = await at_once(purchasing, *[("/request-lines/order", {"line_ids": [row["id"]]})] * AT_ONCE)
    assert statuses == {201: 1, 409: AT_ONCE - 1}
    assert len(await orders_of(purchasing, supplier)) == 1


async def test_a_request_for_quotes_is_awarded_once(purchasing: ServiceUnderTest) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    asked = {
        "warehouse": "LYON",
        "respond_by": LATER,
        "lines": [{"product_id": product, "quantity": "10"}],
        "supplier_ids": [supplier],
    }
    rfq = await post(purchasing, "/rfqs", asked)
    line = {"rfq_line_id": rfq["lines"][0]["id"], "unit_price": "2", "quantity": "10", "lead_time_days": 3}
    await post(
        purchasing, f"/rfqs/{rfq['id']}/quotes", {"supplier_id": supplier, "valid_until": LATER, "lines": [line]}
    )
    award = {"awards": [{"rfq_line_id": line["rfq_line_id"], "supplier_id": supplier, "quantity": "10"}]}
    statuses = await at_once(purchasing, *[(f"/rfqs/{rfq['id']}/award", award)] * AT_ONCE)
    assert statuses == {201: 1, 409: AT_ONCE - 1}
    assert len(await orders_of(purchasing, supplier)) == 1
