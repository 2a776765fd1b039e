"""What the tax office is told: each sale once, by the one way that fits it; a report corrects the last and repeats nothing."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from accounting.commands.einvoice.report_trade import Carrier, report_trade
from accounting.domain.einvoice.model import Address, Document, Kind, Party, Totals, Vat, VatCategory, VatSubtotal
from accounting.domain.einvoice.reporting import (
    Category,
    Flux,
    Pace,
    Report,
    Role,
    daily_totals,
    flux_of,
    identity_abroad,
    period_of,
    report_of,
)
from accounting.formats.einvoice.frr import ReportHead, judge_report, substance, write_report
from accounting.formats.einvoice.workshop import Workshop
from accounting.storage.einvoice.flows import acknowledge
from comptoir.catalog.v1 import partner_pb2
from hypothesis import given
from hypothesis import strategies as st
from kit.money import ZERO
from kit.testing.services import ServiceUnderTest
from lxml import etree
from pyfrctc import get_ereporting_end_date_and_deadline_from_start_date as official_calendar

from services.accounting.tests.company import know_company
from services.accounting.tests.einvoices import BUYER, SELLER, document
from services.accounting.tests.test_einvoice_files import DOCUMENTS
from services.accounting.tests.test_einvoices import TradingHouse
from services.accounting.tests.test_received_invoices import slug

PEOPLE = Party("Particulier", Address(("1 rue",), "69001", "Lyon", "", "FR"))
GERMAN = Party("Werkzeug GmbH", Address(("Weg 1",), "10115", "Berlin", "", "DE"), vat_id="DE136695976")
SWISS = Party("Outils SA", Address(("Rue 1",), "1200", "Genève", "", "CH"))
NOW = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
HEAD = ReportHead("732829320-SE-20260301-1", NOW, False, "0123", "Plateforme", "732829320", "Maison Exemple")
PERIOD = period_of(date(2026, 3, 2), Pace.MONTHLY)
EXEMPT = Vat(VatCategory.EXEMPT, reason_code="VATEX-FR-CGI261-1", reason="Exonération")
ALL = (
    "accounting.einvoices.read", "accounting.einvoices.write", "accounting.bills.read", "accounting.bills.write",
)  # fmt: skip


@pytest.mark.parametrize(("pace", "official"), [(Pace.MONTHLY, "1"), (Pace.QUARTERLY, "3")])
def test_periods_are_those_of_the_official_calendar(pace: Pace, official: str) -> None:
    day = date(2027, 12, 1)
    for _ in range(500):
        period = period_of(day, pace)
        assert period.starts_on <= day <= period.ends_on
        expected = official_calendar(period.starts_on, "out_transaction", official)
        assert (period.ends_on, period.due_on) == expected
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("buyer", "flux"),
    [
        (BUYER, None),
        (replace(BUYER, siren="", siret=""), None),  # its VAT number holds the SIREN
        (PEOPLE, Flux.DAILY),
        (replace(PEOPLE, address=Address(country="MC")), Flux.DAILY),
        (replace(PEOPLE, address=Address()), Flux.DAILY),
        (replace(GERMAN, vat_id=""), Flux.DAILY),
        (GERMAN, Flux.INVOICE),
        (SWISS, Flux.INVOICE),
    ],
)
def test_each_sale_is_told_by_one_way(buyer: Party, flux: Flux | None) -> None:
    assert flux_of(document(buyer=buyer)) is flux


def test_companies_abroad_have_a_number_of_their_own() -> None:
    assert identity_abroad(GERMAN) == ("0223", "DE136695976")
    assert identity_abroad(SWISS) == ("0227", "CHOutils SA")
    assert identity_abroad(replace(SWISS, name="Outillage et Quincaillerie")) == ("0227", "CHOutillage et Qui")


def sold(day: date, *parts: tuple[str, str], kind: Kind = Kind.INVOICE) -> Document:
    """To a consumer: (rate, base) each, its tax rounded."""
    vat = tuple(
        VatSubtotal(
            Vat(VatCategory.STANDARD, Decimal(rate)) if Decimal(rate) else EXEMPT,
            Decimal(base),
            (Decimal(base) * Decimal(rate)).quantize(Decimal("0.01")),
        )
        for rate, base in parts
    )
    return document(buyer=PEOPLE, issued_on=day, vat=vat, kind=kind)


def test_consumers_are_told_in_totals_of_a_day() -> None:
    first, second = date(2026, 3, 2), date(2026, 3, 3)
    totals = daily_totals(
        [
            sold(second, ("0.2", "10")),
            sold(first, ("0.2", "100"), ("0.055", "20")),
            sold(first, ("0.2", "50"), ("0", "7")),
            sold(first, ("0.2", "30"), kind=Kind.CREDIT_NOTE),
        ]
    )
    assert [(each.day, each.category, each.base, each.tax) for each in totals] == [
        (first, Category.TAXED_GOODS, Decimal(140), Decimal("25.10")),
        (first, Category.NOT_TAXED, Decimal(7), ZERO),
        (second, Category.TAXED_GOODS, Decimal(10), Decimal(2)),
    ]
    assert totals[0].subtotals == (
        (Decimal("0.055"), Decimal(20), Decimal("1.10")),
        (Decimal("0.2"), Decimal(120), Decimal(24)),
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from([BUYER, PEOPLE, GERMAN, SWISS]),
            st.integers(1, 10),
            st.sampled_from(["0", "0.055", "0.2"]),
            st.decimals("0.01", "99999", places=2),
            st.sampled_from([Kind.INVOICE, Kind.CREDIT_NOTE]),
        )
    )
)
def test_everything_is_told_once_and_nothing_else(drawn: list[tuple[Party, int, str, Decimal, Kind]]) -> None:
    """Totals of the day plus single invoices are what was sold to anybody but French companies, to the cent."""
    documents = [
        replace(sold(date(2026, 3, day), (rate, str(base)), kind=kind), buyer=buyer)
        for buyer, day, rate, base, kind in drawn
    ]
    report = report_of(Role.SELLER, PERIOD, documents)

    def of(some: list[Document]) -> Decimal:
        return sum((part.base * (-1 if one.is_credit_note else 1) for one in some for part in one.vat), ZERO)

    told = of(list(report.invoices)) + sum((total.base for total in report.totals), ZERO)
    assert told == of([one for one in documents if one.buyer is not BUYER])
    assert {one.buyer for one in report.invoices} <= {GERMAN, SWISS}
    days = [(total.day, total.category) for total in report.totals]
    assert days == sorted(set(days))


def abroad() -> list[Document]:
    untaxed = {
        GERMAN: Vat(VatCategory.INTRA_COMMUNITY, reason_code="VATEX-EU-IC", reason="Art. 262 ter, I du CGI"),
        SWISS: Vat(VatCategory.EXPORT, reason_code="VATEX-EU-G", reason="Art. 262, I du CGI"),
    }
    amounts = {"net": Decimal(100), "tax": ZERO, "gross": Decimal(100), "payable": Decimal(100)}
    totals = Totals(lines=Decimal(100), allowances=ZERO, charges=ZERO, paid=ZERO, **amounts)
    return [
        document(buyer=buyer, vat=(VatSubtotal(vat, Decimal(100), ZERO),), totals=totals, number=f"FA-{i}")
        for i, (buyer, vat) in enumerate(untaxed.items())
    ]


REPORTS = {
    "abroad": report_of(Role.SELLER, PERIOD, abroad()),
    "consumers": report_of(Role.SELLER, PERIOD, [sold(date(2026, 3, 2), ("0.2", "100"), ("0.055", "20"), ("0", "7"))]),
    "both": report_of(Role.SELLER, PERIOD, [*abroad(), sold(date(2026, 3, 9), ("0.2", "9.99"))]),
    "more-came-back": report_of(Role.SELLER, PERIOD, [sold(date(2026, 3, 2), ("0.2", "5"), kind=Kind.CREDIT_NOTE)]),
    "credit-note": report_of(
        Role.SELLER, PERIOD, [replace(DOCUMENTS["credit-note"], buyer=GERMAN), replace(abroad()[0], number="FA-9")]
    ),
    "charges": report_of(Role.SELLER, PERIOD, [replace(DOCUMENTS["charges"], buyer=SWISS)]),
    "bought": report_of(
        Role.BUYER, PERIOD, [replace(abroad()[0], seller=GERMAN, buyer=SELLER, notes=(), delivery=document().delivery)]
    ),
}


@pytest.mark.parametrize("name", REPORTS)
def test_what_is_told_breaks_no_rule(name: str) -> None:
    xml = write_report(HEAD, REPORTS[name])
    assert judge_report(xml) == ()
    root = etree.fromstring(xml)
    assert len(root.findall("TransactionsReport/Invoice")) == len(REPORTS[name].invoices)
    assert len(root.findall("TransactionsReport/Transactions")) == len(REPORTS[name].totals)


def test_the_substance_is_what_is_told_and_not_who_tells_it_when() -> None:
    report = REPORTS["both"]
    later = replace(HEAD, id="732829320-SE-20260301-2", at=NOW + timedelta(days=1), corrects=True)
    assert substance(write_report(HEAD, report)) == substance(write_report(later, report))
    other = Report(report.role, report.period, report.invoices[:1], report.totals)
    assert substance(write_report(HEAD, report)) != substance(write_report(HEAD, other))


async def ask(
    accounting: ServiceUnderTest, method: str, path: str, body: Any = None, status: int = 200
) -> dict[str, Any]:
    async with accounting.client(*ALL) as client:
        answer = await client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def export(accounting: ServiceUnderTest, day: str, amount: str) -> None:
    """Something sold to a company in Berlin."""
    berlin = partner_pb2.Address(kind="both", line1="Weg 1", postal_code="10115", city="Berlin", country="DE")
    house = await TradingHouse(accounting).introduce(
        siren="", siret="", vat_id="DE136695976", name="Werkzeug GmbH", addresses=[berlin]
    )
    await house.receive("1", "1")
    await house.sell("1", amount, day=day, tax_class="zero")


async def test_a_period_is_reported_once_and_corrected_where_it_changed(accounting: ServiceUnderTest) -> None:
    await know_company(accounting)
    await export(accounting, "2026-05-14", "100")
    seen = await ask(accounting, "GET", "/e-reports/draft?role=SE&day=2026-05-12")
    assert (seen["starts_on"], seen["ends_on"], seen["due_on"]) == ("2026-05-11", "2026-05-20", "2026-05-31")
    (told,) = [each for each in seen["invoices"] if each["issued_on"] == "2026-05-14"]
    assert (told["partner_vat_id"], told["net_amount"], told["tax_amount"]) == ("DE136695976", "100.00", "0.00")
    body = {"role": "SE", "day": "2026-05-20"}
    answers = await asyncio.gather(*(_post(accounting, body) for _ in range(3)))
    assert sorted(status for status, _ in answers) == [201, 409, 409]
    made = next(answer for status, answer in answers if status == 201)
    assert (made["number"], made["ordinal"]) == ("732829320-SE-20260511-1", 1)
    assert slug(await ask(accounting, "POST", "/e-reports", body, 409)) == "report-is-current"

    await export(accounting, "2026-05-15", "40")
    again = await ask(accounting, "POST", "/e-reports", body, 201)
    assert again["number"] == "732829320-SE-20260511-2"
    assert Decimal(again["net_amount"]) - Decimal(made["net_amount"]) == 40
    async with accounting.client(*ALL) as client:
        xml = (await client.get(f"/e-reports/{again['id']}/file")).content
        flows = (await client.get("/platform-flows?limit=200&sort=-created_at")).json()["items"]
    assert judge_report(xml) == ()
    assert etree.fromstring(xml).findtext("ReportDocument/TypeCode") == "RE"
    ours = [each for each in flows if each["document_id"] in (made["id"], again["id"])]
    assert [(each["kind"], each["syntax"], each["status"]) for each in ours] == [("report", "FRR", "waiting")] * 2
    await refuse(accounting, ours[0]["id"])
    third = await ask(accounting, "POST", "/e-reports", body, 201)
    assert (third["ordinal"], third["net_amount"]) == (3, again["net_amount"])


async def refuse(accounting: ServiceUnderTest, tracking_id: str) -> None:
    """The platform does not take a report."""
    async with accounting.database.transaction() as tx:
        told = await acknowledge(tx, tracking_id, tracking_id, is_ok=False, errors=["bad"], now=datetime.now(UTC))
    assert told is not None


async def test_a_report_that_was_refused_is_made_anew_as_the_first(accounting: ServiceUnderTest) -> None:
    await know_company(accounting)
    await export(accounting, "2026-07-02", "5")
    body = {"role": "SE", "day": "2026-07-02"}
    first = await ask(accounting, "POST", "/e-reports", body, 201)
    async with accounting.client(*ALL) as client:
        flows = (await client.get("/platform-flows?limit=200&sort=-created_at")).json()["items"]
    (flow,) = [each for each in flows if each["document_id"] == first["id"]]
    await refuse(accounting, flow["id"])
    again = await ask(accounting, "POST", "/e-reports", body, 201)
    async with accounting.client(*ALL) as client:
        xml = (await client.get(f"/e-reports/{again['id']}/file")).content
    assert (again["ordinal"], etree.fromstring(xml).findtext("ReportDocument/TypeCode")) == (2, "IN")


async def _post(accounting: ServiceUnderTest, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    async with accounting.client(*ALL) as client:
        answer = await client.post("/e-reports", json=body)
    return answer.status_code, answer.json()


async def test_what_is_not_over_or_empty_is_not_reported(accounting: ServiceUnderTest) -> None:
    await know_company(accounting)
    for day in ("2999-01-01", "2001-01-01"):
        problem = await ask(accounting, "POST", "/e-reports", {"role": "SE", "day": day}, 422)
        assert (slug(problem), problem["field"]) == ("invalid", "day")


async def test_goods_bought_in_the_eu_are_told_by_the_buyer(accounting: ServiceUnderTest) -> None:
    await know_company(accounting, vat_returns="quarterly")
    house = await TradingHouse(accounting).introduce()
    seller = partner_pb2.PartnerChanged(
        partner_id=house.supplier_id, version=2, code="S", name="Werkzeug GmbH", is_supplier=True, payment_days=30,
        vat_id="ATU13585627", addresses=[partner_pb2.Address(kind="billing", line1="Weg 1", city="Wien", country="AT")],
    )  # fmt: skip
    await accounting.deliver("catalog.partners.v1", seller)
    _, receipt_id = await house.receive("10", "6")
    bill = {
        "supplier_id": house.supplier_id, "supplier_number": "R-7", "billed_on": "2026-04-09", "tax_class": "zero",
        "receipt_ids": [receipt_id],
    }  # fmt: skip
    await ask(accounting, "POST", "/supplier-bills", bill, 201)
    seen = await ask(accounting, "GET", "/e-reports/draft?role=BY&day=2026-04-30")
    assert (seen["starts_on"], seen["ends_on"], seen["due_on"]) == ("2026-04-01", "2026-04-30", "2026-05-10")
    assert [(each["number"], each["partner_name"], each["net_amount"]) for each in seen["invoices"]] == [
        ("R-7", "Werkzeug GmbH", "60.00")
    ]
    made = await ask(accounting, "POST", "/e-reports", {"role": "BY", "day": "2026-04-01"}, 201)
    assert (made["number"], made["invoice_count"], made["net_amount"]) == ("732829320-BY-20260401-1", 1, "60.00")
    await know_company(accounting)


async def test_the_last_period_is_reported_by_itself_and_once(accounting: ServiceUnderTest) -> None:
    await know_company(accounting)
    today = datetime.now(UTC).date()
    last = period_of(period_of(today, Pace.MONTHLY).starts_on - timedelta(days=1), Pace.MONTHLY)
    await export(accounting, last.starts_on.isoformat(), "12")
    workshop = accounting.service.state["workshop"]
    assert isinstance(workshop, Workshop)
    carrier = Carrier("0123", "Plateforme Exemple")
    counts = await asyncio.gather(*(report_trade(accounting.database, workshop, carrier, "EUR") for _ in range(3)))
    assert sum(counts) == 1
    assert await report_trade(accounting.database, workshop, carrier, "EUR") == 0
    listed = (await ask(accounting, "GET", "/e-reports?role=SE&sort=-made_at"))["items"]
    assert (listed[0]["starts_on"], listed[0]["made_by"]) == (last.starts_on.isoformat(), "accounting")
