"""A customer runs out of credit: his orders wait or are held, and leave when somebody lets them or he has credit again."""

from uuid import UUID

import pytest
from kit.ids import new_id
from wholesaler.client import Role
from wholesaler.errors import Refused

from tests.integration.house import Answer, House, decimal, decimals

pytestmark = pytest.mark.integration


async def change_customer(house: House, **changes: object) -> None:
    path = f"/api/catalog/v1/partners/{house.customer}"
    partner = await house.get(Role.ADMIN, f"catalog/partners/{house.customer}")
    await house.gateway.patch(Role.ADMIN, path, changes, key=str(new_id()), version=partner["version"])
    await house.quiet()


async def place(house: House, article: UUID, quantity: str, **changes: object) -> Answer:
    body = {**house.order({article: quantity}), **changes}
    return await house.post(Role.SALES, "sales/orders/place", body)


async def release(house: House, order: Answer) -> None:
    (request,) = await house.listed(Role.FINANCE, "sales/approvals", document_id=order["id"])
    await house.post(Role.FINANCE, f"sales/approvals/{request['id']}/approve", {"comment": "He pays on Friday."})
    await house.quiet()


async def ship(house: House, order: Answer) -> None:
    await house.post(Role.WAREHOUSE, "inventory/shipments", {"sales_order_id": order["id"]})
    await house.quiet()


async def hold_cause(house: House, order: Answer) -> object:
    return (await house.get(Role.SALES, f"sales/orders/{order['id']}"))["hold_cause"]


async def test_orders_without_credit_wait_are_held_and_leave_by_release_or_credit(house: House) -> None:
    article = await house.article(price="10.00", stock="500", cost="5.00")
    await change_customer(house, credit_limit="1000.00")

    # 50 at 10.00 are 600.00 with tax; 40 more would make 1,080.00.
    first = await place(house, article, "50")
    with pytest.raises(Refused) as refused:
        await place(house, article, "40")
    assert refused.value.slug == "credit-limit-exceeded"
    assert [refused.value.problem[name] for name in ("passing_amount", "payment_needed")] == ["400.00", "80.00"]

    # Finance lets the second go on; accounting then knows of 1,080.00, and of no limit broken without anybody's knowledge.
    second = await place(house, article, "40", without_credit="ask-release")
    assert (second["status"], second["hold_cause"]) == ("awaiting-approval", "credit-limit")
    await release(house, second)
    assert (await house.get(Role.SALES, f"sales/orders/{second['id']}"))["status"] == "confirmed"
    credit = await house.get(Role.FINANCE, f"accounting/credit/{house.customer}")
    assert decimals(credit, "exposure", "limit") == decimal("1080.00", "1000.00")
    assert decimals(credit["parts"], "to_ship", "invoiced") == decimal("1080.00", "0")
    await ship(house, second)

    # The catalog stops him: what has not left is held, and the warehouse leaves it where it is.
    await change_customer(house, is_on_credit_hold=True)

    async def is_held() -> bool:
        return await hold_cause(house, first) == "credit-hold"

    await house.until(is_held, "the first order is held")
    await house.quiet()
    with pytest.raises(Refused) as stays:
        await ship(house, first)
    assert stays.value.slug == "order-on-hold"
    (stock,) = await house.listed(Role.WAREHOUSE, "inventory/stock", product_id=str(article))
    assert decimals(stock, "on_hand", "reserved") == decimal("460", "50")
    at_risk = await house.listed(Role.FINANCE, "accounting/credit", limit="200")
    assert str(house.customer) in [row["partner_id"] for row in at_risk]

    # Credit comes back, and so does the order.
    await change_customer(house, is_on_credit_hold=False, credit_limit="2000.00")
    await house.post(Role.SALES, f"sales/orders/{first['id']}/check-credit", {})
    await house.quiet()
    assert await hold_cause(house, first) is None
    await ship(house, first)
    credit = await house.get(Role.FINANCE, f"accounting/credit/{house.customer}")
    assert decimals(credit["parts"], "to_ship", "to_invoice", "invoiced") == decimal("0", "0", "1080.00")
    assert house.faults == []
