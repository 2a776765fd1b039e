"""What routes of sales share: the desk, and who may reach which order."""

from typing import Annotated

from fastapi import Depends, Request
from kit.auth import NotYours, Principal

from sales.clients.desk import Desk
from sales.domain.order import SalesOrder


async def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


SalesDesk = Annotated[Desk, Depends(_desk)]


def require_own(caller: Principal, order: SalesOrder) -> None:
    """Nothing, or a refusal: a portal user reaches only its own customer's orders."""
    caller.require_customer(order.terms.customer_id)


def require_staff(caller: Principal) -> None:
    """Nothing, or a refusal: this shows or decides on margins, which are not for customers.

    Raises:
        NotYours: the caller is a portal user.
    """
    if caller.customer_id is not None:
        raise NotYours("This is for the house, not for its customers.")
