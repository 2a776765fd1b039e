"""What becomes of requests before anything is bought: submitted, made out to be products, given up, rejected."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import unknown

from kit import audit, clock
from purchasing import wire
from purchasing.commands.requests import open_lines
from purchasing.domain.errors import AnotherProduct, RequestLineNotOpen
from purchasing.storage import masters, requests
from purchasing.storage.requests import RequestLine


async def submit_request(tx: Transaction, request_id: UUID, *, by: str) -> int:
    """Let others act on a draft; returns how many lines it has.

    Raises:
        NotFound, RequestLineNotOpen: there is no such request, or it is submitted already.
    """
    drafts = await requests.lock_drafts(tx, request_id)
    if drafts is None:
        raise unknown("purchase request", request_id)
    if not drafts:
        raise RequestLineNotOpen("This request is submitted already.")
    await requests.close(tx, drafts, "open")
    await audit.record(tx, AuditEntry("purchase_request", str(request_id), "submitted", {}, by))
    return len(drafts)


async def cancel_lines(tx: Transaction, line_ids: Sequence[UUID]) -> None:
    """Give lines up.

    Raises:
        NotFound, RequestLineNotOpen: one is not there, or not open.
    """
    await _close(tx, await open_lines(tx, line_ids), "cancelled", "")


async def reject_lines(tx: Transaction, line_ids: Sequence[UUID], reason: str, *, by: str) -> None:
    """Say no to lines, and why.

    Raises:
        NotFound, RequestLineNotOpen: one is not there, or not open.
    """
    lines = await open_lines(tx, line_ids)
    await _close(tx, lines, "rejected", reason)
    changes: dict[str, list[str | None]] = {"status": ["open", "rejected"], "reason": [None, reason]}
    entries = [AuditEntry("purchase_request_line", str(line.id), "rejected", changes, by) for line in lines]
    await audit.record(tx, *entries)


async def identify(tx: Transaction, products: Mapping[UUID, UUID]) -> None:
    """Say which product is meant by lines that describe it in words, by line.

    Raises:
        NotFound, RequestLineNotOpen: one is not there, or not open.
        AnotherProduct: it is for a product already.
        ProductNotKnown, NotBought: it cannot be bought.
    """
    lines = await open_lines(tx, list(products))
    await masters.bought_products(tx, list(products.values()))
    for i, line in enumerate(lines):
        if line.product_id not in (None, products[line.id]):
            raise AnotherProduct(
                "This line is for another product already: cancel it, and ask anew.", field=f"lines.{i}"
            )
    await requests.set_products(tx, products)


async def _close(tx: Transaction, lines: Sequence[RequestLine], status: str, reason: str) -> None:
    await requests.close(tx, [line.id for line in lines], status, reason=reason)
    now = clock.now()
    tx.publish(*(wire.replenishment_refused(line.need_id, now) for line in lines if line.need_id))
