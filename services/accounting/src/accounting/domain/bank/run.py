"""Which payments a run should make, and which it leaves out and why."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

from kit.money import ZERO

MANDATE_MONTHS = 36  # a SEPA mandate that is not used for so long is void

RunKind = Literal["transfer", "direct-debit"]


class LeftOut(StrEnum):
    """Why a document that is due is not in a run."""

    BLOCKED = "blocked"  # somebody said so
    DISPUTED = "disputed"
    IN_A_RUN = "in-another-run"
    NO_ACCOUNT = "no-bank-account"
    NO_MANDATE = "no-mandate"  # or one that is void
    OWES_US = "owes-us"  # a credit of who still owes: set it against that, or name it
    NOTHING_LEFT = "nothing-to-pay"  # a discount takes it all


@dataclass(frozen=True, slots=True)
class Payable:
    """An open document, as a run looks at it."""

    document_id: UUID
    number: str
    reference: str  # what the other side knows it by
    partner_id: UUID
    due_on: date
    open_amount: Decimal
    discount: Decimal  # offered for payment on the run's day
    is_blocked: bool
    is_disputed: bool
    is_in_a_run: bool
    is_refund: bool = False  # a customer's credit that is paid back, and no bill
    owes_us: bool = False


@dataclass(frozen=True, slots=True)
class Payee:
    """Where the other side's money goes to, or comes from."""

    partner_id: UUID
    name: str
    iban: str
    bic: str
    mandate_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """A document in an order; amount by money."""

    document_id: UUID
    number: str
    amount: Decimal
    discount: Decimal


@dataclass(frozen=True, slots=True)
class Order:
    """One payment of a run."""

    payee: Payee
    amount: Decimal
    text: str
    documents: tuple[Paid, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    document_id: UUID
    number: str
    partner_id: UUID
    open_amount: Decimal
    reason: LeftOut


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do."""

    orders: tuple[Order, ...]
    left_out: tuple[Omission, ...]

    @property
    def total(self) -> Decimal:
        return sum((order.amount for order in self.orders), ZERO)


def plan(
    items: Sequence[Payable],
    payees: Mapping[UUID, Payee],
    *,
    kind: RunKind,
    due_until: date,
    take_discounts: bool,
    only: Collection[UUID] = (),
) -> Plan:
    """One order for each partner, of what is due until a day or has a discount to take; another for what he gets back.

    `only`: these documents, whatever is due; none named is no restriction.
    """
    by_partner: dict[tuple[UUID, bool], list[Paid]] = defaultdict(list)
    texts: dict[tuple[UUID, bool], list[str]] = defaultdict(list)
    left_out: list[Omission] = []
    for item in sorted(items, key=lambda each: (each.due_on, each.number)):
        discount = item.discount if take_discounts else ZERO
        wanted = item.document_id in only if only else item.due_on <= due_until or discount > 0
        if not wanted:
            continue
        reason = LeftOut.OWES_US if item.owes_us and not only else _left_out(item, payees, kind, discount)
        if reason is not None:
            left_out.append(Omission(item.document_id, item.number, item.partner_id, item.open_amount, reason))
            continue
        key = (item.partner_id, item.is_refund)
        by_partner[key].append(Paid(item.document_id, item.number, item.open_amount - discount, discount))
        texts[key].append(item.reference or item.number)
    orders = [
        Order(payees[key[0]], sum((each.amount for each in paid), ZERO), _text(texts[key]), tuple(paid))
        for key, paid in by_partner.items()
    ]
    return Plan(tuple(sorted(orders, key=lambda order: (order.payee.name, order.payee.partner_id))), tuple(left_out))


def _left_out(item: Payable, payees: Mapping[UUID, Payee], kind: RunKind, discount: Decimal) -> LeftOut | None:
    if item.is_blocked:
        return LeftOut.BLOCKED
    if item.is_disputed:
        return LeftOut.DISPUTED
    if item.is_in_a_run:
        return LeftOut.IN_A_RUN
    if item.partner_id not in payees:
        return LeftOut.NO_ACCOUNT if kind == "transfer" else LeftOut.NO_MANDATE
    return LeftOut.NOTHING_LEFT if item.open_amount <= discount else None


def _text(references: Sequence[str]) -> str:
    """The documents' numbers, as many as 140 characters take."""
    text = ""
    for i, reference in enumerate(references):
        longer = f"{text} {reference}".strip()
        if len(longer) > 130:
            return f"{text} +{len(references) - i}"
        text = longer
    return text


def is_usable(signed_on: date, last_used_on: date | None, on: date) -> bool:
    """Whether a mandate may be used on a day: within 36 months of its last use, or of its signature."""
    since = last_used_on or signed_on
    months = (on.year - since.year) * 12 + on.month - since.month
    return signed_on <= on and (months, on.day) <= (MANDATE_MONTHS, since.day)


def end_to_end_id(run_number: str, position: int) -> str:
    """Under which a payment comes back on statements."""
    return f"{run_number}-{position:04d}"
