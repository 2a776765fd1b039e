"""What a run prints at its end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Console
from rich.table import Table

from wholesaler.answers import MarginReport, TrialBalance, Valuation
from wholesaler.checks import Control, Figure, Proof
from wholesaler.period import Period

_TOP_CUSTOMERS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that is told of a run."""

    period: Period
    url: str
    currency: str
    seconds: float
    requests: int
    played: Counter[str]  # documents of the period that are there
    done: Counter[str]  # documents of this run
    findings: Counter[str]
    families: MarginReport
    customers: MarginReport
    valuation: Sequence[Valuation]
    balance: TrialBalance
    controls: Sequence[Control]
    proofs: Sequence[Proof]

    @property
    def holds(self) -> bool:
        return all(control.holds for control in self.controls) and all(proof.holds for proof in self.proofs)


def show(console: Console, outcome: Outcome) -> None:
    console.print(_documents(outcome))
    _findings(console, outcome)
    console.print(_margins(f"Margin by family, {outcome.currency}", outcome.families, len(outcome.families.items)))
    console.print(_margins(f"Top {_TOP_CUSTOMERS} customers, {outcome.currency}", outcome.customers, _TOP_CUSTOMERS))
    value = sum((row.value for row in outcome.valuation), Decimal(0))
    console.print(f"Stock value: [bold]{amount(value)}[/] {outcome.currency} in {len(outcome.valuation)} products\n")
    console.print(_balance(outcome))
    console.print(_controls(outcome))
    console.print(_proofs(outcome))
    verdict = (
        "[bold green]✓ Everything holds.[/]" if outcome.holds else "[bold red]✗ Not everything holds: see above.[/]"
    )
    console.print(verdict)
    console.print(f"The platform is at {outcome.url} (API under {outcome.url}/api/<service>/v1).")


def amount(figure: Figure) -> str:
    """With thousands apart: 1,234.50; quantities without needless decimals."""
    if isinstance(figure, str):
        return figure
    if isinstance(figure, Decimal) and figure == figure.to_integral_value():
        decimals = "," if figure.as_tuple().exponent in (0, "F") else ",.2f"
        return format(figure, decimals)
    return f"{figure:,}"


def rate(value: Decimal | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _documents(outcome: Outcome) -> Table:
    table = Table(title=f"Documents, {outcome.period}", title_justify="left")
    table.add_column("kind")
    table.add_column("in the period", justify="right")
    table.add_column("in this run", justify="right")
    table.add_column("per second", justify="right")
    for kind, count in outcome.played.items():
        done = outcome.done[kind]
        table.add_row(kind, f"{count:,}", f"{done:,}", f"{done / outcome.seconds:,.1f}")
    table.add_section()
    done = outcome.done.total()
    summary = f"all, in {outcome.seconds:.1f} s by {outcome.requests:,} requests"
    table.add_row(summary, f"{outcome.played.total():,}", f"{done:,}", f"{done / outcome.seconds:,.1f}")
    return table


def _findings(console: Console, outcome: Outcome) -> None:
    for finding, count in outcome.findings.items():
        if count:
            console.print(f"  {count:,} {finding}")
    console.print()


def _margins(title: str, report: MarginReport, limit: int) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for name in ("revenue", "cost of sales", "margin", "rate"):
        table.add_column(name, justify="right")
    for row in report.items[:limit]:
        table.add_row(row.name or row.key, amount(row.revenue), amount(row.cost), amount(row.margin), rate(row.rate))
    table.add_section()
    total = report.total
    table.add_row("all", amount(total.revenue), amount(total.cost), amount(total.margin), rate(total.rate))
    return table


def _balance(outcome: Outcome) -> Table:
    table = Table(title=f"Trial balance on {outcome.period.last}, {outcome.currency}", title_justify="left")
    table.add_column("account")
    table.add_column("name")
    for name in ("debit", "credit", "balance"):
        table.add_column(name, justify="right")
    for row in outcome.balance.accounts:
        table.add_row(row.account, row.name_en, amount(row.debit), amount(row.credit), amount(row.balance))
    return table


def _controls(outcome: Outcome) -> Table:
    table = Table(title=f"Control totals, {outcome.period}", title_justify="left")
    table.add_column("")
    table.add_column("control")
    table.add_column("documents", justify="right")
    table.add_column("platform", justify="right")
    for control in outcome.controls:
        table.add_row(_mark(control.holds), control.name, amount(control.expected), amount(control.actual))
    return table


def _proofs(outcome: Outcome) -> Table:
    table = Table(title="Invariants", title_justify="left")
    table.add_column("")
    table.add_column("service")
    table.add_column("what holds")
    table.add_column("detail", overflow="fold")
    for proof in outcome.proofs:
        table.add_row(_mark(proof.holds), proof.where, proof.name, proof.detail)
    return table


def _mark(holds: bool) -> str:  # noqa: FBT001  # a mark is of a truth
    return "[green]✓[/]" if holds else "[red]✗[/]"
