"""Ask for quotes, and keep what suppliers answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import Fault, InvalidRecords
from kit.exchange_rates import rate_on
from kit.ids import new_id
from kit.link_answers import LinkLimits, count_answer, hash_of
from kit.numbers import next_number

from kit import clock
from purchasing.commands.requests import open_lines
from purchasing.domain.errors import (
    AnotherProduct,
    InvitationUnknown,
    LineRepeated,
    OrderTaken,
    OutOfTime,
    PackagingNotKnown,
    RfqIsClosed,
)
from purchasing.domain.rfq import Quote, RfqLine, RfqStatus, break_faults
from purchasing.storage import invitations, masters, requests, rfqs
from purchasing.storage.rfqs import Rfq

_SHOWN_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class AskedLine:
    product_id: UUID
    packaging_code: str
    quantity: Decimal
    needed_on: date | None
    request_line_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskForQuotes:
    """What is asked, and until when."""

    id: UUID
    warehouse: str
    respond_by: date
    note: str
    lines: tuple[AskedLine, ...]


async def ask_for_quotes(tx: Transaction, command: AskForQuotes, *, by: str) -> Rfq:
    """Open a request, to which suppliers are to be invited.

    Raises:
        ProductNotKnown, NotBought, PackagingNotKnown: it cannot be asked so.
        NotFound, RequestLineNotOpen: a line that it is for is not open.
        LineRepeated, AnotherProduct: two lines are for the same requested line, or one for another product.
        OutOfTime: the day to answer is past.
        OrderTaken: a request with this id exists.
    """
    known = await masters.bought_products(tx, [line.product_id for line in command.lines])
    for i, line in enumerate(command.lines):
        if line.packaging_code not in known[line.product_id].packagings:
            raise PackagingNotKnown(
                f"{known[line.product_id].sku} has no packaging {line.packaging_code!r}.",
                field=f"lines.{i}.packaging_code",
            )
    if command.respond_by < clock.now().date():
        raise OutOfTime("The day to answer is past: give the suppliers time.", field="respond_by")
    requested = [line.request_line_id for line in command.lines if line.request_line_id]
    if len(set(requested)) < len(requested):
        raise LineRepeated("A requested line occurs twice: ask for it once.", field="lines")
    await _identify(tx, command.lines, requested)
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
    return rfq


async def _identify(tx: Transaction, asked: Sequence[AskedLine], requested: Sequence[UUID]) -> None:
    """A requested line is asked for as it is; where it says in words what is wanted, the product asked for is meant."""
    wanted = {line.id: line.product_id for line in await open_lines(tx, requested)}
    meant = {}
    for i, line in enumerate(asked):
        if line.request_line_id is None:
            continue
        if wanted[line.request_line_id] not in (None, line.product_id):
            raise AnotherProduct("The requested line is for another product.", field=f"lines.{i}.product_id")
        meant[line.request_line_id] = line.product_id
    await requests.set_products(tx, meant)


async def invited(tx: ReadTransaction, token: str) -> tuple[Rfq, UUID]:
    """The request that a link is for, and the supplier who has the link: for a while after the last day to answer, so that
    he sees what came of it.

    Raises:
        InvitationUnknown: there is no such link, or not any more.
    """
    found = await invitations.behind(tx, hash_of(token))
    rfq = await rfqs.get(tx, found[0]) if found else None
    if found is None or rfq is None or clock.now().date() > rfq.respond_by + _SHOWN_FOR:
        raise InvitationUnknown("This link is not valid, or not any more: ask the buyer for a new one.")
    return rfq, found[1]


async def count_by_link(tx: Transaction, token: str, limits: LinkLimits) -> None:
    """Count one more answer by a link, in a transaction of its own before the answer's.

    Raises:
        InvitationUnknown: there is no such link, and nothing is counted.
        TooManyAnswers: it has answered too often.
    """
    await invited(tx, token)
    await count_answer(tx, hash_of(token), limits, clock.now())


async def answer_by_link(
    tx: Transaction, token: str, quote_of: Callable[[UUID], Quote], *, note: str, company_currency: str
) -> int:
    """What the supplier who has the link answers; returns its version.

    Raises:
        InvitationUnknown, OutOfTime: the link is for nothing, or it is too late.
        And what `keep_quote` raises.
    """
    rfq, supplier_id = await _in_time(tx, token)
    quote = quote_of(supplier_id)
    return await keep_quote(tx, rfq.id, quote, note=note, company_currency=company_currency, by="supplier")


async def decline_by_link(tx: Transaction, token: str) -> None:
    """The supplier who has the link will not quote; what he quoted before does not count any more.

    Raises:
        InvitationUnknown, OutOfTime, RfqIsClosed: nobody waits for an answer.
    """
    rfq, supplier_id = await _in_time(tx, token)
    await open_rfq(tx, rfq.id)
    await rfqs.set_declined(tx, rfq.id, supplier_id, has_declined=True)


async def _in_time(tx: Transaction, token: str) -> tuple[Rfq, UUID]:
    rfq, supplier_id = await invited(tx, token)
    check_in_time(rfq)
    return rfq, supplier_id


def check_in_time(rfq: Rfq) -> None:
    """Nothing while suppliers may answer.

    Raises:
        OutOfTime: the last day is past.
    """
    if clock.now().date() > rfq.respond_by:
        raise OutOfTime(
            f"Answers were asked for until {rfq.respond_by.isoformat()}: ask the buyer for more time.",
            respond_by=rfq.respond_by.isoformat(),
        )


async def keep_quote(tx: Transaction, rfq_id: UUID, quote: Quote, *, note: str, company_currency: str, by: str) -> int:
    """A supplier's answer; a later one replaces it, the former is kept. Returns its version.

    Raises:
        NotFound, RfqIsClosed: nobody waits for an answer.
        InvitationUnknown: this supplier was not asked.
        InvalidRecords: with every line that was not asked, or twice, or makes no sense.
        RateMissing: nobody knows what its currency is worth.
    """
    await rate_on(tx, company_currency, quote.currency, clock.now().date(), field="currency")
    rfq = await open_rfq(tx, rfq_id)
    if quote.supplier_id not in {each.supplier_id for each in await rfqs.suppliers(tx, rfq_id)}:
        raise InvitationUnknown("This supplier was not asked: invite him first.", field="supplier_id")
    asked = {line.id for line in rfq.lines}
    faults, seen = [], set[UUID]()
    for i, line in enumerate(quote.lines):
        if line.rfq_line_id not in asked:
            faults.append(Fault(f"lines.{i}.rfq_line_id", "This line was not asked for."))
        if line.rfq_line_id in seen:
            faults.append(Fault(f"lines.{i}.rfq_line_id", "This line occurs twice: answer it once."))
        if line.minimum > line.quantity:
            faults.append(Fault(f"lines.{i}.minimum", "The price holds from more on than is offered."))
        faults += [fault.within(f"lines.{i}.") for fault in break_faults(line)]
        seen.add(line.rfq_line_id)
    if faults:
        raise InvalidRecords(faults)
    await rfqs.set_declined(tx, rfq_id, quote.supplier_id, has_declined=False)
    return await rfqs.add_quote(tx, rfq_id, quote, note=note, by=by)


async def cancel_rfq(tx: Transaction, rfq_id: UUID) -> None:
    """Nobody waits for answers any more; what was requested is open again.

    Raises:
        NotFound, RfqIsClosed: there is no open request.
    """
    rfq = await open_rfq(tx, rfq_id)
    await rfqs.set_status(tx, rfq_id, RfqStatus.CANCELLED)
    wanted = await requests.of_rfq_lines(tx, [line.id for line in rfq.lines])
    await requests.close(tx, list(wanted.values()), "open")


async def open_rfq(tx: Transaction, rfq_id: UUID) -> Rfq:
    """A request that still waits for answers, held until the transaction ends.

    Raises:
        NotFound, RfqIsClosed: there is no open request.
    """
    rfq = await rfqs.get(tx, rfq_id, for_update=True)
    check_open(rfq)
    return rfq


def check_open(rfq: Rfq) -> None:
    """Nothing while it waits for answers.

    Raises:
        RfqIsClosed: it is awarded or cancelled.
    """
    if rfq.status is not RfqStatus.OPEN:
        raise RfqIsClosed(f"{rfq.number} is {rfq.status}.", status=str(rfq.status))
