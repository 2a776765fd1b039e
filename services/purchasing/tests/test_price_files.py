"""Price lists of suppliers: refused lines, complete lists, tables, breaks, and reviews that are out of date."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from comptoir.purchasing.v1.supplier_price_pb2 import SupplierPriceChanged, SupplierPriceEnded
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from purchasing.domain.prices import ChangeKind, SupplierPrice, changes_of, price_for

from kit import clock
from services.purchasing.tests import factories as make

TODAY = clock.now().date()
LATER = TODAY + timedelta(days=30)
BREAKS = st.sampled_from([Decimal(each) for each in (0, 10, 50, 100)])
MONEY = st.integers(1, 900).map(lambda cents: Decimal(cents) / 100)


async def post(purchasing: ServiceUnderTest, path: str, body: dict[str, Any], status: int = 200) -> dict[str, Any]:
    return await make.posted(purchasing, path, body, status, who=make.SOURCING)


async def get(purchasing: ServiceUnderTest, path: str, **params: Any) -> list[dict[str, Any]]:
    async with purchasing.client(*make.SOURCING) as client:
        answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def reviewed(purchasing: ServiceUnderTest, supplier: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"supplier_id": supplier, "effective_from": TODAY.isoformat(), "lines": list(lines), **more}
    return await post(purchasing, "/price-files", body, 201)


async def applied(purchasing: ServiceUnderTest, supplier: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    review = await reviewed(purchasing, supplier, *lines, **more)
    return await post(purchasing, f"/price-files/{review['id']}/apply", {})


async def sent(purchasing: ServiceUnderTest, text: str | bytes, **params: Any) -> httpx.Response:
    async with purchasing.client(*make.SOURCING) as client:
        return await client.post(
            "/price-files/csv", content=text, params=params, headers={"Content-Type": "text/csv; charset=utf-8"}
        )


async def ordered(purchasing: ServiceUnderTest, supplier: str, product: str, *quantities: str) -> None:
    lines = [make.line(product, quantity, "2") for quantity in quantities]
    body = await make.order(purchasing, *lines, supplier_id=supplier)
    draft = await make.posted(purchasing, "/purchase-orders", body, 201)
    await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {})


async def test_lines_that_cannot_be_taken_are_listed_and_left_out_only_knowingly(purchasing: ServiceUnderTest) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    good = {"product_id": product, "unit_price": "2"}
    review = await reviewed(
        purchasing, supplier, good, good, {**good, "product_id": str(new_id())}, {**good, "packaging_code": "CRATE"}
    )
    fields = ["lines.1", "lines.2.product_id", "lines.3.packaging_code"]
    assert [fault["field"] for fault in review["faults"]] == fields
    assert [fault["field"] for fault in await get(purchasing, f"/price-files/{review['id']}/faults")] == fields
    since = await purchasing.outbox_position()
    refused = await post(purchasing, f"/price-files/{review['id']}/apply", {}, 409)
    assert ("lines-refused" in refused["type"], refused["refused"]) == (True, 3)
    assert not await purchasing.published(SupplierPriceChanged, since=since)
    assert not await get(purchasing, "/supplier-prices", product_id=product)
    done = await post(purchasing, f"/price-files/{review['id']}/apply", {"leave_out_refused": True})
    assert done == {"changed": 1}


async def test_what_a_complete_list_leaves_out_ends(purchasing: ServiceUnderTest) -> None:
    supplier, kept, dropped = (
        await make.supplier(purchasing),
        await make.product(purchasing),
        await make.product(purchasing),
    )
    lines = [{"product_id": product, "unit_price": "2"} for product in (kept, dropped)]
    await applied(purchasing, supplier, *lines)
    partial = await reviewed(purchasing, supplier, lines[0], effective_from=LATER.isoformat())
    assert partial["counts"] == {"unchanged": 1}
    since = await purchasing.outbox_position()
    whole = {"effective_from": LATER.isoformat(), "is_complete": True}
    assert (await applied(purchasing, supplier, lines[0], **whole)) == {"changed": 1}
    (ended,) = await purchasing.published(SupplierPriceEnded, SupplierPriceChanged, since=since)
    assert (ended.product_id, ended.effective_until) == (dropped, LATER.isoformat())
    assert not await get(purchasing, "/supplier-prices", product_id=dropped, on=LATER)
    assert len(await get(purchasing, "/supplier-prices", product_id=dropped, on=TODAY)) == 1
    again = await reviewed(purchasing, supplier, lines[0], **whole)
    assert again["counts"] == {"unchanged": 1}


async def test_a_review_that_is_out_of_date_is_not_applied(purchasing: ServiceUnderTest) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    line = {"product_id": product, "unit_price": "2"}
    await applied(purchasing, supplier, line)
    same = await reviewed(purchasing, supplier, line)
    await applied(purchasing, supplier, {**line, "unit_price": "3"})
    refused = await post(purchasing, f"/price-files/{same['id']}/apply", {}, 409)
    assert "prices-moved" in refused["type"]
    assert [row["unit_price"] for row in await get(purchasing, "/supplier-prices", product_id=product)] == ["3"]
    terms = await reviewed(purchasing, supplier, {**line, "unit_price": "3"})
    await applied(purchasing, supplier, {**line, "unit_price": "3", "minimum": "12"})
    await post(purchasing, f"/price-files/{terms['id']}/apply", {}, 409)


async def test_each_order_line_counts_once_at_the_break_that_it_reaches(purchasing: ServiceUnderTest) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    await applied(purchasing, supplier, {"product_id": product, "unit_price": "2"})
    await ordered(purchasing, supplier, product, "10", "100")
    review = await reviewed(
        purchasing,
        supplier,
        {"product_id": product, "unit_price": "2.20"},
        {"product_id": product, "unit_price": "1.90", "from_quantity": "50"},
    )
    effects = {line["from_quantity"]: (line["kind"], line["yearly_effect"]) for line in review["lines"]}
    assert effects == {"0": ("raised", "2.00"), "50": ("new", "-10.00")}
    assert review["yearly_effect"] == "-8.00"
    pages = await get(purchasing, f"/price-files/{review['id']}/lines", sort="-yearly_effect", kind="new")
    assert [line["yearly_effect"] for line in pages] == ["-10.00"]


async def test_a_table_names_products_by_our_references_or_by_those_of_the_supplier(
    purchasing: ServiceUnderTest,
) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    params = {"supplier_id": supplier, "effective_from": TODAY.isoformat()}
    text = f"\ufeffSKU;supplier_sku;unit_price;packaging_code\r\nSKU-{product};V-1;7,35;BOX12\r\nSKU-{product};;x;\r\n;;1;\r\n"
    first = (await sent(purchasing, text.encode(), **params)).json()
    assert (first["counts"], first["lines"][0]["unit_price"]) == ({"new": 1}, "7.35")
    assert [fault["field"] for fault in first["faults"]] == ["lines.1.unit_price", "lines.2"]
    await post(purchasing, f"/price-files/{first['id']}/apply", {"leave_out_refused": True})
    theirs = (await sent(purchasing, "supplier_sku,unit_price,packaging_code\nV-1,8,BOX12\nV-2,8,\n", **params)).json()
    assert (theirs["counts"], theirs["lines"][0]["rate"]) == ({"raised": 1}, "0.0884")
    assert [fault["field"] for fault in theirs["faults"]] == ["lines.1.sku"]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"sku;price\nA;1\n",
        b"sku;unit_price;unit_price\nA;1;1\n",
        b"sku;unit_price\nA;1;surplus\n",
        "sku;unit_price\né;1\n".encode("utf-16"),
        b'sku;unit_price\n"A;1\n',
    ],
)
async def test_what_is_no_table_of_prices_is_refused(purchasing: ServiceUnderTest, text: bytes) -> None:
    params = {"supplier_id": await make.supplier(purchasing), "effective_from": TODAY.isoformat()}
    answer = await sent(purchasing, text, **params)
    assert answer.status_code == 422, answer.text
    if text:
        assert "unreadable-table" in answer.json()["type"]


async def test_a_list_of_nobody_or_twice_the_same_id_is_refused(purchasing: ServiceUnderTest) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    line = {"product_id": product, "unit_price": "2"}
    body = {"supplier_id": str(new_id()), "effective_from": TODAY.isoformat(), "lines": [line]}
    assert "supplier-not-known" in (await post(purchasing, "/price-files", body, 404))["type"]
    first = await reviewed(purchasing, supplier, line)
    again = {**body, "supplier_id": supplier, "id": first["id"]}
    assert "order-taken" in (await post(purchasing, "/price-files", again, 409))["type"]
    assert (await post(purchasing, f"/price-files/{new_id()}/apply", {}, 404))["status"] == 404


SUPPLIER, PRODUCT = uuid4(), uuid4()
RATES = {"EUR": ExchangeRate.own("EUR", date(2026, 1, 1))}


def price(from_quantity: Decimal, unit_price: Decimal, product: UUID = PRODUCT) -> SupplierPrice:
    return SupplierPrice(
        SUPPLIER, product, "EACH", from_quantity, unit_price, Decimal(0), Decimal(1), 0, date.min, "EUR"
    )


@given(
    st.dictionaries(BREAKS, MONEY),
    st.dictionaries(BREAKS, MONEY),
    st.lists(st.integers(1, 300).map(Decimal), max_size=8),
)
def test_the_effects_of_a_list_sum_to_what_the_same_orders_would_cost_more(
    old: dict[Decimal, Decimal], new: dict[Decimal, Decimal], quantities: list[Decimal]
) -> None:
    held = [price(each, amount) for each, amount in old.items()]
    listed = [price(each, amount) for each, amount in new.items()]
    changes = changes_of(listed, held, {(PRODUCT, "EACH"): quantities}, RATES, is_complete=True)
    expected = Decimal(0)
    for quantity in quantities:
        then, now = price_for(held, quantity), price_for(listed, quantity)
        if then and now:
            expected += quantity * (now.unit_price - then.unit_price)
    assert sum(each.yearly_effect for each in changes) == expected
    ended = {each.price.from_quantity for each in changes if each.kind is ChangeKind.ENDED}
    assert ended == old.keys() - new.keys()
    assert len(changes) == len(old.keys() | new.keys())
