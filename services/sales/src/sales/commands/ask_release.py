"""Ask somebody who may to let an order go on despite its customer's credit."""

from datetime import datetime
from uuid import UUID

from kit.approvals import content_hash, new_request
from kit.db import Transaction

from kit import approvals
from sales.domain.credit import explanation, release_steps, told
from sales.domain.errors import NotOnHold
from sales.domain.order import SalesOrder, asked_for
from sales.storage import credit_holds

CREDIT = "credit"  # subject of the request
RELEASE = "sales.credit.release"
RELEASE_LARGE = "sales.large-credit.release"


async def is_asked(tx: Transaction, order_id: UUID, content: object, now: datetime) -> bool:
    """Whether this very question is open already."""
    before = await approvals.pending(tx, order_id)
    return before is not None and before.expires_at > now and before.content_hash == content_hash(content)


async def ask_release(tx: Transaction, order: SalesOrder, subject: str, now: datetime) -> bool:
    """Ask all whose yes an order of this amount needs; False when that very question is open already.

    Raises:
        NotOnHold: nothing holds the order.
    """
    if order.hold is None:
        raise NotOnHold(f"{order.number} is not on hold.", status=str(order.status))
    content = asked_for(order)
    if await is_asked(tx, order.id, content, now):
        return False
    first, *then = release_steps(await credit_holds.levels(tx), order.hold.amount)
    terms = order.terms
    request = new_request(
        subject=CREDIT,
        document_id=order.id,
        document_number=order.number,
        content=content,
        permission=first,
        then=then,
        reason=explanation(order.hold),
        amount=order.hold.amount,
        requested_by=subject,
        now=now,
        details={
            "customer_id": str(terms.customer_id),
            "bill_to_id": str(terms.bill_to_id),
            "currency": terms.currency,
            "refusal": order.hold.refusal,
            **told(order.hold),
        },
    )
    await approvals.add(tx, request)
    return True
