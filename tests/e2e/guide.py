"""Play the newcomer's day on a running `make demo` and take the pictures of the guide: `python -m tests.e2e.guide`."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from wholesaler.client import Role

from tests.e2e import bills, day
from tests.e2e.chromium import launched
from tests.e2e.desk import Desk, seated
from tests.integration.house import Answer, House, gateway

IMAGES = Path(__file__).parents[2] / "docs" / "guide" / "images"
LIKE = "WWI-0030"  # the new article is one of its kind
ARTICLE = {"sku": "TASSE-30", "name_fr": "Tasse émaillée 30 cl (bleue)", "name_en": "Enamel mug 30 cl (blue)"}
CUSTOMER = "C000001"
WANTED = {"approval_rate": "0.60", "floor_rate": "0.05"}
SETTLED_MS = 1_000  # charts draw themselves

Seat = Callable[[str], Awaitable[Desk]]


@asynccontextmanager
async def seats(url: str) -> AsyncIterator[Seat]:
    """Desks in French, all with pictures."""
    async with launched() as browser, AsyncExitStack() as desks:

        async def hire(username: str) -> Desk:
            return await desks.enter_async_context(seated(browser, url, username, "fr", pictures=IMAGES))

        yield hire


async def main(url: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    async with gateway(url, []) as entrance, seats(url) as hire:
        house = House(entrance, warehouse="WWI")
        product = await _article(house)
        customer = await _one(house, Role.ADMIN, "catalog/partners", CUSTOMER)
        await _goods_in(house, hire, product)
        await _bill(house, await hire("finance"), product)
        order, number = await _sale(house, hire, product, customer)
        clerk = await hire("warehouse")
        await day.ship_short(clerk, str(order["id"]), number, asked="10", found="7")
        await house.quiet()
        await day.pack_and_ship(clerk, str(order["id"]), number, weight="2.5")
        await house.quiet()
        await _books(house, await hire("finance"), customer)
        await _look_around(hire, f"/prices?customer={customer['id']}&lines={product['id']}:24:")


async def _one(house: House, role: Role, path: str, code: str) -> Answer:
    found = await house.get(role, path, q=code)
    return Answer.model_validate(next(each for each in found["items"] if code in (each.get("sku"), each.get("code"))))


async def _article(house: House) -> Answer:
    """A new article at 13.00, not bought yet."""
    like = await _one(house, Role.ADMIN, "catalog/products", LIKE)
    same = {name: like[name] for name in ("family_code", "stock_uom", "quantity_decimals", "tax_class", "suppliers")}
    made = await house.post(
        Role.ADMIN, "catalog/products", {**ARTICLE, **same, "costing_method": "avco", "status": "active"}
    )
    await house.price(made["id"], "13.00")
    return made


async def _goods_in(house: House, hire: Seat, product: Answer) -> None:
    supplier = product["suppliers"][0]["supplier_id"]
    line = {"product_id": product["id"], "quantity": "24", "unit_price": "5.50"}
    asked = {"supplier_id": supplier, "warehouse": house.warehouse, "currency": "EUR", "lines": [line]}
    order = await house.post(Role.BUYER, "purchasing/purchase-orders", asked)
    await house.post(Role.BUYER, f"purchasing/purchase-orders/{order['id']}/submit", {})
    await house.quiet()
    clerk = await hire("warehouse")
    await clerk.go("/expected")
    await clerk.picture("reception-attendu")
    await day.receive(clerk, str(order["id"]), sku=product["sku"], good="12", damaged="1")
    await house.quiet()


async def _bill(house: House, clerk: Desk, product: Answer) -> None:
    """The twelve good ones at 6.00 in place of 5.50, the damaged one as ordered."""
    supplier = await house.get(Role.ADMIN, f"catalog/partners/{product['suppliers'][0]['supplier_id']}")
    others = (await house.get(Role.FINANCE, "accounting/bill-tolerances"))["items"]
    rows = [each for each in others if each["supplier_id"] != supplier["id"]]
    tolerance = {"supplier_id": supplier["id"], "price_rate": "0.02", "price_amount": "5.00"}
    await house.put(Role.FINANCE, "accounting/bill-tolerances", {"items": [*rows, tolerance]})
    (order,) = {
        each["purchase_order_number"]
        for each in await house.listed(
            Role.FINANCE, "accounting/gr-ir/lines", supplier_id=supplier["id"], product_id=product["id"]
        )
    }
    await bills.enter(
        clerk,
        supplier=(supplier["code"], supplier["id"]),
        number=f"FA-{datetime.now(UTC):%m%d-%H%M}",
        price="6.00",
        total="89.13",  # with the 15 % of the demo
        order=order,
    )
    await bills.expect_credit(clerk, "Avoir promis au téléphone")
    await bills.credit(clerk, f"AV-{datetime.now(UTC):%m%d-%H%M}")
    await house.quiet()


async def _sale(house: House, hire: Seat, product: Answer, customer: Answer) -> tuple[Answer, str]:
    rules = await house.listed(Role.PRICING, "pricing/margin-rules")
    if customer["id"] not in [each["customer_id"] for each in rules]:
        await house.put(Role.PRICING, "pricing/margin-rules", {"customer_id": customer["id"], **WANTED})
    policies = await house.listed(Role.FINANCE, "accounting/invoicing-policies")
    if customer["id"] not in [each["partner_id"] for each in policies]:
        policy = f"accounting/invoicing-policies/{customer['id']}"
        await house.put(Role.FINANCE, policy, {"policy": "monthly"}, version=0)
    number = await day.sell_below(
        await hire("sales"),
        customer=(customer["code"], customer["id"]),
        warehouse=house.warehouse,
        sku=product["sku"],
        quantity="10",
        price="10.40",
    )
    await day.approve(await hire("pricing"), number)
    found: list[Answer] = []

    async def is_confirmed() -> bool:
        rows = await house.listed(Role.SALES, "sales/orders", customer_id=customer["id"])
        found[:] = [each for each in rows if each["number"] == number and each["status"] == "confirmed"]
        return bool(found)

    await house.until(is_confirmed, f"{number} is confirmed")
    await house.quiet()
    return found[0], number


async def _books(house: House, clerk: Desk, customer: Answer) -> None:
    await day.invoice(clerk)
    await house.quiet()
    invoices = await house.listed(Role.FINANCE, "accounting/invoices", customer_id=customer["id"])
    newest = max(invoices, key=lambda each: str(each["number"]))
    if not await house.listed(Role.FINANCE, "accounting/bank-accounts"):
        await day.open_account(clerk, ledger_account="5121")
    statement = f"RELEVE-{datetime.now(UTC):%Y%m%d-%H%M}"
    await day.match(
        clerk, f"Facture {newest['number']}", newest["gross_amount"], payer=customer["name"], statement=statement
    )
    await clerk.go(f"/invoices/{newest['id']}")
    await clerk.picture("facture")
    await day.close_month(clerk)


async def _look_around(hire: Seat, price_check: str) -> None:
    """Screens that no step of the day passes."""
    for username, path, name in (
        ("finance", "/", "accueil"),
        ("finance", "/margins?by=family", "marges"),
        ("sales", price_check, "prix"),
        ("portal", "/", "portail"),
    ):
        desk = await hire(username)
        await desk.go(path)
        await desk.page.wait_for_timeout(SETTLED_MS)
        await desk.picture(name)


if __name__ == "__main__":
    run = partial(main, sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080")
    asyncio.run(run())
