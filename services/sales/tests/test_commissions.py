"""The base of commissions: margin collected, to the cent, in whatever order the facts come; salespeople and their teams."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from comptoir.accounting.v1.credit_note_pb2 import CreditedInvoice, CreditMatch, CreditNoteIssued, CreditUsed
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued, InvoiceLine
from comptoir.accounting.v1.payment_pb2 import PaymentDirection, PaymentMatch, PaymentRecorded, PaymentReversed
from comptoir.accounting.v1.valuation_pb2 import CostShare, MovementValued, StockRevalued
from comptoir.sales.v1.commission_pb2 import CommissionBaseEntered, CommissionCause
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from google.protobuf.message import Message
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.money import ZERO, round_half_up
from sales.domain.commission import SoldInvoice, base_of, to_enter

from services.sales.tests import factories as make
from services.sales.tests.factories import House, number, slug

LEADER = ("sales.commissions.read", "sales.salespeople.read", "sales.salespeople.write")
CENTS = st.integers(1, 1_000_000).map(lambda cents: Decimal(cents).scaleb(-2))


def sold(**changes: Any) -> SoldInvoice:
    id_ = new_id()
    values: dict[str, Any] = {
        "invoice_id": id_,
        "number": "F-1",
        "sales_order_id": id_,
        "customer_id": id_,
        "salesperson": "S1",
        "team": "",
        "channel": "field",
        "segment": "shop",
        "currency": "EUR",
        "issued_on": date(2026, 3, 2),
        "net": Decimal(100),
        "gross": Decimal(120),
        "credited_net": ZERO,
        "credited_gross": ZERO,
        "cost": Decimal(60),
        "collected": ZERO,
        "entered": ZERO,
        "paid_on": None,
    }
    return SoldInvoice(**{**values, **changes})


# --- pure ---


@pytest.mark.parametrize(
    ("changes", "base"),
    [
        ({}, "0"),
        ({"collected": Decimal(60)}, "20.00"),
        ({"collected": Decimal(120)}, "40.00"),
        ({"collected": Decimal(500)}, "40.00"),
        ({"collected": Decimal(120), "cost": None}, "0"),
        ({"collected": Decimal(120), "cost": Decimal(130)}, "-30.00"),
        ({"net": ZERO, "gross": ZERO}, "-60.00"),
        ({"collected": Decimal(60), "credited_net": Decimal(50), "credited_gross": Decimal(60)}, "-10.00"),
        ({"collected": Decimal(45), "credited_net": Decimal(25), "credited_gross": Decimal(30)}, "7.50"),
        ({"credited_net": Decimal(100), "credited_gross": Decimal(120), "cost": ZERO}, "0.00"),
        ({"collected": Decimal(40), "net": Decimal("33.33"), "gross": Decimal("39.99"), "cost": ZERO}, "33.33"),
    ],
)
def test_the_base_is_the_margin_as_far_as_it_is_paid(changes: dict[str, Any], base: str) -> None:
    assert base_of(sold(**changes)) == Decimal(base)


@given(CENTS, CENTS, CENTS, st.lists(CENTS, min_size=1, max_size=8), st.lists(CENTS, max_size=3))
def test_entries_add_up_to_the_margin_to_the_cent_once_it_is_paid(
    net: Decimal, tax: Decimal, cost: Decimal, payments: list[Decimal], corrections: list[Decimal]
) -> None:
    gross, paid, entered, costs = net + tax, ZERO, ZERO, cost
    for payment, correction in zip([*payments, gross], [*corrections, *[ZERO] * len(payments)], strict=False):
        paid, costs = paid + payment, costs + correction
        entered += to_enter(sold(net=net, gross=gross, cost=costs, collected=paid, entered=entered))
    last = sold(net=net, gross=gross, cost=costs, collected=paid + gross, entered=entered)
    assert entered + to_enter(last) == round_half_up(net - costs)


# --- facts ---


class Sale:
    """An order of one line, its invoice of 100 + 20 and the facts about it."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.order = order
        self.invoice_id, self.movement_id, self.shipment_line_id = new_id(), new_id(), new_id()

    def invoice(self) -> tuple[str, Message]:
        line = InvoiceLine(
            invoice_line_id=str(new_id()),
            sales_order_line_id=self.order["lines"][0]["id"],
            shipment_line_id=str(self.shipment_line_id),
            product_id=self.order["lines"][0]["product_id"],
            movement_id=str(self.movement_id),
            quantity=number("1"),
            unit_price=number("100"),
        )
        message = InvoiceIssued(
            invoice_id=str(self.invoice_id),
            number="F-1",
            sales_order_id=self.order["id"],
            customer_id=self.order["customer_id"],
            salesperson=self.order["salesperson"],
            channel="field",
            segment="shop",
            currency="EUR",
            issued_on="2026-03-02",
            net_amount=number("100"),
            gross_amount=number("120"),
            lines=[line],
        )
        return make.INVOICES, message

    def payment(
        self, amount: str, on: str, direction: Any = PaymentDirection.PAYMENT_DIRECTION_RECEIVED
    ) -> tuple[str, Message]:
        match = PaymentMatch(document_id=str(self.invoice_id), amount=number(amount))
        message = PaymentRecorded(payment_id=str(new_id()), direction=direction, paid_on=on, matches=[match])
        return "accounting.payments.v1", message

    def cost(self, amount: str = "60", on: str = "2026-03-02") -> tuple[str, Message]:
        message = MovementValued(
            movement_id=str(self.movement_id),
            quantity=number("-1"),
            amount=number(f"-{amount}"),
            order_line_id=self.order["lines"][0]["id"],
            posted_on=on,
        )
        return "accounting.valuations.v1", message

    def credit(self, net: str, gross: str, on: str) -> tuple[str, Message]:
        part = CreditedInvoice(invoice_id=str(self.invoice_id), net_amount=number(net), gross_amount=number(gross))
        message = CreditNoteIssued(
            credit_note_id=str(new_id()),
            number="AV-1",
            sales_order_id=self.order["id"],
            credited_on=on,
            net_amount=number(net),
            gross_amount=number(gross),
            invoices=[part],
        )
        return make.INVOICES, message

    def came_back(self, cost: str, on: str) -> tuple[str, Message]:
        message = MovementValued(
            movement_id=str(new_id()),
            returns_movement_id=str(self.movement_id),
            quantity=number("1"),
            amount=number(cost),
            posted_on=on,
        )
        return "accounting.valuations.v1", message

    def credit_used(self, amount: str, on: str) -> tuple[str, Message]:
        match = CreditMatch(invoice_id=str(self.invoice_id), amount=number(amount))
        return "accounting.payments.v1", CreditUsed(credit_note_id=str(new_id()), used_on=on, matches=[match])

    def correction(self, amount: str, on: str) -> tuple[str, Message]:
        share = CostShare(movement_id=str(self.movement_id), amount=number(amount))
        return "accounting.valuations.v1", StockRevalued(revaluation_id=str(new_id()), posted_on=on, shares=[share])


