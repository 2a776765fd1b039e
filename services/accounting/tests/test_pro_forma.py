"""An order as the invoice that it would be: no number, no entry, nothing owed."""

from accounting.queries.einvoice.paper import pro_forma_paper
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, OrderRevised, SalesOrderLine
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.company import know_company
from services.accounting.tests.einvoices import document
from services.accounting.tests.factories import House, charge, number, text_id
from services.accounting.tests.test_documents import balances
from services.accounting.tests.test_down_payments import ALL, confirmed
from services.accounting.tests.test_einvoice_files import COMPANY


def test_its_paper_says_that_it_is_no_invoice() -> None:
    for language, title, word in (
        ("fr", "Facture pro forma", "pas une facture"),
        ("en", "Pro forma invoice", "not an invoice"),
    ):
        paper = pro_forma_paper(document(), COMPANY, language)
        assert paper.title == title
        assert word in str(paper.notes)


async def test_an_order_is_shown_as_it_would_be_invoiced(accounting: ServiceUnderTest) -> None:
    await know_company(accounting)
    house = await House(accounting).open()
    order = await confirmed(house, "10", charge("5.00"))
    before, since = await balances(accounting), await accounting.outbox_position()
    async with accounting.client(*ALL) as client:
        shown = (await client.get(f"/sales-orders/{order.id}/pro-forma")).json()
        paper = await client.get(f"/sales-orders/{order.id}/pro-forma/paper?language=en")
        unknown = await client.get(f"/sales-orders/{text_id()}/pro-forma")
    assert (shown["sales_order_number"], shown["net_amount"], shown["tax_amount"], shown["gross_amount"]) == (
        "SO-1", "105.00", "21.00", "126.00",
    )  # fmt: skip
    assert [each["quantity"] for each in shown["lines"]] == ["10"]
    assert (paper.status_code, paper.content[:5], unknown.status_code) == (200, b"%PDF-", 404)
    assert await balances(accounting) == before
    assert await accounting.outbox_position() == since


async def test_a_revised_order_is_shown_as_it_stands(accounting: ServiceUnderTest) -> None:
    await know_company(accounting)
    house = await House(accounting).open()
    order = await confirmed(house)
    line = SalesOrderLine(
        sales_order_line_id=text_id(), product_id=house.product_id, quantity=number("3"), unit_price=number("7"),
        tax_class="standard", description="Other",
    )  # fmt: skip
    whole = OrderConfirmed(
        sales_order_id=order.id, number="SO-1", version=2, customer_id=house.customer_id, bill_to_id=house.customer_id,
        currency="EUR", ordered_on="2026-03-02", payment_days=30, lines=[line],
    )  # fmt: skip
    revised = OrderRevised(sales_order_id=order.id, revision_id=text_id(), order=whole)
    await accounting.deliver("sales.orders.v1", revised)
    async with accounting.client(*ALL) as client:
        shown = (await client.get(f"/sales-orders/{order.id}/pro-forma")).json()
    assert [(each["description"], each["net_amount"]) for each in shown["lines"]] == [("Other", "21.00")]


async def test_a_customer_sees_only_his_own(accounting: ServiceUnderTest) -> None:
    await know_company(accounting)
    house = await House(accounting).open()
    order = await confirmed(house)
    for customer_id, status in ((house.customer_id, 200), (house.supplier_id, 403)):
        async with accounting.client("accounting.invoices.read", customer_id=customer_id) as client:
            for path in ("pro-forma", "pro-forma/paper"):
                assert (await client.get(f"/sales-orders/{order.id}/{path}")).status_code == status
