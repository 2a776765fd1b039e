"""What the endpoints of requests for quotes take and give. Quantities are packagings."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from kit.bodies import Code, Currency, Day, Quantity, Strict, UnitPrice
from kit.mail import Delivery, delivery_of
from pydantic import BaseModel, ConfigDict, Field

from purchasing.api.sourcing_schemas import Days, NotNegative, Text
from purchasing.domain.rfq import Because, Compared, PriceBreak, Quote, QuotedLine, RfqStatus, Standing, best_of
from purchasing.storage.rfqs import SentLetter


class RfqLineIn(Strict):
    product_id: UUID
    packaging_code: Code = "EACH"
    quantity: Quantity
    needed_on: Day | None = None
    request_line_id: UUID | None = None


class RfqIn(Strict):
    id: UUID | None = None
    warehouse: Code
    respond_by: Day = Field(description="The last day on which a supplier can answer by his link.")
    note: Text = ""
    lines: list[RfqLineIn] = Field(min_length=1, max_length=500)
    supplier_ids: list[UUID] = Field(min_length=1, max_length=50)


class InvitationOut(BaseModel):
    supplier_id: UUID
    link: str = Field(description="Told this once only: send it to the supplier.", examples=["/rfq#3q2-…"])


class RfqLineOut(BaseModel):
    id: UUID
    product_id: UUID
    packaging_code: str
    quantity: Decimal
    needed_on: date | None


class RfqHead(BaseModel):
    id: UUID
    number: str = Field(examples=["RQ-2026-000042"])
    warehouse: str
    respond_by: date
    note: str
    status: RfqStatus
    opened_by: str


class LetterOut(BaseModel):
    """A letter to a supplier."""

    delivery: Delivery
    error: str = Field(description="Why it has not left; empty when nothing was in its way.")
    to: str
    asked_at: datetime

    @classmethod
    def of(cls, letter: SentLetter | None) -> Self | None:
        if letter is None:
            return None
        return cls(delivery=delivery_of(letter.status), error=letter.error, to=letter.to, asked_at=letter.asked_at)


class InvitedOut(BaseModel):
    supplier_id: UUID
    standing: Standing
    version: int | None = Field(description="Of the newest answer.")
    lines_won: int
    email: str = Field(description="Empty: he has none, and gets no letter.")
    letter: LetterOut | None = Field(description="That brought him his newest link.")
    reminder: LetterOut | None = Field(description="Before the last day, when he had said nothing.")


class RfqOut(RfqHead):
    has_mail: bool = Field(description="Letters leave by themselves: a mail server is set up.")
    lines: list[RfqLineOut]
    suppliers: list[InvitedOut]


class OpenedOut(RfqOut):
    invitations: list[InvitationOut]


class InviteIn(Strict):
    supplier_ids: list[UUID] = Field(min_length=1, max_length=50)


class InvitationsOut(BaseModel):
    invitations: list[InvitationOut]


class PriceBreakIn(Strict):
    """From so many packagings on, one costs so much."""

    from_quantity: Quantity
    unit_price: UnitPrice


class QuoteLineIn(Strict):
    rfq_line_id: UUID
    unit_price: UnitPrice
    quantity: Quantity = Field(description="How many the supplier can deliver.")
    lead_time_days: Days
    minimum: NotNegative = Field(default=Decimal(0), description="From how many on the price holds.")
    breaks: list[PriceBreakIn] = Field(
        default_factory=list, max_length=20, description="Prices from more on, the smallest quantity first."
    )
    multiple: Quantity = Field(default=Decimal(1), description="Packagings are sold by so many.")
    valid_until: Day | None = Field(
        default=None, description="The last day of this line; that of the answer when absent."
    )

    def to_domain(self) -> QuotedLine:
        breaks = tuple(PriceBreak(each.from_quantity, each.unit_price) for each in self.breaks)
        return QuotedLine(**{**dict(self), "breaks": breaks})


class AnswerTerms(Strict):
    """What holds for all lines of an answer; freight and charges are for all of it."""

    currency: Currency | None = Field(default=None, description="Of all its prices; the company's when absent.")
    freight: NotNegative = Decimal(0)
    charges: NotNegative = Field(default=Decimal(0), description="Packing, customs, small orders, …")
    valid_until: Day = Field(description="The last day on which it holds.")
    note: Text = ""

    def to_quote(self, supplier_id: UUID, lines: Sequence[QuotedLine], company_currency: str) -> Quote:
        """The answer, without its version."""
        return Quote(
            supplier_id=supplier_id,
            version=0,
            freight=self.freight,
            charges=self.charges,
            valid_until=self.valid_until,
            currency=self.currency or company_currency,
            lines=tuple(lines),
        )


class AnswerIn(AnswerTerms):
    """A supplier's answer."""

    lines: list[QuoteLineIn] = Field(min_length=1, max_length=500)

    def quoted(self) -> list[QuotedLine]:
        return [line.to_domain() for line in self.lines]


class QuoteIn(AnswerIn):
    supplier_id: UUID


class QuoteTableIn(AnswerTerms):
    """What a table of prices does not say of itself."""

    supplier_id: UUID


