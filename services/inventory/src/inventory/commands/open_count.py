"""Open a count, or give it up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kit.db import Transaction
from kit.numbers import next_number

from inventory.domain.count import CountStatus, StockCount, check_open
from inventory.domain.errors import DocumentTaken
from inventory.storage import counts, locations
from inventory.storage.counts import Scope
from kit import approvals


@dataclass(frozen=True, slots=True)
class OpenCount:
    """What to count; `scope_text` says it in words."""

    id: UUID
    warehouse: str
    scope: Scope
    scope_text: str
    is_blind: bool
    opened_by: str
    now: datetime


async def open_count(tx: Transaction, command: OpenCount) -> tuple[StockCount, int]:
    """A count with a line for each place where something should lie, and how many those are.

    Raises:
        WarehouseNotKnown: there is no such warehouse.
        DocumentTaken: a count with this id exists.
    """
    await locations.check_warehouse(tx, command.warehouse)
    number = await next_number(tx, "CO", command.now.year)
    count = StockCount(command.id, number, command.warehouse, CountStatus.COUNTING, command.is_blind, command.opened_by)
    if not await counts.add(tx, count, command.scope_text):
        raise DocumentTaken(f"{command.id} is another count already.", field="id")
    return count, await counts.add_lines(tx, count, command.scope)


async def cancel_count(tx: Transaction, count_id: UUID, now: datetime) -> StockCount:
    """Give a count up: stock stays as it is.

    Raises:
        NotFound, WrongCountStatus: there is no open count.
    """
    count = await counts.lock(tx, count_id)
    check_open(count)
    await approvals.withdraw(tx, count_id, now=now)
    await counts.set_status(tx, count, CountStatus.CANCELLED, closed_at=now)
    return await counts.lock(tx, count_id)
