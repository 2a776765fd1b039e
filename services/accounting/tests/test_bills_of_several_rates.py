"""A supplier's bill with several rates of VAT is posted rate by rate, and what does not add up is told."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from accounting.domain.bill_tax import BilledTax, by_rate, check_lines, check_totals, gap_of
from accounting.domain.einvoice.model import Document, Totals, VatSubtotal
from accounting.domain.errors import TaxMismatch
from accounting.formats.einvoice.writing import Syntax, written
from hypothesis import given
from hypothesis import strategies as st
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.einvoices import FIFTH, REDUCED
from services.accounting.tests.factories import broken
from services.accounting.tests.test_documents import balances, changed
from services.accounting.tests.test_received_invoices import Supplied, slug
from services.accounting.tests.test_supplier_bills import ask, bill, house, of_order, received_line

CENT = Decimal("0.01")


def mixed(home: Supplied, tax: str = "2.20") -> Document:
    """Four articles taxed at 20 % and six at 5.5 %, sixty euros before tax; the reduced tax should be 1.98."""
    line = home.document().lines[0]
    lines = (
        replace(line, quantity=Decimal(4), net_amount=Decimal(24)),
        replace(line, id="2", quantity=Decimal(6), net_amount=Decimal(36), vat=REDUCED),
    )
    whole = Decimal("4.80") + Decimal(tax)
    totals = Totals(
        lines=Decimal(60), allowances=Decimal(0), charges=Decimal(0), net=Decimal(60), tax=whole, gross=60 + whole,
        paid=Decimal(0), payable=60 + whole,
    )  # fmt: skip
    vat = (VatSubtotal(FIFTH, Decimal(24), Decimal("4.80")), VatSubtotal(REDUCED, Decimal(36), Decimal(tax)))
    return home.document(lines=lines, vat=vat, totals=totals)


async def tax_lines(accounting: ServiceUnderTest, bill_id: str) -> list[str]:
    async with accounting.database.read() as tx:
        rows = await tx.fetch(
            "SELECT l.debit FROM journal_line l JOIN journal_entry e ON e.id = l.entry_id"
            " WHERE e.source_id = $1 AND l.account = '44566' ORDER BY l.position",
            bill_id,
        )
    return [str(row["debit"]) for row in rows]


@pytest.mark.parametrize("syntax", [Syntax.CII, Syntax.UBL])
async def test_an_electronic_invoice_with_two_rates_is_posted_rate_by_rate(
    accounting: ServiceUnderTest, syntax: Syntax
) -> None:
    home = await Supplied(accounting).introduce()
    await home.receive("10", "6")
    before = await balances(accounting)
    taken = await home.send(written(mixed(home, "1.98"), syntax))
    assert [(Decimal(each["rate"]), each["base"], each["tax"]) for each in taken["taxes"]] == [
        (Decimal("0.2"), "24.00", "4.80"), (Decimal("0.055"), "36.00", "1.98"),
    ]  # fmt: skip
    posted = await home.act("POST", f"/received-invoices/{taken['id']}/bill", {}, 201)
    assert posted["status"] == "posted"
    assert changed(before, await balances(accounting)) == {"401": "-66.78", "4081": "60.00", "44566": "6.78"}
    assert await tax_lines(accounting, posted["id"]) == ["4.80", "1.98"]
    assert await broken(accounting) == []


async def test_a_tax_that_is_not_that_of_its_rate_is_disputed_and_says_which(accounting: ServiceUnderTest) -> None:
    home = await Supplied(accounting).introduce()
    await home.receive("10", "6")
    taken = await home.send(written(mixed(home, "2.50"), Syntax.CII))
    disputed = await home.act("POST", f"/received-invoices/{taken['id']}/bill", {}, 201)
    assert (disputed["status"], [each["kind"] for each in disputed["disputes"]]) == ("disputed", ["tax"])
    assert disputed["disputes"][0]["at_risk"] == "0.52"
    async with accounting.database.read() as tx:
        reason = await tx.fetchval("SELECT reason FROM bill_dispute WHERE bill_id = $1", disputed["id"])
    assert "5.5 % of 36.00 is 1.98, stated 2.50" in reason


def taxes(*rates: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"rate": rate, "base": base, "tax": tax} for rate, base, tax in rates]


async def test_a_bill_by_hand_may_bear_several_rates_and_is_refused_when_they_are_not_the_bill(
    accounting: ServiceUnderTest,
) -> None:
    home = await house(accounting)
    line, _ = await received_line(accounting, home, "10", "6")
    more: dict[str, Any] = {"taxes": taxes(("0.2", "24.00", "4.80"), ("0.055", "35.00", "1.93"))}
    asked = bill(home, "M-1", of_order(line, "10", "60.00"), **more)
    refused = await ask(accounting, "POST", "/supplier-bills", asked, 409)
    assert (slug(refused), "59.00" in refused["detail"]) == ("tax-mismatch", True)
    asked["taxes"] = taxes(("0.2", "24.00", "4.80"), ("0.055", "36.00", "1.98"))
    posted = await ask(accounting, "POST", "/supplier-bills", asked, 201)
    assert posted["status"] == "posted"
    assert await tax_lines(accounting, posted["id"]) == ["4.80", "1.98"]
    await ask(accounting, "POST", f"/bills/{posted['id']}/cancel", {"reason": "twice", "cancelled_on": "2026-03-06"})
    assert await broken(accounting) == []


def test_rates_that_are_not_the_document_are_refused_with_what_differs() -> None:
    stated = (
        BilledTax(Decimal("0.2"), Decimal(24), Decimal("4.80")),
        BilledTax(Decimal("0.1"), Decimal(36), Decimal("3.60")),
    )
    check_totals(stated, net=Decimal(60), tax=Decimal("8.40"))
    with pytest.raises(TaxMismatch, match=r"8\.40"):
        check_totals(stated, net=Decimal(60), tax=Decimal("8.41"))
    check_lines(stated, [(Decimal("0.2"), Decimal("24.01")), (Decimal("0.1"), Decimal("35.99"))], CENT)
    with pytest.raises(TaxMismatch, match=r"20 %: 24 stated, lines make 25"):
        check_lines(stated, [(Decimal("0.2"), Decimal(25)), (Decimal("0.1"), Decimal(35))], CENT)
    with pytest.raises(TaxMismatch, match=r"5.5 %: 0 stated"):
        check_lines(stated, [(Decimal("0.2"), Decimal(24)), (Decimal("0.055"), Decimal(36))], CENT)


def _right(rate: str, cents: int) -> BilledTax:
    untaxed = BilledTax(Decimal(rate), Decimal(cents) / 100, Decimal(0))
    return replace(untaxed, tax=untaxed.due(CENT))


_TAXES = st.builds(_right, st.sampled_from(("0.2", "0.1", "0.055", "0.021")), st.integers(0, 10**8))


@given(stated=st.lists(_TAXES, max_size=8), off=st.integers(-50, 50))
def test_whatever_the_rates_nothing_is_lost_and_only_what_is_off_is_found(stated: list[BilledTax], off: int) -> None:
    together = by_rate(stated)
    assert len({each.rate for each in together}) == len(together)
    assert sum(each.base for each in together) == sum(each.base for each in stated)
    assert sum(each.tax for each in together) == sum(each.tax for each in stated)
    assert gap_of(stated, Decimal(0), CENT) == (Decimal(0), "")
    if stated:
        moved = [replace(stated[0], tax=stated[0].tax + off * CENT), *stated[1:]]
        gap, said = gap_of(moved, 10 * CENT, CENT)
        assert (gap, bool(said)) == ((abs(off) * CENT, True) if abs(off) > 10 else (0, False))
