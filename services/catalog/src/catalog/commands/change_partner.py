"""A new state of a partner."""

from collections.abc import Iterator

from kit.auth import Principal
from kit.db import Transaction
from kit.errors import Fault, stale

from catalog.commands.create_partners import reference_faults, surroundings, with_terms
from catalog.commands.govern import Waiting, ask_for
from catalog.commands.records import changed, refuse
from catalog.domain.change import ChangeRequest
from catalog.domain.field_rule import split
from catalog.domain.partner import Partner, faults
from catalog.domain.snapshot import kept
from catalog.storage import field_rules, partners
from catalog.wire import bank_accounts_changed, partner_changed
from kit import approvals, audit, clock


async def change_partner(
    tx: Transaction, before: Partner, asked: Partner, *, caller: Principal
) -> tuple[Partner, list[ChangeRequest]]:
    """Write `asked`, whose version is one above `before`'s. What the caller may not change alone is asked for.

    Raises:
        InvalidRecords: with every fault.
        Stale: somebody changed the partner meanwhile.
    """
    around = await surroundings(tx, [before, asked])
    stood = reference_faults(before, around)  # what was let in before a rule came may stay until it is changed
    new = [fault for fault in reference_faults(asked, around) if fault not in stood]
    refuse([*faults(asked), *new, *_days_faults(before, asked)])
    after, held = split(before, asked, await field_rules.of(tx, "partner"), caller.permissions)
    after = with_terms(after, around)
    refuse([*faults(after)])
    if held and kept(before) == kept(after):
        after = before  # nothing to write now
    else:
        await write(tx, before, after, subject=caller.subject)
    requests = await ask_for(tx, [Waiting("partner", after, asked, held)] if held else [], caller=caller)
    return after, requests


async def apply_approved(tx: Transaction, before: Partner, asked: Partner, *, subject: str) -> None:
    """Make a change that was approved.

    Raises:
        InvalidRecords: it no longer makes sense.
    """
    around = await surroundings(tx, [asked])
    refuse([*faults(asked), *reference_faults(asked, around)])
    await write(tx, before, with_terms(asked, around), subject=subject, action="approved")


async def write(tx: Transaction, before: Partner, after: Partner, *, subject: str, action: str = "changed") -> None:
    """Write a checked state with its history and event; a request that waited for the old state is void.

    Raises:
        Stale: somebody changed the partner meanwhile.
    """
    if not await partners.replace(tx, after):
        raise stale("partner", sent=before.version, current=before.version + 1)
    await approvals.withdraw(tx, after.id, now=clock.now())
    await audit.record(tx, changed("partner", before, after, subject, action))
    terms = (await surroundings(tx, [after])).terms
    tx.publish(partner_changed(after, terms.get(after.payment_terms_code or "")))
    if before.bank_accounts or after.bank_accounts:  # also when they stay: who came later learns them by any change
        tx.publish(bank_accounts_changed(after))


def _days_faults(before: Partner, asked: Partner) -> Iterator[Fault]:
    same_terms = asked.payment_terms_code is not None and asked.payment_terms_code == before.payment_terms_code
    if same_terms and asked.payment_days != before.payment_days:
        detail = f"The days follow from the terms {asked.payment_terms_code}: give other terms, or null for days alone."
        yield Fault("payment_days", detail)
