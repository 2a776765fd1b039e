"""A month-end as it is shown before it is done."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from accounting.domain import entry_labels
from accounting.domain.chart import Journal
from accounting.domain.close.accruals import Kind
from accounting.domain.entry import JournalEntry, JournalLine, reversal_lines
from accounting.domain.errors import ClosingBlocked, ClosingMoved

SOURCE = "closing-"  # before the kind


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that the month-end waits for, with who takes care of it and where he finds it."""

    kind: str
    owner: str  # role
    count: int
    amount: Decimal | None  # company currency
    link: str
    blocks: bool  # nobody closes over it without saying so


@dataclass(frozen=True, slots=True)
class Accrual:
    """An entry on the last day, which is taken back on the first day after."""

    kind: Kind
    lines: tuple[JournalLine, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """What is in the way of closing a month, and what closing it posts."""

    month: date
    posts_on: date
    takes_back_on: date
    blockers: Sequence[Blocker]
    accruals: Sequence[Accrual]

    @property
    def content_hash(self) -> str:
        """Over all that would be posted: what was shown is posted, or nothing."""
        said = [self.posts_on.isoformat(), self.takes_back_on.isoformat()]
        for accrual in self.accruals:
            said.append(accrual.kind)
            said += [f"{each.account} {each.debit:.2f} {each.credit:.2f} {each.partner_id}" for each in accrual.lines]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def check(self, content_hash: str, *, accepts_blockers: bool) -> None:
        """Nothing, when what was shown can be posted.

        Raises:
            ClosingMoved: something else would be posted now.
            ClosingBlocked: something is in the way.
        """
        if content_hash != self.content_hash:
            raise ClosingMoved("What closing posts has changed since it was shown: look again.", field="content_hash")
        blocking = [blocker.kind for blocker in self.blockers if blocker.blocks]
        if blocking and not accepts_blockers:
            raise ClosingBlocked(f"In the way: {', '.join(blocking)}. Settle them, or accept them.", blockers=blocking)


def period_id(month: date) -> UUID:
    """By which a month's closing entries are found again."""
    return uuid5(NAMESPACE_URL, f"period:{month:%Y-%m}")


def entries_of(closing: Closing, ids: Sequence[UUID]) -> list[JournalEntry]:
    """Each accrual, followed by the entry that takes it back; two ids each."""
    entries = []
    for accrual, entry_id, back_id in zip(closing.accruals, ids[::2], ids[1::2], strict=True):
        label = f"{entry_labels.ACCRUALS[accrual.kind]} {closing.month:%Y-%m}"
        entry = _entry(closing, accrual, entry_id, closing.posts_on, label, accrual.lines, None)
        back = reversal_lines(accrual.lines)
        entries += [
            entry,
            _entry(closing, accrual, back_id, closing.takes_back_on, f"Extourne : {label}", back, entry_id),
        ]
    return entries


def _entry(
    closing: Closing,
    accrual: Accrual,
    entry_id: UUID,
    on: date,
    label: str,
    lines: tuple[JournalLine, ...],
    reverses: UUID | None,
) -> JournalEntry:
    return JournalEntry(
        id=entry_id,
        journal=Journal.GENERAL,
        posted_on=on,
        document_on=closing.posts_on,
        label=label,
        source=f"{SOURCE}{accrual.kind}",
        source_id=period_id(closing.month),
        lines=lines,
        reverses=reverses,
    )
