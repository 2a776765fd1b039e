"""Whether the cube says what the ledger says."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Db, requires
from pydantic import BaseModel, Field

from reporting.domain.ledger import LedgerTie
from reporting.queries.ledger import ledger_tie

router = APIRouter(tags=["margins"])
_SHOWN = 24  # months, the newest


class MonthTieOut(BaseModel):
    """One month, in company currency before tax."""

    month: date
    ledger_revenue: Decimal = Field(description="Invoices and credit notes, by their day.")
    cube_revenue: Decimal
    revenue_difference: Decimal
    ledger_cost: Decimal = Field(description="Of issues, by the day on which it was posted.")
    cube_cost: Decimal = Field(description="By the day on which the sale was invoiced, or the cost known later.")
    waiting_cost: Decimal = Field(description="Posted until the end of the month and not in the cube then.")
    stock_value: Decimal = Field(description="At the end of the month.")


class LedgerTieOut(BaseModel):
    """The newest months; the differences are of all months."""

    is_equal: bool
    cost_difference: Decimal
    stock_difference: Decimal
    months: list[MonthTieOut]

    @classmethod
    def of(cls, found: LedgerTie) -> "LedgerTieOut":
        return cls(
            is_equal=found.is_equal,
            cost_difference=found.cost_difference,
            stock_difference=found.stock_difference,
            months=[
                MonthTieOut(
                    month=each.month,
                    ledger_revenue=each.ledger_revenue,
                    cube_revenue=each.cube_revenue,
                    revenue_difference=each.revenue_difference,
                    ledger_cost=each.ledger_cost,
                    cube_cost=each.cube_cost,
                    waiting_cost=each.waiting_cost,
                    stock_value=each.stock_value,
                )
                for each in reversed(found.months[-_SHOWN:])
            ],
        )


@router.get("/margins/ledger", summary="Whether the cube equals the ledger, month by month")
async def get_ledger_tie(caller: Annotated[Principal, requires("reporting.margins.read")], db: Db) -> LedgerTieOut:
    async with db.read() as tx:
        return LedgerTieOut.of(await ledger_tie(tx))