async def sale(house: House, **changes: Any) -> Sale:
    return Sale(await house.place(make.line(await house.product(price="100"), "1"), **changes))


async def tell(house: House, *facts: tuple[str, Message]) -> None:
    for topic, message in facts:
        await house.sales.deliver(topic, message, repeat=2)


async def base(house: House, salesperson: str) -> list[tuple[str, str]]:
    listed = await house.get("/commissions", who=LEADER, salesperson=salesperson)
    return [(each["month"], each["amount"]) for each in listed["items"]]


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_the_base_is_the_same_in_whatever_order_the_facts_come(house: House, order: tuple[int, ...]) -> None:
    code = f"P{''.join(map(str, order))}"
    one = await sale(house, salesperson=code)
    facts = [one.invoice(), one.cost(), one.payment("60", "2026-03-20"), one.payment("60", "2026-03-25")]
    since = await house.sales.outbox_position()
    await tell(house, *(facts[i] for i in order))
    assert await base(house, code) == [("2026-03-01", "40.00")]
    told = await house.sales.published(CommissionBaseEntered, since=since)
    assert sum(Decimal(each.amount.value) for each in told) == 40
    assert {each.salesperson for each in told} == {code}


async def test_months_are_those_of_the_money_and_a_late_cost_corrects_its_own_month(house: House) -> None:
    since = await house.sales.outbox_position()
    one = await sale(house, salesperson="LATE")
    await tell(house, one.invoice(), one.cost(), one.payment("90", "2026-04-10"), one.payment("30", "2026-05-05"))
    assert await base(house, "LATE") == [("2026-04-01", "30.00"), ("2026-05-01", "10.00")]
    await tell(house, one.correction("10", "2026-06-15"))
    assert await base(house, "LATE") == [("2026-04-01", "30.00"), ("2026-05-01", "10.00"), ("2026-06-01", "-10.00")]
    told = await house.sales.published(CommissionBaseEntered, since=since)
    assert [each.cause for each in told] == [
        CommissionCause.COMMISSION_CAUSE_COLLECTED,
        CommissionCause.COMMISSION_CAUSE_COLLECTED,
        CommissionCause.COMMISSION_CAUSE_COSTED,
    ]
    last = told[-1]
    assert (last.amount.value, last.margin_amount.value, last.collected_amount.value) == ("-10.00", "30", "120")
    entries = (await house.get("/commissions/entries", who=LEADER, month="2026-06"))["items"]
    (mine,) = [each for each in entries if each["salesperson"] == "LATE"]
    assert (mine["invoice_number"], mine["cause"], mine["earned_on"]) == ("F-1", "costed", "2026-06-15")


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 4, 0, 3, 1), (3, 2, 1, 4, 0), (1, 0, 4, 2, 3)])
async def test_what_is_credited_leaves_the_base_in_any_order(house: House, order: tuple[int, ...]) -> None:
    """100 for 60 was sold and paid; 40 of it is credited, and goods worth 24 came back: 60 for 36 is left."""
    code = f"C{''.join(map(str, order))}"
    one = await sale(house, salesperson=code)
    facts = [
        one.invoice(),
        one.cost(),
        one.payment("120", "2026-03-20"),
        one.credit("40", "48", "2026-03-25"),
        one.came_back("24", "2026-03-25"),
    ]
    since = await house.sales.outbox_position()
    await tell(house, *(facts[i] for i in order))
    assert await base(house, code) == [("2026-03-01", "24.00")]
    told = await house.sales.published(CommissionBaseEntered, since=since)
    assert sum(Decimal(each.amount.value) for each in told) == 24
    assert told[-1].credited_gross_amount.value in ("0", "48")


