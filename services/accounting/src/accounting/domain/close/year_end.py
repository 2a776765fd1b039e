"""The end of a fiscal year: its result, and the balances that the next one opens with.

Both entries are dated on the first day of the next year. The closing one mirrors every balance, the opening one (à-nouveaux)
brings back those of the balance sheet and the result: so sums over the whole ledger stay what they were, income accounts
start at zero, and the year that is over holds no entry that closes its accounts, as LPF art. A47 A-1 wants it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from kit.money import ZERO

from accounting.domain.books.calendar import FiscalYear
from accounting.domain.chart import RESULT_CLASSES, Journal
from accounting.domain.entry import JournalEntry, JournalLine, debit, reversal_lines
from accounting.domain.errors import ClosingMoved

PROFIT, LOSS = "120", "129"
SOURCE = "year-end"


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A year's balances on its last day, by account and partner: debits less credits, their sum zero."""

    year: FiscalYear
    balances: Mapping[tuple[str, UUID | None], Decimal]

    @property
    def result(self) -> Decimal:
        """Income less costs: above zero a profit."""
        return -sum((balance for (account, _), balance in self.balances.items() if _is_result(account)), ZERO)

    @property
    def posts_on(self) -> date:
        return self.year.ends_on + timedelta(days=1)

    @property
    def closing_lines(self) -> tuple[JournalLine, ...]:
        """The mirror of all balances."""
        return reversal_lines(self._lines(with_results=True))

    @property
    def opening_lines(self) -> tuple[JournalLine, ...]:
        """The balance sheet, with the result among its equity."""
        carried = self._lines(with_results=False)
        if not self.result:
            return carried
        return (*carried, debit(PROFIT if self.result > 0 else LOSS, -self.result))

    def _lines(self, *, with_results: bool) -> tuple[JournalLine, ...]:
        keys = sorted(self.balances, key=lambda key: (key[0], str(key[1] or "")))
        return tuple(
            debit(account, self.balances[account, partner_id], partner_id)
            for account, partner_id in keys
            if self.balances[account, partner_id] and (with_results or not _is_result(account))
        )

    @property
    def content_hash(self) -> str:
        """Over all that would be posted."""
        lines = [f"{each.account} {each.partner_id} {each.debit:.2f} {each.credit:.2f}" for each in self.closing_lines]
        return hashlib.sha256("\n".join([self.posts_on.isoformat(), *lines]).encode()).hexdigest()

    def check(self, content_hash: str) -> None:
        """Nothing, when it is what was shown.

        Raises:
            ClosingMoved: it is not.
        """
        if content_hash != self.content_hash:
            raise ClosingMoved("What closing posts has changed since it was shown: look again.", field="content_hash")

    def entries(self, closing_id: UUID, opening_id: UUID) -> list[JournalEntry]:
        """None for a year in which nothing was posted."""
        return [
            JournalEntry(
                id=entry_id,
                journal=journal,
                posted_on=self.posts_on,
                document_on=self.posts_on,
                label=label,
                source=SOURCE,
                source_id=uuid5(NAMESPACE_URL, f"fiscal-year:{self.year.year}"),
                lines=lines,
            )
            for entry_id, journal, label, lines in (
                (closing_id, Journal.CLOSING, f"Clôture des comptes {self.year.year}", self.closing_lines),
                (opening_id, Journal.OPENING, f"À-nouveaux de {self.year.year}", self.opening_lines),
            )
            if lines
        ]


def _is_result(account: str) -> bool:
    return account.startswith(RESULT_CLASSES)
