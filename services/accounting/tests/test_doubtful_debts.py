"""Debts that may not be paid: on their own account, written down, followed while they are paid, given up by two."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounting.commands.receivables.doubtful import follow
from accounting.domain.receivables.doubtful import DoubtfulDebt, adjustment
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken
from services.accounting.tests.test_balances import aged, gap
from services.accounting.tests.test_clearing import balances, call, invoiced, moved, open_items, slug

WHO: dict[str, Any] = {
    "permissions": (
        "accounting.doubtful-debts.read", "accounting.doubtful-debts.write", "accounting.bad-debts.write",
        "accounting.payments.write", "accounting.approvals.read", "accounting.bad-debts.approve",
    )
}  # fmt: skip
BOSS: dict[str, Any] = {"permissions": WHO["permissions"], "sub": "boss"}
NO_BANK = {"ledger_account": "-"}


async def doubted(accounting: ServiceUnderTest, item: dict[str, Any], rate: str, on: str = "2026-06-01") -> Any:
    body = {"rate": rate, "reason": "receivership", "on": on}
    return await call(accounting, "PUT", f"/doubtful-debts/{item['document_id']}", body, **WHO)


async def pay(accounting: ServiceUnderTest, house: House, amount: str, item: dict[str, Any]) -> Any:
    body = {
        "partner_id": house.customer_id, "direction": "received", "paid_on": "2026-06-10", "amount": amount,
        "matches": [{"document_id": item["document_id"], "amount": amount}],
    }  # fmt: skip
    return await call(accounting, "POST", "/payments", body, 201, **WHO)


async def followed(accounting: ServiceUnderTest) -> None:
    async with accounting.database.transaction() as tx:
        await follow(tx, date(2026, 6, 30))


async def test_a_doubt_is_posted_changed_and_lifted(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    before = await balances(accounting)
    debt = await doubted(accounting, item, "0.5")
    assert (debt["carried"], debt["allowance"]) == ("120.00", "50.00")
    expected = {"411": "-120.00", "416": "120.00", "491": "-50.00", "68174": "50.00"}
    assert moved(before, await balances(accounting), NO_BANK) == expected
    assert await aged(accounting, house.customer_id, "2026-06-01") == ["to_90 120.00", "total 120.00"]
    assert await gap(accounting, "2026-06-01") == [0, 0]
    await doubted(accounting, item, "0.3", "2026-06-05")
    assert moved(before, await balances(accounting), NO_BANK) == {**expected, "491": "-30.00", "78174": "-20.00"}
    path = f"/doubtful-debts/{item['document_id']}/end"
    await call(accounting, "POST", path, {"reason": "a guarantee", "on": "2026-06-20"}, **WHO)
    await call(accounting, "POST", path, {"reason": "again"}, 404, **WHO)
    assert moved(before, await balances(accounting), NO_BANK) == {"68174": "50.00", "78174": "-50.00"}
    assert await broken(accounting) == []


async def test_what_is_paid_of_it_leaves_its_account_and_its_allowance(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    await doubted(accounting, item, "0.5")
    before = await balances(accounting)
    await pay(accounting, house, "60.00", item)
    await followed(accounting)
    await followed(accounting)
    found = moved(before, await balances(accounting), NO_BANK)
    assert found == {"416": "-60.00", "491": "25.00", "512": "60.00", "78174": "-25.00"}
    await pay(accounting, house, "60.00", item)
    await followed(accounting)
    (debt,) = (await call(accounting, "GET", f"/doubtful-debts?partner_id={house.customer_id}", **WHO))["items"]
    assert (debt["carried"], debt["allowance"], debt["open_value"]) == ("0.00", "0.00", "0.00")
    lines = (await call(accounting, "GET", f"/partner-lines?partner_id={house.customer_id}&account=411"))["items"]
    assert {line["letter"] for line in lines} == {"A"}
    assert await broken(accounting) == []


async def test_a_debt_is_given_up_by_two_and_its_tax_comes_back(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    await doubted(accounting, item, "1")
    before = await balances(accounting)
    asked = {"document_id": item["document_id"], "reason": "liquidation, nothing left"}
    waiting = await call(accounting, "POST", "/bad-debts", asked, 202, **WHO)
    assert slug(await call(accounting, "POST", "/bad-debts", asked, 409, **WHO)) == "loss-asked"
    path = f"/approvals/{waiting['approval_id']}/approve"
    assert slug(await call(accounting, "POST", path, {}, 403, **WHO)) == "own-request"
    limited = {**BOSS, "approval_limits": {"accounting.bad-debts.approve": "119.99"}}
    assert slug(await call(accounting, "POST", path, {}, 403, **limited)) == "limit-exceeded"
    assert moved(before, await balances(accounting), NO_BANK) == {}
    await call(accounting, "POST", path, {}, **BOSS)
    assert moved(before, await balances(accounting), NO_BANK) == {
        "416": "-120.00", "44571": "20.00", "491": "100.00", "654": "100.00", "78174": "-100.00"
    }  # fmt: skip
    assert await open_items(accounting, house) == []
    credit = await call(accounting, "GET", f"/credit/{house.customer_id}", permissions=("accounting.credit.read",))
    assert credit["receivable"] == "0.00"
    assert await broken(accounting) == []


async def test_a_debt_that_is_paid_in_part_meanwhile_is_not_given_up(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    asked = {"document_id": item["document_id"], "reason": "gone"}
    waiting = await call(accounting, "POST", "/bad-debts", asked, 202, **WHO)
    await pay(accounting, house, "20.00", item)
    path = f"/approvals/{waiting['approval_id']}/approve"
    assert slug(await call(accounting, "POST", path, {}, 409, **BOSS)) == "content-changed"
    assert [each["open_amount"] for each in await open_items(accounting, house)] == ["100.00"]
    other = await call(accounting, "POST", "/bad-debts", {**asked, "document_id": house.customer_id}, 404, **WHO)
    assert slug(other) == "not-found"
    assert await broken(accounting) == []


cents = st.integers(0, 10**8).map(lambda n: Decimal(n) / 100)


@given(
    opened=cents,
    carried=cents,
    allowance=cents,
    rate=st.integers(0, 100),
    tax=st.integers(0, 20),
    current=st.booleans(),
)
def test_any_adjustment_balances_and_leads_to_what_should_be(
    opened: Decimal, carried: Decimal, allowance: Decimal, rate: int, tax: int, *, current: bool
) -> None:
    debt = DoubtfulDebt(
        new_id(), "FA-1", new_id(), Decimal(rate) / 100, opened, Decimal(tax) / 100, carried, allowance, current
    )
    lines = adjustment(debt)
    moved_by = {line.account: line.debit - line.credit for line in lines}
    assert sum(moved_by.values()) == 0
    assert carried + moved_by.get("416", 0) == (opened if current else 0)
    assert allowance - moved_by.get("491", 0) == debt.to_allow
    assert 0 <= debt.to_allow <= debt.to_carry
