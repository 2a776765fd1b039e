"""After an approval no door leads below the floor: whatever is tried, a firm order is thin only as far as it was approved itself.

Orders, revisions, offers and their links, blanket orders, tables and the portal, in any order, by people who may do everything
but approve. What passes is told by costs and prices alone, not by what the orders say of themselves.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.properties import on_a_database

from kit import clock
from services.sales.tests import factories as make
from services.sales.tests.factories import House
from services.sales.tests.fakes import APPROVAL_RATE, LIMITS
from services.sales.tests.test_no_door import APPROVERS
from services.sales.tests.test_offer_answers import approved as approved_offer
from services.sales.tests.test_offer_answers import by_link

LIST_PRICE = Decimal(10)
ALL_THAT_APPROVES = {*APPROVERS, "sales.large-discounts.approve", "sales.returns.approve"}
_SOLD = (
    "SELECT o.id, l.product_id, l.unit_price, sum(l.quantity) AS quantity FROM sales_order o JOIN sales_order_line l"
    " ON l.sales_order_id = o.id WHERE o.customer_id = $1 AND o.gross IS NOT NULL AND l.quantity > 0 GROUP BY 1, 2, 3"
)


class Wanted(NamedTuple):
    """What somebody tries to sell; `number` chooses among documents and ways."""

    product: int
    quantity: int
    unit_price: Decimal | None
    number: int


@dataclass
class Shop:
    """A customer with an order and an offer whose thin margins were approved."""

    house: House
    customer: str
    costs: Mapping[str, Decimal]  # of products, which are all listed at 10
    approved: dict[str, tuple[str, Decimal]]  # by order: product and quantity, at the list price
    offer: dict[str, Any]
    blankets: list[dict[str, Any]]

    @classmethod
    async def begin(cls, house: House) -> "Shop":
        customer = await house.customer()
        offer, offered = await approved_offer(house, customer_id=customer)
        thin, good = await house.product(price="10", cost="9.5"), await house.product(price="10", cost="5")
        order = await house.place(make.line(thin), customer_id=customer)
        await house.decide((await house.request(order["id"]))["id"], "approve")
        costs = {thin: Decimal("9.5"), good: Decimal(5), offered: Decimal("9.5")}
        shop = cls(house, customer, costs, {order["id"]: (thin, Decimal(5))}, offer, [])
        await shop.check()
        return shop

    async def send(self, method: str, path: str, body: Any = None, *, portal: bool = False, version: Any = 1) -> Any:
        """Whatever comes of it, but a fault of ours."""
        asked = {*self.house.sales.all_permissions(), "sales.prices.set", "sales.charges.waive"}
        rights = sorted(asked - ALL_THAT_APPROVES)
        claims: dict[str, Any] = {"sub": "user-1", "roles": ["sales"]}
        if portal:
            claims = {"sub": "buyer", "customer_id": self.customer, "roles": ["customer"]}
        async with self.house.sales.client(*rights, **claims) as client:
            answer = await client.request(method, path, json=body, headers={"If-Match": str(version)})
        assert answer.status_code < 500, answer.text
        return answer.json() if answer.content else {}

    def line(self, wanted: Wanted) -> dict[str, Any]:
        found = make.line(list(self.costs)[wanted.product], str(wanted.quantity))
        return found if wanted.unit_price is None else {**found, "unit_price": str(wanted.unit_price)}

    def body(self, wanted: Wanted) -> dict[str, Any]:
        return {"customer_id": self.customer, "warehouse": "LYON", "lines": [self.line(wanted)]}

    async def orders(self) -> list[str]:
        rows = await self.house.sales.database.fetch(
            "SELECT id FROM sales_order WHERE customer_id = $1 ORDER BY id", UUID(self.customer)
        )
        return [str(row["id"]) for row in rows]

    async def check(self) -> None:
        offered = await self.house.sales.database.fetch(
            "SELECT sales_order_id FROM offer WHERE offer_id = $1 AND sales_order_id IS NOT NULL",
            UUID(self.offer["offer_id"]),
        )
        line = self.offer["lines"][0]
        approved = {
            **self.approved,
            **{str(row["sales_order_id"]): (line["product_id"], Decimal(line["quantity"])) for row in offered},
        }
        rows = await self.house.sales.database.fetch(_SOLD, UUID(self.customer))
        for row in rows:
            product, price = str(row["product_id"]), row["unit_price"]
            is_thin = price - self.costs[product] < APPROVAL_RATE * price
            is_given = price < LIST_PRICE * (1 - LIMITS["sales"])
            if is_thin or is_given:
                allowed = approved.get(str(row["id"]))
                assert allowed is not None, dict(row)
                assert (product, price) == (allowed[0], LIST_PRICE), dict(row)
                assert row["quantity"] <= allowed[1], dict(row)


async def by_order(shop: Shop, wanted: Wanted) -> None:
    """Written, written over, changed, confirmed."""
    ids = await shop.orders()
    old = ids[wanted.number % len(ids)]
    body = shop.body(wanted)
    match wanted.number % 4:
        case 0:
            await shop.send("POST", "/orders/place", {**body, "id": str(new_id())})
        case 1:
            await shop.send("POST", "/orders/place", {**body, "id": old})
        case 2:
            await shop.send("POST", "/orders", {**body, "id": str(new_id())})
        case _:
            version = (await shop.send("GET", f"/orders/{old}")).get("version")
            await shop.send("PUT", f"/orders/{old}", body, version=version)


async def by_confirmation(shop: Shop, wanted: Wanted) -> None:
    """Everything that waits, and a word on it from who has none."""
    for id_ in await shop.orders():
        await shop.send("POST", f"/orders/{id_}/confirm", {}, portal=bool(wanted.number % 2))
    waiting = (await shop.send("GET", "/approvals"))["items"]
    for request in waiting[:3]:
        await shop.send("POST", f"/approvals/{request['id']}/approve", {})
    decided = [{"id": request["id"], "decision": "approve"} for request in waiting]
    await shop.send("POST", "/approvals/decide", {"items": decided})


async def by_revision(shop: Shop, wanted: Wanted) -> None:
    """More of what was approved, at another price, or something beside it; accepted unless it waits."""
    ids = await shop.orders()
    order_id = ids[wanted.number % len(ids)]
    order = await shop.send("GET", f"/orders/{order_id}")
    change = {"line_id": order["lines"][0]["id"], "quantity": str(wanted.quantity)}
    if wanted.unit_price is not None:
        change["unit_price"] = str(wanted.unit_price)
    body = {"reason": "x", "changes": [change]} if wanted.number % 3 else {"reason": "x", "added": [shop.line(wanted)]}
    path = f"/orders/{order_id}/revisions"
    revision = await shop.send("POST", path, body)
    if "id" in revision:
        await shop.send("POST", f"{path}/{revision['id']}/accept", {}, version=revision["order_version"])


async def by_offer(shop: Shop, wanted: Wanted) -> None:
    """Another offer, another edition of the approved one, or a yes to it; and the order that comes of it confirmed."""
    body = shop.body(wanted)
    offer, path = shop.offer, f"/offers/{shop.offer['offer_id']}"
    yes = {"edition": wanted.number % 3 + 1, "name": "A. Martin"}
    match wanted.number % 4:
        case 0:
            offer = await shop.send("POST", "/offers", body)
            if "offer_id" in offer:
                await shop.send("POST", f"/offers/{offer['offer_id']}/send", {})
                await shop.send("POST", f"/offers/{offer['offer_id']}/accept", {**yes, "edition": 1})
        case 1:
            await shop.send("POST", f"{path}/editions", {name: body[name] for name in ("lines", "warehouse")})
            await shop.send("POST", f"{path}/send", {})
        case 2:
            assert (await by_link(shop.house, shop.offer, "/accept", yes)).status_code < 500
        case _:
            await shop.send("POST", f"{path}/accept", yes, portal=bool(wanted.quantity % 2))
    await by_confirmation(shop, wanted)


async def by_blanket(shop: Shop, wanted: Wanted) -> None:
    """Agreed on, and called off as often as it goes."""
    today = clock.now().date()
    line = {**shop.line(wanted), "unit_price": str(wanted.unit_price or LIST_PRICE)}
    body = {
        "customer_id": shop.customer, "starts_on": today.isoformat(), "lines": [line],
        "ends_on": (today + timedelta(days=90)).isoformat(),
    }  # fmt: skip
    blanket = await shop.send("POST", "/blanket-orders", body)
    shop.blankets += [blanket] if "id" in blanket else []
    for each in shop.blankets[-2:]:
        taken = {"warehouse": "LYON", "lines": [{"line_id": each["lines"][0]["id"], "quantity": str(wanted.quantity)}]}
        await shop.send("POST", f"/blanket-orders/{each['id']}/call-offs", taken, portal=bool(wanted.number % 2))


async def by_table(shop: Shop, wanted: Wanted) -> None:
    """Taken in as a table, imported and confirmed."""
    row = {
        "customer": f"C-{shop.customer}", "reference": str(new_id()), "warehouse": "LYON",
        "product": f"SKU-{list(shop.costs)[wanted.product]}", "quantity": str(wanted.quantity),
    }  # fmt: skip
    if wanted.unit_price is not None:
        row["unit_price"] = str(wanted.unit_price)
    intake = await shop.send("POST", "/order-intakes", {"name": str(new_id()), "rows": [row]})
    if "id" in intake:
        await shop.send("POST", f"/order-intakes/{intake['id']}/import", {"mode": "all"})
    await by_confirmation(shop, wanted)


async def by_portal(shop: Shop, wanted: Wanted) -> None:
    """The customer himself, who names prices as well."""
    await shop.send("POST", "/orders/place", {**shop.body(wanted), "id": str(new_id())}, portal=True)


DOORS: tuple[Callable[[Shop, Wanted], Awaitable[None]], ...] = (
    by_order, by_confirmation, by_revision, by_offer, by_blanket, by_table, by_portal,
)  # fmt: skip

wishes = st.builds(
    Wanted,
    st.integers(0, 2),
    st.integers(1, 9),
    st.sampled_from([None, *(Decimal(price) for price in ("10", "9.50", "8", "5", "0.01"))]),
    st.integers(0, 99),
)


@on_a_database
@given(tries=st.lists(st.tuples(st.sampled_from(DOORS), wishes), min_size=3, max_size=10))
async def test_a_firm_order_is_thin_only_as_far_as_it_was_approved(
    house: House, tries: list[tuple[Callable[[Shop, Wanted], Awaitable[None]], Wanted]]
) -> None:
    shop = await Shop.begin(house)
    for door, wanted in tries:
        await door(shop, wanted)
        await shop.check()


async def test_every_door_sells_what_may_be_sold(house: House) -> None:
    """What the property rests on: the same doors are open for a margin that is fine."""
    shop = await Shop.begin(house)
    good = Wanted(1, 3, None, 0)
    for door, number in (
        (by_order, 0),
        (by_revision, 0),
        (by_offer, 0),
        (by_blanket, 0),
        (by_table, 0),
        (by_portal, 0),
    ):
        before = await sold(shop, good)
        await door(shop, good._replace(number=number))
        assert await sold(shop, good) > before, door.__name__
    await by_offer(shop, good._replace(number=6))
    assert await sold(shop, Wanted(2, 3, None, 0)) == 5


async def sold(shop: Shop, wanted: Wanted) -> Decimal:
    """How much of a product is in firm orders."""
    rows = await shop.house.sales.database.fetch(_SOLD, UUID(shop.customer))
    found: Counter[str] = Counter()
    for row in rows:
        found[str(row["product_id"])] += row["quantity"]
    return Decimal(found[list(shop.costs)[wanted.product]])
