"""What an entry of a statement is probably for: proposals, each with its reasons and how sure they make it.

The figures of confidence are an order, tested on cases, not a probability: above 0.9 only one reading is left.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO, minor_unit

from accounting.domain.bank.clearing import (
    Clearing,
    OfPartner,
    Part,
    Recorded,
    Refunded,
    Returned,
    Suspended,
    ToAccount,
)
from accounting.domain.bank.names import key_of, keys_in
from accounting.domain.bank.subset import find_group
from accounting.domain.payment import FEES

_SMALL = Decimal("1.00")  # a difference that somebody may have meant to round away
_SAME_NAME = 90  # of 100
_SHOWN = 5
_CHARGES = ("CHRG", "FEES", "COMM", "COME", "CHAR")  # ISO 20022 families and sub-families of the bank's own charges


class Sign(StrEnum):
    """A reason to believe it."""

    RETURNED = "returned"
    END_TO_END = "end-to-end-id"
    NUMBER = "document-number"
    EXACT = "exact-amount"
    GROUP = "amount-of-a-group"
    BALANCE = "whole-balance"
    DISCOUNT = "cash-discount"
    SMALL_DIFFERENCE = "small-difference"
    PART = "part-of-it"
    IBAN = "known-account"
    OTHER_IBAN = "account-of-another"
    NAME = "name"
    CHARGES = "bank-charges"
    RULE = "rule"
    RECORDED = "recorded-before"
    CREDIT = "stands-to-credit"
    NOTHING = "nothing-known"


@dataclass(frozen=True, slots=True)
class Reason:
    sign: Sign
    said: str  # the values behind it


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the entry may be for; `confidence` between 0 and 1."""

    clearing: Clearing
    confidence: Decimal
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the statement says of an entry."""

    amount: Decimal  # above zero: it came in
    currency: str
    booked_on: date
    party_name: str
    party_iban: str
    end_to_end_id: str
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Owed:
    """An open document of the side that the entry is on."""

    document_id: UUID
    number: str
    other_numbers: tuple[str, ...]  # the supplier's own, the order's
    partner_id: UUID
    due_on: date
    open_amount: Decimal
    discount: Decimal = ZERO  # offered for payment on that day

    @property
    def keys(self) -> Iterable[str]:
        return (key_of(number) for number in (self.number, *self.other_numbers))


@dataclass(frozen=True, slots=True)
class ByHand:
    """A payment or refund that was recorded, and no statement has; with its sign."""

    id: UUID
    number: str
    partner_id: UUID
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the open documents."""

    names: Mapping[UUID, str]  # of partners with open documents
    likeness: Mapping[UUID, int]  # of their names to the party's, of 100
    partner_of_iban: UUID | None = None
    ordered: OfPartner | Refunded | None = None  # what our own payment file has under this end-to-end id
    returned: Returned | None = None
    rule: ToAccount | None = None  # what its text means, by a rule of the house
    recorded: Sequence[ByHand] = ()  # of the days around the entry, in its currency
    credits: Sequence[Owed] = ()  # that this money would pay back: customers' when it went, suppliers' when it came
    owner: str = ""  # who finds out what nobody knows


def propose(seen: Seen, owed: Sequence[Owed], known: Known) -> list[Proposal]:
    """The likeliest first, five at most; where nothing is known, that it waits for somebody on the suspense account."""
    found = [
        *_certain(seen, known),
        *_by_hand(seen, known),
        *_by_number(seen, owed, known),
        *_by_partner(seen, owed, known),
        *_refunds(seen, known),
    ]
    found += _by_amount(seen, owed, known)
    best: dict[Clearing, Proposal] = {}
    for each in sorted(found, key=lambda each: -each.confidence):
        best.setdefault(_key(each.clearing), each)
    if not best:
        nobody = Suspended(known.owner, "")
        return [Proposal(nobody, ZERO, (Reason(Sign.NOTHING, seen.text or seen.party_name),))]
    return list(best.values())[:_SHOWN]


def _key(clearing: Clearing) -> Clearing:
    return replace(clearing, parts=tuple(clearing.parts)) if isinstance(clearing, OfPartner | Refunded) else clearing


def _certain(seen: Seen, known: Known) -> Iterable[Proposal]:
    if known.returned is not None:
        yield Proposal(known.returned, Decimal("0.99"), (Reason(Sign.RETURNED, seen.end_to_end_id),))
    if known.ordered is not None:
        yield Proposal(known.ordered, Decimal("0.99"), (Reason(Sign.END_TO_END, seen.end_to_end_id),))
    if known.rule is not None:
        yield Proposal(known.rule, Decimal("0.92"), (Reason(Sign.RULE, known.rule.label),))
    if seen.amount < 0 and set(seen.code.split("/")) & set(_CHARGES):
        label = seen.text or "Frais bancaires"
        yield Proposal(ToAccount(FEES, label[:140]), Decimal("0.90"), (Reason(Sign.CHARGES, seen.code),))


