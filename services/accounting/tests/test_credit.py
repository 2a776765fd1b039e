"""Credit: limits, what is overdue, what would pass, and eight processes that want the last of it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from accounting.domain.credit import (
    CreditTerms,
    Late,
    OverdueRule,
    Refusal,
    Release,
    judge,
    overdue,
    passing_amount,
    payment_needed,
    rules_for,
)
from accounting.rpc.credit import CreditServicer
from comptoir.accounting.v1 import credit_service_pb2 as pb
from comptoir.common.v1.decimal_pb2 import Money
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, SalesOrderLine
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from kit import clock
from services.accounting.tests.factories import House, broken, number, text_id

NOW = datetime(2026, 6, 1, tzinfo=UTC)
FREE = CreditTerms(None)
STAFF = (
    "accounting.credit.read",
    "accounting.credit.write",
    "accounting.credit-rules.read",
    "accounting.credit-rules.write",
)
money = st.decimals(0, 10_000, places=2)


def late(*owed: tuple[int, str]) -> list[Late]:
    """(days overdue, amount), the oldest first."""
    return [Late(NOW.date() - timedelta(days=days), Decimal(amount), new_id(), "F") for days, amount in owed]


# --- the rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "owed", "refusal"),
    [
        (FREE, [(400, "9000")], None),
        (CreditTerms(Decimal(100)), [], None),
        (CreditTerms(Decimal("99.99")), [], Refusal.LIMIT),
        (CreditTerms(Decimal(50), temporary_limit=Decimal(100), temporary_until=NOW + timedelta(seconds=1)), [], None),
        (CreditTerms(Decimal(50), temporary_limit=Decimal(100), temporary_until=NOW), [], Refusal.LIMIT),
        (CreditTerms(Decimal(500), insured_limit=Decimal(1)), [], None),
        (replace(FREE, is_on_hold=True), [], Refusal.STOPPED),
        (replace(FREE, customer_class="shop"), [(31, "1000.01")], Refusal.OVERDUE),
        (replace(FREE, customer_class="shop"), [(31, "1000")], None),
        (replace(FREE, customer_class="shop"), [(30, "5000")], None),
        (replace(FREE, customer_class="shop"), [(91, "0.01"), (3, "1")], Refusal.OVERDUE),
        (replace(FREE, customer_class="shop"), [(31, "600"), (40, "600")], Refusal.OVERDUE),
    ],
)
def test_who_may_owe_a_hundred(terms: CreditTerms, owed: list[tuple[int, str]], refusal: Refusal | None) -> None:
    rules = [OverdueRule("shop", 30, Decimal(1000)), OverdueRule("shop", 90, Decimal(0))]
    assert judge(terms, Decimal(100), late(*owed), rules_for(terms.customer_class, rules), NOW) is refusal


def test_a_class_has_its_own_rules_or_those_of_everybody() -> None:
    everybody, shop = OverdueRule("", 10, Decimal(0)), OverdueRule("shop", 60, Decimal(0))
    assert rules_for("shop", [everybody, shop]) == [shop]
    assert rules_for("garage", [everybody, shop]) == [everybody]


def test_a_release_reaches_as_far_as_its_approver_saw() -> None:
    rules = [OverdueRule("", 30, Decimal(0))]
    terms = CreditTerms(Decimal(100), is_on_hold=True)
    owed = late((40, "20"))
    release = Release(exposure=Decimal(150), overdue=Decimal(20), despite_hold=True)

    def judged(exposure: str, release: Release | None, owed: list[Late] = owed) -> Refusal | None:
        return judge(terms, Decimal(exposure), owed, rules, NOW, release=release)

    assert judged("150", release) is None
    assert judged("150.01", release) is Refusal.LIMIT
    assert judged("150", replace(release, despite_hold=False)) is Refusal.STOPPED
    assert judged("150", release, late((40, "20"), (1, "0.01"))) is Refusal.OVERDUE


@given(limit=money, exposure=money)
def test_what_is_said_to_pass_passes_and_a_cent_more_does_not(limit: Decimal, exposure: Decimal) -> None:
    terms = CreditTerms(limit)
    passing = passing_amount(terms, exposure, NOW)
    assert passing is not None
    if exposure <= limit:
        assert judge(terms, exposure + passing, [], [], NOW) is None
    assert judge(terms, exposure + passing + Decimal("0.01"), [], [], NOW) is Refusal.LIMIT


@given(
    limit=st.none() | money,
    orders=money,
    owed=st.lists(st.tuples(st.integers(1, 200), st.decimals("0.01", 5000, places=2)), max_size=6),
    bounds=st.lists(st.tuples(st.integers(0, 120), money), max_size=4),
)
def test_paying_what_is_said_on_the_oldest_lets_it_pass_and_a_cent_less_does_not(
    limit: Decimal | None, orders: Decimal, owed: list[tuple[int, Decimal]], bounds: list[tuple[int, Decimal]]
) -> None:
    terms, rules = CreditTerms(limit), [OverdueRule("", days, amount) for days, amount in bounds]
    debts = late(*((days, str(amount)) for days, amount in sorted(owed, reverse=True)))
    exposure = orders + overdue(debts, NOW.date())
    needed = payment_needed(terms, exposure, debts, rules, NOW)

    def after(payment: Decimal) -> Refusal | None:
        left, rest = [], payment
        for each in debts:
            paid = min(rest, each.amount)
            rest -= paid
            left.append(replace(each, amount=each.amount - paid))
        return judge(terms, exposure - payment, left, rules, NOW)

    assert after(needed) is None
    if needed > 0:
        assert after(needed - Decimal("0.01")) is not None


# --- kept -------------------------------------------------------------------------------------------------------------


async def ask(
    accounting: ServiceUnderTest, house: House, amount: str, order_id: Any = None, **more: Any
) -> pb.ReserveCreditResponse:
    request = pb.ReserveCreditRequest(
        order_id=str(order_id or new_id()),
        bill_to_id=house.customer_id,
        amount=Money(amount=number(amount), currency="EUR"),
        hold_seconds=more.pop("hold_seconds", 60),
        **more,
    )
    return await CreditServicer(accounting.database, "EUR").ReserveCredit(request, None)


async def state(accounting: ServiceUnderTest, house: House) -> dict[str, Any]:
    async with accounting.client(*STAFF) as client:
        answer: dict[str, Any] = (await client.get(f"/credit/{house.customer_id}")).json()
    return answer


@pytest.fixture
async def strict(accounting: ServiceUnderTest) -> AsyncIterator[None]:
    """Nothing may be overdue by more than a month, but of shops, of which 1,000.00 may be."""
    items = [{"days": 30, "amount": "0"}, {"customer_class": "shop", "days": 30, "amount": "1000"}]
    async with accounting.client(*STAFF) as client:
        assert (await client.put("/credit-rules", json={"items": items})).status_code == 200
        yield
        await client.put("/credit-rules", json={"items": []})


async def test_a_refusal_tells_limit_parts_oldest_document_and_what_would_pass(
    accounting: ServiceUnderTest, strict: None
) -> None:
    house = await House(accounting).open(credit_limit="500")
    await house.receive("100", "1")
    await house.sell("1", "100", day="2026-02-02")
    await house.sell("2", "50", day="2026-03-02")
    order_id = new_id()
    refused = await ask(accounting, house, "300", order_id)
    told = refused.state
    assert (refused.granted, refused.refusal, refused.exposure.value) == (False, "credit-overdue", "240.00")
    assert (told.limit.value, told.invoiced.value, told.to_ship.value, told.unmatched.value) == (
        "500.00", "240.00", "0.00", "0.00",
    )  # fmt: skip
    assert (told.overdue.value, told.oldest_due_on, refused.payment_needed.value) == ("240.00", "2026-03-04", "240.00")
    assert told.oldest_number.startswith("F")
    payment = {"partner_id": house.customer_id, "direction": "received", "paid_on": "2026-03-20", "match": "oldest"}
    async with accounting.client("accounting.payments.write") as client:
        assert (await client.post("/payments", json={**payment, "amount": "240"})).status_code == 201
    over = await ask(accounting, house, "500.01", order_id)
    assert (over.refusal, over.passing_amount.value, over.payment_needed.value) == ("credit-limit", "500.00", "0.01")
    assert (await ask(accounting, house, over.passing_amount.value, order_id)).granted
    assert await broken(accounting) == []


async def test_exposure_is_told_in_its_parts_with_the_documents_behind_it(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="5000")
    await house.receive("100", "1")
    await house.sell("1", "100")
    await ask(accounting, house, "50")
    line = text_id()
    lines = [
        SalesOrderLine(
            sales_order_line_id=line, product_id=house.product_id, quantity=number("10"), unit_price=number("10"),
            tax_class="standard",
        )
    ]  # fmt: skip
    firm = OrderConfirmed(
        sales_order_id=text_id(), number="SO-7", customer_id=house.customer_id, ordered_on="2026-03-02", lines=lines
    )
    await accounting.deliver("sales.orders.v1", firm)
    await house.move("shipment", "4", line_id=line)  # and its shipment has not been heard of
    found = await state(accounting, house)
    assert found["parts"] == {
        "to_ship": "72.00", "to_invoice": "48.00", "being_confirmed": "50.00", "invoiced": "120.00",
        "unmatched_payments": "0.00",
    }  # fmt: skip
    assert (found["exposure"], found["passing_amount"], found["refusal"]) == ("290.00", "4710.00", None)
    path, documents = f"/credit/{house.customer_id}/documents", []
    async with accounting.client(*STAFF) as client:
        page = (await client.get(path, params={"limit": 2})).json()
        documents += page["items"]
        documents += (await client.get(path, params={"limit": 2, "cursor": page["next_cursor"]})).json()["items"]
    assert {(each["kind"], each["open_amount"], each["number"]) for each in documents} == {
        ("invoice", "120.00", documents[0]["number"]), ("order", "120.00", "SO-7"), ("order-being-confirmed", "50.00", None),
    }  # fmt: skip


async def test_a_limit_for_a_time_stands_in_for_the_catalogs(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="100")
    path = f"/credit/{house.customer_id}/limits"
    until = (clock.now() + timedelta(hours=1)).isoformat()
    body = {"temporary_limit": "300", "temporary_until": until, "insured_limit": "50", "reason": "Season"}
    assert (await ask(accounting, house, "200")).refusal == "credit-limit"
    async with accounting.client(*STAFF) as client:
        refused = [
            (await client.put(path, json={**body, **wrong})).json()["type"].rsplit("/", 1)[-1]
            for wrong in ({"temporary_until": None}, {"temporary_until": "2026-01-01T00:00:00Z"}, {"reason": ""})
        ]
        unknown = await client.put(f"/credit/{new_id()}/limits", json=body)
        assert (await ask(accounting, house, "200")).refusal == "credit-limit"
        given = (await client.put(path, json=body)).json()
        assert (await ask(accounting, house, "200")).granted
        (row,) = [
            each
            for each in (await client.get("/credit", params={"limit": 200, "sort": "-exposure"})).json()["items"]
            if each["partner_id"] == house.customer_id
        ]
        assert (await client.put(path, json={"reason": "Over"})).json()["limit"] == "100.00"
    assert refused == ["invalid", "limit-over", "invalid-request"]
    assert unknown.status_code == 404
    assert (given["limit"], given["credit_limit"], given["insured_limit"]) == ("300.00", "100.00", "50.00")
    assert (row["limit"], row["insured_limit"], row["exposure"]) == ("300.00", "50.00", "200.00")
    assert (await ask(accounting, house, "1")).refusal == "credit-limit"


async def test_only_customers_at_risk_are_listed(accounting: ServiceUnderTest) -> None:
    calm = await House(accounting).open(credit_limit="1000")
    near = await House(accounting).open(credit_limit="1000")
    late_one = await House(accounting).open()
    await ask(accounting, calm, "900")
    await ask(accounting, near, "900.01")
    await late_one.receive("1", "1")
    await late_one.sell("1", "10")
    ours = {calm.customer_id, near.customer_id, late_one.customer_id}

    async def listed(**params: Any) -> set[str]:
        found, cursor = set(), None
        async with accounting.client(*STAFF) as client:
            while True:
                page = (await client.get("/credit", params={**params, **({"cursor": cursor} if cursor else {})})).json()
                found |= {each["partner_id"] for each in page["items"]}
                if (cursor := page["next_cursor"]) is None:
                    return found & ours

    assert await listed(sort="overdue", limit=7) == {near.customer_id, late_one.customer_id}
    assert await listed(at_risk=False) == ours


async def test_a_customer_sees_his_own_credit_and_nobody_elses(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="100")
    async with accounting.client("accounting.credit.read", customer_id=house.customer_id) as client:
        own = await client.get(f"/credit/{house.customer_id}")
        documents = await client.get(f"/credit/{house.customer_id}/documents")
        others = [
            (await client.get(path)).status_code
            for path in ("/credit", f"/credit/{new_id()}", f"/credit/{new_id()}/documents")
        ]
    assert (own.json()["limit"], own.json()["insured_limit"], documents.json()["items"]) == ("100.00", None, [])
    assert others == [403, 403, 403]


async def test_firm_orders_have_their_credit_in_the_order_in_which_they_came(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="1000")
    ids = [new_id() for _ in range(3)]
    for id_ in ids:
        assert (await ask(accounting, house, "300", id_)).granted
        await _confirm(accounting, house, id_, "250")
    servicer = CreditServicer(accounting.database, "EUR")
    await house.open(credit_limit=None)
    asked = pb.CheckCreditRequest(orders=[pb.CheckedOrder(order_id=str(id_)) for id_ in (*ids, new_id())])

    async def check() -> dict[str, pb.OrderCredit]:
        return {order.order_id: order for order in (await servicer.CheckCredit(asked, None)).orders}

    assert [(await check())[str(id_)].refusal for id_ in ids] == ["", "", ""]
    await house.limit_is("700", version=2)
    found = await check()
    assert [found[str(id_)].refusal for id_ in ids] == ["", "", "credit-limit"]
    third = found[str(ids[2])]
    assert (third.amount.value, third.exposure.value, third.payment_needed.value, third.state.limit.value) == (
        "300.00", "900.00", "200.00", "700.00",
    )  # fmt: skip
    for order in asked.orders:
        order.release.CopyFrom(pb.CreditRelease(exposure=number("900"), overdue=number("0")))
    assert {each.refusal for each in (await check()).values()} == {""}
    assert len(await check()) == 3


async def _confirm(accounting: ServiceUnderTest, house: House, order_id: UUID, net: str) -> None:
    line = SalesOrderLine(
        sales_order_line_id=text_id(), product_id=house.product_id, quantity=number(1), unit_price=number(net),
        tax_class="standard",
    )  # fmt: skip
    await accounting.deliver(
        "sales.orders.v1",
        OrderConfirmed(
            sales_order_id=str(order_id), number="SO-1", customer_id=house.customer_id, ordered_on="2026-03-02",
            lines=[line],
        ),
    )  # fmt: skip


async def test_rules_are_replaced_whole_and_contradict_nothing(accounting: ServiceUnderTest, strict: None) -> None:
    async with accounting.client(*STAFF) as client:
        before = (await client.get("/credit-rules")).json()
        twice = {"items": [{"days": 5, "amount": "1"}, {"days": 5, "amount": "2"}]}
        refused = await client.put("/credit-rules", json=twice)
        after = (await client.get("/credit-rules")).json()
    assert (refused.status_code, refused.json()["field"]) == (422, "items.1.days")
    assert before == after
    assert [(each["customer_class"], each["days"]) for each in after["items"]] == [("", 30), ("shop", 30)]


async def test_an_order_asked_by_many_at_once_takes_its_part_once(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="1000")
    for order_id in (new_id() for _ in range(10)):
        answers = await asyncio.gather(*(ask(accounting, house, "100", order_id) for _ in range(5)))
        assert len({(each.granted, each.exposure.value) for each in answers}) == 1
    assert (await ask(accounting, house, "0.01")).refusal == "credit-limit"
    assert (await state(accounting, house))["exposure"] == "1000.00"
    assert await broken(accounting) == []


RACER = Path(__file__).with_name("credit_racer.py")


async def test_eight_processes_that_race_for_one_limit_never_take_more(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="1000")
    racers = await asyncio.create_subprocess_exec(
        sys.executable, str(RACER), accounting.database.dsn, house.customer_id, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await racers.communicate()
    told = [dict(word.split("=") for word in line.split()) for line in output.decode().splitlines()]
    assert (racers.returncode, len(told)) == (0, 8)
    assert {answer for each in told for answer in each} == {"granted", "credit-limit"}
    assert sum(int(each.get("granted", 0)) for each in told) == 14
    assert sum(int(count) for each in told for count in each.values()) == 160
    assert (await state(accounting, house))["exposure"] == "980.00"
    assert await broken(accounting) == []