async def test_credit_set_against_another_invoice_is_collected_of_it(house: House) -> None:
    one = await sale(house, salesperson="USED")
    await tell(house, one.invoice(), one.cost(), one.credit_used("120", "2026-03-28"))
    assert await base(house, "USED") == [("2026-03-01", "40.00")]


async def test_what_was_invoiced_in_advance_counts_as_collected(house: House) -> None:
    one = await sale(house, salesperson="ADVANCE")
    topic, message = one.invoice()
    assert isinstance(message, InvoiceIssued)
    message.prepaid_amount.CopyFrom(number("60"))
    await tell(house, (topic, message), one.cost(), (topic, message))
    assert await base(house, "ADVANCE") == [("2026-03-01", "20.00")]
    await tell(house, one.payment("60", "2026-03-20"))
    assert await base(house, "ADVANCE") == [("2026-03-01", "40.00")]


async def test_what_is_charged_on_top_of_the_goods_is_no_margin(house: House) -> None:
    one = await sale(house, salesperson="FREIGHT")
    topic, message = one.invoice()
    assert isinstance(message, InvoiceIssued)
    message.charges.add(net_amount=number("25"))
    message.net_amount.CopyFrom(number("125"))
    message.gross_amount.CopyFrom(number("150"))
    await tell(house, (topic, message), one.cost(), one.payment("75", "2026-03-20"))
    assert await base(house, "FREIGHT") == [("2026-03-01", "20.00")]


async def test_an_invoice_of_two_orders_is_collected_by_both(house: House) -> None:
    """100 and 300 are on one invoice of 480 with tax; 240 is paid, then 120 of the second order is credited."""
    one, other = await sale(house, salesperson="FIRST"), await sale(house, salesperson="SECOND")
    other.invoice_id = one.invoice_id
    told = [one.invoice(), other.invoice()]
    for (_, message), net in zip(told, ("100", "300"), strict=True):
        assert isinstance(message, InvoiceIssued)
        message.net_amount.CopyFrom(number(net))
        message.gross_amount.CopyFrom(number(str(Decimal(net) * Decimal("1.2"))))
        message.invoice_gross_amount.CopyFrom(number("480"))
    await tell(house, *told, one.cost("60"), other.cost("100"), one.payment("240", "2026-03-20"))
    assert (await base(house, "FIRST"), await base(house, "SECOND")) == (
        [("2026-03-01", "20.00")],
        [("2026-03-01", "100.00")],
    )
    await tell(house, other.credit("100", "120", "2026-03-25"), one.payment("120", "2026-03-28"))
    assert (await base(house, "FIRST"), await base(house, "SECOND")) == (
        [("2026-03-01", "40.00")],
        [("2026-03-01", "100.00")],
    )
    shown = await house.get(f"/orders/{other.order['id']}")
    assert [each["gross"] for each in shown["invoices"]] == ["360.0"]
    assert shown["lines"][0]["quantity_invoiced"] == "1"


