"""What inventory knows of customers."""

from uuid import UUID

from kit.db import ReadTransaction

COLUMNS = {
    "id": "uuid",
    "version": "bigint",
    "code": "text",
    "name": "text",
    "minimum_shelf_life_days": "int",
    "delivery_address": "text",
    "language": "text",
}


async def minimum_shelf_life(tx: ReadTransaction, customer_id: UUID) -> int:
    """How many days goods must keep after delivery for this customer to take them; zero when nobody said."""
    days = await tx.fetchval("SELECT minimum_shelf_life_days FROM customer WHERE id = $1", customer_id)
    return days or 0
