"""A month's deliveries invoiced in one run, with every invoice as PDF, Factur-X, CII and UBL, judged by the official rules."""

import asyncio
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import httpx
from wholesaler.answers import Nothing
from wholesaler.client import Gateway, Role
from wholesaler.desk import ACCOUNTING, CATALOG
from wholesaler.identity import command_key, document_id

from benchmarks import load
from benchmarks.orders import close, place, ship
from benchmarks.result import Goal, Result
from benchmarks.stage import Stage, partner
from benchmarks.watch import PATIENCE_S

_INVOICES: Final = 1000
_LINES: Final = 3
_CLIENTS: Final = 8
_BULK: Final = 500
_COMPANY: Final = {
    "name": "Maison Exemple", "siren": "732829320", "siret": "73282932000074", "vat_id": "FR44732829320",
    "legal_form": "SAS", "capital": "100000", "register_of_companies": "RCS Lyon", "iban": "FR7630006000011234567890189",
    "address": {"lines": ["1 rue du Test"], "postal_code": "69001", "city": "Lyon", "country": "FR"},
}  # fmt: skip
_MONTHLY: Final = (
    "INSERT INTO invoicing_policy (partner_id, policy, version) SELECT id, 'monthly', 1 FROM partner"
    " WHERE code LIKE 'BENCH-I%' ON CONFLICT DO NOTHING"
)
_KNOWN: Final = "SELECT count(*) FROM partner WHERE code LIKE 'BENCH-I%'"
_WAITING: Final = "SELECT count(*) FROM shipment WHERE NOT is_invoiced"
_WRITTEN: Final = "SELECT count(*) FROM einvoice WHERE status = 'written'"


async def measure(stage: Stage) -> Result:
    """From asking for the run until the last file of the last invoice is archived."""
    await _customers(stage)
    await _deliver(stage)
    before = await stage.watch.count("accounting", _WRITTEN)
    (connection,) = await stage.connections(Role.FINANCE, 1)
    cpu, started = stage.cpu(), time.perf_counter()
    run = await connection.post(f"{ACCOUNTING}/invoice-runs", {"through": _today(), "everything": True})
    issued = time.perf_counter()
    if run["invoices"] != _INVOICES:
        raise RuntimeError(f"{run['invoices']} invoices instead of {_INVOICES}.")
    ended = await stage.watch.until("accounting", _WRITTEN, before + _INVOICES)
    cost = stage.cpu().per(_INVOICES, since=cpu)
    await connection.close()
    return Result(
        name="invoice run",
        value=ended - started,
        unit="s",
        goal=Goal(at_most=60),
        notes=f"{_INVOICES:,} deliveries of {_LINES} lines to as many customers; issued and posted after"
        f" {issued - started:.1f} s, then written as PDF/A-3, CII and UBL and judged by the rules",
        cost=cost,
    )


async def _customers(stage: Stage) -> None:
    """As many as invoices, each invoiced by the month."""
    async with httpx.AsyncClient(base_url=stage.platform.url, timeout=60) as http:
        gateway = Gateway(http, password=stage.password, in_flight=4, patience_s=PATIENCE_S)
        await gateway.put(Role.FINANCE, f"{ACCOUNTING}/company", _COMPANY, key=command_key("benchmark:company"))
        partners = [*_partners()]
        for first in range(0, _INVOICES, _BULK):
            body = {"partners": partners[first : first + _BULK]}
            key = command_key("benchmark:invoiced", first)
            await gateway.post(Role.ADMIN, f"{CATALOG}/partners/bulk", body, Nothing, key=key)
    for service in ("accounting", "pricing", "sales"):
        await stage.watch.until(service, _KNOWN, _INVOICES)
    await asyncio.to_thread(stage.platform.postgres.execute, _MONTHLY, database="accounting")


def _partners() -> Iterator[dict[str, Any]]:
    for n in range(_INVOICES):
        each = partner(str(_customer(n)), f"BENCH-I{n}", is_customer=True)
        (address,) = each["addresses"]
        address["postal_code"] = (
            f"{1000 + n:05}"  # of their own: names so alike in one place would be taken for one customer
        )
        yield each | {"siren": _siren(n), "name": f"Client {n}"}


def _siren(n: int) -> str:
    """Nine digits whose last one is the check digit of Luhn."""
    digits = f"5{n:07}"
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(digits)]
    return digits + str(-sum(each - 9 if each > 9 else each for each in doubled) % 10)


def _customer(n: int) -> str:
    return str(document_id("benchmark-invoiced", n))


async def _deliver(stage: Stage) -> None:
    sellers = await stage.connections(Role.SALES, _CLIENTS)
    packers = await stage.connections(Role.WAREHOUSE, _CLIENTS)
    numbers = random.Random(5)

    async def deliver(client: int, number: int) -> None:
        at = time.perf_counter()
        order = await place(sellers[client], _customer(number), numbers.sample(stage.products, _LINES))
        await ship(packers[client], order, placed_at=at)

    waiting = await stage.watch.count("accounting", _WAITING)
    await load.for_each(_INVOICES, _CLIENTS, deliver)
    await stage.watch.until("accounting", _WAITING, waiting + _INVOICES)
    await close(sellers, packers)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
