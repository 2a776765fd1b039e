"""The monthly review by mail: who gets it, and each of them each month once."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction

from kit import audit, effects
from reporting.domain.subscription import Subscription
from reporting.storage import reviews

REVIEW = "review-mail"  # the kind of the effect


async def subscribe(tx: Transaction, subscription: Subscription, *, by: str) -> None:
    """Send the review to an address from now on.

    Raises:
        SubscribedAlready: it goes there.
    """
    await reviews.add(tx, subscription)
    await _tell(tx, "subscribed", subscription, by)


async def unsubscribe(tx: Transaction, subscription_id: UUID, *, by: str) -> None:
    """Send it there no more; what has left has left.

    Raises:
        NotFound: there is no such subscription.
    """
    await _tell(tx, "unsubscribed", await reviews.remove(tx, subscription_id), by)


async def want_after_seal(tx: Transaction, month: date, sealed_at: datetime, now: datetime) -> None:
    """Send a sealed month to whoever gets it then."""
    due = [each for each in await reviews.subscriptions(tx) if each.day is None and each.since <= sealed_at.date()]
    await _want(tx, month, due, now)


async def want_due(tx: Transaction, now: datetime) -> None:
    """Send the month before to whoever gets it on a day that has come."""
    for each in await reviews.subscriptions(tx):
        if month := each.month_due(now.date()):
            await _want(tx, month, [each], now)


async def decide_mail(tx: Transaction, effect_id: UUID, *, again: bool, by: str, now: datetime) -> None:
    """Send a mail that was refused, or of which nobody knows whether it left; or let it be.

    Raises:
        NotFound: there is no such mail.
        EffectNotParked: it waits for nobody.
    """
    await effects.decide(tx, effect_id, again=again, now=now)
    await audit.record(tx, AuditEntry("review_mail", str(effect_id), "sent-again" if again else "given-up", {}, by))


async def _want(tx: Transaction, month: date, to: Sequence[Subscription], now: datetime) -> None:
    for each in to:
        payload = {"month": month.isoformat(), "email": each.email, "language": each.language}
        await effects.want(tx, REVIEW, f"{REVIEW}:{month:%Y-%m}:{each.id}", payload, now)


async def _tell(tx: Transaction, action: str, subscription: Subscription, by: str) -> None:
    told = {"language": subscription.language, "day": None if subscription.day is None else str(subscription.day)}
    changes = audit.differences({}, told) if action == "subscribed" else audit.differences(told, {})
    await audit.record(tx, AuditEntry("review_subscription", subscription.email, action, changes, by))
