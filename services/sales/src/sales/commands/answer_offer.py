"""What the customer says of an offer: yes, which makes it an order at its prices, or no. He says it once."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from kit.approvals import content_hash
from kit.db import ReadTransaction, Transaction
from kit.exchange import ExchangeRate
from kit.exchange_rates import rates_on
from kit.ids import new_id
from kit.link_answers import LinkLimits, count_answer, hash_of
from kit.numbers import next_number

from kit import approvals, clock
from sales import wire
from sales.commands.confirm_order import record as record_order
from sales.commands.spend import ask_colleague, breach_now
from sales.commands.write_offer import record
from sales.domain.errors import LinkUnknown
from sales.domain.margin import Verdict
from sales.domain.offer import OPEN, Offer, accepted, chosen, in_hand, ordered, refused
from sales.domain.order import NO_BUYER, Buyer, SalesOrder, signed_content, waiting
from sales.storage import links, offers, orders
from sales.storage.offers import Answer


@dataclass(frozen=True, slots=True)
class Yes:
    """To which edition, by whom and when; `lines`: what he chose of options and alternatives, None if he did not."""

    edition: int
    name: str
    on: date
    reference: str
    lines: frozenset[UUID] | None


@dataclass(frozen=True, slots=True)
class No:
    edition: int
    name: str
    on: date
    reason: str


async def offer_behind(tx: ReadTransaction, token: str) -> UUID:
    """The offer that a link is for.

    Raises:
        LinkUnknown: there is no such link, or not any more.
    """
    found = await links.linked(tx, hash_of(token))
    if found is None:
        raise LinkUnknown("This link is not valid, or not any more: ask your salesperson for a new one.")
    return found


async def count_by_link(tx: Transaction, token: str, limits: LinkLimits) -> None:
    """Count one more answer by a link, in a transaction of its own before the answer's.

    Raises:
        LinkUnknown: there is no such link, and nothing is counted.
        TooManyAnswers: it has answered too often.
    """
    await offer_behind(tx, token)
    await count_answer(tx, hash_of(token), limits, clock.now())


async def accept_offer(
    tx: Transaction, offer_id: UUID, yes: Yes, *, by: str, buyer: Buyer = NO_BUYER
) -> tuple[Offer, SalesOrder]:
    """The offer is an order from now on: a draft that the house confirms, with the offered prices and, where there was one,
    the approval of their margin. Above what `buyer` may order, it waits for a colleague of his first.

    Raises:
        NotFound, OfferStands, OfferIsExpired: there is nothing to accept, or not any more.
        LineNotOffered, ChoiceMissing: what he chose makes no sense.
    """
    editions = await offers.lock(tx, offer_id)
    before = in_hand(editions, yes.edition)
    order_id = new_id()
    after = accepted(before, order_id)
    taken = chosen(before, yes.lines)
    now = clock.now()
    for each in editions:
        if each.status in OPEN:  # written meanwhile, and not needed any more
            await approvals.withdraw(tx, each.id, now=now)
            await offers.drop(tx, each)
    order = ordered(
        before,
        taken,
        order_id=order_id,
        number=await next_number(tx, "SO", now.year),
        on=now.date(),
        rate=await _rate(tx, before.terms.rate, now.date()),
        reference=yes.reference,
    )
    order = replace(order, buyer=buyer)
    breach = await breach_now(tx, order, now)
    order = order if breach is None else waiting(order, breach=breach)
    await orders.add(tx, order)
    if before.approval_id is not None and order.verdict is not Verdict.ALLOWED:
        await _carry(tx, before.approval_id, order)
    if breach is not None:
        await ask_colleague(tx, order, now, asks_release=False)
    await offers.set_state(tx, after)
    await offers.add_answer(
        tx, Answer(before.id, is_accepted=True, name=yes.name, answered_on=yes.on, reason="", way=by)
    )
    tx.publish(wire.offer_closed(after, now, taken=taken))
    await record(tx, before, after, "accepted", by, yes.name)
    await record_order(tx, None, order, "created", by, f"From {before.title}.")
    return after, order


async def _rate(tx: ReadTransaction, offered: ExchangeRate | None, on: date) -> ExchangeRate | None:
    """Of that day; that of the offer while nobody knows a newer one, for the customer has our word."""
    if offered is None:
        return None
    return (await rates_on(tx, "", [(offered.currency, on)])).get((offered.currency, on), offered)


async def _carry(tx: Transaction, approval_id: UUID, order: SalesOrder) -> None:
    """What was approved of the offer is approved of its order."""
    request = await approvals.find(tx, approval_id)
    carried = replace(
        request,
        id=new_id(),
        subject="margin",
        document_id=order.id,
        document_number=order.number,
        content_hash=content_hash(signed_content(order)),
        amount=order.value,
        comment=f"Approved with {request.document_number}. {request.comment or ''}".strip(),
    )
    await approvals.add(tx, carried)


async def refuse_offer(tx: Transaction, offer_id: UUID, no: No, *, by: str) -> Offer:
    """The customer does not take it; another edition may follow.

    Raises:
        NotFound, OfferStands, OfferIsExpired: there is nothing to refuse, or not any more.
    """
    before = in_hand(await offers.lock(tx, offer_id), no.edition)
    after = refused(before)
    await offers.set_state(tx, after)
    answer = Answer(before.id, is_accepted=False, name=no.name, answered_on=no.on, reason=no.reason, way=by)
    await offers.add_answer(tx, answer)
    tx.publish(wire.offer_closed(after, clock.now(), reason=no.reason))
    await record(tx, before, after, "refused", by, no.reason)
    return after
