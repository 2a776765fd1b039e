"""Purchase requests: drafts, words that become products, refusals, and all faults at once."""

from datetime import timedelta
from typing import Any

import pytest
from comptoir.purchasing.v1.purchase_order_pb2 import ReplenishmentRefused
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from kit import clock
from services.purchasing.tests import factories as make

TODAY = clock.now().date()
WISH = {"description": "A standing desk, 160 cm", "quantity": "2", "warehouse": "LYON"}


async def post(purchasing: ServiceUnderTest, path: str, body: dict[str, Any], status: int = 200) -> dict[str, Any]:
    return await make.posted(purchasing, path, body, status, who=make.SOURCING)


async def get(purchasing: ServiceUnderTest, path: str, **params: Any) -> list[dict[str, Any]]:
    async with purchasing.client(*make.SOURCING) as client:
        answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def requested(purchasing: ServiceUnderTest, *lines: dict[str, Any], **head: Any) -> list[dict[str, Any]]:
    """The lines of a new request."""
    asked = await post(purchasing, "/purchase-requests", {"lines": list(lines), **head}, 201)
    return await get(purchasing, "/request-lines", request_id=asked["id"])


async def priced(purchasing: ServiceUnderTest, product: str) -> None:
    body = {
        "supplier_id": await make.supplier(purchasing),
        "effective_from": TODAY.isoformat(),
        "lines": [{"product_id": product, "unit_price": "3"}],
    }
    listed = await post(purchasing, "/price-files", body, 201)
    await post(purchasing, f"/price-files/{listed['id']}/apply", {})


async def test_nobody_acts_on_a_draft_before_it_is_submitted_once(purchasing: ServiceUnderTest) -> None:
    product = await make.product(purchasing)
    await priced(purchasing, product)
    line = {"product_id": product, "packaging_code": "BOX12", "quantity": "2", "warehouse": "LYON"}
    asked = await post(purchasing, "/purchase-requests", {"lines": [line], "is_draft": True, "reason": "Fair"}, 201)
    (draft,) = await get(purchasing, "/request-lines", request_id=asked["id"])
    assert (draft["status"], draft["quantity"], draft["reason"]) == ("draft", "24", "Fair")
    order = {"line_ids": [draft["id"]]}
    assert "request-line-not-open" in (await post(purchasing, "/request-lines/order", order, 409))["type"]
    assert (await post(purchasing, f"/purchase-requests/{asked['id']}/submit", {})) == {"lines": 1}
    again = await post(purchasing, f"/purchase-requests/{asked['id']}/submit", {}, 409)
    assert "request-line-not-open" in again["type"]
    assert len((await post(purchasing, "/request-lines/order", order, 201))["orders"]) == 1
    await post(purchasing, f"/purchase-requests/{new_id()}/submit", {}, 404)
    mine = await get(purchasing, "/purchase-requests", requested_by="user-1", sort="-created_at", limit=1)
    assert mine[0]["number"] == asked["number"]


async def test_what_is_described_in_words_is_ordered_once_somebody_says_which_product_it_is(
    purchasing: ServiceUnderTest,
) -> None:
    product, other = await make.product(purchasing), await make.product(purchasing)
    await priced(purchasing, product)
    (line,) = await requested(purchasing, WISH)
    assert (line["product_id"], line["sku"], line["description"]) == (None, None, WISH["description"])
    order = {"line_ids": [line["id"]]}
    refused = await post(purchasing, "/request-lines/order", order, 409)
    assert ("product-missing" in refused["type"], refused["field"]) == (True, "line_ids.0")
    unknown = {"lines": [{"line_id": line["id"], "product_id": str(new_id())}]}
    assert "product-not-known" in (await post(purchasing, "/request-lines/identify", unknown, 404))["type"]
    await post(purchasing, "/request-lines/identify", {"lines": [{"line_id": line["id"], "product_id": product}]})
    changed = {"lines": [{"line_id": line["id"], "product_id": other}]}
    assert "another-product" in (await post(purchasing, "/request-lines/identify", changed, 422))["type"]
    (ordered,) = (await post(purchasing, "/request-lines/order", order, 201))["orders"]
    assert ordered["net"] == "6.00"


