"""What partners owe on any day, as the books had it that day: to the cent, whatever came later."""

from decimal import Decimal
from typing import Any

from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.bank_files import Transfer
from services.accounting.tests.factories import House, broken
from services.accounting.tests.test_clearing import call, clear, invoiced, on_statement
from services.accounting.tests.test_payment_runs import bill, supplier

WHO: dict[str, Any] = {
    "permissions": ("accounting.payments.read", "accounting.payments.write", "accounting.bills.write")
}
AGES = ("not_due", "to_30", "to_60", "to_90", "over_90", "on_account")


async def aged(accounting: ServiceUnderTest, partner_id: str, on: str, side: str = "customers") -> list[str]:
    """What is not zero of a partner's ages, "total" last."""
    path = f"/aged-balance?side={side}&on={on}&partner_id={partner_id}"
    items = (await call(accounting, "GET", path, **WHO))["items"]
    return [f"{name} {row[name]}" for row in items for name in (*AGES, "total") if Decimal(row[name])]


async def gap(accounting: ServiceUnderTest, on: str) -> list[Decimal]:
    """Between all partners and the ledger, of customers and suppliers."""
    totals = [
        await call(accounting, "GET", f"/aged-balance/total?side={side}&on={on}", **WHO)
        for side in ("customers", "suppliers")
    ]
    for total in totals:
        assert sum(Decimal(total[name]) for name in AGES) == Decimal(total["total"])
    return [Decimal(total["total"]) - Decimal(total["ledger"]) for total in totals]


async def pay(accounting: ServiceUnderTest, house: House, amount: str, on: str, *ids: str) -> dict[str, Any]:
    body = {
        "partner_id": house.customer_id, "direction": "received", "paid_on": on, "amount": amount,
        "matches": [{"document_id": id_, "amount": amount} for id_ in ids],
    }  # fmt: skip
    return dict(await call(accounting, "POST", "/payments", body, 201, **WHO))


async def test_a_past_day_stays_what_it_was(accounting: ServiceUnderTest) -> None:
    house, (first, _) = await invoiced(accounting, "100", "50")  # 2 and 3 March, due 30 days later
    paid = await pay(accounting, house, "40", "2026-04-10", first["document_id"])
    await pay(accounting, house, "10", "2026-04-20")
    back = {"posted_on": "2026-05-15", "reason": "returned by the bank"}
    await call(accounting, "POST", f"/payments/{paid['id']}/reverse", back, **WHO)
    expected = {
        "2026-03-01": [],
        "2026-03-02": ["not_due 120.00", "total 120.00"],
        "2026-04-01": ["not_due 180.00", "total 180.00"],
        "2026-04-10": ["to_30 140.00", "total 140.00"],
        "2026-04-20": ["to_30 140.00", "on_account -10.00", "total 130.00"],
        "2026-05-15": ["to_60 180.00", "on_account -10.00", "total 170.00"],
        "2026-07-30": ["over_90 180.00", "on_account -10.00", "total 170.00"],
    }
    assert {on: await aged(accounting, house.customer_id, on) for on in expected} == expected
    for on in expected:
        assert await gap(accounting, on) == [0, 0]


async def test_a_payment_before_its_invoice_is_a_credit_until_then(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    await pay(accounting, house, "120", "2026-02-20", item["document_id"])
    assert await aged(accounting, house.customer_id, "2026-02-25") == ["on_account -120.00", "total -120.00"]
    assert await aged(accounting, house.customer_id, "2026-03-02") == []
    assert await gap(accounting, "2026-02-25") == [0, 0]


async def test_discounts_and_write_offs_count_from_the_day_of_their_payment(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    _, (entry,) = await on_statement(accounting, Transfer("119.50", day="2026-04-05"))
    part = {"document_id": item["document_id"], "amount": "119.50", "write_off": "0.50"}
    cleared = await clear(accounting, entry, {"kind": "partner", "partner_id": house.customer_id, "parts": [part]})
    assert cleared["status"] == "cleared"
    assert await aged(accounting, house.customer_id, "2026-04-04") == ["to_30 120.00", "total 120.00"]
    assert await aged(accounting, house.customer_id, "2026-04-05") == []


async def test_suppliers_have_their_side(accounting: ServiceUnderTest) -> None:
    house = await supplier(accounting)
    posted = await bill(accounting, house, "2026-03-05")
    await call(
        accounting, "POST", f"/bills/{posted['id']}/cancel", {"reason": "not ours", "cancelled_on": "2026-04-10"},
        permissions=("accounting.disputes.resolve",),
    )  # fmt: skip
    found = {
        on: await aged(accounting, house.supplier_id, on, "suppliers")
        for on in ("2026-03-10", "2026-04-09", "2026-04-10")
    }
    assert found == {
        "2026-03-10": ["not_due 72.00", "total 72.00"],
        "2026-04-09": ["to_30 72.00", "total 72.00"],
        "2026-04-10": [],
    }
    assert await gap(accounting, "2026-04-09") == [0, 0]


async def test_balances_of_another_system_are_open_from_their_day(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    body = {
        "posted_on": "2026-03-01",
        "lines": [{"account": "108", "credit": "300.00"}],
        "items": [
            {
                "partner_id": house.customer_id, "is_receivable": True, "number": f"OLD-{house.customer_id[-6:]}",
                "issued_on": "2025-12-01", "due_on": "2026-01-31", "amount": "300.00",
            }
        ],
    }  # fmt: skip
    await call(accounting, "POST", "/opening-balances", body, 201, permissions=("accounting.opening.write",))
    assert await aged(accounting, house.customer_id, "2026-02-28") == []
    assert await aged(accounting, house.customer_id, "2026-03-01") == ["to_30 300.00", "total 300.00"]
    assert await gap(accounting, "2026-03-01") == [0, 0]


async def test_a_statement_says_what_is_open_and_how_late(accounting: ServiceUnderTest) -> None:
    house, (first, _) = await invoiced(accounting, "100", "50")
    await pay(accounting, house, "20", "2026-03-10", first["document_id"])
    await pay(accounting, house, "15", "2026-03-11")
    path = f"/customer-statements/{house.customer_id}"
    told = await call(accounting, "GET", f"{path}?on=2026-04-02", **WHO)
    assert [(each["open_amount"], each["days_late"]) for each in told["documents"]] == [("100.00", 1), ("60.00", 0)]
    assert told["sums"] == [
        {"currency": "EUR", "open_amount": "160.00", "late": "100.00", "credit": "15.00", "balance": "145.00"}
    ]
    assert (told["value"], told["credits"][0]["amount"]) == ("145.00", "15.00")
    partner = PartnerChanged(
        partner_id=house.customer_id, version=3, code="C42", name="Ünique & Söhne", is_customer=True, payment_days=30,
        language="en", addresses=[Address(kind="billing", line1="1 High Street", postal_code="X1", city="York", country="GB")],
    )  # fmt: skip
    await accounting.deliver("catalog.partners.v1", partner)
    async with accounting.client(*WHO["permissions"]) as client:
        for query in ("?on=2026-04-02", "?on=2026-04-02&language=fr"):
            paper = await client.get(f"{path}/paper{query}")
            assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    async with accounting.client(*WHO["permissions"], customer_id=house.supplier_id) as stranger:
        assert (await stranger.get(path)).status_code == 403
    assert await broken(accounting) == []