class QuoteRow(Strict):
    """A line of a table: the product by our reference; its packaging where a product is asked for in several."""

    sku: Annotated[str, Field(min_length=1, max_length=60)]
    packaging_code: Code | None = None
    unit_price: UnitPrice | None = None
    quantity: Quantity | None = None
    lead_time_days: Days = 0
    minimum: NotNegative = Decimal(0)
    valid_until: Day | None = None


class KeptOut(BaseModel):
    version: int


class PriceBreakOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    from_quantity: Decimal
    unit_price: Decimal


class QuoteLineOut(BaseModel):
    rfq_line_id: UUID
    unit_price: Decimal
    quantity: Decimal
    lead_time_days: int
    minimum: Decimal
    breaks: list[PriceBreakOut] = Field(description="Prices from more on, the smallest quantity first.")
    multiple: Decimal
    valid_until: date | None = Field(description="The last day of this line; null: that of the answer.")


class QuoteOut(BaseModel):
    """A version of a supplier's answer."""

    id: UUID
    supplier_id: UUID
    version: int
    currency: str
    freight: Decimal
    charges: Decimal
    valid_until: date
    note: str
    entered_by: str = Field(description="The buyer, or `supplier` by his link.")
    created_at: datetime
    lines: list[QuoteLineOut]


class ComparedOut(BaseModel):
    supplier_id: UUID
    currency: str = Field(description="Of the unit price.")
    unit_price: Decimal = Field(description="Of the break that the asked quantity reaches.")
    landed_unit_price: Decimal = Field(
        description="With its share of freight and charges, by value; in company currency."
    )
    quantity: Decimal
    arrives_on: date
    is_complete: bool = Field(description="All that is asked for, and not less than the minimum.")
    is_in_time: bool
    is_valid: bool
    valid_until: date = Field(description="The last day of this line of the answer.")
    multiple: Decimal = Field(description="Packagings are sold by so many.")
    nearest: list[Decimal] = Field(
        description="How many can be awarded: what is asked for, or the next below and above that he sells."
    )
    reached_break: PriceBreakOut | None = Field(description="That the price is of; null: of none. In its currency.")
    next_break: PriceBreakOut | None = Field(description="The first break above what is asked for; in its currency.")
    next_rate: Decimal | None = Field(description="-0.04: from there on four per cent cheaper.")
    on_time: Decimal | None = Field(description="Share of the supplier's lines on time in the last year.")
    in_full: Decimal | None
    is_best: bool
    because: Because | None = Field(description="Why it is the best.")

    @classmethod
    def all_of(cls, compared: Sequence[Compared]) -> list[Self]:
        """The answers to a line, the best first."""
        best = best_of(compared)
        return [cls._of(each, best[1] if best and best[0] is each else None) for each in compared]

    @classmethod
    def _of(cls, each: Compared, because: Because | None) -> Self:
        return cls(
            supplier_id=each.supplier_id,
            currency=each.currency,
            unit_price=each.unit_price,
            landed_unit_price=each.landed_unit_price,
            quantity=each.quantity,
            arrives_on=each.arrives_on,
            is_complete=each.is_complete,
            is_in_time=each.is_in_time,
            is_valid=each.is_valid,
            valid_until=each.valid_until,
            multiple=each.multiple,
            nearest=list(each.nearest),
            reached_break=PriceBreakOut.model_validate(each.reached_break) if each.reached_break else None,
            next_break=PriceBreakOut.model_validate(each.next_break) if each.next_break else None,
            next_rate=each.next_rate,
            on_time=each.record.on_time,
            in_full=each.record.in_full,
            is_best=because is not None,
            because=because,
        )


class ComparedLineOut(BaseModel):
    rfq_line_id: UUID
    product_id: UUID
    packaging_code: str
    quantity: Decimal
    offers: list[ComparedOut]


class ComparedSupplierOut(BaseModel):
    """All that a supplier answers, at a glance."""

    supplier_id: UUID
    standing: Standing
    lines_asked: int
    lines_answered: int
    lines_best: int


class ComparisonOut(BaseModel):
    """Line by line, the best first; and supplier by supplier."""

    items: list[ComparedLineOut]
    suppliers: list[ComparedSupplierOut]


class AwardIn(Strict):
    rfq_line_id: UUID
    supplier_id: UUID
    quantity: Quantity
    reason: Text = Field(default="", description="Why, when another compares better.")


class AwardsIn(Strict):
    awards: list[AwardIn] = Field(min_length=1, max_length=1000)


class PublicLineOut(BaseModel):
    id: UUID
    sku: str
    name: str
    packaging_code: str
    quantity: Decimal
    needed_on: date | None


class PublicAnswerOut(BaseModel):
    """The newest answer of the supplier himself."""

    currency: str
    freight: Decimal
    charges: Decimal
    valid_until: date
    note: str
    lines: list[QuoteLineOut]


class PublicRfqOut(BaseModel):
    """What a supplier sees by his link: what is asked, how he stands and what he said, and nothing of anybody else."""

    number: str
    company: str
    supplier: str
    respond_by: date
    note: str
    currency: str
    standing: Standing
    is_open: bool = Field(description="He may answer, or answer anew.")
    version: int | None = Field(description="Of your newest answer.")
    lines_won: int
    lines: list[PublicLineOut]
    answer: PublicAnswerOut | None
