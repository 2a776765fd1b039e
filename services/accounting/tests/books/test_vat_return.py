"""The VAT return: every document at the rates that it says, and all together the ledger's tax to the cent."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from kit.testing.services import ServiceUnderTest
from kit.wire import time_out

from services.accounting.tests.factories import House
from services.accounting.tests.test_customer_credit_notes import ask as credit_line
from services.accounting.tests.test_customer_credit_notes import request, sold, tell
from services.accounting.tests.test_down_payments import advance, closed, confirmed, give_back
from services.accounting.tests.test_vat import customer


async def figures(accounting: ServiceUnderTest, month: str) -> dict[str, Any]:
    async with accounting.client("accounting.ledger.read") as client:
        answer = await client.get(f"/vat-return/{month}")
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


def lines(found: dict[str, Any]) -> dict[str, tuple[str, str]]:
    assert sum(Decimal(each["tax"]) for each in found["sales"]) == Decimal(found["output_tax"])
    assert found["other_output_tax"] == "0.00"
    return {each["line"]: (each["base"], each["tax"]) for each in found["sales"]}


async def test_what_is_credited_lowers_the_sales_of_its_rate(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    invoice = await sold(house, "10", "9.99", day="2047-03-05")
    reduced = await sold(house, "7", "1.11", day="2047-03-06", tax_class="reduced")
    assert lines(await figures(accounting, "2047-03")) == {"08": ("99.90", "19.98"), "09": ("7.77", "0.43")}
    for each, net, day in ((invoice, "33.33", "2047-03-20"), (reduced, "1.11", "2047-04-02")):
        at = time_out(datetime.fromisoformat(f"{day}T12:00Z"))
        await tell(house, request(house, each, credit_line(each, "1", net), occurred_at=at))
    assert lines(await figures(accounting, "2047-03")) == {"08": ("66.57", "13.31"), "09": ("7.77", "0.43")}
    assert lines(await figures(accounting, "2047-04")) == {"09": ("-1.11", "-0.06")}


async def test_an_advance_is_declared_once_when_it_is_invoiced(accounting: ServiceUnderTest) -> None:
    order = await confirmed(await House(accounting).open(), day="2047-05-02")
    assert (await advance(order, net_amount="33.33", issued_on="2047-05-03")).status_code == 201
    assert lines(await figures(accounting, "2047-05")) == {"08": ("33.33", "6.67")}
    await order.ship("10", day="2047-06-04")
    assert lines(await figures(accounting, "2047-06")) == {"08": ("66.67", "13.33")}


async def test_an_advance_that_is_given_back_is_declared_no_more(accounting: ServiceUnderTest) -> None:
    order = await confirmed(await House(accounting).open(), day="2047-08-02")
    paid = (await advance(order, net_amount="60.00", issued_on="2047-08-03")).json()
    await order.ship("1", day="2047-09-04")
    await closed(order)
    assert (await give_back(order, paid["id"], credited_on="2047-10-05")).status_code == 200
    assert lines(await figures(accounting, "2047-08")) == {"08": ("60.00", "12.00")}
    assert lines(await figures(accounting, "2047-09")) == {"08": ("0.00", "0.00")}
    assert lines(await figures(accounting, "2047-10")) == {"08": ("-50.00", "-10.00")}


async def test_goods_that_leave_the_country_are_told_without_tax(accounting: ServiceUnderTest) -> None:
    for n, place in enumerate(
        ({"country": "DE", "vat_id": "DE 123456789"}, {"country": "CH"}, {"country": "FR", "postal_code": "20000"})
    ):
        house = await House(accounting).open()
        await customer(house, **place)
        await sold(house, "10", "1.25", day=f"2047-07-0{n + 1}", tax_class="reduced" if n == 2 else "standard")
    assert lines(await figures(accounting, "2047-07")) == {
        "F2": ("12.50", "0.00"), "E1": ("12.50", "0.00"), "14": ("12.50", "0.26"),
    }  # fmt: skip
