"""Which customers are reminded of what, how firmly, and who is left in peace and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO

from accounting.domain.receivables.errors import LadderWrong
from accounting.domain.receivables.late_interest import (
    INDEMNITY,
    INDEMNITY_CURRENCY,
    InterestStep,
    LateRate,
    Part,
    interest_of,
    steps_of_parts,
)


@dataclass(frozen=True, slots=True)
class Words:
    """Of a letter, in one language."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Level:
    """A rung of the ladder: the first is a friendly word, the last a formal notice ("mise en demeure")."""

    days_late: int  # of the document, at least
    pause_days: int  # since the letter before, at least
    claims: bool  # late interest, and the indemnity of 40 EUR
    words: Mapping[str, Words]  # by language
    posts: bool = False  # what it claims: it is owed by a debit note from then on


def check_ladder(levels: Sequence[Level]) -> None:
    """Nothing, or a refusal.

    Raises:
        LadderWrong: a level does not come later than the one before it, or posts what it does not claim.
    """
    for position, level in enumerate(levels):
        if level.posts and not level.claims:
            raise LadderWrong("A level posts what it claims: let it claim.", field=f"levels.{position}.posts")
    for position in range(1, len(levels)):
        if levels[position].days_late <= levels[position - 1].days_late:
            raise LadderWrong("Each level comes later than the one before it.", field=f"levels.{position}.days_late")


class LeftAlone(StrEnum):
    """Why a document that is late is in no letter."""

    BLOCKED = "blocked"  # disputed, or somebody said so
    HELD = "customer-held"
    COLLECTED = "being-collected"  # by a direct debit that is under way
    COVERED = "covered-by-credit"
    TOO_SMALL = "too-small"


@dataclass(frozen=True, slots=True)
class Late:
    """An invoice past its due date: open, or paid late. `paid`: what money has settled of it, day by day."""

    document_id: UUID
    number: str
    partner_id: UUID
    issued_on: date
    due_on: date
    currency: str
    amount: Decimal
    open_amount: Decimal
    level: int = 0  # of the last letter that raised it; zero: none
    reminded_on: date | None = None
    is_blocked: bool = False
    is_collected: bool = False
    is_charge: bool = False  # late interest itself, which bears none
    charged_through: date | None = None  # late interest is posted until this day
    has_indemnity: bool = False  # that is posted
    paid: tuple[Part, ...] = ()

    def late_until(self, on: date) -> date:
        """The last day, of those until `on`, that something of it was not paid."""
        open_until = [on] if self.open_amount else []
        return max([*open_until, *(part.until(on) for part in self.paid)], default=self.due_on)


@dataclass(frozen=True, slots=True)
class Charge:
    """What being late costs on one document, as far as no debit note has asked for it; days x rate x amount."""

    document: Late
    through: date
    steps: tuple[InterestStep, ...]
    indemnity: Decimal

    @property
    def interest(self) -> Decimal:
        return interest_of(self.steps)

    @property
    def total(self) -> Decimal:
        return self.interest + self.indemnity


def charge_of(item: Late, on: date, rates: Sequence[LateRate]) -> Charge:
    """Interest from the day after it was due, or after the last that was posted, on what was not paid yet on each day;
    the indemnity once.

    Raises:
        LateRateMissing: a day has no rate.
    """
    if item.is_charge:
        return Charge(item, on, (), ZERO)
    after = max(item.due_on, item.charged_through or item.due_on)
    through = item.late_until(on)
    is_owed = item.currency == INDEMNITY_CURRENCY and item.due_on < through and not item.has_indemnity
    parts = (*item.paid, Part(item.open_amount)) if item.open_amount else item.paid
    return Charge(item, through, steps_of_parts(parts, after, on, rates), INDEMNITY if is_owed else ZERO)


@dataclass(frozen=True, slots=True)
class Claim:
    """A document in a letter."""

    document: Late
    level: int
    is_raised: bool  # by this letter
    days_late: int
    interest: Decimal
    indemnity: Decimal


