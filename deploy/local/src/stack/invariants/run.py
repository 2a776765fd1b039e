"""Wait until all is quiet, check everything, and tell."""

import asyncio
import time
from collections.abc import Sequence

import httpx
from rich.console import Console
from rich.table import Table

from stack.invariants.checks import Check, compare, quietness
from stack.invariants.reader import Reader

_QUIET_LIMIT_S = 60.0
_SHOWN = 10  # differing rows of one statement


async def prove(url: str, services: Sequence[str], *, kafka: str, secret: str, console: Console) -> int:
    """0 when everything holds; 1 when something does not: its rows are named.

    Raises:
        StackError: a service does not answer.
    """
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        reader = Reader(http, services, kafka)
        await reader.sign_in(secret)
        with console.status("waiting until no event is on its way"):
            quiet = await _quiet(reader)
        with console.status("comparing what the services say"):
            checks = [*quiet, *compare(await reader.facts()), *await reader.own_checks()]
    show(console, checks)
    return 0 if all(check.holds for check in checks) else 1


async def _quiet(reader: Reader) -> list[Check]:
    """The checks of quietness: true ones, or what they are when patience ends."""
    deadline = time.monotonic() + _QUIET_LIMIT_S
    while True:
        checks = quietness(*await reader.positions())
        if all(check.holds for check in checks) or time.monotonic() > deadline:
            return checks
        await asyncio.sleep(0.25)


def show(console: Console, checks: Sequence[Check]) -> None:
    """A line for each statement, and below it the rows that break one."""
    table = Table(title="Invariants", title_justify="left")
    for name in ("", "where", "what holds", "looked at"):
        table.add_column(name)
    for check in checks:
        table.add_row("✓" if check.holds else "[red]✗[/]", check.where, check.name, check.detail)
    console.print(table)
    for check in checks:
        if check.holds:
            continue
        console.print(f"✗ {check.where}: {check.name}", style="bold red", markup=False)
        for row in check.differences[:_SHOWN]:
            console.print("   ", ", ".join(f"{name} {value}" for name, value in row.items()), markup=False)
        if (more := len(check.differences) - _SHOWN) > 0:
            console.print(f"    and {more} more")
    broken = sum(not check.holds for check in checks)
    console.print("✓ Everything holds." if not broken else f"✗ {broken} of {len(checks)} do not hold.")