async def test_a_request_for_quotes_says_which_product_the_words_mean_and_none_for_another(
    purchasing: ServiceUnderTest,
) -> None:
    supplier, product, other = (
        await make.supplier(purchasing),
        await make.product(purchasing),
        await make.product(purchasing),
    )
    (words,) = await requested(purchasing, WISH)
    (named,) = await requested(purchasing, {"product_id": other, "quantity": "1", "warehouse": "LYON"})
    body = {
        "warehouse": "LYON",
        "respond_by": (TODAY + timedelta(days=5)).isoformat(),
        "supplier_ids": [supplier],
        "lines": [
            {"product_id": product, "quantity": "2", "request_line_id": words["id"]},
            {"product_id": product, "quantity": "1", "request_line_id": named["id"]},
        ],
    }
    refused = await post(purchasing, "/rfqs", body, 422)
    assert ("another-product" in refused["type"], refused["field"]) == (True, "lines.1.product_id")
    (still,) = await get(purchasing, "/request-lines", request_id=await request_of(purchasing, words))
    assert (still["status"], still["product_id"]) == ("open", None)
    await post(purchasing, "/rfqs", {**body, "lines": body["lines"][:1]}, 201)
    (meant,) = await get(purchasing, "/request-lines", product_id=product)
    assert (meant["id"], meant["status"]) == (words["id"], "sourcing")


async def request_of(purchasing: ServiceUnderTest, line: dict[str, Any]) -> str:
    (head,) = [
        head
        for head in await get(purchasing, "/purchase-requests", sort="-created_at", limit=200)
        if head["number"] == line["request_number"]
    ]
    return str(head["id"])


async def test_a_rejected_line_says_why_and_is_ordered_no_more(purchasing: ServiceUnderTest) -> None:
    (line,) = await requested(purchasing, WISH)
    body = {"line_ids": [line["id"]], "reason": "There are two in the cellar."}
    since = await purchasing.outbox_position()
    await make.posted(
        purchasing, "/request-lines/reject", body, 403, who=("purchasing.requests.read", "purchasing.requests.write")
    )
    await post(purchasing, "/request-lines/reject", body)
    (seen,) = await get(purchasing, "/request-lines", request_id=await request_of(purchasing, line))
    assert (seen["status"], seen["closed_reason"]) == ("rejected", body["reason"])
    assert not await purchasing.published(ReplenishmentRefused, since=since)  # nobody but a person asked
    await post(purchasing, "/request-lines/reject", body, 409)
    await post(purchasing, "/request-lines/reject", {**body, "line_ids": [str(new_id())]}, 404)


async def test_every_fault_of_a_request_is_told_at_once_and_nothing_written(purchasing: ServiceUnderTest) -> None:
    product, blocked = await make.product(purchasing), await make.product(purchasing, status=2)
    line = {"product_id": product, "quantity": "1", "warehouse": "LYON"}
    lines = [
        line,
        {**line, "quantity": "1.5"},
        {**line, "packaging_code": "CRATE"},
        {**line, "packaging_code": "HALF"},
        {**line, "product_id": str(new_id())},
        {**line, "product_id": blocked},
        {**line, "supplier_id": str(new_id())},
    ]
    refused = await post(purchasing, "/purchase-requests", {"lines": lines}, 422)
    assert [fault["field"] for fault in refused["errors"]] == [
        "lines.1.quantity",
        "lines.2.packaging_code",
        "lines.3.quantity",
        "lines.4.product_id",
        "lines.5.product_id",
        "lines.6.supplier_id",
    ]
    assert await get(purchasing, "/request-lines", product_id=product) == []


@pytest.mark.parametrize("line", [{**WISH, "description": " "}, {**WISH, "quantity": "0"}])
async def test_a_line_that_asks_for_nothing_is_refused(purchasing: ServiceUnderTest, line: dict[str, Any]) -> None:
    await post(purchasing, "/purchase-requests", {"lines": [line]}, 422)
