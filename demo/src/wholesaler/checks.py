"""Is what the platform says what the documents say? Each control has both figures."""

import asyncio
import shlex
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from wholesaler import controls, documents
from wholesaler.answers import (
    Bill,
    Closed,
    EventPositions,
    Invariants,
    Invoice,
    InvoiceHead,
    MarginReport,
    Nothing,
    PartnerBalance,
    Payment,
    Summary,
    Valuation,
)
from wholesaler.client import Gateway, Role
from wholesaler.controls import ZERO, PaymentTotals, SalesTotals
from wholesaler.dataset import Invoice as SourceInvoice
from wholesaler.desk import ACCOUNTING, REPORTING, Desk
from wholesaler.errors import Refused, TooSlow
from wholesaler.identity import command_key, customer_id, product_id, supplier_id
from wholesaler.period import FIRST_DAY, Period, months
from wholesaler.timeline import Day

SERVICES: Final = ("accounting", "catalog", "inventory", "pricing", "purchasing", "reporting", "sales")

Figure = Decimal | int | str


@dataclass(frozen=True, slots=True)
class Control:
    """One figure, as the documents have it and as the platform has it."""

    name: str
    expected: Figure
    actual: Figure

    @property
    def holds(self) -> bool:
        return self.expected == self.actual


@dataclass(frozen=True, slots=True)
class Proof:
    """One statement that a service, or the cross-service check, makes about the platform's own data."""

    where: str
    name: str
    holds: bool
    detail: str


async def await_quiet(desk: Desk) -> None:
    """Come back when nothing is on its way any more: no event waits to be published, none was applied of late."""
    before: list[EventPositions] = []

    async def is_quiet() -> bool:
        nonlocal before
        now = await asyncio.gather(
            *(
                desk.gateway.get(Role.ADMIN, f"/api/{service}/v1/event-positions", EventPositions)
                for service in SERVICES
            )
        )
        quiet = now == before and not any(each.outbox_rows for each in now)
        before = now
        return quiet

    await desk.gateway.until(is_quiet, "events are still on their way between the services")


async def invoices(desk: Desk, due: Iterable[SourceInvoice]) -> list[Invoice]:
    """Our invoices of these documents, once there is one for each that was shipped."""
    orders = {documents.sales_order_id(desk.data.sales_orders[invoice.order_id]) for invoice in due}
    heads: dict[UUID, InvoiceHead] = {}

    async def all_issued() -> bool:
        listed = desk.gateway.pages(Role.FINANCE, f"{ACCOUNTING}/invoices", InvoiceHead)
        heads.update({head.id: head async for head in listed if head.sales_order_id in orders})
        return {head.sales_order_id for head in heads.values()} >= orders

    with suppress(TooSlow):  # the controls tell what is missing, with its figures
        await desk.gateway.until(all_issued, "not every shipment is invoiced")
    return list(
        await asyncio.gather(
            *(desk.gateway.get(Role.FINANCE, f"{ACCOUNTING}/invoices/{id_}", Invoice) for id_ in heads)
        )
    )


def due_invoices(desk: Desk, period: Period) -> list[SourceInvoice]:
    """The documents that must be there: the period's, less those that wait for stock."""
    return [invoice for invoice in controls.invoices_of(desk.data, period) if invoice.order_id not in desk.waiting]


def invoice_totals(desk: Desk, issued: Iterable[Invoice]) -> SalesTotals:
    """Totals of our own invoices, as accounting wrote them; the profit by the source's rule."""
    costs = {product_id(item.id): item.last_cost for item in desk.data.stock_items.values()}
    count, lines, units, net, tax, gross, profit = 0, 0, ZERO, ZERO, ZERO, ZERO, ZERO
    for invoice in issued:
        count += 1
        net += invoice.net_amount
        tax += invoice.tax_amount
        gross += invoice.gross_amount
        for line in invoice.lines:
            lines += 1
            units += line.quantity
            profit += line.quantity * (line.unit_price - costs[line.product_id])
    return SalesTotals(count, lines, units, net, tax, gross, profit)


