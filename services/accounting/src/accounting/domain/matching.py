"""Which open documents a payment settles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import EXACT, ZERO, round_half_up

from accounting.domain.errors import DocumentNotOpen, OverMatched


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is still owed on an invoice or a bill: in its currency, and in the company's as the books have it."""

    document_id: UUID
    number: str
    due_on: date
    currency: str
    open_amount: Decimal
    open_value: Decimal


@dataclass(frozen=True, slots=True)
class Match:
    """A part of a payment settles a part of a document; amount in the currency of both."""

    document_id: UUID
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Settled:
    """A match with what it takes off the books: `value`, in company currency."""

    document_id: UUID
    amount: Decimal
    value: Decimal


class AdjustmentKind(StrEnum):
    """Why a part of a document is settled without money."""

    DISCOUNT = "discount"  # for early payment
    WRITE_OFF = "write-off"  # too little to ask for


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A part of a document that is settled without money; amount in its currency."""

    document_id: UUID
    kind: AdjustmentKind
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Adjusted:
    """An adjustment with what it takes off the books; `tax_value` is the part of `value` that is VAT."""

    document_id: UUID
    kind: AdjustmentKind
    amount: Decimal
    value: Decimal
    tax_value: Decimal


def settle(
    matches: Sequence[Match],
    adjustments: Sequence[Adjustment],
    items: Sequence[OpenItem],
    tax_shares: Mapping[UUID, Decimal],
) -> tuple[list[Settled], list[Adjusted]]:
    """What money settles, and after it what is settled without. `tax_shares`: VAT of each document by its total."""
    asked = [*matches, *(Match(each.document_id, each.amount) for each in adjustments)]
    both = settled(asked, items)
    money, rest = both[: len(matches)], both[len(matches) :]
    adjusted = [
        Adjusted(
            each.document_id,
            each.kind,
            each.amount,
            taken.value,
            round_half_up(EXACT.multiply(taken.value, tax_shares.get(each.document_id, ZERO)))
            if each.kind is AdjustmentKind.DISCOUNT
            else ZERO,
        )
        for each, taken in zip(adjustments, rest, strict=True)
    ]
    return money, adjusted


def check_adjustments(
    adjustments: Sequence[Adjustment], matches: Sequence[Match], items: Sequence[OpenItem]
) -> list[Adjustment]:
    """The adjustments asked for, once they are known to fit in what the matches leave open.

    Raises:
        DocumentNotOpen, OverMatched: as for matches.
    """
    left = {item.document_id: item for item in items}
    for match in matches:
        item = left[match.document_id]
        left[match.document_id] = replace(item, open_amount=item.open_amount - match.amount)
    asked = [Match(each.document_id, each.amount) for each in adjustments]
    check_matches(sum((each.amount for each in asked), ZERO), asked, list(left.values()))
    return list(adjustments)


def settled(matches: Sequence[Match], items: Sequence[OpenItem]) -> list[Settled]:
    """The matches, each with its part of what the books have of its document; what closes a document takes all of it."""
    opened = {item.document_id: [item.open_amount, item.open_value] for item in items}
    found = []
    for match in matches:
        left = opened[match.document_id]
        value = left[1]
        if match.amount != left[0]:
            value = round_half_up(EXACT.divide(EXACT.multiply(left[1], match.amount), left[0]))
        opened[match.document_id] = [left[0] - match.amount, left[1] - value]
        found.append(Settled(match.document_id, match.amount, value))
    return found


def match_oldest(amount: Decimal, items: Sequence[OpenItem], *, first: UUID | None = None) -> list[Match]:
    """Settle the oldest due first, as far as the amount goes; `first`: a document that goes before them."""
    matches = []
    for item in sorted(items, key=lambda item: (item.document_id != first, item.due_on, item.number)):
        part = min(amount, item.open_amount)
        if part <= 0:
            break
        matches.append(Match(item.document_id, part))
        amount -= part
    return matches


def named(items: Sequence[OpenItem], document_ids: Sequence[UUID]) -> list[OpenItem]:
    """Those of the open documents that are named.

    Raises:
        DocumentNotOpen: one of them is not among them.
    """
    missing = set(document_ids) - {item.document_id for item in items}
    if missing:
        raise DocumentNotOpen(
            f"Document {min(missing)} is not an open one of this partner: see the open items.",
            field="invoice_ids",
            document_id=str(min(missing)),
        )
    return [item for item in items if item.document_id in set(document_ids)]


def check_matches(amount: Decimal, asked: Sequence[Match], items: Sequence[OpenItem]) -> list[Match]:
    """The matches asked for, once they are known to fit.

    Raises:
        DocumentNotOpen: one names a document that is not open for this partner.
        OverMatched: more than is open, or more in total than is paid.
    """
    open_amounts = {item.document_id: item.open_amount for item in items}
    for position, match in enumerate(asked):
        if match.document_id not in open_amounts:
            raise DocumentNotOpen(
                f"Document {match.document_id} is not an open one of this partner: see the open items.",
                field=f"matches.{position}.document_id",
            )
        if match.amount > open_amounts[match.document_id]:
            raise OverMatched(
                f"Only {open_amounts[match.document_id]} is open on document {match.document_id}.",
                field=f"matches.{position}.amount",
                open_amount=str(open_amounts[match.document_id]),
            )
        open_amounts[match.document_id] -= match.amount
    total = sum((match.amount for match in asked), ZERO)
    if total > amount:
        raise OverMatched(f"The matches add up to {total}, the payment is {amount}.", field="matches", paid=str(amount))
    return list(asked)
