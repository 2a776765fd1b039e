"""What the endpoints of the ledger take and give. Amounts in company currency; decimals are strings."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from kit.bodies import Day, Strict
from kit.money import round_half_up
from pydantic import BaseModel, Field

from accounting.domain.books.calendar import PeriodStatus
from accounting.domain.entry import Axes, Foreign, JournalEntry, JournalLine

Amount = Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=2, examples=["120.00"])]
Side = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2, examples=["120.00"])]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Axis = Annotated[str, Field(max_length=40)]


class AccountIn(Strict):
    """A part of an account of the chart: 6061 of 606."""

    code: str = Field(pattern=r"^[1-8][0-9]{2,11}$", examples=["6061"])
    name_fr: Text = Field(examples=["Électricité"])
    name_en: Text = Field(examples=["Electricity"])


class AccountNamesIn(Strict):
    name_fr: Text = Field(examples=["Électricité"])
    name_en: Text = Field(examples=["Electricity"])


class AccountOut(BaseModel):
    code: str = Field(examples=["411"])
    name_fr: str = Field(examples=["Clients"])
    name_en: str = Field(examples=["Customers"])
    kept_by: str = Field(description="`stock` or `documents`: not posted on by hand; else empty.")
    is_own: bool = Field(description="The company added it.")
    is_closed: bool = Field(description="Nobody posts on it by hand any more.")


class AccountsOut(BaseModel):
    """The chart of accounts."""

    items: list[AccountOut]


class JournalIn(Strict):
    code: str = Field(pattern=r"^[A-Z][A-Z0-9]{1,5}$", examples=["PA"])
    name_fr: Text = Field(examples=["Paie"])
    name_en: Text = Field(examples=["Payroll"])


class JournalOut(BaseModel):
    code: str = Field(examples=["VE"])
    name: str = Field(examples=["Ventes"])
    name_en: str = Field(examples=["Sales"])


class JournalsOut(BaseModel):
    items: list[JournalOut]


class AxesOut(BaseModel):
    """By what else than its account an amount is looked at."""

    site: Axis = ""
    family: Axis = ""
    customer_id: UUID | None = None
    channel: Axis = ""

    def to_axes(self) -> Axes:
        return Axes(self.site, self.family, self.customer_id, self.channel)

    @classmethod
    def of(cls, axes: Axes) -> "AxesOut":
        return cls(site=axes.site, family=axes.family, customer_id=axes.customer_id, channel=axes.channel)


class EntryLine(BaseModel):
    account: str = Field(min_length=1, max_length=12, examples=["607"])
    debit: Side = Decimal(0)
    credit: Side = Decimal(0)
    partner_id: UUID | None = None
    axes: AxesOut = AxesOut()

    def to_line(self) -> JournalLine:
        debit, credit = round_half_up(self.debit), round_half_up(self.credit)  # no digit is lost: "5" is "5.00"
        return JournalLine(self.account, debit, credit, self.partner_id, axes=self.axes.to_axes())


class ForeignOut(BaseModel):
    """The amount as its document has it, and the rate by which it was posted."""

    currency: str
    amount: Decimal
    rate: Decimal
    rate_on: date

    @classmethod
    def of(cls, foreign: Foreign | None) -> "ForeignOut | None":
        if foreign is None:
            return None
        rate = foreign.rate
        return cls(currency=rate.currency, amount=foreign.amount, rate=rate.rate, rate_on=rate.on)


class PostedLine(EntryLine):
    foreign: ForeignOut | None = Field(default=None, description="When the document is in another currency.")

    @classmethod
    def of(cls, line: JournalLine) -> "PostedLine":
        return cls(
            account=line.account,
            debit=line.debit,
            credit=line.credit,
            partner_id=line.partner_id,
            axes=AxesOut.of(line.axes),
            foreign=ForeignOut.of(line.foreign),
        )


class EntryIn(BaseModel):
    """An entry by hand. Debits and credits are equal."""

    id: UUID | None = None
    journal: str = Field(default="OD", max_length=6, description="Of those written by hand.")
    posted_on: Day
    document_on: Day | None = Field(default=None, description="Of the piece behind it; default the day of posting.")
    document_number: Annotated[str, Field(max_length=40)] = ""
    label: Text
    lines: list[EntryLine] = Field(min_length=2, max_length=500)

    def to_entry(self, entry_id: UUID) -> JournalEntry:
        return JournalEntry(
            id=entry_id,
            journal=self.journal,
            posted_on=self.posted_on,
            document_on=self.document_on or self.posted_on,
            label=self.label,
            source="manual",
            source_id=entry_id,
            lines=tuple(line.to_line() for line in self.lines),
            document_number=self.document_number,
        )


class ReversalIn(BaseModel):
    posted_on: Day
    reason: Text


class EntryOut(BaseModel):
    """An entry. Once it is posted it is never changed."""

    id: UUID
    status: Literal["posted", "waiting"] = Field(description="`waiting`: for a second person, see GET /approvals.")
    number: str | None = Field(examples=["VE-2026-000001"])
    journal: str
    posted_on: date
    document_on: date
    document_number: str
    label: str
    source: str
    source_id: UUID
    reverses: UUID | None
    reversed_by: UUID | None
    hash: str | None = Field(
        default=None,
        description="Of the chain: SHA-256 over the entry and the hash before it. Where one entry is read.",
    )
    lines: list[PostedLine]

    @classmethod
    def of(
        cls, entry: JournalEntry, number: str | None, *, reversed_by: UUID | None = None, link: bytes | None = None
    ) -> "EntryOut":
        return cls(
            id=entry.id,
            status="waiting" if number is None else "posted",
            number=number,
            journal=entry.journal,
            posted_on=entry.posted_on,
            document_on=entry.document_on,
            document_number=entry.document_number,
            label=entry.label,
            source=entry.source,
            source_id=entry.source_id,
            reverses=entry.reverses,
            reversed_by=reversed_by,
            hash=link.hex() if link else None,
            lines=[PostedLine.of(line) for line in entry.lines],
        )


class EntryHead(BaseModel):
    """An entry in a list, without its lines."""

    id: UUID
    journal: str
    fiscal_year: int
    number: int
    posted_on: date
    label: str
    document_number: str
    source: str
    source_id: UUID
    amount: Decimal = Field(description="The sum of its debits, which is that of its credits.")


class ChainOut(BaseModel):
    """Whether every entry still says what it said when it was posted."""

    ok: bool
    entries: int
    broken: list[dict[str, object]] = Field(description="The first entries that do not follow.")
    broken_seals: list[str] = Field(description="Sealed periods whose entries are others than were sealed.")


class PeriodOut(BaseModel):
    period: str = Field(examples=["2026-01"])
    status: PeriodStatus
    is_closed: bool = Field(description="Takes no postings from documents.")
    closed_at: datetime | None = None
    sealed_at: datetime | None = None
    seal: str | None = Field(default=None, description="SHA-256 over the hashes of the period's entries.")

    @classmethod
    def of(cls, period: str, status: PeriodStatus) -> "PeriodOut":
        return cls(period=period, status=status, is_closed=status is not PeriodStatus.OPEN)


class PeriodsOut(BaseModel):
    """Months that were locked or closed once; all others are open."""

    items: list[PeriodOut]


class PeriodReason(BaseModel):
    reason: Text


class ReopeningOut(BaseModel):
    """The month is opened again when a second person agrees."""

    period: str
    approval_id: UUID


class FiscalYearIn(Strict):
    """Whole months, from where the last declared year ends."""

    starts_on: Day
    ends_on: Day


class FiscalYearOut(BaseModel):
    year: int = Field(description="The calendar year in which it ends.")
    starts_on: date
    ends_on: date


class FiscalYearsOut(BaseModel):
    """Declared years; before and after them a year has twelve months."""

    items: list[FiscalYearOut]


class OpeningItemIn(Strict):
    """An invoice or bill that another system left open, in company currency."""

    partner_id: UUID
    is_receivable: bool = Field(description="True: a customer's invoice; false: a supplier's bill.")
    number: str = Field(min_length=1, max_length=40)
    issued_on: Day
    due_on: Day
    amount: Amount


class OpeningIn(Strict):
    """What another system had on its accounts on the evening before. Lines and items together balance."""

    posted_on: Day
    lines: list[EntryLine] = Field(max_length=1000)
    items: list[OpeningItemIn] = Field(max_length=5000)
