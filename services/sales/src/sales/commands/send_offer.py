"""Send an offer to its customer once its margin lets it be, or have the margin approved first."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from kit.approvals import ApprovalRequest, new_request
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision, decide
from kit.errors import stale, unknown
from kit.link_answers import hash_of

from kit import approvals, clock
from sales import wire
from sales.clients.desk import Desk
from sales.commands.write_offer import record
from sales.domain.errors import OfferStands
from sales.domain.governance import approval_details, approval_reason, approvers, is_covered, refuse_blocked
from sales.domain.margin import MarginDecision, Verdict, worst
from sales.domain.offer import (
    Offer,
    OfferStatus,
    as_order,
    asking,
    check_changeable,
    decided,
    judged,
    sent,
    superseded,
    withdrawn,
)
from sales.domain.order import signed_content
from sales.queries.price_basket import granter_of
from sales.storage import links, offers

OFFER = "offer-margin"
SHOWN_FOR = timedelta(days=90)  # after the last day, so that the customer sees what came of it


@dataclass(frozen=True, slots=True)
class Judged:
    """The newest edition of an offer, with what its margins are worth now."""

    offer: Offer
    decisions: Sequence[MarginDecision]


async def judge_offer(desk: Desk, offer_id: UUID, caller: Principal) -> Judged:
    """Ask what its prices are worth at the costs of now.

    Raises:
        NotFound, OfferStands: there is no such offer, or it was sent before.
        MarginBlocked: nobody may offer this.
        PeerAway: pricing does not answer in time.
    """
    async with desk.database.read() as tx:
        offer = await offers.get(tx, offer_id)
    check_changeable(offer)
    order = replace(as_order(offer), granter=granter_of(caller))  # who sends it speaks for its prices
    decisions = await desk.peers.pricing.decide_margin(order, is_approved=False)
    refuse_blocked(as_order(judged(offer, decisions)), shows_margin=True)
    return Judged(offer, decisions)


async def send_offer(tx: Transaction, found: Judged, *, subject: str) -> tuple[Offer, str | None]:
    """Send it; returns it with the secret of the customer's link, which is told this once only. Without a secret it was
    not sent: its margin waits for approval.

    Raises:
        Stale, OfferStands: it changed meanwhile.
        OfferIsExpired: its last day is past.
    """
    editions = await offers.lock(tx, found.offer.offer_id)
    before = editions[-1]
    if before.version != found.offer.version:
        raise stale("offer", sent=found.offer.version, current=before.version)
    now = clock.now()
    is_approved = before.status is OfferStatus.APPROVED and is_covered(as_order(before), found.decisions)
    if worst(found.decisions) is not Verdict.ALLOWED and not is_approved:
        return await _ask(tx, before, found.decisions, subject, now), None
    offer = sent(before, found.decisions, now.date())
    for former in editions:
        if former.status is OfferStatus.SENT:
            await _close(tx, superseded(former), now)
    await offers.set_decisions(tx, offer)
    await offers.set_state(tx, offer)
    tx.publish(wire.offer_sent(offer, now))
    await record(tx, before, offer, "sent", subject)
    return offer, await give_link(tx, offer)


async def _ask(
    tx: Transaction, before: Offer, decisions: Sequence[MarginDecision], subject: str, now: datetime
) -> Offer:
    offer = asking(before, decisions)
    order = as_order(offer)
    permission, *then = approvers(order)
    request = new_request(
        subject=OFFER,
        document_id=offer.id,
        document_number=offer.title,
        content=signed_content(order),
        permission=permission,
        then=then,
        reason=approval_reason(order),
        amount=order.value,
        requested_by=subject,
        now=now,
        details={"offer_id": str(offer.offer_id), **approval_details(order)},
    )
    await approvals.add(tx, request)
    await offers.set_decisions(tx, offer)
    await offers.set_state(tx, offer)
    await record(tx, before, offer, "submitted", subject)
    return offer


async def decide_offer(tx: Transaction, decision: Decision, decider: Principal) -> ApprovalRequest:
    """Say yes or no to the margin of an offer that waits; approved, it may be sent.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, LimitExceeded: not now, or not by this person.
    """
    found = await approvals.find(tx, decision.request_id)
    offer_id = await offers.offer_of(tx, found.document_id)
    editions = [] if offer_id is None else await offers.lock(tx, offer_id)
    before = next((each for each in editions if each.id == found.document_id), None)
    request = await approvals.lock(tx, decision.request_id)
    now, comment = clock.now(), decision.comment
    content = before and signed_content(as_order(before))
    if not await decide(tx, request, decider, decision.status, content=content, comment=comment, now=now):
        return await approvals.find(tx, decision.request_id)
    if before is None:
        raise unknown("offer", found.document_id)
    after = decided(before, decision.request_id if decision.approve else None)
    await offers.set_state(tx, after)
    await record(tx, before, after, str(decision.status), decider.subject, comment)
    return await approvals.find(tx, decision.request_id)


async def withdraw_offer(tx: Transaction, offer_id: UUID, reason: str, *, subject: str) -> Offer:
    """Offer it no more: the edition that the customer has, and the one that is being written.

    Raises:
        NotFound, OfferStands: there is no such offer, or it is over.
    """
    editions = await offers.lock(tx, offer_id)
    now = clock.now()
    before = editions[-1]
    after = withdrawn(before)
    for former in editions[:-1]:
        if former.status is OfferStatus.SENT:
            await _close(tx, withdrawn(former), now, reason)
    if before.status is OfferStatus.SENT:
        await _close(tx, after, now, reason)
    else:
        await approvals.withdraw(tx, before.id, now=now)
        await offers.set_state(tx, after)
    await record(tx, before, after, "withdrawn", subject, reason)
    return after


async def expire_offers(tx: Transaction) -> None:
    """Tell of the offers whose last day is past."""
    now = clock.now()
    tx.publish(*(wire.offer_closed(offer, now) for offer in await offers.expire_due(tx)))


async def new_link(tx: Transaction, offer_id: UUID) -> str:
    """Another link to what the customer has; the one before is void.

    Raises:
        NotFound, OfferStands: there is no such offer, or he has nothing to answer.
    """
    editions = await offers.lock(tx, offer_id)
    sent_one = next((each for each in editions if each.status is OfferStatus.SENT), None)
    if sent_one is None:
        raise OfferStands(f"{editions[-1].title} is {editions[-1].status}: send it first.")
    return await give_link(tx, sent_one)


async def give_link(tx: Transaction, offer: Offer) -> str:
    """A secret by which the customer reaches his offer; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    until = datetime.combine(offer.valid_until, time.max, UTC) + SHOWN_FOR
    await links.set_link(tx, offer.offer_id, hash_of(token), until)
    return token


async def _close(tx: Transaction, offer: Offer, now: datetime, reason: str = "") -> None:
    await offers.set_state(tx, offer)
    tx.publish(wire.offer_closed(offer, now, reason=reason))
