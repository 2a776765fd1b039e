"""Post late interest and indemnities as a debit note, or take one back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import ReadTransaction, Transaction
from kit.errors import NotFound, unknown
from kit.exchange_rates import rate_on
from kit.ids import new_id

from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry, mirror_of
from accounting.domain.receivables.dunning import Charge, charge_of
from accounting.domain.receivables.errors import ChargeInUse, ChargeTakenBack, NothingToCharge
from accounting.domain.receivables.late_charge import CUSTOMERS, LateCharge, chargeable, late_charge_lines
from accounting.storage import documents, ledger
from accounting.storage.books import openings
from accounting.storage.documents import NewItem
from accounting.storage.receivables import dunning, dunning_rules, late_charges, lettering
from kit import audit

SERIES = "ND"


@dataclass(frozen=True, slots=True)
class AskCharge:
    """What of a customer is late on a day in one currency: these documents, or all of them that nobody blocked."""

    id: UUID
    partner_id: UUID
    currency: str
    on: date
    document_ids: Collection[UUID] = ()


async def propose_charge(tx: ReadTransaction, asked: AskCharge) -> tuple[Charge, ...]:
    """What would be posted, with its arithmetic.

    Raises:
        NotFound: accounting does not know the partner, or he does not owe one of the documents so late.
        LateRateMissing: a day has no rate.
        NothingToCharge: it comes to nothing.
    """
    if await documents.payment_days(tx, asked.partner_id) is None:
        raise unknown("partner", asked.partner_id)
    items = [each for each in await dunning.late_of(tx, asked.partner_id, asked.on) if each.currency == asked.currency]
    if missing := set(asked.document_ids) - {each.document_id for each in items}:
        raise NotFound(
            f"Not late in {asked.currency} on {asked.on}, or not of this customer: {', '.join(sorted(map(str, missing)))}.",
            field="document_ids",
        )
    chosen = [
        each
        for each in items
        if (each.document_id in asked.document_ids if asked.document_ids else not each.is_blocked)
    ]
    rates = await dunning_rules.rates(tx)
    found = chargeable([charge_of(each, asked.on, rates) for each in chosen])
    if not found:
        raise NothingToCharge("Nothing is late on that day, or its interest and indemnities are charged already.")
    return found


async def charge_late(tx: Transaction, asked: AskCharge, currency: str, *, by: str) -> LateCharge:
    """Post it on demand. `currency`: the company's.

    Raises:
        As `propose_charge`.
        RateMissing: the currency has no rate on that day.
        PeriodClosed: that day is in a closed period.
    """
    await documents.lock_open(tx, asked.partner_id, asked.currency, is_receivable=True)
    charges = await propose_charge(tx, asked)
    return await post_charge(tx, asked.id, charges, asked.on, currency, letter_id=None, by=by)


async def post_charge(
    tx: Transaction,
    charge_id: UUID,
    charges: tuple[Charge, ...],
    on: date,
    currency: str,
    *,
    letter_id: UUID | None,
    by: str,
) -> LateCharge:
    """Number, post and owe charges of one customer in one currency.

    Raises:
        NothingToCharge: somebody was faster.
        RateMissing, PeriodClosed: that day has no rate, or is in a closed period.
    """
    head = charges[0].document
    rate = await rate_on(tx, currency, head.currency, on, field="on")
    await ledger.hold(tx, Journal.SALES, on.year)
    (number,) = await documents.take_numbers(tx, SERIES, on.year, 1)
    charge = LateCharge(charge_id, number, head.partner_id, on, rate, charges, letter_id)
    entry = JournalEntry(
        id=new_id(),
        journal=Journal.SALES,
        posted_on=on,
        document_on=on,
        label=f"Intérêts de retard {number}",
        source="late-charge",
        source_id=charge.id,
        lines=late_charge_lines(charge),
        document_number=number,
    )
    await ledger.post(tx, [entry])
    await late_charges.add(tx, charge, entry.id, by)
    await documents.open_items(tx, [_owed(charge)])
    await openings.owe(tx, [(charge.partner_id, charge.value)])
    changes: dict[str, list[str | None]] = {"total": [None, str(charge.total)], "number": [None, number]}
    await audit.record(tx, AuditEntry("late_charge", str(charge.id), "posted", changes, by))
    return charge


def _owed(charge: LateCharge) -> NewItem:
    return NewItem(
        document_id=charge.id,
        number=charge.number,
        partner_id=charge.partner_id,
        is_receivable=True,
        issued_on=charge.charged_on,
        due_on=charge.charged_on,
        currency=charge.rate.currency,
        amount=charge.total,
        value=charge.value,
    )


async def take_back_charge(tx: Transaction, charge_id: UUID, *, on: date, reason: str, by: str) -> str:
    """It is not owed any more: the number of the mirror entry. Its days may be charged again.

    Raises:
        NotFound: there is no such charge.
        ChargeTakenBack, ChargeInUse: it was taken back before, or something settles or carries it.
        PeriodClosed: that day is in a closed period.
    """
    found = await late_charges.lock(tx, charge_id)
    if found.is_taken_back:
        raise ChargeTakenBack(f"{found.number} was taken back before.")
    if found.is_in_use:
        raise ChargeInUse(
            f"{found.number} is paid in part, in a run of direct debits, or carried as doubtful: take that back first."
        )
    original = await ledger.entry_of(tx, found.entry_id)
    mirror = mirror_of(original, on, f"late interest {found.number} taken back")
    number = (await ledger.post(tx, [mirror]))[mirror.id]
    await late_charges.take_back(tx, charge_id, mirror.id, on, reason, by)
    await documents.close(tx, charge_id)
    await openings.owe(tx, [(found.partner_id, -found.value)])
    await lettering.letter_together(tx, found.partner_id, CUSTOMERS, [charge_id], on=on)
    changes: dict[str, list[str | None]] = {"reason": [None, reason]}
    await audit.record(tx, AuditEntry("late_charge", str(charge_id), "taken-back", changes, by))
    return number
