"""What the endpoints of the month-end take and give. Amounts in company currency; decimals are strings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.bodies import Day, Strict
from pydantic import BaseModel, Field

from accounting.api.books.schemas import Amount, Text
from accounting.domain.close.accruals import Kind
from accounting.domain.close.closing import Closing


class BlockerOut(BaseModel):
    """Something that the month-end waits for."""

    kind: str = Field(examples=["suspense-not-empty"])
    owner: str = Field(description="The role that takes care of it.", examples=["finance"])
    count: int
    amount: Decimal | None
    link: str = Field(description="Where it is found.")
    blocks: bool = Field(description="Nobody closes over it without accepting it.")


class AccrualLineOut(BaseModel):
    account: str
    partner_id: UUID | None
    debit: Decimal
    credit: Decimal


class AccrualOut(BaseModel):
    """An entry on the last day, taken back on `takes_back_on`."""

    kind: Kind
    lines: list[AccrualLineOut]


class ClosingOut(BaseModel):
    """A month-end: what is in the way, and exactly what is posted."""

    period: str
    posts_on: date
    takes_back_on: date
    blockers: list[BlockerOut]
    accruals: list[AccrualOut]
    content_hash: str = Field(description="Send it to close: what was shown is posted, or nothing.")

    @classmethod
    def of(cls, closing: Closing) -> "ClosingOut":
        return cls(
            period=f"{closing.month:%Y-%m}",
            posts_on=closing.posts_on,
            takes_back_on=closing.takes_back_on,
            blockers=[
                BlockerOut(**{name: getattr(blocker, name) for name in BlockerOut.model_fields})
                for blocker in closing.blockers
            ],
            accruals=[
                AccrualOut(
                    kind=accrual.kind,
                    lines=[
                        AccrualLineOut(
                            account=line.account, partner_id=line.partner_id, debit=line.debit, credit=line.credit
                        )
                        for line in accrual.lines
                    ],
                )
                for accrual in closing.accruals
            ],
            content_hash=closing.content_hash,
        )


class ClosingIn(Strict):
    content_hash: str = Field(min_length=64, max_length=64, description="Of the month-end as it was shown.")
    accepts_blockers: bool = False
    reason: Text


class ClosedOut(BaseModel):
    """One closing of a month."""

    id: UUID
    month: date
    content_hash: str
    entries: int
    blockers: list[dict[str, Any]]
    accepted_blockers: bool
    reason: str
    reckoned_ms: int = Field(description="What reckoning it took.")
    hours_after_end: int = Field(description="From the month's last moment.")
    closed_by: str
    closed_at: datetime


class DeferralIn(Strict):
    """A cost (class 6) or an income (class 7) that was posted whole and belongs to the days from one to another."""

    label: Text = Field(examples=["Fire insurance 2027"])
    account: str = Field(pattern=r"^[67][0-9]{1,11}$", examples=["616"])
    amount: Amount
    starts_on: Day
    ends_on: Day = Field(description="The last day of it.")
    posted_on: Day


class DeferralOut(BaseModel):
    id: UUID
    label: str
    account: str
    amount: Decimal
    starts_on: date
    ends_on: date
    posted_on: date
