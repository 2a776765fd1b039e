"""What routes of sales share: the desk, and who may reach which order."""

from typing import Annotated

from fastapi import Depends, Request
from kit.auth import Principal

from sales.clients.desk import Desk
from sales.domain.order import SalesOrder


async def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


SalesDesk = Annotated[Desk, Depends(_desk)]


def require_own(caller: Principal, order: SalesOrder) -> None:
    """Nothing, or a refusal: a portal user reaches only its own customer's orders."""
    caller.require_customer(order.terms.customer_id)
