"""What left is invoiced by the policy of who pays: at once, at the end of a period, or with the last of its order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kit.audit import AuditEntry
from kit.consumer import NotYet
from kit.db import Transaction
from kit.errors import stale, unknown
from kit.exchange import RateMissing
from kit.ids import new_id
from kit.money import ZERO

from accounting.commands.invoicing.issue_invoices import Draft, draft_invoices, issue_invoices
from accounting.domain.invoice import Invoice, Order
from accounting.domain.invoicing.billing import Shipment, Together, bring_together
from accounting.domain.invoicing.policy import InvoicingPolicy, period_end
from accounting.storage import credit_accounts, documents, orders
from accounting.storage.invoicing import policies, shipments
from kit import audit


async def hear_shipments(tx: Transaction, left: Sequence[Shipment], currency: str) -> None:
    """Note what left, and invoice at once what does not wait for anything.

    Raises:
        NotYet: a shipment's order, or the rate of its currency, has not arrived.
        TaxRateMissing: a tax class has no rate on the day.
    """
    order_ids = sorted({shipment.sales_order_id for shipment in left})
    if missing := set(order_ids) - await orders.lock(tx, order_ids):
        raise NotYet(f"Accounting has not heard of sales order {min(missing)} yet.")
    await shipments.add(tx, left)
    ids = {shipment.id for shipment in left}
    complete = await policies.are_complete(tx, order_ids)
    waiting = [each for each in await shipments.lock_waiting(tx, order_ids) if each.id in ids]
    await _invoice(tx, waiting, complete, currency)


async def complete_orders(tx: Transaction, order_ids: Sequence[UUID], currency: str) -> None:
    """Nothing more is to leave of these orders: what waited for that is invoiced, and of the customer's credit they hold
    what has left and waits for the end of its period.
    """
    known = await orders.lock(tx, sorted(set(order_ids)))
    await policies.complete_orders(tx, list(known))
    await _invoice(tx, await shipments.lock_waiting(tx, list(known)), known, currency)
    by_order: dict[UUID, list[Shipment]] = {}
    for shipment in await shipments.lock_waiting(tx, list(known)):
        by_order.setdefault(shipment.sales_order_id, []).append(shipment)
    dated = [(group[0].shipped_on, group) for group in by_order.values()]
    drafts = await _draft(tx, dated, currency)
    waiting = {
        part.order.id: part.value.gross - part.prepaid_value(draft.rate) for draft in drafts for part in draft.parts
    }
    await credit_accounts.lower_to(tx, {id_: waiting.get(id_, ZERO) for id_ in order_ids})


async def _invoice(tx: Transaction, waiting: Sequence[Shipment], complete: Collection[UUID], currency: str) -> None:
    """Of what waits, that whose payer is invoiced by each delivery, or by order where this one is complete."""
    heads = await _heads(tx, waiting)
    own = await policies.of_partners(tx, list({order.bill_to_id for order in heads.values()}))

    def together(shipment: Shipment) -> Together:
        order = heads[shipment.sales_order_id]
        by_order = own[order.bill_to_id] is InvoicingPolicy.COMPLETION
        apart = order.id if by_order else shipment.id
        day = date.min if by_order else shipment.shipped_on
        return Together(order.bill_to_id, order.currency, order.payment_terms, day, apart)

    def is_due(shipment: Shipment) -> bool:
        policy = own[heads[shipment.sales_order_id].bill_to_id]
        if policy is InvoicingPolicy.COMPLETION:
            return shipment.sales_order_id in complete
        return policy is InvoicingPolicy.DELIVERY

    groups = bring_together((each for each in waiting if is_due(each)), together)
    dated = [(max(each.shipped_on for each in group), group) for _, group in groups]
    await issue_invoices(tx, await _draft(tx, dated, currency))


async def _draft(tx: Transaction, groups: Sequence[tuple[date, Sequence[Shipment]]], currency: str) -> list[Draft]:
    """As `draft_invoices`; a fact in a currency without a rate waits for it."""
    try:
        return await draft_invoices(tx, groups, currency)
    except RateMissing as missing:
        raise NotYet(str(missing)) from missing


@dataclass(frozen=True, slots=True)
class InvoiceRun:
    """Invoice what left by the end of a day and whose period is over; `everything`: whatever the policies say."""

    through: date
    bill_to_ids: tuple[UUID, ...] = ()  # empty: all
    everything: bool = False


async def draft_run(tx: Transaction, run: InvoiceRun, currency: str) -> tuple[list[Draft], int]:
    """The invoices that a run would issue, and of how many shipments.

    Raises:
        TaxRateMissing: a tax class has no rate on the day of a delivery. RateMissing: a currency has none.
    """
    order_ids = await shipments.orders_to_invoice(tx, run.through, run.bill_to_ids)
    await orders.lock(tx, sorted(order_ids))
    left = [each for each in await shipments.lock_waiting(tx, order_ids) if each.shipped_on <= run.through]
    heads = await _heads(tx, left)
    own = await policies.of_partners(tx, list({order.bill_to_id for order in heads.values()}))
    complete = await policies.are_complete(tx, order_ids)

    def day_of(shipment: Shipment) -> date | None:
        """On which it is billed in this run; None: not yet."""
        policy = own[heads[shipment.sales_order_id].bill_to_id]
        end = period_end(policy, shipment.shipped_on)
        if end is None:
            end = shipment.shipped_on if shipment.sales_order_id in complete else None
        if end is not None and end <= run.through:
            return end
        month_end = period_end(InvoicingPolicy.MONTHLY, shipment.shipped_on) or run.through
        return min(run.through, month_end) if run.everything else None

    def together(shipment: Shipment) -> Together:
        order = heads[shipment.sales_order_id]
        policy = own[order.bill_to_id]
        apart = {InvoicingPolicy.DELIVERY: shipment.id, InvoicingPolicy.COMPLETION: order.id}.get(policy)
        day = day_of(shipment)
        assert day is not None  # noqa: S101  # the others were left out
        return Together(order.bill_to_id, order.currency, order.payment_terms, day, apart)

    due = [each for each in left if day_of(each) is not None]
    groups = bring_together(due, together)
    return await draft_invoices(tx, [(key.day, group) for key, group in groups], currency), len(due)


async def run_invoices(tx: Transaction, run: InvoiceRun, currency: str, *, by: str) -> tuple[UUID, list[Invoice], int]:
    """Issue them: (run, invoices, shipments). The same run again finds nothing to do.

    Raises:
        As `draft_run`.
    """
    drafts, count = await draft_run(tx, run, currency)
    issued = await issue_invoices(tx, drafts)
    run_id = new_id()
    await policies.add_run(
        tx, run_id, run.through, everything=run.everything, invoices=len(issued), shipments=count, by=by
    )
    return run_id, issued, count


async def set_policy(tx: Transaction, partner_id: UUID, policy: InvoicingPolicy, *, version: int, by: str) -> int:
    """How a customer is invoiced from now on, what waits included; returns the version of that.

    Raises:
        NotFound: accounting does not know the partner.
        Stale: somebody else has said otherwise meanwhile.
    """
    if await documents.payment_days(tx, partner_id) is None:
        raise unknown("partner", partner_id)
    current = await policies.version(tx, partner_id)
    if current != version:
        raise stale("invoicing policy", sent=version, current=current)
    before = (await policies.of_partners(tx, [partner_id]))[partner_id]
    after = await policies.put(tx, partner_id, policy)
    changes = {"policy": [str(before), str(policy)]}
    await audit.record(tx, AuditEntry("invoicing_policy", str(partner_id), "set", changes, by, after))
    return after


async def _heads(tx: Transaction, left: Sequence[Shipment]) -> dict[UUID, Order]:
    found = await orders.find(tx, list({shipment.sales_order_id for shipment in left}))
    return {id_: order for id_, (order, _) in found.items()}
