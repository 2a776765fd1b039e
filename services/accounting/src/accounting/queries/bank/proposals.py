"""What entries of statements are probably for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction
from kit.money import ZERO

from accounting.domain.bank.clearing import OfPartner, Refunded, Returned, ToAccount
from accounting.domain.bank.names import keys_in, likeness
from accounting.domain.bank.proposals import ByHand, Known, Owed, Proposal, Seen, propose
from accounting.storage.bank import candidates, clearings, movements, runs
from accounting.storage.bank.candidates import Candidate, EntryToClear
from accounting.storage.bank.clearings import TextRule
from accounting.storage.bank.movements import Movement

_LIKE = 90
_DAYS_AROUND = timedelta(days=45)  # between what people write down and what banks book
_BY_HAND_MAX = 2_000
OWNER = "accounting"  # who finds out what nobody knows


async def proposals_for(tx: ReadTransaction, entries: Sequence[EntryToClear]) -> dict[UUID, list[Proposal]]:
    """By entry, the likeliest first. A handful of statements, however many the entries."""
    of_iban = await candidates.partners_of_ibans(tx, {each.seen.party_iban for each in entries})
    returns = await candidates.payments_to_return(tx, entries)
    rules = await clearings.text_rules(tx)
    ordered = await runs.ordered(tx, {each.seen.end_to_end_id for each in entries})
    recorded = await _recorded(tx, entries)
    found: dict[UUID, list[Proposal]] = {}
    for is_receivable in (True, False):
        side = [each for each in entries if (each.seen.amount > 0) == is_receivable]
        if not side:
            continue
        names = await candidates.debtor_names(tx, is_receivable=is_receivable)
        alike = {each.id: likeness(each.seen.party_name, names, at_least=_LIKE) for each in side}
        documents = await candidates.open_documents(
            tx,
            is_receivable=is_receivable,
            partner_ids={*of_iban.values(), *(partner_id for each in alike.values() for partner_id in each)},
            keys={key for each in side for key in keys_in(f"{each.seen.text} {each.seen.end_to_end_id}")},
            amounts={abs(_in_documents(each).amount) for each in side},
        )
        standing = await candidates.credits_of(tx, is_incoming=is_receivable)
        for each in side:
            known = Known(
                names=names,
                likeness=alike[each.id],
                partner_of_iban=of_iban.get(each.seen.party_iban),
                ordered=_ordered(each, ordered),
                returned=_return(each, returns),
                rule=_rule(each, rules),
                recorded=_around(each, recorded),
                credits=standing.get(each.seen.currency, ()),
                owner=OWNER,
            )
            found[each.id] = _proposed(each, documents, known)
    return found


async def _recorded(tx: ReadTransaction, entries: Sequence[EntryToClear]) -> list[Movement]:
    """What was recorded by hand around the days of these entries."""
    if not entries:
        return []
    days = [each.seen.booked_on for each in entries]
    currencies = {each.seen.currency for each in entries}
    since, until = min(days) - _DAYS_AROUND, max(days) + _DAYS_AROUND
    return await movements.not_on_statements(tx, currencies, since, until, limit=_BY_HAND_MAX)


def _around(entry: EntryToClear, recorded: Sequence[Movement]) -> list[ByHand]:
    on, currency = entry.seen.booked_on, entry.seen.currency
    return [
        ByHand(each.id, each.number, each.partner_id, each.amount)
        for each in recorded
        if each.currency == currency and abs(each.paid_on - on) <= _DAYS_AROUND
    ]


def _in_documents(entry: EntryToClear) -> Seen:
    """The entry as its documents are: in the currency that the payer ordered, where that is another."""
    if entry.instructed is None or entry.instructed[1] == entry.seen.currency:
        return entry.seen
    amount, currency = entry.instructed
    return replace(entry.seen, amount=amount if entry.seen.amount > 0 else -amount, currency=currency)


def _proposed(entry: EntryToClear, documents: Sequence[Candidate], known: Known) -> list[Proposal]:
    seen = _in_documents(entry)
    owed = [_on_that_day(each, seen) for each in documents if each.currency == seen.currency]
    proposals = propose(seen, owed, known)
    if seen is entry.seen:
        return proposals
    return [
        replace(each, clearing=replace(each.clearing, paid=(abs(seen.amount), seen.currency)))
        if isinstance(each.clearing, OfPartner)
        else each
        for each in proposals
    ]


def _on_that_day(candidate: Candidate, seen: Seen) -> Owed:
    until = candidate.discount_until
    return candidate.owed if until is not None and until >= seen.booked_on else replace(candidate.owed, discount=ZERO)


def _ordered(
    entry: EntryToClear, ordered: Mapping[str, tuple[Decimal, OfPartner | Refunded]]
) -> OfPartner | Refunded | None:
    """What our own file has under this id, when it is that amount."""
    amount, clearing = ordered.get(entry.seen.end_to_end_id, (None, None))
    return clearing if amount == entry.seen.amount else None


def _return(entry: EntryToClear, returns: dict[tuple[str, Decimal], UUID]) -> Returned | None:
    if not entry.may_be_a_return:
        return None
    payment_id = returns.get((entry.seen.end_to_end_id, entry.seen.amount))
    return None if payment_id is None else Returned(payment_id, entry.seen.text[:140] or "returned by the bank")


def _rule(entry: EntryToClear, rules: Sequence[TextRule]) -> ToAccount | None:
    fits = (each for each in rules if each.fits(entry.bank_account_id, entry.seen.amount, entry.seen.text))
    rule = next(fits, None)
    return None if rule is None else ToAccount(rule.account, rule.label)
