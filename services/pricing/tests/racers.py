"""Processes of their own that decide on orders at once: each with its own connections and its own rule book."""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from uuid import UUID

from kit.db import Database
from kit.ids import new_id
from pricing.commands.decide_margin import DecideMargin, OrderLine, decide_margin
from pricing.domain.margin import worst
from pricing.storage.rules import RuleBook

PROCESSES = 8


async def race(dsn: str, customer: str, product: str, *, unit_price: str, quantity: str, by_hand: bool) -> list[str]:
    """The verdicts on 24 orders that eight processes decide on, three each, from the same instant on."""
    asked = (dsn, customer, product, unit_price, quantity, by_hand)
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        await asyncio.gather(*(asyncio.wrap_future(pool.submit(_ready)) for _ in range(PROCESSES)))
        start = time.time() + 0.5
        runs = [asyncio.wrap_future(pool.submit(_decide, start, asked)) for _ in range(PROCESSES)]
        return [verdict for run in await asyncio.gather(*runs) for verdict in run]


def _ready() -> None:
    """Modules are loaded; nobody starts before all have."""
    time.sleep(0.5)


def _decide(start: float, asked: tuple[str, str, str, str, str, bool]) -> Sequence[str]:
    return asyncio.run(_decide_all(start, *asked))


async def _decide_all(
    start: float, dsn: str, customer: str, product: str, unit_price: str, quantity: str, by_hand: bool
) -> Sequence[str]:
    database, book = Database(dsn), RuleBook()
    await database.fetch("SELECT 1")
    await asyncio.sleep(max(0.0, start - time.time()))
    found = []
    for _ in range(3):
        line = OrderLine(
            new_id(), UUID(product), Decimal(quantity), Decimal(unit_price), by_hand, Decimal(10) if by_hand else None
        )
        order = DecideMargin(new_id(), UUID(customer), "field", "EUR", [line], roles=("sales",))
        decisions = await decide_margin(database, book, order, company_currency="EUR")
        found.append(worst(decisions).name)
    await database.close()
    return found
