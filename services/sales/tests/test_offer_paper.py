"""The offer on paper: in two languages, with everything the customer needs and nothing that is not for him."""

from dataclasses import replace
from decimal import Decimal

import pytest
from comptoir.catalog.v1.partner_pb2 import Address
from kit.company import Company, Language
from kit.ids import new_id
from kit.paper import Paper, Row, Words
from sales.domain.charge import QuotedCharge, Waiver, charges_of, waived
from sales.domain.kit import KitPart
from sales.domain.margin import PriceStep
from sales.domain.offer import Choice, Offer, OfferedText, OfferStatus
from sales.queries.offer_paper import laid_out
from sales.storage.masters import Customer

from services.sales.tests import factories as make
from services.sales.tests.factories import House
from services.sales.tests.test_offer_domain import item, offer

COMPANY = Company("Maison Exemple", ("12 rue des Forges", "69007 Lyon"), "SAS au capital de 100 000 €")
CUSTOMER = Customer(
    new_id(), 1, "C1", "Quincaillerie du Port", True, new_id(), "shop", "S1", "field", "EUR", "fr", 30, None,
    {"billing": ["Quincaillerie du Port", "3 quai de la Marine", "13002 Marseille"]},
)  # fmt: skip
NB = "\u00a0"


def whole() -> Offer:
    fixed = item(Decimal("1234.5"), Decimal(600), Decimal(2))
    listed = PriceStep("list-price", "1", "List price", Decimal(1300))
    fixed = replace(fixed, price=replace(fixed.price, steps=(listed, *fixed.price.steps[1:])), text="En fonte")
    cheaper = PriceStep("customer-price", "2", "Customer's price", Decimal("1234.5"))
    fixed = replace(fixed, price=replace(fixed.price, steps=(listed, cheaper)))
    option = replace(item(Decimal(7), Decimal("6.5"), Decimal(1), (Choice.OPTION, "")), lead_time_days=12)
    alternatives = [item(Decimal(n), Decimal(1), Decimal(1), (Choice.ALTERNATIVE, "A")) for n in (20, 30)]
    return offer(fixed, OfferedText(new_id(), "Pose"), option, *alternatives, lead_time_days=10, notes="Franco.")


def printed(language: Language, **changes: object) -> Paper:
    return laid_out(replace(whole(), **changes), CUSTOMER, COMPANY, language)  # type: ignore[arg-type]  # named by tests


def test_everything_is_printed_in_the_customers_words() -> None:
    paper = printed("fr", status=OfferStatus.SENT)
    assert (paper.title, paper.number, paper.stamp) == ("Devis", "QU-1", "")
    assert paper.receiver.lines == ("3 quai de la Marine", "13002 Marseille")
    assert paper.facts == (
        ("Date", f"2{NB}mars{NB}2026"),
        ("Valable jusqu'au", f"1er{NB}avril{NB}2026"),
        ("Votre contact", "S1"),
        ("Délai de livraison", "10 jours"),
        ("Paiement", "30 jours date de facture"),
    )
    first, words, option, taken, other = paper.rows
    assert isinstance(first, Row)
    assert first.cells == ("Vis", "2", f"1{NB}234,50{NB}€", f"2{NB}469,00{NB}€")
    assert first.under == ("SKU\nEn fonte", "", f"tarif 1{NB}300,00{NB}€")
    assert words == Words("Pose")
    assert [(row.tag, row.is_quiet) for row in (option, taken, other) if isinstance(row, Row)] == [
        ("Option", True), ("Variante A", False), ("Variante A", True),
    ]  # fmt: skip
    assert [(total.label, total.value) for total in paper.totals] == [
        ("Options non comprises", f"7,00{NB}€"), ("Total HT", f"2{NB}489,00{NB}€"),
    ]  # fmt: skip
    assert [title for title, _ in paper.notes] == ["Remarques", "Conditions"]


def test_a_kit_is_one_row_with_what_it_is_made_of_and_charges_stand_before_the_total() -> None:
    kit = KitPart(new_id(), "KIT-1", Decimal(2), 0, description="Perceuse et forets")
    parts = [item(Decimal(price), Decimal(1), Decimal(n), kit=kit) for price, n in ((36, 2), ("1.8", 10))]
    made = offer(*parts, status=OfferStatus.SENT)
    freight, handling = (
        QuotedCharge("freight", "1", "Carriage", "Port", Decimal(15)),
        QuotedCharge("order-surcharge", "2", "Handling", "Frais de dossier", Decimal(3)),
    )
    charges = charges_of(made.id, [freight, handling], made.items)
    made = replace(made, charges=waived(charges, charges[1].id, Waiver("manager", "Goodwill")))
    paper = laid_out(made, CUSTOMER, COMPANY, "fr")
    (row,) = paper.rows
    assert isinstance(row, Row)
    assert row.cells == ("Perceuse et forets", "2", f"45,00{NB}€", f"90,00{NB}€")
    assert row.under[0] == "KIT-1\n2 x Vis\n10 x Vis"
    assert [(total.label, total.value) for total in paper.totals] == [
        ("Port", f"15,00{NB}€"), ("Frais de dossier", "offert"), ("Total HT", f"105,00{NB}€"),
    ]  # fmt: skip
    assert laid_out(made, CUSTOMER, COMPANY, "en").totals[0].label == "Carriage"


def test_an_english_customer_reads_english() -> None:
    paper = printed("en", status=OfferStatus.SENT, edition=2)
    assert (paper.title, paper.number) == ("Quotation", "QU-1 · version 2")
    assert paper.totals[-1].value == "€2,489.00"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_of_cost_or_margin_is_printed(language: Language) -> None:
    assert not [secret for secret in ("600", "6.5", "6,5", "51", "margin", "marge") if secret in str(printed(language))]


def test_what_was_not_sent_says_so() -> None:
    assert printed("fr").stamp == "PROJET"


async def test_the_file_is_the_same_each_time_and_for_who_may_see_it(house: House) -> None:
    address = Address(kind="both", name="Achats", line1="3 quai", postal_code="13002", city="Marseille", country="FR")
    customer = await house.customer(addresses=[address], language="en")
    made = await house.send(await house.offer(customer_id=customer))
    path = f"/offers/{made['offer_id']}/editions/1/paper"
    async with house.sales.client("sales.offers.read", sub="buyer", customer_id=customer) as client:
        first, again, french = [await client.get(f"{path}{more}") for more in ("", "", "?language=fr")]
    assert (first.status_code, first.headers["content-type"]) == (200, "application/pdf")
    assert first.headers["content-disposition"] == f'inline; filename="{made["number"]}-v1.pdf"'
    assert first.content == again.content != french.content
    async with house.sales.client("sales.offers.read", sub="buyer", customer_id=str(new_id())) as client:
        assert (await client.get(path)).status_code == 403
    await house.get(f"/offers/{made['offer_id']}/editions/2/paper", 404, who=make.OFFERING)
