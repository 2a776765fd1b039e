"""An order as the invoice that it would be: "pro forma". It has no number, posts nothing and owes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from kit.db import ReadTransaction
from kit.errors import unknown
from kit.money import ZERO, round_half_up
from kit.paper import Paper

from accounting.domain.einvoice import mentions
from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.model import (
    Charge,
    Delivery,
    Document,
    Kind,
    Line,
    Party,
    Process,
    Totals,
    Vat,
    VatCategory,
    VatSubtotal,
)
from accounting.domain.invoice import Order, TaxRate, net_of, totals, vat_summary
from accounting.domain.invoicing.billing import rate_of
from accounting.domain.payment_terms import discount_on, due_on
from accounting.queries.einvoice.paper import pro_forma_paper
from accounting.storage import orders
from accounting.storage.einvoice import companies, identities
from accounting.storage.einvoice.invoices import delivery_place
from accounting.storage.einvoice.results import Issued
from accounting.storage.invoicing import ordered, taxes
from accounting.storage.invoicing.ordered import WholeOrder


async def pro_forma(tx: ReadTransaction, order_id: UUID, today: date) -> Issued:
    """All of the order at the taxes of today, as a document that was never issued. Its number is that of the order.

    Raises:
        NotFound: accounting does not know the order.
        OrderNotWhole: it was told before quantities were kept.
        TaxRateMissing: a tax class has no rate.
        CompanyNotKnown: nobody said who the seller is.
    """
    company = await companies.known(tx)
    found = await orders.find(tx, [order_id])
    if not found:
        raise unknown("sales order", order_id)
    order, _ = found[order_id]
    whole = await ordered.whole(tx, order_id)
    rates = await taxes.rates_for(tx, order.customer_id, order.bill_to_id)
    classes = [*(line.tax_class for line in whole.lines), *(charge.tax_class for charge in whole.charges)]
    taxed = [rate_of(tax_class, today, rates) for tax_class in classes]
    buyer, language = (await identities.parties(tx, [order.bill_to_id])).get(order.bill_to_id, (Party("?"), "fr"))
    document = _document(order, whole, taxed, company, buyer, today, language)
    place = (await identities.delivery_places(tx, [order.customer_id])).get(order.customer_id)
    delivery = Delivery(None, *delivery_place(place, buyer, document.vat))
    return Issued(order_id, order.customer_id, replace(document, delivery=delivery), language)


async def paper_of(tx: ReadTransaction, issued: Issued, language: str | None) -> Paper:
    """The same to read, in its own language or this one."""
    return pro_forma_paper(issued.document, await companies.known(tx), language or issued.language)


def _document(
    order: Order,
    whole: WholeOrder,
    taxed: Sequence[TaxRate],
    company: Company,
    buyer: Party,
    today: date,
    language: str,
) -> Document:
    of_lines, of_charges = taxed[: len(whole.lines)], taxed[len(whole.lines) :]
    lines = tuple(
        Line(
            id=str(position),
            name=line.description,
            quantity=line.quantity,
            unit=line.unit,
            unit_price=line.unit_price,
            net_amount=net_of(line.quantity, line.unit_price),
            vat=_vat(rate),
            seller_sku=line.sku,
        )
        for position, (line, rate) in enumerate(zip(whole.lines, of_lines, strict=True), 1)
    )
    charges = tuple(
        Charge(round_half_up(charge.amount), _vat(rate), charge.label or charge.rule)
        for charge, rate in zip(whole.charges, of_charges, strict=True)
    )
    amounts = [*(line.net_amount for line in lines), *(charge.amount for charge in charges)]
    total = totals([(net, rate.rate, rate.rounding) for net, rate in zip(amounts, taxed, strict=True)])
    summary = vat_summary([(net, rate.rate, rate.rounding, rate.vat) for net, rate in zip(amounts, taxed, strict=True)])
    charged = sum((charge.amount for charge in charges), ZERO)
    due = due_on(order.payment_terms, today)
    discount = discount_on(order.payment_terms, today, total.gross)
    return Document(
        kind=Kind.INVOICE,
        number=order.number,
        issued_on=today,
        due_on=due,
        currency=order.currency,
        process=Process.GOODS,
        seller=company.party,
        buyer=buyer,
        lines=lines,
        charges=charges,
        vat=tuple(
            VatSubtotal(
                Vat(VatCategory(str(each.vat.category)), each.rate, each.vat.reason_code, each.vat.reason),
                each.base,
                each.tax,
            )
            for each in summary
        ),
        totals=Totals(
            lines=total.net - charged,
            allowances=ZERO,
            charges=charged,
            net=total.net,
            tax=total.tax,
            gross=total.gross,
            paid=ZERO,
            payable=total.gross,
        ),
        terms=mentions.terms(due, language),
        notes=mentions.notes(company, language=language, discount=discount, currency=order.currency),
        means=company.means_in(order.currency),
    )


def _vat(rate: TaxRate) -> Vat:
    return Vat(VatCategory(str(rate.vat.category)), rate.rate, rate.vat.reason_code, rate.vat.reason)
