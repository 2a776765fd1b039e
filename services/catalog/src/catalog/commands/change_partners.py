"""New states of partners, one or a thousand."""

from collections.abc import Iterator, Mapping, Sequence

from kit.auth import Principal
from kit.db import Transaction
from kit.errors import Fault, stale

from catalog.commands.create_partners import NOUN, Surroundings, reference_faults, surroundings, with_terms
from catalog.commands.govern import Waiting, ask_for
from catalog.commands.records import changed, prefix, refuse
from catalog.domain.change import ChangeRequest
from catalog.domain.field_rule import split
from catalog.domain.partner import Partner, faults
from catalog.domain.payment_terms import PaymentTerms
from catalog.domain.snapshot import kept
from catalog.storage import field_rules, partners
from catalog.wire import bank_accounts_changed, partner_changed
from kit import approvals, audit, clock


async def change_partners(
    tx: Transaction, pairs: Sequence[tuple[Partner, Partner]], *, caller: Principal
) -> tuple[list[Partner], list[ChangeRequest]]:
    """Write each (before, asked) whose asked version is one above; all or none. What the caller may not change alone is asked for.

    Raises:
        InvalidRecords: with every fault of every partner.
        Stale: somebody changed a partner meanwhile.
    """
    around = await surroundings(tx, [each for pair in pairs for each in pair])
    rules = await field_rules.of(tx, "partner")
    refuse(
        [
            fault.within(prefix(NOUN, i, len(pairs)))
            for i, (before, asked) in enumerate(pairs)
            for fault in _change_faults(before, asked, around)
        ]
    )
    after, written, waiting = [], [], []
    for before, asked in pairs:
        now, held = split(before, asked, rules, caller.permissions)
        now = with_terms(now, around)
        if held and kept(before) == kept(now):
            now = before  # nothing to write
        else:
            written.append((before, now))
        after.append(now)
        if held:
            waiting.append(Waiting("partner", now, asked, held))
    # A part may be wrong without the part that waits: a SIRET without its SIREN.
    refuse([fault.within(prefix(NOUN, i, len(pairs))) for i, now in enumerate(after) for fault in faults(now)])
    await write(tx, written, around.terms, subject=caller.subject)
    return after, await ask_for(tx, waiting, caller=caller)


async def apply_approved(tx: Transaction, before: Partner, asked: Partner, *, subject: str) -> None:
    """Make a change that was approved.

    Raises:
        InvalidRecords: it no longer makes sense.
    """
    around = await surroundings(tx, [asked])
    refuse([*faults(asked), *reference_faults(asked, around)])
    await write(tx, [(before, with_terms(asked, around))], around.terms, subject=subject, action="approved")


async def write(
    tx: Transaction,
    pairs: Sequence[tuple[Partner, Partner]],
    terms: Mapping[str, PaymentTerms],
    *,
    subject: str,
    action: str = "changed",
) -> None:
    """Write checked states with their history and events; requests that waited for the old state are void.

    `terms`: those that the new states name.

    Raises:
        Stale: somebody changed one meanwhile.
    """
    if not pairs:
        return
    if behind := await partners.replace(tx, [after for _, after in pairs]):
        first = next(before for before, _ in pairs if before.id in behind)
        raise stale("partner", sent=first.version, current=first.version + 1)
    await approvals.withdraw_all(tx, [after.id for _, after in pairs], now=clock.now())
    await audit.record(tx, *(changed("partner", before, after, subject, action) for before, after in pairs))
    tx.publish(*(partner_changed(after, terms.get(after.payment_terms_code or "")) for _, after in pairs))
    # Accounts also when they stay: who came later learns them by any change.
    tx.publish(
        *(bank_accounts_changed(after) for before, after in pairs if before.bank_accounts or after.bank_accounts)
    )


def _change_faults(before: Partner, asked: Partner, around: Surroundings) -> Iterator[Fault]:
    stood = reference_faults(before, around)  # what was let in before a rule came may stay until it is changed
    yield from faults(asked)
    yield from (fault for fault in reference_faults(asked, around) if fault not in stood)
    yield from _days_faults(before, asked)


def _days_faults(before: Partner, asked: Partner) -> Iterator[Fault]:
    same_terms = asked.payment_terms_code is not None and asked.payment_terms_code == before.payment_terms_code
    if same_terms and asked.payment_days != before.payment_days:
        detail = f"The days follow from the terms {asked.payment_terms_code}: give other terms, or null for days alone."
        yield Fault("payment_days", detail, "days-of-terms", {"terms": asked.payment_terms_code or ""})
