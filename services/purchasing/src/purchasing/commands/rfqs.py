"""Ask several suppliers, keep what they answer, give the order to the best of them."""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import Fault, InvalidRecords
from kit.ids import new_id
from kit.numbers import next_number

from kit import clock
from purchasing.commands.price_lists import agree_on
from purchasing.commands.requests import open_lines
from purchasing.commands.write_order import WrittenLine, WrittenOrder, create_order
from purchasing.domain.errors import InvitationUnknown, OrderTaken, PackagingNotKnown, RfqIsClosed
from purchasing.domain.order import PurchaseOrder
from purchasing.domain.prices import SupplierPrice
from purchasing.domain.rfq import Award, Quote, QuotedLine, RfqLine, RfqStatus, check_awards
from purchasing.queries.comparison import comparison
from purchasing.storage import masters, prices, requests, rfqs
from purchasing.storage.rfqs import Invitation, Rfq


@dataclass(frozen=True, slots=True)
class AskedLine:
    product_id: UUID
    packaging_code: str
    quantity: Decimal
    needed_on: date | None
    request_line_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskForQuotes:
    """What is asked, of whom, and until when."""

    id: UUID
    warehouse: str
    respond_by: date
    note: str
    lines: tuple[AskedLine, ...]
    supplier_ids: tuple[UUID, ...]


async def ask_for_quotes(tx: Transaction, command: AskForQuotes, *, by: str) -> tuple[Rfq, dict[UUID, str]]:
    """Open a request; returns it, and the secret of each supplier's link, which is told this once only.

    Raises:
        SupplierNotKnown, NotASupplier, ProductNotKnown, NotBought, PackagingNotKnown: it cannot be asked so.
        NotFound, RequestLineNotOpen: a line that it is for is not open.
        OrderTaken: a request with this id exists.
    """
    known = await masters.bought_products(tx, [line.product_id for line in command.lines])
    for i, line in enumerate(command.lines):
        if line.packaging_code not in known[line.product_id].packagings:
            raise PackagingNotKnown(
                f"{known[line.product_id].sku} has no packaging {line.packaging_code!r}.",
                field=f"lines.{i}.packaging_code",
            )
    requested = [line.request_line_id for line in command.lines if line.request_line_id]
    await open_lines(tx, requested)
    lines = [
        RfqLine(new_id(), line.product_id, line.packaging_code, line.quantity, line.needed_on) for line in command.lines
    ]
    rfq = Rfq(
        id=command.id,
        number=await next_number(tx, "RQ", clock.now().year),
        warehouse=command.warehouse,
        respond_by=command.respond_by,
        note=command.note,
        status=RfqStatus.OPEN,
        opened_by=by,
        lines=tuple(lines),
    )
    wanted_by = {
        line.id: asked.request_line_id
        for line, asked in zip(lines, command.lines, strict=True)
        if asked.request_line_id
    }
    if not await rfqs.add(tx, rfq, wanted_by):
        raise OrderTaken(f"{command.id} is another request already.", field="id")
    await requests.close(tx, requested, "sourcing", rfq_id=rfq.id)
    return rfq, await _invite(tx, rfq.id, command.supplier_ids)


