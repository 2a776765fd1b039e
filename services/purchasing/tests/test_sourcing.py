"""Supplier prices, requests, requests for quotes, awards and scores."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from comptoir.inventory.v1.inspection_pb2 import InspectionDecided
from comptoir.inventory.v1.replenishment_pb2 import ReplenishmentNeeded
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderPlaced, ReplenishmentRefused
from comptoir.purchasing.v1.supplier_price_pb2 import SupplierPriceChanged
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.quantity import Factor
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out, time_out
from purchasing.domain.prices import SupplierPrice, best, offer
from purchasing.domain.rfq import Quote, QuotedLine, RfqLine, compare

from kit import clock
from services.purchasing.tests import factories as make

TODAY = clock.now().date()
LATER = TODAY + timedelta(days=30)
QUANTITY = st.integers(1, 500).map(Decimal)


async def post(
    purchasing: ServiceUnderTest, path: str, body: dict[str, Any], status: int = 201, **claims: Any
) -> dict[str, Any]:
    return await make.posted(purchasing, path, body, status, who=make.SOURCING, **claims)


async def get(purchasing: ServiceUnderTest, path: str, **params: Any) -> Any:
    async with purchasing.client(*make.SOURCING) as client:
        answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def priced(
    purchasing: ServiceUnderTest, supplier: str, *lines: dict[str, Any], effective_from: date = TODAY
) -> dict[str, Any]:
    """A list, reviewed and applied; the review."""
    body = {"supplier_id": supplier, "effective_from": effective_from.isoformat(), "lines": list(lines)}
    reviewed = await post(purchasing, "/price-files", body)
    await post(purchasing, f"/price-files/{reviewed['id']}/apply", {}, 200)
    return reviewed


# --- prices ---


async def test_a_list_is_reviewed_with_its_money_then_in_force_from_its_day(purchasing: ServiceUnderTest) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    await priced(purchasing, supplier, {"product_id": product, "unit_price": "2"}, effective_from=TODAY)
    body = await make.order(purchasing, make.line(product, "100", "2"), supplier_id=supplier)
    draft = await make.posted(purchasing, "/purchase-orders", body, 201)
    await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {})
    since = await purchasing.outbox_position()
    reviewed = await priced(purchasing, supplier, {"product_id": product, "unit_price": "2.10"}, effective_from=LATER)
    assert (reviewed["counts"], reviewed["yearly_effect"]) == ({"raised": 1}, "10.00")
    assert reviewed["lines"][0]["rate"] == "0.0500"
    (event,) = await purchasing.published(SupplierPriceChanged, since=since)
    assert event.effective_from == LATER.isoformat()
    now = (await get(purchasing, "/supplier-prices", product_id=product, on=TODAY))["items"]
    then = (await get(purchasing, "/supplier-prices", product_id=product, on=LATER))["items"]
    assert [row["unit_price"] for row in (*now, *then)] == ["2", "2.10"]
    assert now[0]["effective_until"] == LATER.isoformat()


async def test_a_list_is_applied_once_and_the_same_again_changes_nothing(purchasing: ServiceUnderTest) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    line = {"product_id": product, "unit_price": "2"}
    first = await priced(purchasing, supplier, line)
    again = await post(purchasing, f"/price-files/{first['id']}/apply", {}, 409)
    assert "price-file-applied" in again["type"]
    since = await purchasing.outbox_position()
    same = await priced(purchasing, supplier, line)
    assert same["counts"] == {"unchanged": 1}
    assert not await purchasing.published(SupplierPriceChanged, since=since)


async def test_a_price_cannot_begin_before_a_later_one_that_is_known(purchasing: ServiceUnderTest) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    await priced(purchasing, supplier, {"product_id": product, "unit_price": "2"}, effective_from=LATER)
    body = {
        "supplier_id": supplier,
        "effective_from": TODAY.isoformat(),
        "lines": [{"product_id": product, "unit_price": "1"}],
    }
    reviewed = await post(purchasing, "/price-files", body)
    since = await purchasing.outbox_position()
    refused = await post(purchasing, f"/price-files/{reviewed['id']}/apply", {}, 409)
    assert "prices-overlap" in refused["type"]
    assert not await purchasing.published(SupplierPriceChanged, since=since)


async def test_offers_are_compared_for_the_wanted_quantity_with_breaks_minimum_and_multiples(
    purchasing: ServiceUnderTest,
) -> None:
    product = await make.product(purchasing)
    by_piece, by_box = await make.supplier(purchasing), await make.supplier(purchasing, code="S2")
    await priced(
        purchasing,
        by_piece,
        {"product_id": product, "unit_price": "1.00", "lead_time_days": 5},
        {"product_id": product, "unit_price": "0.90", "from_quantity": "100"},
    )
    box = {"product_id": product, "packaging_code": "BOX12", "unit_price": "9.60", "minimum": "5", "multiple": "5"}
    await priced(purchasing, by_box, box)
    asked = [{"product_id": product, "quantity": quantity} for quantity in ("12", "60", "110")]
    answer = await post(purchasing, "/supplier-prices/offers", {"lines": asked}, 200)
    best_of = [item["offers"][0] for item in answer["items"]]
    assert [(each["price"]["supplier_id"], each["packagings"], each["amount"]) for each in best_of] == [
        (by_piece, "12", "12.00"),
        (by_box, "5", "48.00"),
        (by_box, "10", "96.00"),
    ]


@given(QUANTITY, QUANTITY, st.integers(1, 24), QUANTITY, st.integers(1, 12).map(Decimal))
def test_an_offer_gives_at_least_what_is_wanted_in_whole_multiples(
    wanted: Decimal, price: Decimal, pieces: int, minimum: Decimal, multiple: Decimal
) -> None:
    asked = SupplierPrice(uuid4(), uuid4(), "BOX", Decimal(0), price, minimum, multiple, 0, TODAY, "EUR")
    found = offer(asked, Factor(pieces), wanted, ExchangeRate.own("EUR", TODAY))
    assert found.packagings * pieces >= wanted
    assert found.packagings >= minimum
    assert found.packagings % multiple == 0
    assert (found.packagings - multiple) * pieces < wanted or found.packagings - multiple < minimum
    assert best([found]) == found


# --- requests ---


async def test_requested_lines_become_orders_once_at_the_best_price(purchasing: ServiceUnderTest) -> None:
    cheap, dear = await make.supplier(purchasing), await make.supplier(purchasing, code="S2")
    product = await make.product(purchasing)
    await priced(purchasing, cheap, {"product_id": product, "packaging_code": "BOX12", "unit_price": "12"})
    await priced(purchasing, dear, {"product_id": product, "unit_price": "3"})
    lines = [{"product_id": product, "quantity": quantity, "warehouse": "LYON"} for quantity in ("7", "8")]
    asked = await post(purchasing, "/purchase-requests", {"department": "SALES", "lines": lines})
    rows = (await get(purchasing, "/request-lines", product_id=product))["items"]
    assert {row["request_number"] for row in rows} == {asked["number"]}
    ids = [row["id"] for row in rows]
    (order,) = (await post(purchasing, "/request-lines/order", {"line_ids": ids}))["orders"]
    assert (order["supplier_id"], order["net"]) == (cheap, "24.00")  # 15 pieces: two boxes, not one for each line
    again = await post(purchasing, "/request-lines/order", {"line_ids": ids}, 409)
    assert "request-line-not-open" in again["type"]
    done = (await get(purchasing, "/request-lines", product_id=product, status="ordered"))["items"]
    assert [row["purchase_order_id"] for row in done] == [order["order_id"]] * 2


async def test_lines_are_bought_together_for_the_break_that_their_sum_reaches_and_apart_by_department(
    purchasing: ServiceUnderTest,
) -> None:
    supplier, gone = await make.supplier(purchasing), await make.supplier(purchasing, code="GONE")
    product = await make.product(purchasing)
    wholesale = {"product_id": product, "unit_price": "2", "from_quantity": "100"}
    await priced(purchasing, supplier, {"product_id": product, "unit_price": "3"}, wholesale)
    await priced(purchasing, gone, {"product_id": product, "unit_price": "1"})
    await make.supplier(purchasing, partner_id=gone, code="GONE", version=2, is_active=False)
    for department, quantities in (("SALES", ("60", "60")), ("OFFICE", ("60",))):
        lines = [{"product_id": product, "quantity": quantity, "warehouse": "LYON"} for quantity in quantities]
        await post(purchasing, "/purchase-requests", {"department": department, "lines": lines})
    ids = [row["id"] for row in (await get(purchasing, "/request-lines", product_id=product))["items"]]
    orders = (await post(purchasing, "/request-lines/order", {"line_ids": ids}))["orders"]
    assert sorted((each["supplier_id"], each["net"]) for each in orders) == [(supplier, "180.00"), (supplier, "240.00")]
    written = [await get(purchasing, f"/purchase-orders/{each['order_id']}") for each in orders]
    assert {each["department"]: each["net"] for each in written} == {"SALES": "240.00", "OFFICE": "180.00"}


async def test_what_nobody_sells_is_not_ordered_and_nothing_else_either(purchasing: ServiceUnderTest) -> None:
    supplier = await make.supplier(purchasing)
    known, unknown = await make.product(purchasing), await make.product(purchasing)
    await priced(purchasing, supplier, {"product_id": known, "unit_price": "1"})
    lines = [{"product_id": product, "quantity": "1", "warehouse": "LYON"} for product in (known, unknown)]
    await post(purchasing, "/purchase-requests", {"lines": lines})
    ids = [
        row["id"]
        for product in (known, unknown)
        for row in (await get(purchasing, "/request-lines", product_id=product))["items"]
    ]
    refused = await post(purchasing, "/request-lines/order", {"line_ids": ids}, 409)
    assert (refused["field"], refused["product_id"]) == ("line_ids.1", unknown)
    assert (await get(purchasing, "/request-lines", product_id=known))["items"][0]["status"] == "open"
    await post(purchasing, "/request-lines/cancel", {"line_ids": ids}, 200)
    await post(purchasing, "/request-lines/cancel", {"line_ids": ids}, 409)


# --- requests for quotes ---


async def opened(purchasing: ServiceUnderTest, *suppliers: str, quantity: str = "100") -> dict[str, Any]:
    line = {
        "product_id": await make.product(purchasing),
        "quantity": quantity,
        "needed_on": (TODAY + timedelta(days=20)).isoformat(),
    }
    body = {"warehouse": "LYON", "respond_by": LATER.isoformat(), "lines": [line], "supplier_ids": list(suppliers)}
    return await post(purchasing, "/rfqs", body)


def answer(rfq: dict[str, Any], unit_price: str, **changes: Any) -> dict[str, Any]:
    line = {
        "rfq_line_id": rfq["lines"][0]["id"],
        "unit_price": unit_price,
        "quantity": changes.pop("quantity", "100"),
        "lead_time_days": changes.pop("lead_time_days", 10),
    }
    return {"valid_until": LATER.isoformat(), "lines": [line], **changes}


async def by_link(purchasing: ServiceUnderTest, token: str, verb: str, path: str, **more: Any) -> httpx.Response:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=purchasing.app), base_url="http://test", headers={"rfq-token": token}
    ) as client:
        return await client.request(verb, path, **more)


def token_of(rfq: dict[str, Any], supplier: str) -> str:
    (link,) = [each["link"] for each in rfq["invitations"] if each["supplier_id"] == supplier]
    return str(link.partition("#")[2])


async def test_suppliers_answer_by_link_are_compared_on_landed_cost_and_get_the_order(
    purchasing: ServiceUnderTest,
) -> None:
    near, far = await make.supplier(purchasing), await make.supplier(purchasing, code="S2")
    rfq = await opened(purchasing, near, far)
    seen = await by_link(purchasing, token_of(rfq, far), "GET", "/rfq")
    assert (seen.json()["number"], len(seen.json()["lines"])) == (rfq["number"], 1)
    given = await by_link(purchasing, token_of(rfq, far), "POST", "/rfq/quote", json=answer(rfq, "1.00", charges="30"))
    assert given.status_code == 201, given.text
    await post(purchasing, f"/rfqs/{rfq['id']}/quotes", {**answer(rfq, "1.20"), "supplier_id": near})
    (line,) = (await get(purchasing, f"/rfqs/{rfq['id']}/comparison"))["items"]
    landed = [(each["supplier_id"], each["landed_unit_price"], each["is_best"]) for each in line["offers"]]
    assert landed == [(near, "1.200000", True), (far, "1.300000", False)]
    award = {"rfq_line_id": rfq["lines"][0]["id"], "supplier_id": far, "quantity": "40"}
    rest = {**award, "supplier_id": near, "quantity": "60"}
    refused = await post(purchasing, f"/rfqs/{rfq['id']}/award", {"awards": [rest, award]}, 422)
    assert (refused["field"], "reason-required" in refused["type"]) == ("awards.1.reason", True)
    body = {"awards": [rest, {**award, "reason": "A second source"}]}
    orders = (await post(purchasing, f"/rfqs/{rfq['id']}/award", body))["orders"]
    assert {(each["supplier_id"], each["net"]) for each in orders} == {(near, "72.00"), (far, "40.00")}
    again = await post(purchasing, f"/rfqs/{rfq['id']}/award", body, 409)
    assert "rfq-is-closed" in again["type"]
    late = await by_link(purchasing, token_of(rfq, far), "POST", "/rfq/quote", json=answer(rfq, "0.10"))
    assert late.status_code == 409
    held = (await get(purchasing, "/supplier-prices", supplier_id=far, on=TODAY))["items"]
    assert [row["unit_price"] for row in held] == ["1.00"]


async def test_a_link_reaches_its_own_request_only_and_a_new_one_makes_it_void(purchasing: ServiceUnderTest) -> None:
    supplier = await make.supplier(purchasing)
    rfq, other = await opened(purchasing, supplier), await opened(purchasing, supplier)
    token = token_of(rfq, supplier)
    foreign = await by_link(purchasing, token, "POST", "/rfq/quote", json=answer(other, "1"))
    assert foreign.status_code == 422
    for path in (f"/api/purchasing/v1/rfqs/{rfq['id']}", "/api/purchasing/v1/supplier-prices"):
        assert (await by_link(purchasing, token, "GET", path)).status_code == 401
    for wrong in ("x" * 43, token[:-1] + "_"):
        assert (await by_link(purchasing, wrong, "GET", "/rfq")).status_code == 404
    await post(purchasing, f"/rfqs/{rfq['id']}/invite", {"supplier_ids": [supplier]}, 200)
    assert (await by_link(purchasing, token, "GET", "/rfq")).status_code == 404


async def test_a_supplier_finds_his_own_answer_by_his_link_and_may_revise_it_until_the_last_day(
    purchasing: ServiceUnderTest,
) -> None:
    supplier, rival = await make.supplier(purchasing), await make.supplier(purchasing, code="S2")
    rfq = await opened(purchasing, supplier, rival)
    token = token_of(rfq, supplier)
    before = (await by_link(purchasing, token, "GET", "/rfq")).json()
    assert (before["standing"], before["is_open"], before["answer"]) == ("asked", True, None)
    await by_link(purchasing, token_of(rfq, rival), "POST", "/rfq/quote", json=answer(rfq, "0.80"))
    for price in ("1.00", "0.90"):
        body = answer(rfq, price, freight="12.5", note="Franco au-delà de 100")
        assert (await by_link(purchasing, token, "POST", "/rfq/quote", json=body)).status_code == 201
    seen = (await by_link(purchasing, token, "GET", "/rfq")).json()
    own = seen["answer"]
    assert (seen["version"], own["lines"][0]["unit_price"], own["freight"]) == (2, "0.90", "12.5")
    assert own["note"] == "Franco au-delà de 100"
    prices = {line["unit_price"] for line in own["lines"]}
    assert prices == {"0.90"}
    assert rival not in str(seen)
    await post(purchasing, f"/rfqs/{rfq['id']}/cancel", {}, 200)
    assert (await by_link(purchasing, token, "GET", "/rfq")).json()["is_open"] is False


@pytest.mark.parametrize(
    "change",
    [
        {"unit_price": "-1"},
        {"unit_price": "NaN"},
        {"quantity": "0"},
        {"lead_time_days": -1},
        {"minimum": "101"},
        {"lead_time_days": 10**9},
        {"rfq_line_id": "' OR 1=1"},
        {"supplier_id": str(uuid4())},
    ],
)
async def test_what_makes_no_sense_in_an_answer_by_link_is_refused(
    purchasing: ServiceUnderTest, change: dict[str, Any]
) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await opened(purchasing, supplier)
    body = answer(rfq, "1.00")
    body["lines"][0] |= change
    refused = await by_link(purchasing, token_of(rfq, supplier), "POST", "/rfq/quote", json=body)
    assert refused.status_code == 422, refused.text
    assert (await by_link(purchasing, token_of(rfq, supplier), "GET", "/rfq")).json()["version"] is None


async def test_a_supplier_may_decline_and_a_cancelled_request_frees_what_was_requested(
    purchasing: ServiceUnderTest,
) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    await post(
        purchasing, "/purchase-requests", {"lines": [{"product_id": product, "quantity": "5", "warehouse": "LYON"}]}
    )
    (row,) = (await get(purchasing, "/request-lines", product_id=product))["items"]
    line = {"product_id": product, "quantity": "5", "request_line_id": row["id"]}
    body = {"warehouse": "LYON", "respond_by": LATER.isoformat(), "lines": [line], "supplier_ids": [supplier]}
    rfq = await post(purchasing, "/rfqs", body)
    assert (await get(purchasing, "/request-lines", product_id=product))["items"][0]["status"] == "sourcing"
    declined = await by_link(purchasing, token_of(rfq, supplier), "POST", "/rfq/decline")
    assert declined.status_code == 200
    cancelled = await post(purchasing, f"/rfqs/{rfq['id']}/cancel", {}, 200)
    assert (cancelled["status"], cancelled["suppliers"][0]["standing"]) == ("cancelled", "cancelled")
    assert (await get(purchasing, "/request-lines", product_id=product))["items"][0]["status"] == "open"


@pytest.mark.parametrize(
    ("change", "slug"),
    [({"quantity": "101"}, "not-quoted"), ({"supplier_id": str(uuid4())}, "not-quoted")],
)
async def test_an_award_of_what_was_not_offered_is_refused(
    purchasing: ServiceUnderTest, change: dict[str, Any], slug: str
) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await opened(purchasing, supplier, quantity="200")
    await post(purchasing, f"/rfqs/{rfq['id']}/quotes", {**answer(rfq, "1"), "supplier_id": supplier})
    award = {"rfq_line_id": rfq["lines"][0]["id"], "supplier_id": supplier, "quantity": "100", **change}
    refused = await post(purchasing, f"/rfqs/{rfq['id']}/award", {"awards": [award]}, 409)
    assert slug in refused["type"]


@given(
    st.lists(
        st.tuples(QUANTITY, QUANTITY, st.integers(0, 40), st.integers(-5, 5), QUANTITY),
        min_size=1,
        max_size=6,
    )
)
def test_the_best_answer_is_valid_whole_and_in_time_before_it_is_cheap(
    answers: list[tuple[Decimal, Decimal, int, int, Decimal]],
) -> None:
    line = RfqLine(uuid4(), uuid4(), "EACH", Decimal(100), TODAY + timedelta(days=20))
    quotes = [
        Quote(
            UUID(int=i),
            1,
            charges,
            charges,
            TODAY + timedelta(days=valid),
            "EUR",
            (QuotedLine(line.id, price, quantity, lead),),
        )
        for i, (price, quantity, lead, valid, charges) in enumerate(answers)
    ]
    rates = {"EUR": ExchangeRate.own("EUR", TODAY)}
    compared = compare(line, quotes, {}, rates, TODAY)
    assert compared == compare(line, list(reversed(quotes)), {}, rates, TODAY)
    grades = [
        (not each.is_valid, not each.is_complete, not each.is_in_time, each.landed_unit_price) for each in compared
    ]
    assert grades == sorted(grades)
    assert all(each.landed_unit_price >= each.unit_price for each in compared)


# --- scores ---


async def test_scores_are_what_receipts_and_inspections_say(purchasing: ServiceUnderTest) -> None:
    supplier = await make.supplier(purchasing, code="SCORED")
    product = await make.product(purchasing)
    ordered_on = TODAY - timedelta(days=30)

    def at(days: int) -> datetime:
        return datetime.combine(ordered_on + timedelta(days=days), time(12), UTC)

    async def order() -> dict[str, Any]:
        line = make.line(product, "10", "1", expected_on=(ordered_on + timedelta(days=7)).isoformat())
        body = await make.order(purchasing, line, supplier_id=supplier, ordered_on=ordered_on.isoformat())
        draft = await make.posted(purchasing, "/purchase-orders", body, 201)
        return await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {})

    punctual, late, partial, parts = [await order() for _ in range(4)]
    await purchasing.deliver(
        "inventory.receipts.v1",
        make.receipt(punctual, "10", at=at(7)),
        make.receipt(late, "10", at=at(9)),
        make.receipt(partial, "6", at=at(5)),
        make.receipt(parts, "4", at=at(3)),
        make.receipt(parts, "6", at=at(6)),
    )
    verdict = InspectionDecided(
        inspection_id=str(new_id()),
        receipt_line_id=str(new_id()),
        supplier_id=supplier,
        accepted=decimal_out(Decimal(9)),
        rejected=decimal_out(Decimal(1)),
        reworked=decimal_out(Decimal(0)),
        occurred_at=time_out(at(9)),
    )
    await purchasing.deliver("inventory.receipts.v1", verdict, repeat=2)
    (score,) = (await get(purchasing, "/supplier-scores", supplier_id=supplier))["items"]
    assert (score["lines_due"], score["on_time"], score["in_full"]) == (4, "0.5000", "0.7500")
    assert (score["accepted"], score["lead_days_median"], score["lead_days_p90"]) == ("0.9000", "7.0000", "8.6000")
    (mild,) = (await get(purchasing, "/supplier-scores", supplier_id=supplier, tolerance_days=2))["items"]
    assert mild["on_time"] == "0.7500"


# --- needs of inventory ---


async def test_a_need_of_inventory_is_requested_once_and_told_when_ordered_or_refused(
    purchasing: ServiceUnderTest,
) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    await priced(purchasing, supplier, {"product_id": product, "unit_price": "1"})

    def need() -> ReplenishmentNeeded:
        return ReplenishmentNeeded(
            need_id=str(new_id()),
            product_id=product,
            warehouse="LYON",
            quantity=decimal_out(Decimal(24)),
            needed_on=LATER.isoformat(),
            reason="min-max",
            accepted_by="planner",
        )

    bought, given_up = need(), need()
    await purchasing.deliver("inventory.replenishment.v1", bought, bought, given_up, repeat=2)
    rows = (await get(purchasing, "/request-lines", product_id=product))["items"]
    assert [(row["quantity"], row["requested_by"]) for row in rows] == [("24", "planner")] * 2
    (asked,) = (await get(purchasing, "/request-lines", need_id=bought.need_id, status="open"))["items"]
    assert (asked["need_id"], asked["id"]) == (bought.need_id, rows[0]["id"])
    first, second = (row["id"] for row in rows)
    (order,) = (await post(purchasing, "/request-lines/order", {"line_ids": [first]}))["orders"]
    since = await purchasing.outbox_position()
    await make.posted(purchasing, f"/purchase-orders/{order['order_id']}/submit", {})
    await post(purchasing, "/request-lines/cancel", {"line_ids": [second]}, 200)
    (placed,) = await purchasing.published(PurchaseOrderPlaced, since=since)
    (refused,) = await purchasing.published(ReplenishmentRefused, since=since)
    assert {*placed.need_ids, refused.need_id} == {bought.need_id, given_up.need_id}
