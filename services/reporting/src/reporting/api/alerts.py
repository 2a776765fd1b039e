"""Lines sold below the threshold, and the threshold."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from reporting.api.schemas import AlertOut, Threshold
from reporting.commands.set_threshold import set_threshold
from reporting.domain.margin import Margin
from reporting.storage import alerts
from reporting.storage.tables import low_margin_alert, margin_line, product

router = APIRouter(tags=["alerts"])


def _default_rate(request: Request) -> Decimal:
    rate: Decimal = request.app.state.low_margin_rate
    return rate


@router.get("/alerts", summary="Lines sold below the margin threshold")
async def list_alerts(
    caller: Annotated[Principal, requires("reporting.alerts.read")], db: Db, paging: Paging
) -> Page[AlertOut]:
    alert, line = low_margin_alert.c, margin_line.c
    statement = select(
        alert.id, alert.raised_at, alert.threshold_rate, line.invoice_line_id, line.invoice_number, line.issued_on,
        line.product_id, product.c.sku, line.customer_id, line.revenue, line.cost,
    ).select_from(
        low_margin_alert.join(margin_line, line.invoice_line_id == alert.invoice_line_id).outerjoin(
            product, product.c.id == line.product_id
        )
    )  # fmt: skip
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"raised_at": alert.raised_at},
            key=alert.id,
            convert=lambda row: AlertOut(**dict(row), rate=Margin(row["revenue"], row["cost"]).rate),
        )


@router.get("/margin-threshold", summary="The margin below which an alert is raised")
async def get_threshold(
    caller: Annotated[Principal, requires("reporting.alerts.read")], db: Db, request: Request
) -> Threshold:
    async with db.read() as tx:
        return Threshold(rate=await alerts.threshold(tx, _default_rate(request)))


@router.put("/margin-threshold", summary="Set the margin below which an alert is raised")
async def put_threshold(
    caller: Annotated[Principal, requires("reporting.alerts.write")],
    command: Command,
    body: Threshold,
    request: Request,
) -> Threshold:
    async with command.transaction() as tx:
        rate = await set_threshold(tx, body.rate, default=_default_rate(request), by=caller)
        return command.answer(Threshold(rate=rate))
