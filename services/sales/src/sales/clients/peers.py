"""What sales asks of others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from kit.auth import Principal

from sales.domain.charge import PricedBasket
from sales.domain.credit import CreditAnswer, CreditRelease
from sales.domain.margin import MarginDecision
from sales.domain.order import SalesOrder
from sales.domain.promise import Promise
from sales.domain.revision import Agreed


@dataclass(frozen=True, slots=True)
class AskedPrice:
    """A price wanted for so many stock units; `manual_unit_price` is what the seller wants instead of the list's."""

    product_id: UUID
    quantity: Decimal
    manual_unit_price: Decimal | None
    is_agreed: bool = (
        False  # at that price, by the order that is revised: it counts in the total, and is not judged again
    )
    agreed_unit_cost: Decimal | None = None  # with which it was judged
    is_share: bool = False  # that price is of a kit that has its own: its margin is judged, and it is no discount


@dataclass(frozen=True, slots=True)
class Availability:
    """What can be promised now, and what suppliers owe; stock units."""

    available: Decimal
    incoming: Decimal
    next_on: date | None = None  # where asked for: when one unit can be promised; None: nobody knows


class Pricing(Protocol):
    """The service pricing."""

    async def quote_lines(
        self,
        lines: Sequence[AskedPrice],
        *,
        customer_id: UUID,
        channel: str,
        priced_on: date,
        currency: str,
        caller: Principal,
        warehouse: str,
        order_id: UUID | None = None,
        agreed_rate: Decimal | None = None,
    ) -> PricedBasket:
        """A price with its margin decision for each line, and what these lines as a whole order are charged with; what a
        firm `order_id` takes of contracts is its own. A total that earns no less than `agreed_rate` is not judged again.

        Raises:
            CustomerNotKnown, ProductNotKnown, NoPrice: pricing has not heard of one.
            PeerAway: no answer in time.
        """

    async def decide_margin(
        self, order: SalesOrder, *, is_approved: bool, agreed: Agreed | None = None
    ) -> list[MarginDecision]:
        """The decision on each line at the order's prices, by what its granter may grant, whoever confirms or approves
        it, and by what the total earns; of a revised order, what is agreed is not judged again.

        Pricing keeps what is not plainly allowed. An order that goes on, because all of it is allowed or `is_approved`,
        takes what it uses of price exceptions; the same order again takes the same.

        Raises:
            CustomerNotKnown, ProductNotKnown: pricing has not heard of one.
            PeerAway: no answer in time.
        """

    async def release_exceptions(self, order_id: UUID, *, caller: Principal) -> None:
        """Give back what is taken of price exceptions and not firm.

        Raises:
            PeerAway: no answer in time.
        """


class Stock(Protocol):
    """The service inventory."""

    async def availability(
        self, product_ids: Sequence[UUID], *, warehouse: str, caller: Principal, with_next_day: bool = False
    ) -> list[Availability]:
        """Of each product, in the order asked.

        Raises:
            PeerAway: no answer in time.
        """

    async def reserve(
        self, order: SalesOrder, *, hold_s: int, caller: Principal
    ) -> Mapping[UUID, tuple[Decimal, Decimal]]:
        """What each line holds now: line → (reserved, backordered). The same order again gets the same.

        Raises:
            InsufficientStock: a line is short and the order takes no backorder; nothing is held.
            ProductNotKnown, WarehouseNotKnown: there can be no such stock.
            PeerAway: no answer in time; it may be held.
        """

    async def promises(self, order_ids: Collection[UUID], *, caller: Principal) -> Mapping[UUID, Promise]:
        """When what these orders lack can be promised, by line; nothing for lines that hold all.

        Raises:
            PeerAway: no answer in time.
        """

    async def picked(self, order_id: UUID, *, caller: Principal) -> Mapping[UUID, Decimal]:
        """How much of each line is taken from its place and waits to leave.

        Raises:
            PeerAway: no answer in time.
        """

    async def release(self, order_id: UUID, *, caller: Principal) -> None:
        """Give back what is held and not firm.

        Raises:
            PeerAway: no answer in time.
        """


class Credit(Protocol):
    """The service accounting."""

    async def reserve(self, order: SalesOrder, *, hold_s: int, caller: Principal) -> CreditAnswer:
        """Take the order's part of the credit, or learn why not. The same order again gets the same. Its release counts.

        Raises:
            CustomerNotKnown: accounting has not heard of who pays.
            PeerAway: no answer in time; it may be taken.
        """

    async def extend(
        self, order: SalesOrder, *, revision_id: UUID, hold_s: int | None, caller: Principal
    ) -> CreditAnswer:
        """Take what a firm order, as a revision would have it, is worth more than before; `hold_s` None only asks.

        What is taken is kept under the revision's id. The amount answered is the whole order's.

        Raises:
            CustomerNotKnown: accounting has not heard of who pays.
            PeerAway: no answer in time; it may be taken.
        """

    async def release(self, order_id: UUID, *, caller: Principal) -> None:
        """Give back what is taken and not firm.

        Raises:
            PeerAway: no answer in time.
        """

    async def check(
        self, orders: Mapping[UUID, CreditRelease | None], *, caller: Principal | None
    ) -> dict[UUID, CreditAnswer]:
        """Whether these firm orders may still go on, as far as they are released; at most 1,000.

        Those that are not firm there (yet) are left out.

        Raises:
            PeerAway: no answer in time.
        """


@dataclass(frozen=True, slots=True)
class Peers:
    """All of them."""

    pricing: Pricing
    stock: Stock
    credit: Credit
