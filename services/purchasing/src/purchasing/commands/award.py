"""Give the lines of a request for quotes to suppliers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id

from kit import clock
from purchasing.commands.price_lists import agree_on
from purchasing.commands.rfqs import open_rfq
from purchasing.commands.write_order import WrittenLine, WrittenOrder, create_order
from purchasing.domain.order import PurchaseOrder
from purchasing.domain.prices import SupplierPrice
from purchasing.domain.rfq import Award, PriceBreak, Quote, QuotedLine, RfqStatus, check_awards, shared_out
from purchasing.queries.comparison import comparison
from purchasing.storage import requests, rfqs, sold_lines
from purchasing.storage.requests import RequestLine
from purchasing.storage.rfqs import Rfq

_A_DAY = timedelta(days=1)
_Answers = Mapping[tuple[UUID, UUID], tuple[Quote, QuotedLine]]  # by supplier and line


async def award(
    tx: Transaction, rfq_id: UUID, awards: Sequence[Award], *, by: str, company_currency: str
) -> list[PurchaseOrder]:
    """Give lines to suppliers, whole or split: draft orders at the quoted prices, which are theirs from today.

    One order for each supplier, for each department whose requests it serves, and for each sales order whose customer gets
    it. What was requested and is given to nobody is open again.

    Raises:
        NotFound, RfqIsClosed: there is no open request.
        NotQuoted, BelowMinimum, NotAMultiple, AwardTooLarge, ReasonRequired, LineRepeated: a line cannot be given away so.
    """
    rfq = await open_rfq(tx, rfq_id)
    answers = {
        (quote.supplier_id, line.rfq_line_id): (quote, line)
        for quote in await rfqs.quotes(tx, rfq_id)
        for line in quote.lines
    }
    lines = {key: line for key, (_, line) in answers.items()}
    check_awards(rfq.lines, await comparison(tx, rfq, company_currency), lines, awards)
    wanted = await requests.of_rfq_lines(tx, [line.id for line in rfq.lines])
    requested = await requests.lock(tx, list(wanted.values()))
    for_lines = {id_: requested[request_id] for id_, request_id in wanted.items()}
    sold = await sold_lines.some(
        tx, [each.sales_order_line_id for each in requested.values() if each.sales_order_line_id]
    )
    groups: dict[tuple[UUID, str, UUID | None], list[Award]] = defaultdict(list)
    for each in awards:
        request = for_lines.get(each.rfq_line_id)
        sale = sold.get(request.sales_order_line_id) if request and request.sales_order_line_id else None
        department = request.department if request else ""
        groups[each.supplier_id, department, sale.sales_order_id if sale else None].append(each)
    places = {line.sales_order_id: line.deliver_to for line in sold.values()}
    today = clock.now().date()
    written = [
        (
            given,
            await create_order(
                tx,
                new_id(),
                replace(
                    _written(rfq, supplier_id, given, answers, for_lines, today),
                    department=department,
                    deliver_to=places[sale_id] if sale_id else "",
                ),
                subject=by,
                company_currency=company_currency,
            ),
        )
        for (supplier_id, department, sale_id), given in groups.items()
    ]
    await rfqs.add_awards(tx, [(each, order.id) for given, order in written for each in given])
    await rfqs.set_status(tx, rfq_id, RfqStatus.AWARDED)
    ordered: dict[UUID, list[tuple[UUID, Decimal]]] = defaultdict(list)  # stock units by line of the request for quotes
    for given, order in written:
        for each, line in zip(given, order.lines, strict=True):
            ordered[each.rfq_line_id].append((order.id, line.stock_quantity))
    parts = {
        request_line_id: shared_out(requested[request_line_id].stock_quantity, ordered[rfq_line_id])
        for rfq_line_id, request_line_id in wanted.items()
    }
    await requests.split(tx, parts)
    await agree_on(tx, _agreed(rfq, awards, answers, today), rfq.number)
    return [order for _, order in written]


def _written(
    rfq: Rfq,
    supplier_id: UUID,
    given: Sequence[Award],
    answers: _Answers,
    requested: Mapping[UUID, RequestLine],
    today: date,
) -> WrittenOrder:
    lines = {line.id: line for line in rfq.lines}
    return WrittenOrder(
        supplier_id=supplier_id,
        currency=answers[supplier_id, given[0].rfq_line_id][0].currency,
        warehouse=rfq.warehouse,
        ordered_on=today,
        supplier_reference=rfq.number,
        over_receipt_rate=Decimal(0),
        lines=tuple(
            WrittenLine(
                product_id=lines[each.rfq_line_id].product_id,
                packaging_code=lines[each.rfq_line_id].packaging_code,
                quantity=each.quantity,
                unit_price=answers[supplier_id, each.rfq_line_id][1].price_for(each.quantity),
                expected_on=lines[each.rfq_line_id].needed_on,
                sales_order_line_id=requested[each.rfq_line_id].sales_order_line_id
                if each.rfq_line_id in requested
                else None,
            )
            for each in given
        ),
    )


def _agreed(rfq: Rfq, awards: Sequence[Award], answers: _Answers, today: date) -> list[SupplierPrice]:
    """The awarded prices with all their breaks, while their lines hold: each for as many packagings as the quote asks for,
    or as were given where it asks for none.

    Two lines for the same break of the same product: the lower price is the agreed one.
    """
    agreed: dict[tuple[UUID, UUID, str, Decimal], SupplierPrice] = {}
    lines = {line.id: line for line in rfq.lines}
    for each in awards:
        line = lines[each.rfq_line_id]
        quote, answer = answers[each.supplier_id, each.rfq_line_id]
        begins = answer.minimum if answer.minimum or answer.breaks else each.quantity
        for step in (PriceBreak(begins, answer.unit_price), *answer.breaks):
            price = SupplierPrice(
                supplier_id=each.supplier_id,
                product_id=line.product_id,
                packaging_code=line.packaging_code,
                from_quantity=step.from_quantity,
                unit_price=step.unit_price,
                minimum=answer.minimum,
                multiple=answer.multiple,
                lead_time_days=answer.lead_time_days,
                effective_from=today,
                currency=quote.currency,
                effective_until=quote.last_day_of(answer) + _A_DAY,
            )
            key = (price.supplier_id, price.product_id, price.packaging_code, price.from_quantity)
            agreed[key] = min(agreed.get(key, price), price, key=lambda price: price.unit_price)
    return list(agreed.values())
