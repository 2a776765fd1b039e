"""Customer credit notes as EN 16931 documents."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction
from kit.exchange import ExchangeRate
from kit.money import EXACT, ZERO, round_half_up
from kit.printed import quantity as printed

from accounting.domain.einvoice import mentions
from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.model import (
    Address,
    Delivery,
    Document,
    Kind,
    Line,
    LineCharge,
    Party,
    Preceding,
    Totals,
    VatSubtotal,
)
from accounting.storage.einvoice import identities, taxes
from accounting.storage.einvoice.invoices import delivery_place
from accounting.storage.einvoice.ours import number_at
from accounting.storage.einvoice.results import Issued

# An invoice that was issued again before is credited under its later number: the first one is spent.
_LINES = (
    "SELECT c.id, c.credit_note_id, c.quantity, c.restocking_fee, c.net_amount, c.reason, l.description, l.unit_price,"
    " l.tax_rate, l.vat_category, l.vat_reason_code, l.vat_reason, coalesce(r.number, i.number) AS invoice_number,"
    " coalesce(r.issued_on, i.issued_on) AS issued_on, i.sales_order_number, coalesce(e.document_on, i.issued_on) AS delivered_on,"
    " o.customer_id AS taken_in_by, p.sku, n.stock_uom, n.packagings FROM customer_credit_note_line c"
    " JOIN invoice_line l ON l.id = c.invoice_line_id JOIN invoice i ON i.id = l.invoice_id"
    f" JOIN customer_credit_note t ON t.id = c.credit_note_id{number_at('i.id', 't.created_at', 'r')}"
    " LEFT JOIN journal_entry e ON e.id = i.entry_id"
    " LEFT JOIN sales_order o ON o.id = l.sales_order_id LEFT JOIN product p ON p.id = l.product_id"
    " LEFT JOIN product_identity n ON n.id = l.product_id WHERE c.credit_note_id = ANY($1) ORDER BY c.id"
)


async def issued(tx: ReadTransaction, note_ids: Sequence[UUID], company: Company, currency: str) -> list[Issued]:
    """Those of these credit notes that there are, as documents of the company, whose currency is given."""
    heads = await tx.fetch(
        "SELECT n.*, p.rate, p.rate_on FROM customer_credit_note n JOIN payment p USING (id) WHERE n.id = ANY($1)"
        " AND n.down_payment_id IS NULL ORDER BY n.id",
        note_ids,
    )
    lines: dict[UUID, list[Record]] = {}
    for row in await tx.fetch(_LINES, note_ids):
        lines.setdefault(row["credit_note_id"], []).append(row)
    vat = await taxes.subtotals(tx, note_ids)
    buyers = await identities.parties(tx, [row["bill_to_id"] for row in heads])
    takers = {head["id"]: lines[head["id"]][0]["taken_in_by"] or head["customer_id"] for head in heads}
    places = await identities.delivery_places(tx, list(takers.values()))
    found = []
    for head in heads:
        buyer, language = buyers.get(head["bill_to_id"], (Party("?"), "fr"))
        place = places.get(takers[head["id"]])
        document = _document(
            head, lines[head["id"]], vat.get(head["id"], ()), company, buyer, place, language, currency
        )
        found.append(Issued(head["id"], head["customer_id"], document, language))
    return found


def _document(
    head: Record,
    rows: Sequence[Record],
    vat: tuple[VatSubtotal, ...],
    company: Company,
    buyer: Party,
    place: tuple[str, Address] | None,
    language: str,
    currency: str,
) -> Document:
    rate = ExchangeRate.of_row(head["currency"], head["rate"], head["rate_on"])
    orders = {row["sales_order_number"] for row in rows}
    return Document(
        kind=Kind.CREDIT_NOTE,
        number=head["number"],
        issued_on=head["credited_on"],
        currency=head["currency"],
        process=mentions.process_of(has_goods=True, has_services=False, is_paid=False),
        seller=company.party,
        buyer=buyer,
        lines=tuple(_line(i, row, language) for i, row in enumerate(rows, 1)),
        vat=vat,
        totals=Totals(
            lines=head["net_amount"],
            allowances=ZERO,
            charges=ZERO,
            net=head["net_amount"],
            tax=head["tax_amount"],
            gross=head["gross_amount"],
            paid=ZERO,
            payable=head["gross_amount"],
            tax_in_company_currency=None if rate.is_own else rate.to_company(head["tax_amount"]),
        ),
        delivery=Delivery(max(row["delivered_on"] for row in rows), *delivery_place(place, buyer, vat)),
        terms=mentions.credited(language),
        notes=mentions.notes(company, language=language, discount=None, currency=head["currency"]),
        sales_order_number=orders.pop() if len(orders) == 1 else "",
        preceding=tuple(dict.fromkeys(Preceding(row["invoice_number"], row["issued_on"]) for row in rows)),
        vat_on_debits=company.vat_on_debits,
        company_currency="" if rate.is_own else currency,
    )


def _line(position: int, row: Record, language: str) -> Line:
    """Goods at their price, less what is kept; what is credited otherwise is one amount."""
    said = [mentions.of_invoice(row["invoice_number"], language), row["reason"]]
    quantity, unit, price, fee = row["quantity"], row["stock_uom"] or "C62", row["unit_price"], row["restocking_fee"]
    if not quantity or round_half_up(EXACT.multiply(quantity, price)) - fee != row["net_amount"]:
        if quantity:
            said.insert(0, mentions.pieces(printed(quantity, language), language))
        quantity, unit, price, fee = Decimal(1), "C62", row["net_amount"], ZERO
    return Line(
        id=str(position),
        name=row["description"],
        quantity=quantity,
        unit=unit,
        unit_price=price,
        net_amount=row["net_amount"],
        vat=taxes.vat_of(dict(row)),
        description=". ".join(each for each in said if each),
        seller_sku=row["sku"] or "",
        gtin=identities.gtin_of(row["packagings"]),
        charges=(LineCharge(fee, mentions.restocking(language), is_allowance=True),) if fee else (),
    )
