"""Where margin is lost: customers, products, suppliers, and lines sold too low."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import Invalid
from kit.http import Command, Db, Paging, requires
from kit.money import ZERO
from kit.pagination import Page, fetch_page

from kit import clock
from reporting.api.periods import From, Until, check_period
from reporting.api.schemas_insights import (
    BriefOut,
    DriftOut,
    DriftsOut,
    LowSaleOut,
    MatrixOut,
    PlacedProductOut,
    PlaceOut,
    RateOut,
    RatesOut,
    ServedCustomerOut,
    ServedCustomersOut,
    ServedOut,
)
from reporting.commands.set_rates import set_rates
from reporting.domain.drift import briefs, drift
from reporting.domain.matrix import Place, ProductFacts, house_margin, place
from reporting.domain.serving import UNSERVED, serve
from reporting.queries import insights
from reporting.queries.insights import Names
from reporting.queries.summary import last_day
from reporting.storage import rates

router = APIRouter(prefix="/insights", tags=["insights"])

Reader = Annotated[Principal, requires("reporting.margins.read")]
Most = Annotated[int, Query(ge=1, le=1000, description="Rows shown; sums are of all.")]
_YEAR_DAYS = 365
_DAYS_MAX = 3660
_BRIEFS_MAX = 200
_UNNAMED = Names(None, None)


async def _period(tx: ReadTransaction, from_: date | None, until: date | None) -> tuple[date, date]:
    """[from, until): where it is not said, a year up to the last day on which something became known.

    Raises:
        Invalid: it is empty, or longer than ten years.
    """
    end = until or (await last_day(tx) or clock.now().date()) + timedelta(days=1)
    if from_ is None and end.toordinal() <= _YEAR_DAYS:
        raise Invalid(f"There is no year before {end}.", field="until")
    start = from_ or end - timedelta(days=_YEAR_DAYS)
    check_period(start, end)
    if (end - start).days > _DAYS_MAX:
        raise Invalid("A period has at most ten years.", field="from")
    if start.toordinal() <= (end - start).days:
        raise Invalid(f"There is no period of equal length before {start}.", field="from")
    return start, end


@router.get("/customers", summary="Customers with the full cost of serving them, those that leave least first")
async def get_customers(
    caller: Reader, db: Db, from_: From = None, until: Until = None, limit: Most = 200
) -> ServedCustomersOut:
    async with db.read() as tx:
        start, end = await _period(tx, from_, until)
        facts = await insights.customers(tx, start, end, clock.now().date())
        costs = await rates.rates(tx)
        served = {customer_id: serve(each, costs) for customer_id, each in facts.items()}
        ranked = sorted(served, key=lambda customer_id: (served[customer_id].net, str(customer_id)))
        names = await insights.partner_names(tx, ranked[:limit])
    losses = [each.net for each in served.values() if each.net < 0]
    return ServedCustomersOut(
        effective_from=start,
        effective_until=end,
        rows=[ServedCustomerOut.of(id_, names.get(id_, _UNNAMED), facts[id_], served[id_]) for id_ in ranked[:limit]],
        count=len(ranked),
        unprofitable=len(losses),
        lost=sum(losses, ZERO),
        total=ServedOut(**ServedOut.parts_of(sum(served.values(), UNSERVED))),
    )


@router.get("/products", summary="Stars, traps and the others: products by sales and margin")
async def get_products(
    caller: Reader,
    db: Db,
    from_: From = None,
    until: Until = None,
    in_: Annotated[Place | None, Query(alias="place", description="Only products in this field.")] = None,
    limit: Most = 200,
) -> MatrixOut:
    async with db.read() as tx:
        start, end = await _period(tx, from_, until)
        placed = place(await insights.products(tx, start, end))
        shown = [each for each in placed if in_ is None or each.place is in_][:limit]
        names = await insights.product_names(tx, [each.facts.product_id for each in shown])
    return MatrixOut(
        effective_from=start,
        effective_until=end,
        house_rate=house_margin([each.facts for each in placed]).rate,
        places=[_place(kind, [each.facts for each in placed if each.place is kind]) for kind in Place],
        rows=[PlacedProductOut.of(each, names.get(each.facts.product_id, _UNNAMED)) for each in shown],
    )


def _place(kind: Place, products: list[ProductFacts]) -> PlaceOut:
    margin = house_margin(products)
    return PlaceOut(
        place=kind, products=len(products), revenue=margin.revenue, margin=margin.amount,
        stock_value=sum((each.stock_value for each in products), ZERO),
    )  # fmt: skip


@router.get("/suppliers", summary="What suppliers charge more than before, what costs most first")
async def get_suppliers(
    caller: Reader,
    db: Db,
    from_: From = None,
    until: Until = None,
    supplier_id: Annotated[UUID | None, Query(description="Only rows of this supplier; the briefs are of all.")] = None,
    limit: Most = 200,
) -> DriftsOut:
    async with db.read() as tx:
        start, end = await _period(tx, from_, until)
        facts = await insights.supplies(tx, start, end)
        found = [each for each in map(drift, facts) if each is not None and each.unit_now != each.unit_before]
        of_suppliers = briefs(found)
        found = [each for each in found if supplier_id in (None, each.facts.supplier_id)]
        found.sort(key=lambda each: (-each.effect, str(each.facts.product_id), str(each.facts.supplier_id)))
        shown = found[:limit]
        suppliers = await insights.partner_names(tx, {each.supplier_id for each in of_suppliers})
        products = await insights.product_names(tx, {each.facts.product_id for each in shown})
    return DriftsOut(
        effective_from=start,
        effective_until=end,
        previous_from=start - (end - start),
        suppliers=[BriefOut.of(each, suppliers.get(each.supplier_id, _UNNAMED)) for each in of_suppliers[:_BRIEFS_MAX]],
        rows=[
            DriftOut.of(
                each, suppliers.get(each.facts.supplier_id, _UNNAMED), products.get(each.facts.product_id, _UNNAMED)
            )
            for each in shown
        ],
        effect=sum((each.effect for each in found), ZERO),
        yearly_effect=sum((each.yearly_effect for each in found), ZERO),
        margin_effect=sum((each.margin_effect for each in found), ZERO),
    )


@router.get("/low-sales", summary="Lines sold below the threshold, and why")
async def list_low_sales(
    caller: Reader, db: Db, paging: Paging, from_: From = None, until: Until = None
) -> Page[LowSaleOut]:
    async with db.read() as tx:
        start, end = await _period(tx, from_, until)
        statement = insights.low_sales(start, end).subquery("low")
        columns = statement.c
        return await fetch_page(
            tx,
            statement.select(),
            paging,
            sortable={name: columns[name] for name in ("shortfall", "issued_on", "revenue")},
            key=columns.id,
            convert=lambda row: LowSaleOut.of(dict(row)),
        )


@router.get("/service-rates", summary="What activities cost")
async def get_rates(caller: Reader, db: Db) -> RatesOut:
    async with db.read() as tx:
        found = await rates.rates(tx)
    return RatesOut(items=[RateOut(activity=activity, rate=rate) for activity, rate in found.items()])


@router.put("/service-rates", summary="Say what activities cost")
async def put_rates(
    caller: Annotated[Principal, requires("reporting.kpis.write")], command: Command, body: RatesOut
) -> RatesOut:
    async with command.transaction() as tx:
        found = await set_rates(tx, {item.activity: item.rate for item in body.items}, by=caller)
        return command.answer(
            RatesOut(items=[RateOut(activity=activity, rate=rate) for activity, rate in found.items()])
        )
