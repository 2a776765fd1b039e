"""Reviews of sealed months as they were, and who gets reviews by mail."""

from datetime import date
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from reporting.domain.review import Review, Seal, review_of
from reporting.domain.subscription import SubscribedAlready, Subscription

_SUBSCRIPTION = "SELECT id, email, language, day, since FROM review_subscription"


async def sealed(tx: ReadTransaction, month: date) -> Review | None:
    """As it was when its month was sealed; None while it is not."""
    row = await tx.fetchrow("SELECT seal, sealed_at, figures FROM sealed_review WHERE month = $1", month)
    return None if row is None else review_of(month, row["figures"], Seal(row["seal"], row["sealed_at"]))


async def keep(tx: Transaction, review: Review) -> None:
    """Keep a sealed month's review for good."""
    assert review.seal is not None  # noqa: S101  # what is kept is sealed
    await tx.execute(
        "INSERT INTO sealed_review (month, seal, sealed_at, figures) VALUES ($1, $2, $3, $4)",
        review.month,
        review.seal.digits,
        review.seal.sealed_at,
        review.figures(),
    )


async def subscriptions(tx: ReadTransaction) -> list[Subscription]:
    """All of them."""
    return [Subscription(**dict(row)) for row in await tx.fetch(f"{_SUBSCRIPTION} ORDER BY id")]


async def add(tx: Transaction, subscription: Subscription) -> None:
    """Raises:
    SubscribedAlready: the address has one.
    """
    added = await tx.execute(
        "INSERT INTO review_subscription (id, email, language, day, since) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (lower(email)) DO NOTHING",
        subscription.id,
        subscription.email,
        subscription.language,
        subscription.day,
        subscription.since,
    )
    if not added:
        raise SubscribedAlready(f"The review already goes to {subscription.email}: end that first.", field="email")


async def remove(tx: Transaction, subscription_id: UUID) -> Subscription:
    """Raises:
    NotFound: there is none with this id.
    """
    row = await tx.fetchrow(
        "DELETE FROM review_subscription WHERE id = $1 RETURNING id, email, language, day, since", subscription_id
    )
    if row is None:
        raise unknown("subscription", subscription_id)
    return Subscription(**dict(row))