def _by_hand(seen: Seen, known: Known) -> Iterable[Proposal]:
    """What was recorded before: one of the amount, else several that make it, as banks book cheques."""
    same = [each for each in known.recorded if each.amount == seen.amount]
    for each in same:
        confidence = Decimal("0.93" if len(same) == 1 else "0.70")
        more: tuple[Reason, ...] = ()
        if each.partner_id == known.partner_of_iban or known.likeness.get(each.partner_id, 0) >= _SAME_NAME:
            sign = Sign.IBAN if each.partner_id == known.partner_of_iban else Sign.NAME
            more = (Reason(sign, known.names.get(each.partner_id, seen.party_name)),)
            confidence += Decimal("0.055")  # surer than that he pays the same once more
        yield Proposal(Recorded((each.id,)), confidence, (Reason(Sign.RECORDED, each.number), *more))
    if same:
        return
    side = [each for each in known.recorded if (each.amount > 0) == (seen.amount > 0)]
    unit = minor_unit(seen.currency)
    group = find_group([int(abs(each.amount) / unit) for each in side], int(abs(seen.amount) / unit))
    if group is not None:
        chosen = [side[place] for place in group.places]
        said = Reason(Sign.RECORDED, ", ".join(each.number for each in chosen))
        yield Proposal(
            Recorded(tuple(each.id for each in chosen)), Decimal("0.88" if group.is_only else "0.55"), (said,)
        )


def _refunds(seen: Seen, known: Known) -> Iterable[Proposal]:
    """What stands to a partner's credit, paid back whole: by its number, by account or name, or alone with that amount."""
    keys = keys_in(f"{seen.text} {seen.end_to_end_id}")
    by_partner: dict[UUID, list[Owed]] = defaultdict(list)
    for each in known.credits:
        by_partner[each.partner_id].append(each)
    amount = abs(seen.amount)
    for partner_id, items in by_partner.items():
        named = [each for each in items if any(key in keys for key in each.keys if key)]
        exact = [each for each in items if each.open_amount == amount][:1]
        chosen = next((some for some in (named, exact, items) if _sum(some) == amount), [])
        if not chosen:
            continue
        signs = [Reason(Sign.CREDIT, ", ".join(each.number for each in chosen))]
        confidence = Decimal("0.97") if chosen is named else Decimal("0.50")
        if partner_id == known.partner_of_iban:
            signs.append(Reason(Sign.IBAN, f"…{seen.party_iban[-4:]}"))
            confidence = max(confidence, Decimal("0.96"))
        elif known.likeness.get(partner_id, 0) >= _SAME_NAME:
            signs.append(Reason(Sign.NAME, f"{seen.party_name} ~ {known.names.get(partner_id, '')}"))
            confidence = max(confidence, Decimal("0.90"))
        parts = tuple(Part(each.document_id, each.open_amount) for each in chosen)
        yield Proposal(Refunded(partner_id, parts), confidence, tuple(signs))


def _sum(items: Sequence[Owed]) -> Decimal:
    return sum((each.open_amount for each in items), ZERO)


def _by_number(seen: Seen, owed: Sequence[Owed], known: Known) -> Iterable[Proposal]:
    """Documents whose numbers stand in the text, of one partner at a time."""
    keys = keys_in(f"{seen.text} {seen.end_to_end_id}")
    named: dict[UUID, list[Owed]] = defaultdict(list)
    for item in owed:
        if any(key in keys for key in item.keys if key):
            named[item.partner_id].append(item)
    for partner_id, items in named.items():
        said = Reason(Sign.NUMBER, ", ".join(item.number for item in items))
        for parts, confidence, reason in _fits(abs(seen.amount), _oldest_first(items), seen.currency):
            yield _weighed(seen, known, partner_id, parts, confidence, (said, reason))


def _fits(amount: Decimal, items: Sequence[Owed], currency: str) -> Iterable[tuple[tuple[Part, ...], Decimal, Reason]]:
    """How an amount settles these documents: whole, with discount, but for a small difference, in part, or with a rest."""
    total = sum((item.open_amount for item in items), ZERO)
    discount = sum((item.discount for item in items), ZERO)
    if amount == total:
        yield _whole(items), Decimal("0.97"), Reason(Sign.EXACT, f"{amount} {currency}")
    elif discount and amount == total - discount:
        yield _discounted(items), Decimal("0.97"), Reason(Sign.DISCOUNT, f"{discount} {currency}")
    elif 0 < total - amount <= _SMALL and total - amount < items[-1].open_amount:
        gap = total - amount
        parts = (*_whole(items[:-1]), Part(items[-1].document_id, items[-1].open_amount - gap, write_off=gap))
        yield parts, Decimal("0.85"), Reason(Sign.SMALL_DIFFERENCE, f"{gap} {currency}")
    elif amount < total:
        yield _in_part(amount, items), Decimal("0.80"), Reason(Sign.PART, f"{amount} of {total} {currency}")
    else:
        yield _whole(items), Decimal("0.75"), Reason(Sign.BALANCE, f"{total} {currency}, {amount - total} more")


