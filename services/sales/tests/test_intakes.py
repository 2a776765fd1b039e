"""Orders by the table: all faults at once, codes of every kind, whole or order by order, and nothing twice."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.catalog.v1.customer_code_pb2 import CustomerCode, CustomerCodeChanged
from comptoir.catalog.v1.product_pb2 import Packaging, ProductStatus
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from sales.domain.intake import IntakeFault, IntakeRow, group_faults, grouped, sound

from services.sales.tests import factories as make
from services.sales.tests.factories import House, slug
from services.sales.tests.test_doors import secrets

NAMES = ("A", "a", "B")


async def code_of(house: House, customer_id: str) -> str:
    return f"C-{customer_id}"


async def named(house: House, **changes: Any) -> str:
    """The SKU of a new product."""
    return f"SKU-{await house.product(**changes)}"


def row(customer: str, product: str, reference: str = "PO-1", quantity: str = "2", **changes: Any) -> dict[str, Any]:
    values = {"reference": reference, "product": product, "quantity": quantity, "warehouse": "LYON"}
    return {"customer": customer, **values, **changes}


async def check(house: House, *rows: dict[str, Any], status: int = 201, **claims: Any) -> dict[str, Any]:
    return await house.post("/order-intakes", {"name": str(new_id()), "rows": list(rows)}, status, **claims)


async def check_csv(house: House, text: str) -> dict[str, Any]:
    async with house.sales.client(*make.SELLER) as client:
        answer = await client.post("/order-intakes/csv", content=text.encode(), headers={"Content-Type": "text/csv"})
    assert answer.status_code == 201, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def take_in(house: House, intake: dict[str, Any], mode: str = "all", status: int = 200) -> dict[str, Any]:
    return await house.post(f"/order-intakes/{intake['id']}/import", {"mode": mode}, status)


async def orders_of(house: House, intake: dict[str, Any]) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = (await house.get(f"/order-intakes/{intake['id']}/orders"))["items"]
    return listed


def faults(intake: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(each["row"], each["column"], each["rule"]) for each in intake["faults"]]


# --- pure ---


ROWS = st.lists(
    st.builds(
        IntakeRow,
        place=st.just(0),
        customer=st.sampled_from(NAMES),
        reference=st.sampled_from(("1", "2")),
        product=st.just("P"),
        quantity=st.just(Decimal(1)),
        packaging=st.none(),
        unit_price=st.none(),
        warehouse=st.sampled_from(("L", "M")),
        ordered_on=st.none(),
        shortage=st.just("refuse"),
    ),
    max_size=12,
).map(lambda rows: [IntakeRow(i, *each[1:]) for i, each in enumerate(map(_values, rows), 1)])


def _values(each: IntakeRow) -> tuple[Any, ...]:
    return tuple(getattr(each, name) for name in IntakeRow.__slots__)


@given(ROWS, st.sets(st.integers(1, 12)))
def test_every_row_is_in_one_order_and_an_order_with_a_fault_is_not_sound(
    rows: list[IntakeRow], wrong: set[int]
) -> None:
    groups = grouped(rows)
    assert sorted(each.place for group in groups for each in group) == [each.place for each in rows]
    assert [group[0].place for group in groups] == sorted(group[0].place for group in groups)
    told = [IntakeFault(place, "quantity", "x", "y") for place in wrong]
    whole = sound(groups, told, frozenset())
    assert all(each.place not in wrong for group in whole for each in group)
    assert len(whole) == sum(not wrong & {each.place for each in group} for group in groups)


@given(ROWS)
def test_rows_of_one_order_agree_or_are_told(rows: list[IntakeRow]) -> None:
    for group in grouped(rows):
        assert bool(group_faults(group)) == (len({each.warehouse for each in group}) > 1)


# --- checked ---


async def test_all_faults_are_told_at_once_and_nothing_is_ordered(house: House) -> None:
    customer = await house.customer()
    inactive = await house.customer(is_active=False)
    mine, theirs = await code_of(house, customer), await code_of(house, inactive)
    good = await named(house)
    blocked = await named(house, status=ProductStatus.PRODUCT_STATUS_BLOCKED)
    whole = await named(house, quantity_decimals=0)
    await house.place(customer_id=customer, customer_reference="PO-OLD")
    intake = await check(
        house,
        row(mine, good, "PO-1"),
        row(mine, "NOPE", "PO-1"),
        row(mine, blocked, "PO-1", warehouse="PARIS"),
        row("NOBODY", good, "PO-2"),
        row(theirs, good, "PO-3"),
        row(mine, whole, "PO-4", "1.5"),
        row(mine, good, "PO-5", packaging="PALLET"),
        row(mine, good, "PO-OLD"),
        row(mine, good, "PO-6"),
    )
    assert faults(intake) == [
        (2, "product", "product-not-known"),
        (3, "product", "not-sold"),
        (3, "warehouse", "order-disagrees"),
        (4, "customer", "customer-not-known"),
        (5, "customer", "not-a-customer"),
        (6, "quantity", "over-precise-quantity"),
        (7, "packaging", "packaging-not-known"),
        (8, "reference", "reference-taken"),
    ]
    assert (intake["row_count"], intake["order_count"], intake["fault_count"]) == (9, 1, 8)
    assert [(each["customer_reference"], each["net"], each["verdict"]) for each in intake["orders"]] == [
        ("PO-6", "20.00", "allowed")
    ]
    listed = await house.get(f"/order-intakes/{intake['id']}/faults")
    assert listed["items"] == intake["faults"]
    refused = await take_in(house, intake, status=409)
    assert (slug(refused), len(refused["errors"])) == ("intake-has-faults", 8)
    assert await orders_of(house, intake) == []
    assert (await house.get(f"/order-intakes/{intake['id']}"))["status"] == "checked"


async def test_a_price_that_nobody_has_said_is_a_fault_of_its_row(house: House) -> None:
    customer = await code_of(house, await house.customer())
    known, unpriced = await named(house), await house.product()
    del house.world.pricing.prices[UUID(unpriced)]
    intake = await check(house, row(customer, known), row(customer, unpriced))
    assert faults(intake) == [(2, "product", "product-not-known")]


async def test_products_go_by_the_customers_code_the_sku_a_gtin_or_an_id(house: House) -> None:
    customer = await house.customer()
    box = [Packaging(code="BOX12", numerator=12, denominator=1, gtin="3012345678900")]
    by_gtin = await house.product(packagings=box)
    by_own = await house.product()
    codes = CustomerCodeChanged(
        customer_id=customer, product_id=by_own, version=1, codes=[CustomerCode(code="Réf 77", packaging_code="BOX12")]
    )
    await house.sales.deliver("catalog.customer-codes.v1", codes)
    by_id = await house.product()
    mine = await code_of(house, customer)
    intake = await check(
        house,
        row(mine, "3012345678900"),
        row(mine, "ref77"),
        row(customer, by_id, packaging="BOX12"),
        row(mine, "03012345678900", "PO-2", quantity="5", packaging="BOX12"),
    )
    assert faults(intake) == []
    await take_in(house, intake)
    orders = [await house.order(each["id"]) for each in await orders_of(house, intake)]
    lines = {order["customer_reference"]: order["lines"] for order in orders}
    assert len(orders) == 2  # his code and his id name the same customer
    assert [(line["product_id"], line["quantity"]) for line in lines["PO-2"]] == [(by_gtin, "60")]
    quantities = {line["product_id"]: line["quantity"] for line in lines["PO-1"]}
    assert quantities == {by_gtin: "24", by_own: "24", by_id: "24"}


async def test_codes_that_were_taken_back_mean_nothing(house: House) -> None:
    customer, product = await house.customer(), await house.product()
    own = CustomerCodeChanged(
        customer_id=customer, product_id=product, version=1, codes=[CustomerCode(code="X1", packaging_code="EACH")]
    )
    gone = CustomerCodeChanged(customer_id=customer, product_id=product, version=2)
    await house.sales.deliver("catalog.customer-codes.v1", gone)
    await house.sales.deliver("catalog.customer-codes.v1", own)
    intake = await check(house, row(await code_of(house, customer), "X1"))
    assert faults(intake) == [(1, "product", "product-not-known")]


# --- a file ---


async def test_a_spreadsheet_is_read_with_its_unreadable_cells(house: House) -> None:
    customer = await code_of(house, await house.customer())
    product = await named(house, quantity_decimals=1)
    intake = await check_csv(
        house,
        "customer;reference;product;quantity;warehouse;unit_price\n"
        f"{customer};PO-1;{product};2,5;LYON;9,50\n"
        f"{customer};PO-2;{product};much;LYON;\n"
        f"{customer};PO-2;{product};1;LYON;\n"
        f"{customer};PO-3;{product};1;;\n",
    )
    assert faults(intake) == [(2, "quantity", "unreadable"), (4, "warehouse", "unreadable")]
    assert [(each["customer_reference"], each["net"]) for each in intake["orders"]] == [("PO-1", "23.75")]
    assert intake["row_count"] == 4
    await take_in(house, intake, status=409)
    await take_in(house, intake, "each")
    assert [each["customer_reference"] for each in await orders_of(house, intake)] == ["PO-1"]


async def test_the_same_file_again_is_the_same_table(house: House) -> None:
    customer = await code_of(house, await house.customer())
    text = f"customer,reference,product,quantity,warehouse\n{customer},PO-1,{{}},2,LYON\n"
    missing = f"SKU-{new_id()}"
    first = await check_csv(house, text.format(missing))
    assert first["fault_count"] == 1
    product = await house.product(sku=missing)
    again = await check_csv(house, text.format(missing))
    assert (again["id"], again["fault_count"], again["order_count"]) == (first["id"], 0, 1)
    done = await take_in(house, again)
    assert (done["status"], done["order_count"], done["net"]) == ("imported", 1, "20.00")
    house.world.pricing.prices[UUID(product)] = Decimal(11)
    assert (await check_csv(house, text.format(missing)))["status"] == "imported"
    assert (await take_in(house, again))["net"] == "20.00"
    assert len(await orders_of(house, first)) == 1


# --- taken in ---


@pytest.mark.parametrize("mode", ["all", "each"])
async def test_a_table_imported_eight_times_at_once_is_ordered_once(house: House, mode: str) -> None:
    customer_id = await house.customer()
    customer, product = await code_of(house, customer_id), await named(house)
    intake = await check(house, *(row(customer, product, f"PO-{i // 3}") for i in range(30)))
    async with house.sales.client(*make.SELLER) as client:
        path = f"/order-intakes/{intake['id']}/import"
        answers = await asyncio.gather(*(client.post(path, json={"mode": mode}) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert 200 in {answer.status_code for answer in answers}
    listed = await house.get("/orders", customer_id=customer_id, limit=50)
    assert len(listed["items"]) == 10
    assert len({each["number"] for each in listed["items"]}) == 10
    assert len(await orders_of(house, intake)) == 10


async def test_a_number_of_a_customer_is_taken_in_once_whatever_file_it_comes_in(house: House) -> None:
    customer_id = await house.customer()
    customer, product = await code_of(house, customer_id), await named(house)
    tables = [await check(house, row(customer, product, "PO-9"), row(customer, product, f"PO-{i}")) for i in range(4)]
    answers = await asyncio.gather(*(take_in(house, each, "each") for each in tables))
    assert {answer["status"] for answer in answers} == {"imported"}
    listed = (await house.get("/orders", customer_id=customer_id))["items"]
    assert sorted(each["customer_reference"] for each in listed) == ["PO-0", "PO-1", "PO-2", "PO-3", "PO-9"]
    (mine,) = [each for each in listed if each["customer_reference"] == "PO-9"]
    await house.post(f"/orders/{mine['id']}/cancel", {"reason": "Anew"})
    anew = await check(house, row(customer, product, "PO-9"))
    assert (await take_in(house, anew))["status"] == "imported"


async def test_imported_orders_are_drafts_that_confirm_like_any(house: House) -> None:
    customer = await code_of(house, await house.customer())
    product = await named(house, cost="9.5")
    intake = await check(house, row(customer, product))
    assert intake["orders"][0]["verdict"] == "needs-approval"
    await take_in(house, intake)
    (order,) = await orders_of(house, intake)
    assert order["status"] == "draft"
    assert (await house.post(f"/orders/{order['id']}/confirm", {}))["status"] == "awaiting-approval"


# --- who ---


async def test_a_partner_sends_his_own_orders_without_saying_who_he_is(house: House) -> None:
    customer = await house.customer()
    product = await named(house)
    claims: dict[str, Any] = {"sub": "edi", "customer_id": customer}
    who = ("sales.orders.read", "sales.orders.write")
    other = await code_of(house, await house.customer())
    intake = await check(
        house,
        row("", product),
        row(other, product, "PO-2"),
        row("", product, "PO-3", unit_price="1"),
        who=who,
        **claims,
    )
    assert faults(intake) == [(2, "customer", "not-yours"), (3, "unit_price", "permission-missing")]
    assert (intake["orders"][0]["verdict"], secrets(intake)) == (None, [])
    path = f"/order-intakes/{intake['id']}/import"
    assert (await house.post(path, {"mode": "each"}, who=who, **claims))["status"] == "imported"
    (order,) = await orders_of(house, intake)
    assert (order["customer_id"], (await house.order(order["id"]))["channel"]) == (customer, "portal")
    stranger = {"sub": "edi2", "customer_id": str(new_id())}
    assert slug(await house.post(path, {}, 403, who=who, **stranger)) == "not-yours"
    async with house.sales.client(*who, **stranger) as client:
        assert (await client.get("/order-intakes")).json()["items"] == []
        for more in ("", "/faults", "/orders"):
            assert (await client.get(f"/order-intakes/{intake['id']}{more}")).status_code == 403


async def test_ten_thousand_rows_are_a_table_and_one_more_is_not(house: House) -> None:
    rows = [row("X", "Y") for _ in range(10_001)]
    assert slug(await check(house, *rows, status=422)) == "invalid-request"
    intake = await check(house, *rows[1:])
    assert (intake["fault_count"], len(intake["faults"])) == (10_002, 1000)