def sales_controls(expected: SalesTotals, actual: SalesTotals) -> list[Control]:
    return [
        Control("invoices", expected.invoices, actual.invoices),
        Control("invoice lines", expected.lines, actual.lines),
        Control("units sold", expected.units, actual.units),
        Control("net", expected.net, actual.net),
        Control("tax", expected.tax, actual.tax),
        Control("gross", expected.gross, actual.gross),
        Control("margin, price less last cost", expected.profit, actual.profit),
    ]


async def purchase_controls(desk: Desk, days: Iterable[Day], period: Period) -> list[Control]:
    """Bills of the period, as accounting has them, against what was received."""
    ids = {documents.bill_id(bill.transaction) for day in days if day.on in period for bill in day.bills}
    listed = desk.gateway.pages(Role.FINANCE, f"{ACCOUNTING}/bills", Bill)
    bills = [bill async for bill in listed if bill.id in ids]
    expected = controls.purchase_totals(desk.data, period)
    return [
        Control("supplier bills", expected.bills, len(bills)),
        Control("purchases, net", expected.net, sum((bill.net_amount for bill in bills), ZERO)),
        Control("purchases, tax", expected.tax, sum((bill.tax_amount for bill in bills), ZERO)),
        Control("purchases, gross", expected.gross, sum((bill.gross_amount for bill in bills), ZERO)),
    ]


async def payment_controls(desk: Desk, days: Iterable[Day], period: Period) -> list[Control]:
    """Payments of the period, both ways."""
    played = [day for day in days if day.on in period]
    listed = desk.gateway.pages(Role.FINANCE, f"{ACCOUNTING}/payments", Payment)
    amounts = {payment.id: payment.amount async for payment in listed}
    received = _payments(amounts, (documents.payment_id(row) for day in played for row in day.received))
    paid = _payments(amounts, (documents.payment_id(row) for day in played for row in day.paid))
    expected_received = controls.received_totals(desk.data, period)
    expected_paid = controls.paid_totals(desk.data, period)
    return [
        Control("payments of customers", expected_received.payments, received.payments),
        Control("received from customers", expected_received.amount, received.amount),
        Control("payments to suppliers", expected_paid.payments, paid.payments),
        Control("paid to suppliers", expected_paid.amount, paid.amount),
    ]


def _payments(amounts: dict[UUID, Decimal], ids: Iterable[UUID]) -> PaymentTotals:
    found = [amounts[id_] for id_ in ids if id_ in amounts]
    return PaymentTotals(len(found), sum(found, ZERO))


async def balance_controls(desk: Desk, period: Period) -> list[Control]:
    """What each partner owes or is owed on the last day, against his transactions in the source."""
    owed = controls.receivables(desk.data, period.last, desk.waiting)
    owing = controls.payables(desk.data, period.last)
    return [
        *_balance_controls(
            "customers", {customer_id(k): v for k, v in owed.items()}, await _aged(desk, period, "customers")
        ),
        *_balance_controls(
            "suppliers", {supplier_id(k): v for k, v in owing.items()}, await _aged(desk, period, "suppliers")
        ),
    ]


async def _aged(desk: Desk, period: Period, side: str) -> dict[UUID, Decimal]:
    path, on = f"{ACCOUNTING}/aged-balance", period.last.isoformat()
    listed = desk.gateway.pages(Role.FINANCE, path, PartnerBalance, side=side, on=on)
    return {each.partner_id: each.total async for each in listed if each.total}


def _balance_controls(side: str, expected: dict[UUID, Decimal], actual: dict[UUID, Decimal]) -> list[Control]:
    agree = sum(actual.get(partner) == balance for partner, balance in expected.items())
    return [
        Control(f"{side}: balance of all", sum(expected.values(), ZERO), sum(actual.values(), ZERO)),
        Control(f"{side} with the balance of their transactions", len(expected), agree),
        Control(f"{side} with a balance", len(expected), len(actual)),
    ]


async def closing_controls(desk: Desk, period: Period) -> list[Control]:
    """Months that are over are closed, and closed ones take nothing."""
    over = [*months(period.until)]
    if not over:
        return []
    closed = [each async for each in desk.gateway.pages(Role.FINANCE, f"{ACCOUNTING}/closings", Closed)]
    return [
        Control("months closed", len(over), len({each.month for each in closed} & set(over))),
        Control("an entry in a closed month", "period-closed", await _enter(desk, over[-1])),
    ]