def _by_partner(seen: Seen, owed: Sequence[Owed], known: Known) -> Iterable[Proposal]:
    """Documents of who has that account, or is called so."""
    by_partner: dict[UUID, list[Owed]] = defaultdict(list)
    for item in owed:
        by_partner[item.partner_id].append(item)
    for partner_id, items in by_partner.items():
        by_iban = partner_id == known.partner_of_iban
        if not by_iban and known.likeness.get(partner_id, 0) < _SAME_NAME:
            continue
        lower = ZERO if by_iban else Decimal("0.12")
        for parts, confidence, reason in _amounts(abs(seen.amount), _oldest_first(items), seen.currency):
            yield _weighed(seen, known, partner_id, parts, confidence - lower, (reason,))
    if known.partner_of_iban is not None and known.partner_of_iban not in by_partner:
        yield _weighed(seen, known, known.partner_of_iban, (), Decimal("0.50"), ())


def _amounts(
    amount: Decimal, items: Sequence[Owed], currency: str
) -> Iterable[tuple[tuple[Part, ...], Decimal, Reason]]:
    """What of a partner's open documents makes the amount."""
    said = f"{amount} {currency}"
    exact = [item for item in items if item.open_amount == amount]
    if exact:
        yield _whole(exact[:1]), Decimal("0.95" if len(exact) == 1 else "0.80"), Reason(Sign.EXACT, said)
    reduced = [item for item in items if item.discount and item.open_amount - item.discount == amount]
    if reduced:
        yield _discounted(reduced[:1]), Decimal("0.93" if len(reduced) == 1 else "0.80"), Reason(Sign.DISCOUNT, said)
    if exact or reduced:
        return
    unit = minor_unit(currency)
    group = find_group([int(item.open_amount / unit) for item in items], int(amount / unit))
    if group is not None:
        chosen = [items[place] for place in group.places]
        yield (
            _whole(chosen),
            Decimal("0.88" if group.is_only else "0.60"),
            Reason(Sign.GROUP, f"{len(chosen)} documents"),
        )
    discounted = find_group([int((item.open_amount - item.discount) / unit) for item in items], int(amount / unit))
    if discounted is not None and any(items[place].discount for place in discounted.places):
        chosen = [items[place] for place in discounted.places]
        confidence = Decimal("0.86" if discounted.is_only else "0.58")
        yield _discounted(chosen), confidence, Reason(Sign.DISCOUNT, f"{len(chosen)} documents")
    if group is None and discounted is None:
        yield _in_part(amount, items), Decimal("0.45"), Reason(Sign.PART, said)


def _by_amount(seen: Seen, owed: Sequence[Owed], known: Known) -> Iterable[Proposal]:
    """The only open document of that amount, when nothing says whose it is."""
    exact = [item for item in owed if item.open_amount == abs(seen.amount)]
    if len(exact) == 1:
        reason = Reason(Sign.EXACT, f"{abs(seen.amount)} {seen.currency}")
        yield _weighed(seen, known, exact[0].partner_id, _whole(exact), Decimal("0.55"), (reason,))


def _weighed(
    seen: Seen, known: Known, partner_id: UUID, parts: Sequence[Part], confidence: Decimal, reasons: tuple[Reason, ...]
) -> Proposal:
    """With what account and name say for the partner, or against him."""
    more: list[Reason] = []
    if known.partner_of_iban == partner_id:
        more.append(Reason(Sign.IBAN, f"…{seen.party_iban[-4:]}"))
        confidence += Decimal("0.02")
    elif known.partner_of_iban is not None:
        more.append(Reason(Sign.OTHER_IBAN, f"…{seen.party_iban[-4:]}"))
        confidence -= Decimal("0.25")
    if known.likeness.get(partner_id, 0) >= _SAME_NAME:
        more.append(Reason(Sign.NAME, f"{seen.party_name} ~ {known.names.get(partner_id, '')}"))
        confidence += Decimal("0.01")
    bounded = min(max(confidence, ZERO), Decimal("0.99"))
    return Proposal(OfPartner(partner_id, tuple(parts)), bounded, (*reasons, *more))


def _oldest_first(items: Iterable[Owed]) -> list[Owed]:
    return sorted(items, key=lambda item: (item.due_on, item.number))


def _whole(items: Sequence[Owed]) -> tuple[Part, ...]:
    return tuple(Part(item.document_id, item.open_amount) for item in items)


def _discounted(items: Sequence[Owed]) -> tuple[Part, ...]:
    return tuple(Part(item.document_id, item.open_amount - item.discount, discount=item.discount) for item in items)


def _in_part(amount: Decimal, items: Sequence[Owed]) -> tuple[Part, ...]:
    parts = []
    for item in items:
        taken = min(amount, item.open_amount)
        if taken <= 0:
            break
        parts.append(Part(item.document_id, taken))
        amount -= taken
    return tuple(parts)