@dataclass(frozen=True, slots=True)
class Letter:
    """To one customer, in one currency."""

    partner_id: UUID
    currency: str
    level: int
    claims: tuple[Claim, ...]
    credit: Decimal  # that stands to his account

    @property
    def open_amount(self) -> Decimal:
        return sum((each.document.open_amount for each in self.claims), ZERO)

    @property
    def interest(self) -> Decimal:
        return sum((each.interest for each in self.claims), ZERO)

    @property
    def indemnity(self) -> Decimal:
        return sum((each.indemnity for each in self.claims), ZERO)

    @property
    def total(self) -> Decimal:
        return self.open_amount - self.credit + self.interest + self.indemnity


@dataclass(frozen=True, slots=True)
class Omission:
    document: Late
    reason: LeftAlone


@dataclass(frozen=True, slots=True)
class Reminders:
    """What a run would write."""

    letters: tuple[Letter, ...]
    left_alone: tuple[Omission, ...]


def next_level(item: Late, ladder: Sequence[Level], on: date) -> int:
    """One level up at most, when the document is late enough and the letter before is long enough ago."""
    if item.level >= len(ladder):
        return item.level
    step = ladder[item.level]
    is_late = (on - item.due_on).days >= step.days_late
    is_rested = item.reminded_on is None or (on - item.reminded_on).days >= step.pause_days
    return item.level + (is_late and is_rested)


def reminders(
    items: Sequence[Late],
    ladder: Sequence[Level],
    *,
    on: date,
    rates: Sequence[LateRate],
    unused: Mapping[tuple[UUID, str], Decimal],
    held: Collection[UUID],
    minimum: Decimal,
) -> Reminders:
    """A letter for each customer of whom a document comes to a new level, with all that is late.

    `unused`: what stands to customers' accounts, by currency; `minimum`: less than this is not asked for.

    Raises:
        LateRateMissing: interest is to be claimed for days without a rate.
    """
    by_customer: dict[tuple[UUID, str], list[Late]] = defaultdict(list)
    for item in sorted(items, key=lambda each: (each.due_on, each.number)):
        by_customer[item.partner_id, item.currency].append(item)
    letters, left_alone = [], []
    for (partner_id, currency), late in sorted(by_customer.items()):
        raised = {item.document_id: next_level(item, ladder, on) for item in late}
        asked = [item for item in late if not (item.is_blocked or item.is_collected or partner_id in held)]
        credit = unused.get((partner_id, currency), ZERO)
        reason = _small(sum((item.open_amount for item in asked), ZERO), credit, minimum)
        left_alone += [
            Omission(item, why)
            for item in late
            if raised[item.document_id] > item.level and (why := _why(item, held) or reason) is not None
        ]
        if reason is None and any(raised[item.document_id] > item.level for item in asked):
            claims = tuple(_claim(item, raised[item.document_id], ladder, on, rates) for item in asked)
            level = max(claim.level for claim in claims if claim.is_raised)
            letters.append(Letter(partner_id, currency, level, claims, credit))
    return Reminders(tuple(letters), tuple(left_alone))


def _why(item: Late, held: Collection[UUID]) -> LeftAlone | None:
    if item.is_blocked:
        return LeftAlone.BLOCKED
    if item.partner_id in held:
        return LeftAlone.HELD
    return LeftAlone.COLLECTED if item.is_collected else None


def _small(asked: Decimal, credit: Decimal, minimum: Decimal) -> LeftAlone | None:
    if asked <= credit:
        return LeftAlone.COVERED
    return LeftAlone.TOO_SMALL if asked - credit < minimum else None


def _claim(item: Late, level: int, ladder: Sequence[Level], on: date, rates: Sequence[LateRate]) -> Claim:
    charge = charge_of(item, on, rates) if level > 0 and ladder[level - 1].claims else None
    return Claim(
        item,
        level,
        is_raised=level > item.level,
        days_late=(on - item.due_on).days,
        interest=charge.interest if charge else ZERO,
        indemnity=charge.indemnity if charge else ZERO,
    )
