"""Counting: what was seen where, and what follows from it.

A count is an observation at a position of the ledger: the line keeps what the ledger said at the moment somebody
looked. Whatever moves afterwards, or is entered late, changes neither what was observed nor the difference.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO

from inventory.domain.errors import WrongCountStatus


class CountStatus(StrEnum):
    COUNTING = "counting"
    AWAITING_APPROVAL = "awaiting-approval"
    POSTED = "posted"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CountRules:
    """From which value of a difference on (company currency) somebody else must look, say why, or approve."""

    recount_value: Decimal
    cause_value: Decimal
    approval_value: Decimal  # sum of the absolute differences of a document


@dataclass(frozen=True, slots=True)
class StockCount:
    """The document: which places are counted, and how far it is."""

    id: UUID
    number: str
    warehouse: str
    status: CountStatus
    is_blind: bool
    opened_by: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class CountLine:
    """One place of one product (and lot) that was counted. Stock units; unit cost in company currency."""

    id: UUID
    product_id: UUID
    location_id: UUID
    lot_id: UUID | None
    expected: Decimal
    counted: Decimal
    unit_cost: Decimal
    first_counted_by: str
    counted_by: str
    cause: str | None = None

    @property
    def difference(self) -> Decimal:
        """Above zero was found, below is missing."""
        return self.counted - self.expected

    @property
    def value(self) -> Decimal:
        """What the difference is worth, either way."""
        return abs(self.difference) * self.unit_cost


def check_open(count: StockCount) -> None:
    """Nothing while the count can still change.

    Raises:
        WrongCountStatus: it is posted or given up.
    """
    if count.status not in (CountStatus.COUNTING, CountStatus.AWAITING_APPROVAL):
        raise WrongCountStatus(
            f"{count.number} is {count.status}: open another count.", number=count.number, status=str(count.status)
        )


def to_recount(lines: Iterable[CountLine], rules: CountRules) -> list[CountLine]:
    """Lines whose difference is so large that a second person must look, and nobody has yet."""
    return [
        line
        for line in lines
        if line.difference and line.value >= rules.recount_value and line.counted_by == line.first_counted_by
    ]


def without_cause(lines: Iterable[CountLine], rules: CountRules) -> list[CountLine]:
    """Lines whose difference is so large that its root cause must be said."""
    return [line for line in lines if line.difference and line.value >= rules.cause_value and line.cause is None]


def value_of(lines: Iterable[CountLine]) -> Decimal:
    """Sum of the absolute values of the differences."""
    return sum((line.value for line in lines), ZERO)


def signed_content(count: StockCount, lines: Sequence[CountLine]) -> object:
    """What an approval covers: every difference. A new observation makes the decision void."""
    return {
        "count": count.id,
        "lines": sorted(
            [str(line.id), str(line.expected.normalize()), str(line.counted.normalize()), line.cause or ""]
            for line in lines
            if line.difference
        ),
    }
