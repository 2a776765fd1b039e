"""Opening stock from a file: checked without writing, loaded with its cost, never twice by mistake, and taken back."""

from decimal import Decimal
from typing import Any

from inventory.domain.lot import Tracking
from kit.exports import xlsx
from kit.testing.services import ServiceUnderTest

from services.inventory.tests import factories as make

HEAD = ("Référence", "Quantité", "Coût unitaire", "Lot", "Péremption")
PATH = "/opening-stock-imports"


async def checked(client: Any, rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    answer = await client.post(
        PATH,
        params={"file_name": "stock.xlsx"},
        content=xlsx(HEAD, rows),
        headers={"Content-Type": "application/octet-stream"},
    )
    run = answer.json()
    body = {"mapping": run["mapping"], "options": {"warehouse": make.WAREHOUSE, "counted_on": "31/12/2025"}}
    answer = await client.post(f"{PATH}/{run['id']}/check", json=body)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def verdicts(client: Any, run: dict[str, Any]) -> list[str]:
    items = (await client.get(f"{PATH}/{run['id']}/lines", params={"sort": "position"})).json()["items"]
    return [" ".join([item["verdict"], *(fault["field"] for fault in item["faults"])]) for item in items]


async def on_hand(inventory: ServiceUnderTest, product: Any) -> Decimal:
    items = await make.listed(inventory, "/stock", product_id=str(product), warehouse=make.WAREHOUSE)
    return sum((Decimal(item["on_hand"]) for item in items), Decimal(0))


async def test_stock_of_the_eve_is_loaded_and_taken_back(inventory: ServiceUnderTest) -> None:
    plain, tracked = await make.product(inventory), await make.product(inventory, tracking=Tracking.LOT)
    rows = [(f"SKU-{plain}", "1 250", "2,5", "", ""), (f"SKU-{tracked}", 10, Decimal("0.75"), "L1", "31/01/2027")]
    async with inventory.client(*make.ALL) as client:
        run = await checked(client, rows)
        assert run["counts"]["new"] == 2, await verdicts(client, run)
        assert await on_hand(inventory, plain) == 0
        applied = (await client.post(f"{PATH}/{run['id']}/apply", json={"mode": "all-or-none"})).json()
        assert (applied["status"], applied["written"]) == ("applied", 2)
        assert [await on_hand(inventory, each) for each in (plain, tracked)] == [1250, 10]
        again = await checked(client, rows)
        assert await verdicts(client, again) == ["duplicate", "duplicate"]  # by itself nothing is loaded twice
        await client.post(f"{PATH}/{again['id']}/apply", json={"mode": "good-lines"})
        assert await on_hand(inventory, plain) == 1250
        undone = await client.post(f"{PATH}/{run['id']}/undo")
        assert undone.status_code == 200, undone.text
        assert [await on_hand(inventory, each) for each in (plain, tracked)] == [0, 0]
        assert (await checked(client, rows))["counts"]["new"] == 2


async def test_each_line_says_what_is_wrong_with_it(inventory: ServiceUnderTest) -> None:
    plain, tracked = await make.product(inventory), await make.product(inventory, tracking=Tracking.LOT)
    async with inventory.client(*make.ALL) as client:
        run = await checked(
            client,
            [
                (f"SKU-{plain}", "0,5", "1", "", ""),
                (f"SKU-{tracked}", 5, 1, "", ""),
                (f"SKU-{plain}", -3, 1, "L9", ""),
                ("NOBODY", 1, 1, "", ""),
                (f"SKU-{tracked}", "many", 1, "L1", "31/02/2027"),
            ],
        )
        assert await verdicts(client, run) == [
            "refused quantity",
            "refused lot",
            "refused quantity lot",
            "refused sku",
            "refused quantity expires_on",
        ]
        refused = await client.post(f"{PATH}/{run['id']}/apply", json={"mode": "all-or-none"})
    assert (refused.status_code, refused.json()["refused"]) == (409, 5)


async def test_stock_that_has_gone_on_is_not_taken_back(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    async with inventory.client(*make.ALL) as client:
        run = await checked(client, [(f"SKU-{product}", 4, 1, "", "")])
        await client.post(f"{PATH}/{run['id']}/apply", json={"mode": "all-or-none"})
        line = {"product_id": str(product), "quantity_change": "-1"}
        loss = {"warehouse": make.WAREHOUSE, "reason": "Broken", "lines": [line]}
        await make.posted(inventory, "/adjustments", loss)
        refused = await client.post(f"{PATH}/{run['id']}/undo")
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[-1]) == (409, "insufficient-stock")
    assert await on_hand(inventory, product) == 3