async def invite(tx: Transaction, rfq_id: UUID, supplier_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Ask more suppliers, or give one a new link; returns the secrets.

    Raises:
        NotFound, RfqIsClosed: there is no open request.
        SupplierNotKnown, NotASupplier: it is nobody's business.
    """
    await _open(tx, rfq_id)
    return await _invite(tx, rfq_id, supplier_ids)


async def _invite(tx: Transaction, rfq_id: UUID, supplier_ids: Sequence[UUID]) -> dict[UUID, str]:
    for supplier_id in supplier_ids:
        await masters.check_supplier(tx, supplier_id)
    tokens = {supplier_id: secrets.token_urlsafe(32) for supplier_id in supplier_ids}
    await rfqs.invite(tx, [Invitation(rfq_id, supplier, _hash(token)) for supplier, token in tokens.items()])
    return tokens


async def invited(tx: ReadTransaction, token: str) -> tuple[Rfq, UUID]:
    """The request that a link is for, and the supplier who has the link.

    Raises:
        InvitationUnknown: there is no such link, or not any more.
    """
    found = await rfqs.invited(tx, _hash(token))
    if found is None:
        raise InvitationUnknown("This link is not valid, or not any more: ask the buyer for a new one.")
    return await rfqs.get(tx, found[0]), found[1]


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def keep_quote(tx: Transaction, rfq_id: UUID, quote: Quote, *, note: str, by: str) -> int:
    """A supplier's answer; a later one replaces it, the former is kept. Returns its version.

    Raises:
        NotFound, RfqIsClosed: nobody waits for an answer.
        InvitationUnknown: this supplier was not asked.
        InvalidRecords: with every line that was not asked, or twice.
    """
    rfq = await _open(tx, rfq_id)
    if quote.supplier_id not in {supplier for supplier, _ in await rfqs.suppliers(tx, rfq_id)}:
        raise InvitationUnknown("This supplier was not asked: invite him first.", field="supplier_id")
    asked = {line.id for line in rfq.lines}
    faults, seen = [], set[UUID]()
    for i, line in enumerate(quote.lines):
        if line.rfq_line_id not in asked:
            faults.append(Fault(f"lines.{i}.rfq_line_id", "This line was not asked for."))
        if line.rfq_line_id in seen:
            faults.append(Fault(f"lines.{i}.rfq_line_id", "This line occurs twice: answer it once."))
        seen.add(line.rfq_line_id)
    if faults:
        raise InvalidRecords(faults)
    return await rfqs.add_quote(tx, rfq_id, quote, note=note, by=by)


async def decline(tx: Transaction, rfq_id: UUID, supplier_id: UUID) -> None:
    """The supplier will not quote.

    Raises:
        NotFound, RfqIsClosed: nobody waits for an answer.
    """
    await _open(tx, rfq_id)
    await rfqs.decline(tx, rfq_id, supplier_id)


async def award(
    tx: Transaction, rfq_id: UUID, awards: Sequence[Award], *, by: str, company_currency: str
) -> list[PurchaseOrder]:
    """Give lines to suppliers, whole or split: a draft order for each, at the quoted prices, which hold from today.

    Raises:
        NotFound, RfqIsClosed: there is no open request.
        NotQuoted, AwardTooLarge, ReasonRequired, LineRepeated: a line cannot be given away so.
    """
    rfq = await _open(tx, rfq_id)
    check_awards(rfq.lines, await comparison(tx, rfq), awards)
    lines = {line.id: line for line in rfq.lines}
    answers = {
        (quote.supplier_id, answer.rfq_line_id): answer
        for quote in await rfqs.quotes(tx, rfq_id)
        for answer in quote.lines
    }
    by_supplier: dict[UUID, list[Award]] = defaultdict(list)
    for each in awards:
        by_supplier[each.supplier_id].append(each)
    today = clock.now().date()
    orders = {}
    for supplier_id, given in by_supplier.items():
        written = WrittenOrder(
            supplier_id=supplier_id,
            currency=company_currency,
            warehouse=rfq.warehouse,
            ordered_on=today,
            supplier_reference=rfq.number,
            over_receipt_rate=Decimal(0),
            lines=tuple(
                WrittenLine(
                    product_id=lines[each.rfq_line_id].product_id,
                    packaging_code=lines[each.rfq_line_id].packaging_code,
                    quantity=each.quantity,
                    unit_price=answers[supplier_id, each.rfq_line_id].unit_price,
                    expected_on=lines[each.rfq_line_id].needed_on,
                )
                for each in given
            ),
        )
        orders[supplier_id] = await create_order(tx, new_id(), written, subject=by, company_currency=company_currency)
    await rfqs.add_awards(tx, awards, {supplier: order.id for supplier, order in orders.items()})
    await rfqs.set_status(tx, rfq_id, RfqStatus.AWARDED)
    for supplier_id, given in by_supplier.items():
        wanted = await requests.of_rfq_lines(tx, [each.rfq_line_id for each in given])
        await requests.close(tx, wanted, "ordered", purchase_order_id=orders[supplier_id].id)
    await _agree(tx, rfq, lines, awards, answers, today)
    return list(orders.values())


async def cancel_rfq(tx: Transaction, rfq_id: UUID) -> None:
    """Nobody waits for answers any more; what was requested is open again.

    Raises:
        NotFound, RfqIsClosed: there is no open request.
    """
    rfq = await _open(tx, rfq_id)
    await rfqs.set_status(tx, rfq_id, RfqStatus.CANCELLED)
    await requests.close(tx, await requests.of_rfq_lines(tx, [line.id for line in rfq.lines]), "open")


async def _agree(
    tx: Transaction,
    rfq: Rfq,
    lines: dict[UUID, RfqLine],
    awards: Sequence[Award],
    answers: dict[tuple[UUID, UUID], QuotedLine],
    today: date,
) -> None:
    """The awarded prices are the suppliers' prices from today, for so many packagings."""
    agreed: dict[tuple[UUID, UUID, str], SupplierPrice] = {}
    for each in awards:
        line, answer = lines[each.rfq_line_id], answers[each.supplier_id, each.rfq_line_id]
        agreed[each.supplier_id, line.product_id, line.packaging_code] = SupplierPrice(
            supplier_id=each.supplier_id,
            product_id=line.product_id,
            packaging_code=line.packaging_code,
            from_quantity=Decimal(0),
            unit_price=answer.unit_price,
            minimum=Decimal(0),
            multiple=Decimal(1),
            lead_time_days=answer.lead_time_days,
            effective_from=today,
        )
    held = await prices.holding(tx, [price.product_id for price in agreed.values()], today)
    known = {(p.supplier_id, p.product_id, p.packaging_code, p.from_quantity) for each in held.values() for p in each}
    new = [p for p in agreed.values() if (p.supplier_id, p.product_id, p.packaging_code, p.from_quantity) not in known]
    await agree_on(tx, new, rfq.number)


async def _open(tx: Transaction, rfq_id: UUID) -> Rfq:
    rfq = await rfqs.get(tx, rfq_id, for_update=True)
    if rfq.status is not RfqStatus.OPEN:
        raise RfqIsClosed(f"{rfq.number} is {rfq.status}.", status=str(rfq.status))
    return rfq
