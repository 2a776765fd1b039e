"""Orders on paper: in two languages, with what the customer ordered, when it leaves and what it comes to."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.paper import Row
from pypdf import PdfReader
from sales.domain.charge import QuotedCharge, charges_of
from sales.domain.fulfilment import OrderStatus
from sales.domain.kit import KitPart
from sales.domain.order import SalesOrder
from sales.domain.promise import UNKNOWN, Promise, PromiseReason
from sales.queries.order_paper import laid_out

from services.sales.tests import factories as make
from services.sales.tests.factories import House, line
from services.sales.tests.test_offer_paper import COMPANY, CUSTOMER, NB


def firm() -> SalesOrder:
    """Five at 10 of which three wait, and a charge of 15; with tax 78."""
    order = make.order((new_id(), "5"), customer_reference="PO 7", deliver_to="12 quai Perrache")
    order = replace(
        order,
        charges=charges_of(order.id, [QuotedCharge("freight", "1", "Carriage", "Port", Decimal(15))], order.lines),
    )
    order = make.firm(order)
    promise = Promise(date(2026, 3, 9), PromiseReason.EXPECTED, "PO-1")
    return replace(order, credit=Decimal(78), lines=(replace(order.lines[0], promise=promise),))


def test_a_confirmation_says_what_leaves_when_and_what_it_comes_to() -> None:
    paper = laid_out(firm(), CUSTOMER, COMPANY, "fr")
    assert (paper.title, paper.number, paper.stamp) == ("Confirmation de commande", "SO-1", "")
    assert ("Votre référence", "PO 7") in paper.facts
    assert ("Adresse de livraison", "12 quai Perrache") in paper.facts
    (row,) = paper.rows
    assert isinstance(row, Row)
    assert row.cells == ("Vis", "5", f"10,00{NB}€", f"50,00{NB}€")
    assert row.under[0] == f"SKU\ndépart prévu le 9{NB}mars{NB}2026"
    assert [(total.label, total.value, total.is_strong) for total in paper.totals] == [
        ("Port", f"15,00{NB}€", False),
        ("Total HT", f"65,00{NB}€", False),
        ("TVA", f"13,00{NB}€", False),
        ("Total TTC", f"78,00{NB}€", True),
    ]
    assert laid_out(replace(firm(), revision=2), CUSTOMER, COMPANY, "en").number == "SO-1 · revision 2"


def test_what_is_not_firm_or_given_up_says_so() -> None:
    draft = laid_out(make.order(), CUSTOMER, COMPANY, "fr")
    assert (draft.title, draft.stamp, draft.totals[-1].label) == ("Commande", "PROJET", "Total HT")
    assert [title for title, _ in draft.notes] == ["Conditions"]
    assert laid_out(replace(firm(), status=OrderStatus.CANCELLED), CUSTOMER, COMPANY, "en").stamp == "CANCELLED"


def test_a_kit_is_one_row_and_what_nobody_can_promise_is_told() -> None:
    order = make.order((new_id(), "2"), (new_id(), "10"))
    kit = KitPart(new_id(), "KIT-1", Decimal(2), 0, description="Perceuse et forets")
    order = make.firm(replace(order, lines=tuple(replace(each, kit=kit) for each in order.lines)))
    order = replace(order, lines=tuple(replace(each, promise=UNKNOWN) for each in order.lines))
    (row,) = laid_out(order, CUSTOMER, COMPANY, "fr").rows
    assert isinstance(row, Row)
    assert row.cells == ("Perceuse et forets", "2", f"60,00{NB}€", f"120,00{NB}€")
    assert row.under[0] == "KIT-1\n2 x Vis\n10 x Vis\ndate de départ à confirmer"


def test_a_foreign_order_is_printed_in_its_currency() -> None:
    order = firm()
    rate = ExchangeRate("USD", Decimal("1.25"), date(2026, 3, 2))
    order = replace(order, terms=replace(order.terms, currency="USD", rate=rate), credit=Decimal(52))
    paper = laid_out(order, CUSTOMER, COMPANY, "en")
    assert [total.value for total in paper.totals][-3:] == ["$65.00", "$0.00", "$65.00"]


@pytest.mark.parametrize("language", ["fr", "en", None])
async def test_an_order_is_a_pdf_for_whom_it_is(house: House, language: str | None) -> None:
    order = await house.place(line(await house.product()))
    path, params = f"/orders/{order['id']}/paper", {"language": language} if language else {}
    async with house.sales.client(*make.SELLER) as client:
        answer = await client.get(path, params=params)
        again = await client.get(path, params=params)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content == again.content
    assert answer.content.startswith(b"%PDF-1.7")
    async with house.sales.client(*make.SELLER, sub="buyer", customer_id=str(new_id())) as client:
        assert (await client.get(path)).status_code == 403


async def test_many_orders_are_one_pdf_and_never_those_of_another_customer(house: House) -> None:
    product = await house.product()
    mine, another = [await house.place(line(product)) for _ in range(2)]
    body = {"ids": [another["id"], mine["id"]], "language": "fr"}
    async with house.sales.client(*make.SELLER) as client:
        answer = await client.post("/orders/papers", json=body)
        unknown = await client.post("/orders/papers", json={"ids": [mine["id"], str(new_id())]})
        too_many = await client.post("/orders/papers", json={"ids": [mine["id"]] * 101})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    texts = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    assert [order["number"] in text for order, text in zip((another, mine), texts, strict=True)] == [True, True]
    assert (unknown.status_code, too_many.status_code) == (404, 422)
    async with house.sales.client(*make.SELLER, sub="buyer", customer_id=str(new_id())) as client:
        assert (await client.post("/orders/papers", json=body)).status_code == 403
