"""New states of products, one or a thousand."""

from collections.abc import Sequence

from kit.auth import Principal
from kit.db import Transaction
from kit.errors import Fault, stale

from catalog.commands.create_products import (
    NOUN,
    places,
    reference_faults,
    repeated_gtins,
    surroundings,
)
from catalog.commands.govern import Waiting, ask_for
from catalog.commands.records import changed, prefix, refuse, refuse_taken
from catalog.domain.change import ChangeRequest
from catalog.domain.errors import VersionsBehind
from catalog.domain.field_rule import split
from catalog.domain.product import Product, completed, faults, transition_faults
from catalog.domain.snapshot import kept
from catalog.storage import field_rules, products
from catalog.wire import product_changed
from kit import approvals, audit, clock


async def change_products(
    tx: Transaction, pairs: Sequence[tuple[Product, Product]], *, caller: Principal
) -> tuple[list[Product], list[ChangeRequest]]:
    """Write each (before, asked) whose asked version is one above; all or none. What the caller may not change alone is asked for.

    Raises:
        InvalidRecords: with every fault of every product.
        AlreadyTaken: a GTIN is in use.
        Stale: somebody changed a product meanwhile.
    """
    rules = await field_rules.of(tx, "product")
    asked = [completed(product) for _, product in pairs]
    await _check(tx, pairs, asked)
    parted = [split(before, each, rules, caller.permissions) for (before, _), each in zip(pairs, asked, strict=True)]
    # A part may be wrong without the part that waits: expiry without the tracking it needs.
    refuse(_own_faults([now for now, _ in parted]))
    written = [
        (before, now)
        for (before, _), (now, waiting) in zip(pairs, parted, strict=True)
        if not waiting or _differs(before, now)
    ]
    await write(tx, written, subject=caller.subject)
    by_id = {after.id: after for _, after in written}
    after = [by_id.get(before.id, before) for before, _ in pairs]
    waiting = [
        Waiting("product", current, each, held)
        for current, each, (_, held) in zip(after, asked, parted, strict=True)
        if held
    ]
    return after, await ask_for(tx, waiting, caller=caller)


async def apply_approved(tx: Transaction, before: Product, after: Product, *, subject: str) -> None:
    """Make a change that was approved.

    Raises:
        InvalidRecords: it no longer makes sense.
    """
    await _check(tx, [(before, after)], [after])
    await write(tx, [(before, after)], subject=subject, action="approved")


async def write(
    tx: Transaction, pairs: Sequence[tuple[Product, Product]], *, subject: str, action: str = "changed"
) -> None:
    """Write checked states with their history and events; requests that waited for the old state are void.

    Raises:
        Stale: somebody changed one meanwhile.
    """
    if not pairs:
        return
    around = await surroundings(tx, [after for _, after in pairs])
    if behind := await products.replace(tx, [after for _, after in pairs]):
        first = next(before for before, _ in pairs if before.id in behind)
        raise stale("product", sent=first.version, current=first.version + 1)
    await approvals.withdraw_all(tx, [after.id for _, after in pairs], now=clock.now())
    await audit.record(tx, *(changed("product", before, after, subject, action) for before, after in pairs))
    tx.publish(*(product_changed(after, around.tree) for _, after in pairs))


def check_versions(pairs: Sequence[tuple[Product, int]]) -> None:
    """Nothing when every product is at the version that the client has read.

    Raises:
        VersionsBehind: with every one that is not.
    """
    found = [
        Fault(f"{NOUN}.{i}.version", f"{product.sku} is at version {product.version}, not {sent}: read it again.")
        for i, (product, sent) in enumerate(pairs)
        if product.version != sent
    ]
    if found:
        raise VersionsBehind(found)


async def _check(tx: Transaction, pairs: Sequence[tuple[Product, Product]], asked: Sequence[Product]) -> None:
    around = await surroundings(tx, asked)
    found = [
        fault.within(prefix(NOUN, i, len(asked)))
        for i, (product, (before, _)) in enumerate(zip(asked, pairs, strict=True))
        for fault in (*faults(product), *transition_faults(before, product), *reference_faults(product, around))
    ]
    refuse([*found, *repeated_gtins(asked)])
    taken = await products.taken(tx, asked)
    refuse_taken([row for row in taken if row[0] == "gtin"], places(asked))


def _own_faults(records: Sequence[Product]) -> list[Fault]:
    return [
        fault.within(prefix(NOUN, i, len(records))) for i, product in enumerate(records) for fault in faults(product)
    ]


def _differs(before: Product, after: Product) -> bool:
    return kept(before) != kept(after)
