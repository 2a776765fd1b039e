"""A run from end to end: set up, play the days, wait until all is quiet, compare, tell."""

import time
from collections import Counter

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from wholesaler import checks
from wholesaler.answers import TrialBalance
from wholesaler.checks import Control, Proof
from wholesaler.client import Gateway, Role
from wholesaler.closing import close_months
from wholesaler.config import Settings
from wholesaler.controls import ZERO, sales_totals
from wholesaler.dataset import DataSet
from wholesaler.day import play
from wholesaler.desk import ACCOUNTING, Desk, Known
from wholesaler.period import Period
from wholesaler.reader import read
from wholesaler.report import Outcome, show
from wholesaler.setup import load_master_data
from wholesaler.timeline import Day, days


async def run(settings: Settings, console: Console, transport: httpx.AsyncBaseTransport | None = None) -> Outcome:
    """Play the period, compare, and tell the outcome."""
    period = Period.parse(settings.period)
    data = read(settings.data)
    limits = httpx.Limits(max_connections=settings.in_flight, max_keepalive_connections=settings.in_flight)
    async with httpx.AsyncClient(base_url=settings.url, limits=limits, timeout=60, transport=transport) as http:
        gateway = Gateway(
            http,
            password=settings.password.get_secret_value(),
            in_flight=settings.in_flight,
            patience_s=settings.patience_s,
            attempts=settings.attempts,
        )
        started = time.monotonic()
        timeline = days(data, period.last)
        desk = await _play(gateway, data, timeline, period, settings.currency, console)
        seconds = time.monotonic() - started
        with console.status("waiting until all is quiet, then comparing"):
            await checks.await_quiet(desk)
            outcome = await _outcome(desk, timeline, period, settings, console, seconds=seconds)
    show(console, outcome)
    return outcome


async def _play(
    gateway: Gateway, data: DataSet, timeline: list[Day], period: Period, currency: str, console: Console
) -> Desk:
    columns = (TextColumn("{task.description:<32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("master data", total=sum(day.counts.total() for day in timeline))
        await load_master_data(gateway, data, currency, lambda what: progress.update(bar, description=what))
        progress.update(bar, description="what is there already")
        known = await Known.read(gateway)
        desk = Desk(gateway, data, known, currency, step=lambda: progress.advance(bar))
        for day in timeline:
            await close_months(desk, day.on)
            progress.update(bar, description=f"{day.on:%a %Y-%m-%d}")
            await play(desk, day)
        progress.update(bar, description="month-end")
        await close_months(desk, period.until)
    return desk


async def _outcome(
    desk: Desk, timeline: list[Day], period: Period, settings: Settings, console: Console, *, seconds: float
) -> Outcome:
    due = checks.due_invoices(desk, period)
    issued = await checks.invoices(desk, due)
    families = await checks.margins(desk, "family", period)
    valued = await checks.valuation(desk)
    balance = await desk.gateway.get(
        Role.FINANCE, f"{ACCOUNTING}/trial-balance", TrialBalance, on=period.last.isoformat()
    )
    controls = [
        *checks.sales_controls(sales_totals(desk.data, due), checks.invoice_totals(desk, issued)),
        *await checks.purchase_controls(desk, timeline, period),
        *await checks.payment_controls(desk, timeline, period),
        *await checks.balance_controls(desk, period),
        *await checks.closing_controls(desk, period),
        *checks.reporting_controls(issued, period, desk, await checks.summary(desk, period)),
        *_ledger_controls(balance),
    ]
    if checks.has_gone_further(desk, period):
        desk.findings["reason not to compare stock: later days were played before, so it is theirs"] += 1
    else:
        controls += checks.stock_controls(desk, period, valued)
    return Outcome(
        period=period,
        url=settings.url,
        currency=settings.currency,
        seconds=seconds,
        requests=desk.gateway.requests,
        played=_played(desk, timeline, period),
        done=desk.done,
        findings=_findings(desk),
        families=families,
        customers=await checks.margins(desk, "customer", period),
        valuation=valued,
        balance=balance,
        controls=controls,
        proofs=await _proofs(desk.gateway, settings, console),
    )


def _played(desk: Desk, timeline: list[Day], period: Period) -> Counter[str]:
    """Documents of the period that the platform has, from this run or an earlier one."""
    played = sum((day.counts for day in timeline if day.on in period), Counter[str]())
    played["shipments"] -= sum(invoice.on in period for invoice in desk.waiting.values())
    return played


def _ledger_controls(balance: TrialBalance) -> list[Control]:
    debit = sum((row.debit for row in balance.accounts), ZERO)
    credit = sum((row.credit for row in balance.accounts), ZERO)
    return [Control("ledger: debits are credits", debit, credit)]


def _findings(desk: Desk) -> Counter[str]:
    findings = Counter(desk.findings)
    findings["sales orders shipped later than in the source: stock was promised to older orders"] = len(desk.late)
    findings["of these wait for stock still, and are left out of the controls"] = len(desk.waiting)
    return findings


async def _proofs(gateway: Gateway, settings: Settings, console: Console) -> list[Proof]:
    proofs = await checks.proofs(gateway)
    if settings.invariants_command:
        proofs.append(await checks.cross_service_proof(settings.invariants_command, console.print))
    return proofs
