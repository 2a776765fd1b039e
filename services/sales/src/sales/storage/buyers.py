"""Who orders, with what an order of his takes over: one statement, for somebody waits while an order is confirmed."""

from dataclasses import dataclass
from uuid import UUID

from kit.db import ReadTransaction

from sales.domain.delivery import UsualDelivery
from sales.storage import masters
from sales.storage.deliveries import USUAL, usual_of
from sales.storage.masters import PARTNER, Customer


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer, how he wants to be delivered, and who sells to him."""

    customer: Customer
    delivery: UsualDelivery
    salesperson: str
    team: str  # of the salesperson now; empty where nobody has said it


async def buyer(tx: ReadTransaction, customer_id: UUID, salesperson: str | None) -> Buyer:
    """A partner that we sell to; by `salesperson`, or (None) by the one who usually does.

    Raises:
        CustomerNotKnown: sales has not heard of him.
        NotACustomer: he is none, or not any more.
    """
    row = await tx.fetchrow(
        f"SELECT {', '.join(f'p.{name}' for name in PARTNER)}, {', '.join(f'd.{name} AS usual_{name}' for name in USUAL)},"
        " coalesce(s.team, '') AS team"
        " FROM partner p LEFT JOIN usual_delivery d ON d.customer_id = p.id"
        " LEFT JOIN salesperson s ON s.code = coalesce($2, p.salesperson) WHERE p.id = $1",
        customer_id,
        salesperson,
    )
    if row is None:
        raise masters.not_known(customer_id)
    customer = masters.sold_to(masters.customer_of({name: row[name] for name in PARTNER}))
    usual = {name: row[f"usual_{name}"] for name in USUAL}
    delivery = UsualDelivery(customer.id) if usual["customer_id"] is None else usual_of(usual)
    return Buyer(customer, delivery, customer.salesperson if salesperson is None else salesperson, row["team"])
