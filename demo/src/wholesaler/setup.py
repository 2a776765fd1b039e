"""What stands before the first day: master data, rules, rates, and the stock of the evening before."""

from collections.abc import Callable, Sequence
from typing import Final

from wholesaler import master_data
from wholesaler.answers import Coded, CostOfProduct, Nothing, Partner, Price, Product
from wholesaler.client import Gateway, Role, not_known_yet
from wholesaler.dataset import DataSet
from wholesaler.desk import ACCOUNTING, CATALOG, INVENTORY, PRICING, PURCHASING, all_of
from wholesaler.documents import text
from wholesaler.identity import command_key
from wholesaler.master_data import Body
from wholesaler.period import FIRST_DAY

_BULK: Final = 500  # rows in one call


async def load_master_data(gateway: Gateway, data: DataSet, currency: str, step: Callable[[str], None]) -> None:
    """All of it, once: what is there already stays as it is. `step` hears what is done next."""
    step("families and partners")
    await all_of([_families(gateway, data), _partners(gateway, data, currency), _rules(gateway)])
    step("products and the warehouse")
    await all_of([_products(gateway, data), _warehouse(gateway, data)])
    step("price list and opening stock")
    await all_of([_prices(gateway, data, currency), _opening_stock(gateway, data)])
    step("costs")
    await _await_costs(gateway, data)


async def _families(gateway: Gateway, data: DataSet) -> None:
    path = f"{CATALOG}/families"
    known = {family.code async for family in gateway.pages(Role.ADMIN, path, Coded)}
    for family in master_data.families(data):  # one by one: a parent must be there before its children
        if family["code"] not in known:
            await gateway.post(Role.ADMIN, path, family, Nothing, key=command_key("family", family["code"]))


async def _partners(gateway: Gateway, data: DataSet, currency: str) -> None:
    path = f"{CATALOG}/partners"
    known = {partner.code async for partner in gateway.pages(Role.ADMIN, path, Partner)}
    rows = [row for row in master_data.partners(data, currency) if row["code"] not in known]
    await _bulk(gateway, path, "partners", rows, name="code")


async def _products(gateway: Gateway, data: DataSet) -> None:
    path = f"{CATALOG}/products"
    known = {product.sku async for product in gateway.pages(Role.ADMIN, path, Product)}
    rows = [row for row in master_data.products(data) if row["sku"] not in known]
    await _bulk(gateway, path, "products", rows, name="sku")


async def _prices(gateway: Gateway, data: DataSet, currency: str) -> None:
    path = f"{PRICING}/prices"
    known = {str(price.product_id) async for price in gateway.pages(Role.PRICING, path, Price) if price.scope == "list"}
    rows = [row for row in master_data.prices(data, currency) if row["product_id"] not in known]
    await _bulk(gateway, path, "prices", rows, name="product_id", role=Role.PRICING)


async def _bulk(
    gateway: Gateway, path: str, member: str, rows: Sequence[Body], *, name: str, role: Role = Role.ADMIN
) -> None:
    """Rows by the hundreds; the key of a call is made of the names of its rows."""
    for start in range(0, len(rows), _BULK):
        batch = rows[start : start + _BULK]
        key = command_key(member, *(row[name] for row in batch))
        await gateway.post(role, f"{path}/bulk", {member: batch}, Nothing, key=key, waits_for=not_known_yet)


async def _warehouse(gateway: Gateway, data: DataSet) -> None:
    """The one warehouse with the bins of the source."""
    warehouses, locations = f"{INVENTORY}/warehouses", f"{INVENTORY}/locations"
    code = master_data.WAREHOUSE
    if code not in {warehouse.code async for warehouse in gateway.pages(Role.WAREHOUSE, warehouses, Coded)}:
        body: Body = {"code": code, "name": "Wide World Importers"}
        await gateway.post(Role.WAREHOUSE, warehouses, body, Nothing, key=command_key("warehouse", code))
    known = {location.code async for location in gateway.pages(Role.WAREHOUSE, locations, Coded, warehouse=code)}
    for bin_ in master_data.bins(data):
        if bin_ not in known:
            body = {"warehouse": code, "code": bin_, "name": f"Bin {bin_}"}
            await gateway.post(Role.WAREHOUSE, locations, body, Nothing, key=command_key("location", bin_))


async def _rules(gateway: Gateway) -> None:
    """Who must agree to what, and the tax."""
    threshold = text(master_data.PURCHASE_APPROVAL_THRESHOLD)
    await gateway.put(
        Role.ADMIN,
        f"{PURCHASING}/approval-rules",
        {"items": [{"above": threshold}]},
        key=command_key("approval-rule", threshold),
    )
    rule = master_data.margin_rule()
    key = command_key("margin-rule", *rule.values())
    await gateway.put(Role.PRICING, f"{PRICING}/margin-rules", rule, key=key)
    rate = text(master_data.TAX_RATE)
    tax: Body = {
        "tax_class": master_data.TAX_CLASS,
        "rate": rate,
        "effective_from": FIRST_DAY.isoformat(),
        "rounding": "line",  # as the source computes it
    }
    await gateway.put(Role.FINANCE, f"{ACCOUNTING}/tax-rates", tax, key=command_key("tax-rate", *tax.values()))


async def _opening_stock(gateway: Gateway, data: DataSet) -> None:
    path = f"{INVENTORY}/opening-stock"
    body = master_data.opening_stock(data)
    await gateway.post(Role.ADMIN, path, body, Nothing, key=command_key("opening-stock"), waits_for=not_known_yet)


async def _await_costs(gateway: Gateway, data: DataSet) -> None:
    """A price is judged against the cost: pricing must know that of every article before the first order."""

    async def known() -> bool:
        costs = [cost async for cost in gateway.pages(Role.PRICING, f"{PRICING}/costs", CostOfProduct)]
        return len(costs) >= len(data.opening_stock)

    await gateway.until(known, "pricing does not know the cost of every article yet")
