"""How sales are taxed by where goods go: category, rate, and the legal reason where there is no tax."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from accounting.domain.invoice import TaxRate, TaxRounding, VatCategory, rate_on, totals, vat_summary
from accounting.domain.invoicing.vat import TaxPlace, VatTreatment, Zone, rates_in, zone_of
from accounting.rpc.credit import CreditServicer
from comptoir.accounting.v1 import credit_service_pb2 as credit_pb
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from hypothesis import given
from hypothesis import strategies as st
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken, charge, number, text_id
from services.accounting.tests.test_documents import balances, changed

ALL = ("accounting.invoices.read", "accounting.taxes.write", "accounting.ledger.read", "accounting.credit.read")
CENTS = st.integers(0, 100_000).map(lambda cents: Decimal(cents).scaleb(-2))
SINCE = date(2014, 1, 1)
HOME = {
    "standard": [TaxRate("standard", Decimal("0.20"), SINCE)],
    "reduced": [TaxRate("reduced", Decimal("0.055"), SINCE)],
    "zero": [TaxRate("zero", Decimal(0), SINCE)],
}


# --- pure ---


@pytest.mark.parametrize(
    ("country", "postal_code", "vat_id", "zone"),
    [
        ("", "", "", Zone.FRANCE),
        ("FR", "75001", "FR12345678901", Zone.FRANCE),
        ("MC", "98000", "", Zone.FRANCE),
        ("FR", "98000", "", Zone.FRANCE),
        ("FR", "20 137", "", Zone.CORSICA),
        ("FR", "97400", "", Zone.OVERSEAS),
        ("MQ", "", "", Zone.OVERSEAS),
        ("FR", "97300", "", Zone.EXPORT),
        ("FR", "98800", "", Zone.EXPORT),
        ("GF", "97300", "", Zone.EXPORT),
        ("DE", "10115", "DE123456789", Zone.EU_BUSINESS),
        ("GR", "10431", "EL123456789", Zone.EU_BUSINESS),
        ("DE", "10115", "", Zone.EU_OTHER),
        ("DE", "10115", "FR12345678901", Zone.EU_OTHER),
        ("DE", "27498", "DE123456789", Zone.EXPORT),
        ("ES", "35001", "ESX1234567X", Zone.EXPORT),
        ("GB", "EC1A", "GB123456789", Zone.EXPORT),
        ("GB", "BT1", "XI123456789", Zone.EU_BUSINESS),
        ("CH", "1200", "CHE123", Zone.EXPORT),
        ("US", "20001", "", Zone.EXPORT),
    ],
)
def test_a_place_is_in_a_zone(country: str, postal_code: str, vat_id: str, zone: Zone) -> None:
    assert zone_of(TaxPlace(country, postal_code, vat_id)) is zone


def treatment(zone: Zone, tax_class: str, since: date, category: str, rate: str | None, code: str = "") -> VatTreatment:
    return VatTreatment(
        zone, tax_class, since, VatCategory(category), None if rate is None else Decimal(rate), code, code
    )


def test_a_row_of_a_class_stands_before_that_of_all_and_each_from_its_day() -> None:
    rows = [
        treatment(Zone.EXPORT, "", SINCE, "G", "0", "VATEX-EU-G"),
        treatment(Zone.EXPORT, "reduced", date(2026, 1, 1), "S", None),
        treatment(Zone.EXPORT, "standard", date(2027, 1, 1), "S", "0.01"),
        treatment(Zone.CORSICA, "reduced", SINCE, "S", "0.021"),
    ]

    def on(zone: Zone, tax_class: str, day: date) -> tuple[str, str] | None:
        found = rate_on(rates_in(zone, HOME, rows), tax_class, day)
        return None if found is None else (str(found.vat.category), str(found.rate))

    assert on(Zone.EXPORT, "standard", date(2026, 6, 1)) == ("G", "0")
    assert on(Zone.EXPORT, "standard", date(2027, 6, 1)) == ("S", "0.01")
    assert on(Zone.EXPORT, "reduced", date(2025, 6, 1)) == ("G", "0")
    assert on(Zone.EXPORT, "reduced", date(2026, 6, 1)) == ("S", "0.055")
    assert on(Zone.CORSICA, "reduced", date(2026, 6, 1)) == ("S", "0.021")
    assert on(Zone.CORSICA, "standard", date(2026, 6, 1)) == ("S", "0.20")
    assert on(Zone.FRANCE, "zero", date(2026, 6, 1)) == ("E", "0")
    assert on(Zone.EXPORT, "standard", date(2013, 6, 1)) is None


@given(
    st.lists(
        st.tuples(CENTS, st.sampled_from(["standard", "reduced", "zero"]), st.sampled_from(TaxRounding)), max_size=9
    )
)
def test_the_summary_of_tax_is_the_total(lines: list[tuple[Decimal, str, TaxRounding]]) -> None:
    rates = rates_in(Zone.FRANCE, HOME, [])
    taxed = [(net, rates[name][0].rate, rounding, rates[name][0].vat) for net, name, rounding in lines]
    summary = vat_summary(taxed)
    total = totals([each[:3] for each in taxed])
    assert (sum(each.base for each in summary), sum(each.tax for each in summary)) == (total.net, total.tax)
    assert len({(each.vat, each.rate) for each in summary}) == len(summary)


# --- invoices ---


async def customer(house: House, *, country: str, postal_code: str = "", vat_id: str = "") -> None:
    address = Address(kind="delivery", country=country, postal_code=postal_code)
    home = Address(kind="billing", country="FR", postal_code="75001")
    changed_ = PartnerChanged(
        partner_id=house.customer_id, version=2, code="C", name="Customer", is_customer=True, payment_days=30,
        vat_id=vat_id, addresses=[home, address], credit_limit=number("10000"),
    )  # fmt: skip
    await house.accounting.deliver("catalog.partners.v1", changed_)


@pytest.mark.parametrize(
    ("place", "tax_class", "expected"),
    [
        ({"country": "DE", "vat_id": "DE 123456789"}, "standard", ("K", "0", "VATEX-EU-IC", "262 ter", "0.00")),
        ({"country": "CH"}, "standard", ("G", "0", "VATEX-EU-G", "262, I", "0.00")),
        ({"country": "FR", "postal_code": "97410"}, "reduced", ("G", "0", "VATEX-EU-G", "294", "0.00")),
        ({"country": "DE"}, "standard", ("S", "0.20", "", "", "20.00")),
        ({"country": "FR", "postal_code": "20000"}, "reduced", ("S", "0.021", "", "", "2.10")),
        ({"country": "FR", "postal_code": "20000"}, "standard", ("S", "0.20", "", "", "20.00")),
        ({"country": "FR", "postal_code": "69001"}, "zero", ("E", "0", "VATEX-FR-CGI261-1", "261", "0.00")),
    ],
)
async def test_an_invoice_says_how_it_is_taxed_and_why(
    accounting: ServiceUnderTest, place: dict[str, str], tax_class: str, expected: tuple[str, ...]
) -> None:
    house = await House(accounting).open()
    await customer(house, **place)
    await house.receive("10", "6")
    since = await accounting.outbox_position()
    await house.sell("10", "10", tax_class=tax_class)
    (invoice,) = await accounting.published(InvoiceIssued, since=since)
    async with accounting.client(*ALL) as client:
        shown = (await client.get(f"/invoices/{invoice.invoice_id}")).json()
    (subtotal,) = shown["vat"]
    category, rate, code, article, tax = expected
    assert (subtotal["category"], Decimal(subtotal["rate"]), subtotal["reason_code"]) == (category, Decimal(rate), code)
    assert article in subtotal["reason"]
    assert (subtotal["base"], subtotal["tax"], shown["tax_amount"]) == ("100.00", tax, tax)
    assert (invoice.lines[0].vat_category, invoice.lines[0].vat_reason_code) == (category, code)
    assert await broken(accounting) == []


async def test_what_an_order_abroad_takes_of_the_credit_bears_no_tax(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await customer(house, country="DE", vat_id="DE123456789")
    request = credit_pb.ReserveCreditRequest(
        order_id=text_id(), bill_to_id=house.customer_id, hold_seconds=60, taxed_on="2026-03-02",
        lines=[credit_pb.CreditLine(tax_class="standard", net_amount=number("100.00"))],
    )  # fmt: skip
    answer = await CreditServicer(accounting.database, "EUR").ReserveCredit(request, None)
    assert answer.amount.value == "100.00"


async def test_charges_are_taxed_where_the_goods_go(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await customer(house, country="CH")
    await house.receive("10", "6")
    before = await balances(accounting)
    await house.sell("1", "10", charges=[charge("5.00")])
    posted = changed(before, await balances(accounting))
    assert (posted["411"], posted["7085"], "44571" in posted) == ("15.00", "-5.00", False)


async def test_a_treatment_holds_from_its_day_and_says_why(accounting: ServiceUnderTest) -> None:
    body: dict[str, Any] = {
        "zone": "overseas", "tax_class": "own-class", "effective_from": "2031-01-01", "category": "S", "rate": "0.085",
    }  # fmt: skip
    async with accounting.client(*ALL) as client:
        put = await client.put("/vat-treatments", json=body)
        unsaid = await client.put("/vat-treatments", json={**body, "category": "K", "rate": "0"})
        taxed = await client.put("/vat-treatments", json={**body, "category": "G", "reason": "x"})
        listed = (await client.get("/vat-treatments")).json()["items"]
    assert (put.status_code, unsaid.status_code, taxed.status_code) == (200, 422, 422)
    assert {"own-class", "", "reduced"} <= {each["tax_class"] for each in listed}