async def _enter(desk: Desk, on: date) -> str:
    """How the platform refuses an entry on a day."""
    line: dict[str, object] = {"account": "471"}
    body = {
        "posted_on": on.isoformat(), "label": "too late", "lines": [line | {"debit": "1.00"}, line | {"credit": "1.00"}],
    }  # fmt: skip
    try:
        await desk.gateway.post(Role.FINANCE, f"{ACCOUNTING}/entries", body, Nothing, key=command_key("too-late", on))
    except Refused as refusal:
        return refusal.slug
    return "posted"


async def margins(desk: Desk, by: str, period: Period) -> MarginReport:
    """What reporting says of the period by an axis, the most revenue first."""
    bounds = {"from": period.first.isoformat(), "until": period.until.isoformat(), "sort": "-revenue", "limit": "200"}
    return await desk.gateway.get(Role.FINANCE, f"{REPORTING}/margins/cube", MarginReport, by=by, **bounds)


async def summary(desk: Desk, period: Period) -> Summary:
    """The period at a glance, as reporting has it."""
    bounds = {"from": period.first.isoformat(), "until": period.until.isoformat()}
    return await desk.gateway.get(Role.FINANCE, f"{REPORTING}/summary", Summary, **bounds)


def reporting_controls(issued: Iterable[Invoice], period: Period, desk: Desk, report: Summary) -> list[Control]:
    """Reporting against accounting's invoices; its cost of sales against last cost, which never changed."""
    totals = invoice_totals(desk, [invoice for invoice in issued if invoice.issued_on in period])
    return [
        Control("reporting: invoice lines", totals.lines, report.invoice_lines),
        Control("reporting: lines without a cost", 0, report.unvalued_lines),
        Control("reporting: revenue", totals.net, report.revenue),
        Control("reporting: cost of sales", totals.net - totals.profit, report.cost),
        Control("reporting: margin", totals.profit, report.margin),
    ]


async def valuation(desk: Desk) -> list[Valuation]:
    """Quantity and value of every product, as accounting has them."""
    return [row async for row in desk.gateway.pages(Role.FINANCE, f"{ACCOUNTING}/valuation", Valuation)]


def stock_controls(desk: Desk, period: Period, valued: Iterable[Valuation]) -> list[Control]:
    """Stock in the books against opening, receipts and corrections less shipments, at last cost."""
    year_to_date = Period(FIRST_DAY, period.last)
    expected = controls.stock_totals(desk.data, due_invoices(desk, year_to_date), period)
    rows = list(valued)
    return [
        Control("stock, units", expected.units, sum((row.quantity for row in rows), ZERO)),
        Control("stock, value", expected.value, sum((row.value for row in rows), ZERO)),
    ]


def has_gone_further(desk: Desk, period: Period) -> bool:
    """Whether the platform has documents of later days: then its stock is of a later day, too."""
    later = (order for order in desk.data.sales_orders.values() if order.ordered_on > period.last)
    return any(documents.sales_order_id(order) in desk.known.sales_orders for order in later)


async def proofs(gateway: Gateway) -> list[Proof]:
    """Every service's own invariants."""
    found = await asyncio.gather(
        *(gateway.get(Role.ADMIN, f"/api/{service}/v1/invariants", Invariants) for service in SERVICES)
    )
    return [
        Proof(service, check.name, check.ok, check.detail if check.ok else f"{check.detail}: {check.rows[:3]}")
        for service, answer in zip(SERVICES, found, strict=True)
        for check in answer.checks
    ]


async def cross_service_proof(command: str, show: Callable[[str], None]) -> Proof:
    """Run the command that checks what holds between services; its exit code is the answer."""
    process = await asyncio.create_subprocess_exec(
        *shlex.split(command), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    show(output.decode(errors="replace"))
    return Proof(
        "all together", "what the services say agrees", process.returncode == 0, f"exit code {process.returncode}"
    )