async def test_an_order_and_its_return_show_what_was_credited(house: House) -> None:
    one = await sale(house)
    topic, message = one.credit("40", "48", "2026-03-25")
    await tell(house, (topic, message))
    (shown,) = (await house.get(f"/orders/{one.order['id']}"))["credit_notes"]
    assert (shown["number"], shown["gross"], shown["source_id"]) == ("AV-1", "48", None)


async def test_money_that_goes_back_takes_its_commission_back_in_its_own_month(house: House) -> None:
    one = await sale(house, salesperson="BACK")
    topic, paid = one.payment("120", "2026-03-20")
    assert isinstance(paid, PaymentRecorded)
    back = PaymentReversed(
        reversal_id=str(new_id()), payment_id=paid.payment_id, direction=paid.direction, reversed_on="2026-04-02",
        matches=paid.matches,
    )  # fmt: skip
    await tell(house, one.invoice(), one.cost(), (topic, paid), (topic, back))
    assert await base(house, "BACK") == [("2026-03-01", "40.00"), ("2026-04-01", "-40.00")]
    await tell(house, one.payment("120", "2026-05-02"))
    assert (await base(house, "BACK"))[2:] == [("2026-05-01", "40.00")]


async def test_what_is_paid_to_others_earns_nothing(house: House) -> None:
    one = await sale(house, salesperson="NONE")
    paid = one.payment("120", "2026-03-20", PaymentDirection.PAYMENT_DIRECTION_PAID)
    await tell(house, one.invoice(), one.cost(), paid)
    assert await base(house, "NONE") == []


async def test_entries_are_not_rewritten(house: House) -> None:
    one = await sale(house, salesperson="KEPT")
    await tell(house, one.invoice(), one.cost(), one.payment("120", "2026-03-20"))
    with pytest.raises(Exception, match="append-only"):
        async with house.sales.database.transaction() as tx:
            await tx.execute("DELETE FROM commission_entry WHERE salesperson = 'KEPT'")


# --- teams ---


async def test_documents_carry_the_team_of_the_day_they_were_written(house: House) -> None:
    since = await house.sales.outbox_position()

    async def put(team: str) -> dict[str, Any]:
        async with house.sales.client(*LEADER) as client:
            answer = await client.put("/salespeople/T1", json={"name": "A. Durand", "team": team})
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    assert (await put("South"))["version"] == 1
    assert (await put("South"))["version"] == 1
    one = await sale(house, salesperson="T1")
    offer = await house.send(await house.offer(salesperson="T1"))
    assert (await put("North"))["version"] == 2
    other = await house.offer(salesperson="T1")
    assert (one.order["team"], offer["team"], other["team"]) == ("South", "South", "North")
    (event,) = await house.sales.published(OrderConfirmed, since=since)
    assert event.team == "South"
    await tell(house, one.invoice(), one.cost(), one.payment("120", "2026-03-20"))
    listed = await house.get("/commissions", who=LEADER, team="South")
    assert [(each["salesperson"], each["amount"]) for each in listed["items"]] == [("T1", "40.00")]
    found = await house.get("/offers", who=make.OFFERING, team="North")
    assert [each["number"] for each in found["items"]] == [other["number"]]
    people = await house.get("/salespeople", who=LEADER, team="North")
    assert [each["code"] for each in people["items"]] == ["T1"]


async def test_months_are_asked_for_as_months(house: House) -> None:
    refused = await house.get("/commissions", 422, who=LEADER, from_month="2026-13")
    assert slug(refused) == "invalid-request"
    one = await sale(house, salesperson="SPAN")
    await tell(house, one.invoice(), one.cost(), one.payment("60", "2026-01-10"), one.payment("60", "2026-02-10"))
    listed = await house.get("/commissions", who=LEADER, salesperson="SPAN", from_month="2026-03", to_month="2026-12")
    assert [each["month"] for each in listed["items"]] == ["2026-03-01"]  # nothing is earned before it is invoiced
    assert listed["items"][0]["amount"] == "40.00"
