"""Requests for quotes: links, versions, tables, the reason of the best, and what becomes of what was requested."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from comptoir.purchasing.v1.supplier_price_pb2 import SupplierPriceChanged
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.link_answers import LinkLimits
from kit.testing.services import ServiceUnderTest
from purchasing.domain.rfq import (
    Because,
    PriceBreak,
    Quote,
    QuotedLine,
    RfqLine,
    SupplierRecord,
    best_of,
    compare,
    shared_out,
)

from kit import clock
from services.purchasing.tests import factories as make

TODAY = clock.now().date()
LATER = TODAY + timedelta(days=30)
QUANTITY = st.integers(1, 300).map(Decimal)


async def post(purchasing: ServiceUnderTest, path: str, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    return await make.posted(purchasing, path, body, status, who=make.SOURCING)


async def get(purchasing: ServiceUnderTest, path: str, **params: Any) -> Any:
    async with purchasing.client(*make.SOURCING) as client:
        answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def asked(purchasing: ServiceUnderTest, suppliers: list[str], *lines: dict[str, Any]) -> dict[str, Any]:
    body = {"warehouse": "LYON", "respond_by": LATER.isoformat(), "lines": list(lines), "supplier_ids": suppliers}
    return await post(purchasing, "/rfqs", body)


async def wanted(purchasing: ServiceUnderTest, quantity: str = "100") -> dict[str, Any]:
    return {"product_id": await make.product(purchasing), "quantity": quantity}


def answer(rfq: dict[str, Any], *prices: str, **changes: Any) -> dict[str, Any]:
    line = {
        name: changes.pop(name) for name in ("quantity", "lead_time_days", "minimum", "multiple") if name in changes
    }
    lines = [
        {"rfq_line_id": each["id"], "unit_price": price, "quantity": each["quantity"], "lead_time_days": 10, **line}
        for each, price in zip(rfq["lines"], prices, strict=True)
    ]
    return {"valid_until": LATER.isoformat(), "lines": lines, **changes}


async def quoted(
    purchasing: ServiceUnderTest, rfq: dict[str, Any], supplier: str, *prices: str, **changes: Any
) -> dict[str, Any]:
    body = {**answer(rfq, *prices, **changes), "supplier_id": supplier}
    return await post(purchasing, f"/rfqs/{rfq['id']}/quotes", body)


async def by_link(
    purchasing: ServiceUnderTest, rfq: dict[str, Any], supplier: str, path: str = "", body: Any = None
) -> httpx.Response:
    (link,) = [each["link"] for each in rfq["invitations"] if each["supplier_id"] == supplier]
    transport = httpx.ASGITransport(app=purchasing.app)
    headers = {"rfq-token": link.partition("#")[2]}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        return await client.request("GET" if body is None else "POST", f"/rfq{path}", json=body)


def award(rfq: dict[str, Any], line: int, supplier: str, quantity: str, reason: str = "") -> dict[str, Any]:
    return {
        "rfq_line_id": rfq["lines"][line]["id"],
        "supplier_id": supplier,
        "quantity": quantity,
        "reason": reason,
    }


async def set_respond_by(purchasing: ServiceUnderTest, rfq: dict[str, Any], days_ago: int) -> None:
    async with purchasing.database.transaction() as tx:
        await tx.execute(
            "UPDATE rfq SET respond_by = $2 WHERE id = $1", UUID(rfq["id"]), TODAY - timedelta(days=days_ago)
        )


# --- the link ---


async def test_a_link_takes_answers_until_its_day_and_shows_the_outcome_for_a_while(
    purchasing: ServiceUnderTest,
) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await asked(purchasing, [supplier], await wanted(purchasing))
    assert (await by_link(purchasing, rfq, supplier, "/quote", answer(rfq, "2"))).json() == {"version": 1}
    await set_respond_by(purchasing, rfq, days_ago=1)
    for path, body in (("/quote", answer(rfq, "1")), ("/decline", {})):
        late = await by_link(purchasing, rfq, supplier, path, body)
        assert (late.status_code, "out-of-time" in late.json()["type"]) == (409, True)
    seen = (await by_link(purchasing, rfq, supplier)).json()
    assert (seen["standing"], seen["version"]) == ("answered", 1)
    await set_respond_by(purchasing, rfq, days_ago=91)
    assert (await by_link(purchasing, rfq, supplier)).status_code == 404


async def test_each_supplier_is_told_how_he_stands_and_nothing_of_others(purchasing: ServiceUnderTest) -> None:
    winner, loser, silent = [await make.supplier(purchasing, code=code) for code in ("W", "L", "S")]
    rfq = await asked(purchasing, [winner, loser, silent], await wanted(purchasing))
    assert (await by_link(purchasing, rfq, winner)).json()["standing"] == "asked"
    await by_link(purchasing, rfq, winner, "/decline", {})
    assert (await by_link(purchasing, rfq, winner)).json()["standing"] == "declined"
    for supplier, price in ((winner, "1"), (loser, "2")):
        given = await by_link(purchasing, rfq, supplier, "/quote", answer(rfq, price))
        assert given.status_code == 201, given.text
    await post(purchasing, f"/rfqs/{rfq['id']}/award", {"awards": [award(rfq, 0, winner, "100")]})
    seen = [(await by_link(purchasing, rfq, each)).json() for each in (winner, loser, silent)]
    assert [(each["standing"], each["lines_won"]) for each in seen] == [("won", 1), ("lost", 0), ("lost", 0)]
    assert not any(other in str(seen[1]) for other in (winner, silent))
    told = (await get(purchasing, f"/rfqs/{rfq['id']}"))["suppliers"]
    assert {each["supplier_id"]: each["standing"] for each in told} == {winner: "won", loser: "lost", silent: "lost"}


@pytest.mark.parametrize(
    "change",
    [
        {"currency": "dollars"},
        {"freight": "-1"},
        {"lines": []},
        {"surplus": "x"},
        {"note": "x" * 501},
        {"minimum": "101"},
    ],
)
async def test_an_answer_that_makes_no_sense_is_refused_and_not_kept(
    purchasing: ServiceUnderTest, change: dict[str, Any]
) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await asked(purchasing, [supplier], await wanted(purchasing))
    refused = await by_link(purchasing, rfq, supplier, "/quote", answer(rfq, "1", **change))
    assert refused.status_code == 422, refused.text
    assert (await get(purchasing, f"/rfqs/{rfq['id']}/quotes"))["items"] == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 5000,
        b'{"lines": [{"unit_price": 1e999999999}]}',
        b'{"lines": [{"unit_price": "NaN", "quantity": "Infinity"}], "valid_until": "9999-99-99"}',
        b'{"valid_until": "2030-01-01", "note": "\\u0000", "lines": []}',
    ],
)
async def test_hostile_answers_are_refused_as_what_they_are(purchasing: ServiceUnderTest, content: bytes) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await asked(purchasing, [supplier], await wanted(purchasing))
    (link,) = [each["link"] for each in rfq["invitations"]]
    headers = {"rfq-token": link.partition("#")[2], "content-type": "application/json"}
    transport = httpx.ASGITransport(app=purchasing.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        refused = await client.post("/rfq/quote", content=content)
    assert 400 <= refused.status_code < 500, refused.text
    assert refused.headers["content-type"] == "application/problem+json"


async def test_what_a_database_cannot_store_is_refused_by_link_too(purchasing: ServiceUnderTest) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await asked(purchasing, [supplier], await wanted(purchasing))
    refused = await by_link(purchasing, rfq, supplier, "/quote", answer(rfq, "1", note="a\x00b"))
    assert refused.status_code == 422, refused.text


async def test_a_request_is_refused_when_its_day_is_past_or_it_asks_twice_for_one_wish(
    purchasing: ServiceUnderTest,
) -> None:
    supplier, line = await make.supplier(purchasing), await wanted(purchasing)
    body = {
        "warehouse": "LYON",
        "respond_by": (TODAY - timedelta(days=1)).isoformat(),
        "lines": [line],
        "supplier_ids": [supplier],
    }
    assert "out-of-time" in (await post(purchasing, "/rfqs", body, 409))["type"]
    requested = await request(purchasing, line["product_id"], "5")
    twice = [{**line, "request_line_id": requested["id"]}] * 2
    refused = await post(purchasing, "/rfqs", {**body, "respond_by": LATER.isoformat(), "lines": twice}, 422)
    assert "line-repeated" in refused["type"]
    assert (await request_lines(purchasing, line["product_id"]))[0]["status"] == "open"


# --- how often ---


@pytest.fixture
async def strict(purchasing: ServiceUnderTest) -> AsyncIterator[ServiceUnderTest]:
    """A link answers three times an hour, and five times in all."""
    before = purchasing.app.state.link_limits
    purchasing.app.state.link_limits = LinkLimits(per_hour=3, in_all=5)
    yield purchasing
    purchasing.app.state.link_limits = before


async def an_hour_later(purchasing: ServiceUnderTest) -> None:
    async with purchasing.database.transaction() as tx:
        await tx.execute("UPDATE link_answers SET hour_began_at = hour_began_at - interval '1 hour'")


async def test_a_link_answers_so_often_an_hour_whether_kept_or_refused(strict: ServiceUnderTest) -> None:
    supplier, other = await make.supplier(strict), await make.supplier(strict)
    rfq = await asked(strict, [supplier, other], await wanted(strict))
    tries = [("/quote", answer(rfq, "1")), ("/quote", {"lines": []}), ("/decline", {}), ("/quote", answer(rfq, "2"))]
    answers = [await by_link(strict, rfq, supplier, path, body) for path, body in tries]
    assert [each.status_code for each in answers] == [201, 422, 200, 429]
    assert "too-many-answers" in answers[3].json()["type"]
    assert 3590 <= int(answers[3].headers["Retry-After"]) <= 3600
    assert (await by_link(strict, rfq, supplier)).json()["standing"] == "declined"  # to look is free
    assert (await by_link(strict, rfq, other, "/quote", answer(rfq, "1"))).status_code == 201
    await an_hour_later(strict)
    assert (await by_link(strict, rfq, supplier, "/quote", answer(rfq, "2"))).status_code == 201


async def test_a_link_answers_so_often_in_all_and_a_new_one_begins_anew(strict: ServiceUnderTest) -> None:
    supplier = await make.supplier(strict)
    rfq = await asked(strict, [supplier], await wanted(strict))
    codes = []
    for price in range(1, 7):
        codes.append((await by_link(strict, rfq, supplier, "/quote", answer(rfq, str(price)))).status_code)
        await an_hour_later(strict)
    assert codes == [201] * 5 + [429]
    refused = await by_link(strict, rfq, supplier, "/decline", {})
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, False)
    newer = await post(strict, f"/rfqs/{rfq['id']}/invite", {"supplier_ids": [supplier]}, 200)
    assert (await by_link(strict, {**rfq, **newer}, supplier, "/quote", answer(rfq, "9"))).status_code == 201


async def test_answers_at_once_are_counted_together(strict: ServiceUnderTest) -> None:
    supplier = await make.supplier(strict)
    rfq = await asked(strict, [supplier], await wanted(strict))
    answers = await asyncio.gather(
        *(by_link(strict, rfq, supplier, "/quote", answer(rfq, str(price))) for price in range(1, 9))
    )
    assert sorted(each.status_code for each in answers) == [201] * 3 + [429] * 5


async def test_a_guessed_link_is_not_counted(strict: ServiceUnderTest) -> None:
    count = "SELECT count(*) FROM link_answers"
    async with strict.database.read() as tx:
        before = await tx.fetchval(count)
    guess = {"invitations": [{"supplier_id": "x", "link": "#" + "g" * 43}]}
    assert (await by_link(strict, guess, "x", "/decline", {})).status_code == 404
    async with strict.database.read() as tx:
        assert await tx.fetchval(count) == before


async def test_an_answer_by_link_has_a_size(purchasing: ServiceUnderTest) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await asked(purchasing, [supplier], await wanted(purchasing))
    refused = await by_link(purchasing, rfq, supplier, "/quote", answer(rfq, "1", note="x" * 1024 * 1024))
    assert (refused.status_code, refused.json()["limit"]) == (413, 1024 * 1024)


# --- versions and tables ---


async def test_a_later_answer_replaces_the_former_which_is_kept(purchasing: ServiceUnderTest) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await asked(purchasing, [supplier], await wanted(purchasing))
    await quoted(purchasing, rfq, supplier, "2", freight="10")
    await by_link(purchasing, rfq, supplier, "/quote", answer(rfq, "1.80", minimum="50"))
    kept = (await get(purchasing, f"/rfqs/{rfq['id']}/quotes"))["items"]
    assert [(each["version"], each["entered_by"], each["freight"]) for each in kept] == [
        (1, "user-1", "10"),
        (2, "supplier", "0"),
    ]
    assert kept[1]["lines"][0]["minimum"] == "50"
    (line,) = (await get(purchasing, f"/rfqs/{rfq['id']}/comparison"))["items"]
    assert [(each["unit_price"], each["because"]) for each in line["offers"]] == [("1.80", "only")]


async def filled(purchasing: ServiceUnderTest, rfq: dict[str, Any], supplier: str, text: str) -> httpx.Response:
    params = {"supplier_id": supplier, "valid_until": LATER.isoformat(), "freight": "6"}
    async with purchasing.client(*make.SOURCING) as client:
        return await client.post(
            f"/rfqs/{rfq['id']}/quotes/csv",
            content=text.encode(),
            params=params,
            headers={"Content-Type": "text/csv"},
        )


async def test_the_table_that_a_supplier_fills_in_is_taken_as_his_answer(purchasing: ServiceUnderTest) -> None:
    supplier, lines = await make.supplier(purchasing), [await wanted(purchasing), await wanted(purchasing, "20")]
    rfq = await asked(purchasing, [supplier], *lines)
    async with purchasing.client(*make.SOURCING) as client:
        table = (await client.get(f"/rfqs/{rfq['id']}/lines.csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert [row["quantity"] for row in rows] == ["100", "20"]
    rows[0] |= {"unit_price": "1,25", "lead_time_days": "7"}
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    kept = await filled(purchasing, rfq, supplier, text.getvalue())
    assert kept.status_code == 201, kept.text
    (quote,) = (await get(purchasing, f"/rfqs/{rfq['id']}/quotes"))["items"]
    assert (quote["freight"], [line["unit_price"] for line in quote["lines"]]) == ("6", ["1.25"])
    compared = await get(purchasing, f"/rfqs/{rfq['id']}/comparison")
    (row,) = compared["suppliers"]
    assert (row["lines_asked"], row["lines_answered"], row["lines_best"]) == (2, 1, 1)


async def test_every_fault_of_a_table_is_told_and_nothing_kept(purchasing: ServiceUnderTest) -> None:
    supplier, line = await make.supplier(purchasing), await wanted(purchasing)
    rfq = await asked(purchasing, [supplier], line, {**line, "packaging_code": "BOX12"})
    sku = f"SKU-{line['product_id']}"
    refused = await filled(
        purchasing, rfq, supplier, f"sku;unit_price;packaging_code\n{sku};1;\nNO;1;\n{sku};x;\n{sku};2;BOX12\n"
    )
    assert refused.status_code == 422
    fields = {fault["field"] for fault in refused.json()["errors"]}
    assert fields == {"lines.0.sku", "lines.1.sku", "lines.2.unit_price"}
    assert (await filled(purchasing, rfq, supplier, f"sku;unit_price\n{sku};\n")).status_code == 422
    assert (await get(purchasing, f"/rfqs/{rfq['id']}/quotes"))["items"] == []


async def test_the_comparison_as_a_table_runs_nothing_in_a_spreadsheet(purchasing: ServiceUnderTest) -> None:
    supplier = await make.supplier(purchasing, name="=HYPERLINK(1)")
    rfq = await asked(purchasing, [supplier], await wanted(purchasing))
    await quoted(purchasing, rfq, supplier, "2", freight="30", charges="10")
    async with purchasing.client(*make.SOURCING) as client:
        answer = await client.get(f"/rfqs/{rfq['id']}/comparison.csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert (row["supplier_name"], row["landed_unit_price"], row["because"]) == ("'=HYPERLINK(1)", "2.400000", "only")


# --- the award ---


async def request(purchasing: ServiceUnderTest, product: str, quantity: str) -> dict[str, Any]:
    lines = [{"product_id": product, "quantity": quantity, "warehouse": "LYON"}]
    await post(purchasing, "/purchase-requests", {"lines": lines})
    return (await request_lines(purchasing, product))[-1]


async def request_lines(purchasing: ServiceUnderTest, product: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await get(purchasing, "/request-lines", product_id=product))["items"]
    return items


async def test_requested_lines_follow_their_orders_and_what_nobody_gets_is_open_again(
    purchasing: ServiceUnderTest,
) -> None:
    one, other = await make.supplier(purchasing), await make.supplier(purchasing, code="S2")
    lines = [await wanted(purchasing), await wanted(purchasing, "20")]
    for line in lines:
        line["request_line_id"] = (await request(purchasing, line["product_id"], line["quantity"]))["id"]
    rfq = await asked(purchasing, [one, other], *lines)
    await quoted(purchasing, rfq, one, "1", "1")
    await quoted(purchasing, rfq, other, "2", "2")
    awards = [award(rfq, 0, one, "50"), award(rfq, 0, other, "30", "A second source")]
    orders = (await post(purchasing, f"/rfqs/{rfq['id']}/award", {"awards": awards}))["orders"]
    by_supplier = {order["supplier_id"]: order["order_id"] for order in orders}
    parts = await request_lines(purchasing, lines[0]["product_id"])
    assert {(part["quantity"], part["status"], part["purchase_order_id"]) for part in parts} == {
        ("50", "ordered", by_supplier[one]),
        ("30", "ordered", by_supplier[other]),
        ("20", "open", None),
    }
    (untouched,) = await request_lines(purchasing, lines[1]["product_id"])
    assert (untouched["quantity"], untouched["status"], untouched["rfq_id"]) == ("20", "open", rfq["id"])


async def test_awarded_prices_hold_for_what_was_agreed_while_the_quote_does(purchasing: ServiceUnderTest) -> None:
    supplier, line = await make.supplier(purchasing), await wanted(purchasing)
    for day, price in ((TODAY, "3"), (TODAY + timedelta(days=10), "4")):
        body = {
            "supplier_id": supplier,
            "effective_from": day.isoformat(),
            "lines": [
                {"product_id": line["product_id"], "unit_price": price},
                {"product_id": line["product_id"], "unit_price": price, "from_quantity": "60"},
            ],
        }
        listed = await post(purchasing, "/price-files", body)
        await post(purchasing, f"/price-files/{listed['id']}/apply", {}, 200)
    rfq = await asked(purchasing, [supplier], line)
    await quoted(purchasing, rfq, supplier, "2", minimum="60")
    since = await purchasing.outbox_position()
    await post(purchasing, f"/rfqs/{rfq['id']}/award", {"awards": [award(rfq, 0, supplier, "80")]})
    held = (await get(purchasing, "/supplier-prices", product_id=line["product_id"], on=TODAY))["items"]
    assert {row["from_quantity"]: row["unit_price"] for row in held} == {"0": "3", "60": "2"}
    (agreed,) = await purchasing.published(SupplierPriceChanged, since=since)
    assert agreed.effective_until == (TODAY + timedelta(days=10)).isoformat()  # the list that was known already


@pytest.mark.parametrize(
    ("quantity", "slug"), [("40", "below-minimum"), ("101", "award-too-large"), ("200", "not-quoted")]
)
async def test_an_award_beside_the_quote_is_refused_and_nothing_is_ordered(
    purchasing: ServiceUnderTest, quantity: str, slug: str
) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await asked(purchasing, [supplier], await wanted(purchasing))
    await quoted(purchasing, rfq, supplier, "2", minimum="50", quantity="150")
    refused = await post(purchasing, f"/rfqs/{rfq['id']}/award", {"awards": [award(rfq, 0, supplier, quantity)]}, 409)
    assert slug in refused["type"]
    assert (await get(purchasing, "/purchase-orders", supplier_id=supplier))["items"] == []
    assert (await get(purchasing, f"/rfqs/{rfq['id']}"))["status"] == "open"


@pytest.mark.parametrize(
    ("quantity", "slug", "below", "above"),
    [
        ("100", "not-a-multiple", "96", "108"),
        ("36", "below-minimum", None, "60"),
        ("50", "not-a-multiple", None, "60"),
        ("145", "not-a-multiple", "144", None),
        ("120", "award-too-large", None, None),
    ],
)
async def test_an_award_that_the_supplier_does_not_sell_so_is_refused_with_what_he_would(
    purchasing: ServiceUnderTest, quantity: str, slug: str, below: str | None, above: str | None
) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await asked(purchasing, [supplier], await wanted(purchasing))
    await quoted(purchasing, rfq, supplier, "2", minimum="50", multiple="12", quantity="150")
    body = {"awards": [award(rfq, 0, supplier, quantity)]}
    refused = await post(purchasing, f"/rfqs/{rfq['id']}/award", body, 409)
    assert (refused["type"].rpartition("/")[2], refused["field"]) == (slug, "awards.0.quantity")
    assert (refused.get("below"), refused.get("above")) == (below, above)
    assert (await get(purchasing, f"/rfqs/{rfq['id']}"))["status"] == "open"


@pytest.mark.parametrize("quantity", ["96", "108"])
async def test_a_line_is_given_in_whole_packs_less_or_as_many_as_cover_it(
    purchasing: ServiceUnderTest, quantity: str
) -> None:
    supplier, line = await make.supplier(purchasing), await wanted(purchasing)
    line["request_line_id"] = (await request(purchasing, line["product_id"], "100"))["id"]
    rfq = await asked(purchasing, [supplier], line)
    await quoted(purchasing, rfq, supplier, "2", multiple="12", quantity="150")
    (compared,) = (await get(purchasing, f"/rfqs/{rfq['id']}/comparison"))["items"]
    assert compared["offers"][0]["nearest"] == ["96", "108"]
    made = await post(purchasing, f"/rfqs/{rfq['id']}/award", {"awards": [award(rfq, 0, supplier, quantity)]})
    order = await get(purchasing, f"/purchase-orders/{made['orders'][0]['order_id']}")
    assert order["lines"][0]["quantity"] == quantity
    parts = await request_lines(purchasing, line["product_id"])
    assert sum(Decimal(part["quantity"]) for part in parts) == 100


async def test_a_line_holds_until_its_own_day_where_the_supplier_says_one(purchasing: ServiceUnderTest) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await asked(
        purchasing, [supplier], await wanted(purchasing), await wanted(purchasing), await wanted(purchasing)
    )
    body = answer(rfq, "1", "2", "3")
    days = [TODAY + timedelta(days=3), TODAY - timedelta(days=1), None]
    for line, day in zip(body["lines"], days, strict=True):
        line["valid_until"] = day and day.isoformat()
    assert (await by_link(purchasing, rfq, supplier, "/quote", body)).status_code == 201
    said = (await by_link(purchasing, rfq, supplier)).json()["answer"]
    assert [line["valid_until"] for line in said["lines"]] == [day and day.isoformat() for day in days]
    items = (await get(purchasing, f"/rfqs/{rfq['id']}/comparison"))["items"]
    assert [(each["offers"][0]["valid_until"], each["offers"][0]["is_valid"]) for each in items] == [
        (days[0].isoformat() if days[0] else "", True),
        (days[1].isoformat() if days[1] else "", False),
        (LATER.isoformat(), True),
    ]
    over = {"awards": [award(rfq, 1, supplier, "100")]}
    assert "not-quoted" in (await post(purchasing, f"/rfqs/{rfq['id']}/award", over, 409))["type"]
    since = await purchasing.outbox_position()
    awards = [award(rfq, 0, supplier, "100"), award(rfq, 2, supplier, "100")]
    await post(purchasing, f"/rfqs/{rfq['id']}/award", {"awards": awards})
    agreed = {
        each.product_id: each.effective_until for each in await purchasing.published(SupplierPriceChanged, since=since)
    }
    assert agreed == {
        rfq["lines"][0]["product_id"]: (TODAY + timedelta(days=4)).isoformat(),
        rfq["lines"][2]["product_id"]: (LATER + timedelta(days=1)).isoformat(),
    }


# --- rules ---


@given(
    wanted=st.decimals(1, 300, places=1),
    quantity=QUANTITY,
    minimum=st.integers(0, 100).map(Decimal),
    multiple=st.sampled_from([Decimal(1), Decimal("0.5"), Decimal(12), Decimal(25)]),
)
def test_what_can_be_bought_next_to_a_quantity_is_sold_so_and_nothing_lies_between(
    wanted: Decimal, quantity: Decimal, minimum: Decimal, multiple: Decimal
) -> None:
    line = QuotedLine(uuid4(), Decimal(1), quantity, 1, minimum=minimum, multiple=multiple)
    nearest = line.nearest(wanted)
    assert all(each % multiple == 0 and max(minimum, multiple) <= each <= quantity for each in nearest)
    below, above = ([each for each in nearest if each <= wanted], [each for each in nearest if each >= wanted])
    sold = [n * multiple for n in range(1, int(quantity / multiple) + 1) if n * multiple >= minimum]
    assert below[-1:] == [each for each in sold if each <= wanted][-1:]
    assert above[:1] == [each for each in sold if each >= wanted][:1]


@given(QUANTITY, st.lists(QUANTITY, max_size=5))
def test_the_parts_of_a_requested_line_sum_to_it(requested: Decimal, quantities: list[Decimal]) -> None:
    given_away = [(new_id(), quantity) for quantity in quantities]
    parts = shared_out(requested, given_away)
    assert sum(part.stock_quantity for part in parts) == requested
    assert all(part.stock_quantity > 0 for part in parts)
    assert sum(part.order_id is None for part in parts) == (sum(quantities, Decimal(0)) < requested)


RATES = {"EUR": ExchangeRate.own("EUR", TODAY)}
LINE = RfqLine(uuid4(), uuid4(), "EACH", Decimal(100), TODAY + timedelta(days=20))


def offered(price: str, *, quantity: int = 100, lead: int = 5, valid: int = 5, supplier: int = 0) -> Quote:
    lines = (QuotedLine(LINE.id, Decimal(price), Decimal(quantity), lead),)
    return Quote(UUID(int=supplier), 1, Decimal(0), Decimal(0), TODAY + timedelta(days=valid), "EUR", lines)


@pytest.mark.parametrize(
    ("other", "because"),
    [
        (None, Because.ONLY),
        (offered("3", supplier=1), Because.CHEAPEST),
        (offered("1", supplier=1, valid=-1), Because.OTHERS_EXPIRED),
        (offered("1", supplier=1, quantity=99), Because.OTHERS_PARTIAL),
        (offered("1", supplier=1, lead=21), Because.OTHERS_LATE),
        (offered("2", supplier=1), Because.RECORD),
    ],
)
def test_the_best_answer_says_why(other: Quote | None, because: Because) -> None:
    quotes = [offered("2"), *([other] if other else [])]
    records = {UUID(int=0): SupplierRecord(Decimal(1), Decimal(1))}
    best = best_of(compare(LINE, quotes, records, RATES, TODAY))
    assert best is not None
    assert (best[0].supplier_id, best[1]) == (UUID(int=0), because)


def test_of_expired_answers_none_is_the_best() -> None:
    assert best_of(compare(LINE, [offered("2", valid=-1)], {}, RATES, TODAY)) is None


# --- several prices ---


async def test_several_prices_are_compared_at_what_is_asked_and_agreed_on_as_a_whole(
    purchasing: ServiceUnderTest,
) -> None:
    one, other = await make.supplier(purchasing), await make.supplier(purchasing)
    rfq = await asked(purchasing, [one, other], await wanted(purchasing, "200"))
    breaks = [{"from_quantity": "100", "unit_price": "1.80"}, {"from_quantity": "500", "unit_price": "1.71"}]
    body = answer(rfq, "2")
    body["lines"][0] |= {"breaks": breaks, "multiple": "10", "quantity": "1000"}
    assert (await by_link(purchasing, rfq, one, "/quote", body)).status_code == 201
    await quoted(purchasing, rfq, other, "1.90")
    said = (await by_link(purchasing, rfq, one)).json()["answer"]["lines"][0]
    assert [Decimal(each["unit_price"]) for each in said["breaks"]] == [Decimal("1.80"), Decimal("1.71")]
    (line,) = (await get(purchasing, f"/rfqs/{rfq['id']}/comparison"))["items"]
    best = line["offers"][0]
    chosen = best["supplier_id"], Decimal(best["unit_price"]), Decimal(best["multiple"])
    assert chosen == (one, Decimal("1.80"), Decimal(10))
    following = Decimal(best["next_break"]["from_quantity"]), Decimal(best["next_rate"])
    assert following == (Decimal(500), Decimal("-0.05"))
    assert line["offers"][1]["next_break"] is None
    made = await post(purchasing, f"/rfqs/{rfq['id']}/award", {"awards": [award(rfq, 0, one, "200")]})
    order = await get(purchasing, f"/purchase-orders/{made['orders'][0]['order_id']}")
    assert Decimal(order["lines"][0]["unit_price"]) == Decimal("1.80")
    held = await get(purchasing, "/supplier-prices", supplier_id=one, product_id=rfq["lines"][0]["product_id"])
    prices = {Decimal(each["from_quantity"]): (Decimal(each["unit_price"]), each["multiple"]) for each in held["items"]}
    assert {each: price for each, (price, _) in prices.items()} == {
        Decimal(0): Decimal(2),
        Decimal(100): Decimal("1.80"),
        Decimal(500): Decimal("1.71"),
    }
    assert {Decimal(multiple) for _, multiple in prices.values()} == {Decimal(10)}


async def test_breaks_that_do_not_rise_are_refused_where_they_stand(purchasing: ServiceUnderTest) -> None:
    supplier = await make.supplier(purchasing)
    rfq = await asked(purchasing, [supplier], await wanted(purchasing))
    body = answer(rfq, "2", minimum="50")
    body["lines"][0]["breaks"] = [{"from_quantity": each, "unit_price": "1"} for each in ("50", "80", "80")]
    refused = await by_link(purchasing, rfq, supplier, "/quote", body)
    fields = [each["field"] for each in refused.json()["errors"]]
    assert (refused.status_code, fields) == (422, ["lines.0.breaks.0.from_quantity", "lines.0.breaks.2.from_quantity"])


@given(
    prices=st.dictionaries(st.integers(1, 500), st.integers(1, 500), max_size=5),
    quantity=st.integers(0, 600).map(Decimal),
)
def test_a_price_is_that_of_the_highest_break_reached_and_the_next_is_above(
    prices: dict[int, int], quantity: Decimal
) -> None:
    breaks = tuple(PriceBreak(Decimal(each), Decimal(price)) for each, price in sorted(prices.items()))
    line = QuotedLine(uuid4(), Decimal(1000), Decimal(1000), 1, breaks=breaks)
    reached = [each for each in breaks if each.from_quantity <= quantity]
    further = line.next_break(quantity)
    assert line.price_for(quantity) == (reached[-1].unit_price if reached else 1000)
    assert len(reached) + len(
        [each for each in breaks if further and each.from_quantity >= further.from_quantity]
    ) == len(breaks)
