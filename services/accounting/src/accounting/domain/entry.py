"""Journal entries: balanced by construction, chained by hash."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.money import ZERO

from accounting.domain.errors import EmptyEntry, UnbalancedEntry

GENESIS = b"\0" * 32
_ANALYSED = ("3", "6", "7")  # classes
EXCHANGE_LOSSES, EXCHANGE_GAINS = "656", "756"


@dataclass(frozen=True, slots=True)
class Foreign:
    """An amount (above zero) as its document has it, in another currency, and the rate by which it was posted."""

    amount: Decimal
    rate: ExchangeRate


@dataclass(frozen=True, slots=True)
class Axes:
    """By what else than its account an amount is looked at; empty where it has no such thing."""

    site: str = ""  # code of the warehouse
    family: str = ""  # code of the product's family
    customer_id: UUID | None = None
    channel: str = ""


NO_AXES = Axes()


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One amount on one account; exactly one of debit and credit is above zero. `partner_id` is the auxiliary account.

    Amounts are in company currency; `foreign` says what stood on the document, where that is in another one.
    """

    account: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    partner_id: UUID | None = None
    foreign: Foreign | None = None
    axes: Axes = NO_AXES


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """Lines that post together. An unbalanced entry cannot be built, so none can be stored."""

    id: UUID
    journal: str
    posted_on: date
    document_on: date  # of the document; differs when a late fact posts in a later period
    label: str  # in French: see `entry_labels`
    source: str  # "movement", "invoice", …
    source_id: UUID
    lines: tuple[JournalLine, ...]
    reverses: UUID | None = None
    document_number: str = ""  # of the piece behind it, as its maker numbers it

    def __post_init__(self) -> None:
        if len(self.lines) < 2:
            raise EmptyEntry("An entry needs at least two lines.", field="lines")
        gap = ZERO
        for line in self.lines:
            if line.debit < 0 or line.credit < 0 or (line.debit == 0) == (line.credit == 0):
                raise EmptyEntry("Each line has either a debit or a credit, above zero.", field="lines")
            gap += line.debit - line.credit
        if gap:
            raise UnbalancedEntry(f"Debits and credits differ by {gap}.", field="lines", gap=str(gap))


def debit(account: str, amount: Decimal, partner_id: UUID | None = None) -> JournalLine:
    """Debit an amount; a negative one is a credit."""
    if amount < 0:
        return JournalLine(account, credit=-amount, partner_id=partner_id)
    return JournalLine(account, debit=amount, partner_id=partner_id)


def credit(account: str, amount: Decimal, partner_id: UUID | None = None) -> JournalLine:
    """Credit an amount; a negative one is a debit."""
    return debit(account, -amount, partner_id)


def transfer(debited: str, credited: str, amount: Decimal) -> tuple[JournalLine, ...]:
    """The pair of lines that moves an amount; nothing for zero."""
    return (debit(debited, amount), credit(credited, amount)) if amount else ()


def exchange_difference(gain: Decimal) -> tuple[JournalLine, ...]:
    """The line of what was gained (below zero: lost) between the rates of two days; nothing for zero."""
    if not gain:
        return ()
    return (credit(EXCHANGE_GAINS, gain),) if gain > 0 else (debit(EXCHANGE_LOSSES, -gain),)


def in_currency(line: JournalLine, amount: Decimal, rate: ExchangeRate) -> JournalLine:
    """The line with what its document says, when that is in another currency."""
    return line if rate.is_own or not amount else replace(line, foreign=Foreign(abs(amount), rate))


def along(lines: Sequence[JournalLine], axes: Axes) -> tuple[JournalLine, ...]:
    """The lines, with these axes on those of stock, costs and revenue that have none."""
    return tuple(
        replace(line, axes=axes) if line.axes == NO_AXES and line.account.startswith(_ANALYSED) else line
        for line in lines
    )


def reversal_lines(lines: Sequence[JournalLine]) -> tuple[JournalLine, ...]:
    """The same lines with debit and credit exchanged."""
    return tuple(replace(line, debit=line.credit, credit=line.debit) for line in lines)


def mirror_of(entry: JournalEntry, on: date, label: str, *, document_on: date | None = None) -> JournalEntry:
    """The entry that takes it back, of that day; `document_on`: where its document keeps a day of its own."""
    return replace(
        entry,
        id=new_id(),
        posted_on=on,
        document_on=document_on or on,
        label=label,
        lines=reversal_lines(entry.lines),
        reverses=entry.id,
    )


def chain_hash(previous: bytes, number: int, entry: JournalEntry) -> bytes:
    """SHA-256 over the hash before and everything that the entry says: no entry changes without breaking the chain."""
    said = [str(number), entry.journal, entry.posted_on.isoformat(), entry.document_on.isoformat(), entry.label]
    said += [entry.source, str(entry.source_id), str(entry.reverses or "")]
    for line in entry.lines:
        said += [line.account, f"{line.debit:.2f}", f"{line.credit:.2f}", str(line.partner_id or "")]
        if line.foreign:
            rate = line.foreign.rate
            said += [rate.currency, f"{line.foreign.amount:.2f}", f"{rate.rate:f}", rate.on.isoformat()]
        if line.axes != NO_AXES:
            axes = line.axes
            said.append(f"axes={axes.site}\x1e{axes.family}\x1e{axes.customer_id or ''}\x1e{axes.channel}")
    if entry.document_number:
        said.append(f"document={entry.document_number}")
    return hashlib.sha256(previous + "\x1f".join(said).encode()).digest()
