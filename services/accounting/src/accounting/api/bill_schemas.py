"""What the endpoints of supplier bills, disputes and credit notes take and give. Quantities in stock units."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Currency, Day, Quantity, Rate, Strict
from kit.ids import new_id
from kit.money import EXACT, ZERO, minor_unit, round_half_up
from pydantic import BaseModel, Field, model_validator

from accounting.commands.enter_bill import MatchedBill
from accounting.commands.take_back_bill import PostedCreditNote
from accounting.domain.bill_charge import Charge
from accounting.domain.bill_tax import BilledTax, by_rate
from accounting.domain.matched_bill import BillStatus, DisputeKind, EnteredBill, EnteredLine, Resolution

Net = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2, examples=["120.00"])]
UnitPrice = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)]
Note = Annotated[str, Field(max_length=500)]
TaxClass = Annotated[str, Field(min_length=1, max_length=40, examples=["standard"])]
Number = Annotated[str, Field(min_length=1, max_length=60, examples=["FA-2026/07"])]


class EnteredLineIn(Strict):
    """Of a receipt line, or of an order line: then of whatever came of it, the oldest first."""

    receipt_line_id: UUID | None = None
    purchase_order_line_id: UUID | None = None
    quantity: Quantity
    unit_price: UnitPrice | None = None
    net_amount: Net | None = None
    tax_class: TaxClass | None = Field(default=None, description="That of the bill when absent.")

    @model_validator(mode="after")
    def _one_of_each(self) -> "EnteredLineIn":
        if (self.receipt_line_id is None) == (self.purchase_order_line_id is None):
            raise ValueError("name a receipt line or an order line, one of the two")
        if (self.unit_price is None) == (self.net_amount is None):
            raise ValueError("give the unit price or the amount, one of the two")
        return self

    def to_domain(self, currency: str) -> EnteredLine:
        net = self.net_amount
        if net is None:
            net = round_half_up(EXACT.multiply(self.quantity, self.unit_price or ZERO), minor_unit(currency))
        return EnteredLine(
            new_id(), self.receipt_line_id, self.purchase_order_line_id, self.quantity, net, self.tax_class or ""
        )


class ChargeIn(Strict):
    """What is billed beside goods: freight, an insurance, a subscription."""

    account: Annotated[str, Field(pattern=r"^[1-8][0-9]{1,11}$", examples=["6241"])]
    label: Annotated[str, Field(min_length=1, max_length=200, examples=["Transport"])]
    net_amount: Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=2, examples=["45.00"])]
    tax_class: TaxClass | None = Field(default=None, description="That of the bill when absent.")


class BilledTaxIn(Strict):
    """The tax of one rate."""

    rate: Rate
    base: Net | None = Field(default=None, description="Its lines when absent; of all rates, or of none.")
    tax: Net


class SupplierBillIn(Strict):
    """What the supplier sent. Or `receipt_ids`: all that came by them and is not billed, as it was received."""

    id: UUID | None = None
    supplier_id: UUID
    supplier_number: Number
    billed_on: Day
    due_on: Day | None = None
    currency: Currency | None = Field(
        default=None, description="That of the order, in which its amounts are; the company's when absent."
    )
    tax_class: str = Field(default="standard", max_length=40)
    tax_amount: Net | None = Field(default=None, description="As on the bill; computed when absent.")
    taxes: list[BilledTaxIn] = Field(
        default_factory=list,
        max_length=20,
        description="As stated, rate by rate. With bases: in the place of tax classes. Computed where absent.",
    )
    lines: list[EnteredLineIn] = Field(default_factory=list, max_length=1000)
    charges: list[ChargeIn] = Field(default_factory=list, max_length=200)
    receipt_ids: list[UUID] = Field(default_factory=list, max_length=100)
    received_invoice_id: UUID | None = Field(
        default=None, description="The supplier's electronic invoice that it is entered from."
    )

    @model_validator(mode="after")
    def _lines_or_receipts(self) -> "SupplierBillIn":
        if bool(self.lines) and bool(self.receipt_ids):
            raise ValueError("give lines or receipt_ids, one of the two")
        if not (self.lines or self.receipt_ids or self.charges):
            raise ValueError("a bill has lines, receipt_ids or charges")
        if len({each.base is None for each in self.taxes}) > 1:
            raise ValueError("give the base of each rate, or of none")
        return self

    @property
    def stated(self) -> dict[Decimal, Decimal]:
        """Tax by rate, of rates whose base is that of their lines."""
        return {each.rate: each.tax for each in self.taxes if each.base is None}

    def to_domain(self, id_: UUID, lines: tuple[EnteredLine, ...], by: str, currency: str) -> EnteredBill:
        return EnteredBill(
            id=id_,
            supplier_id=self.supplier_id,
            supplier_number=self.supplier_number,
            billed_on=self.billed_on,
            due_on=self.due_on,
            tax_class=self.tax_class,
            tax_amount=self.tax_amount,
            lines=lines,
            currency=currency,
            entered_by=by,
            taxes=by_rate([BilledTax(each.rate, each.base, each.tax) for each in self.taxes if each.base is not None]),
            charges=tuple(
                Charge(new_id(), each.account, each.label.strip(), each.net_amount, each.tax_class or self.tax_class)
                for each in self.charges
            ),
        )


class PartOut(BaseModel):
    receipt_line_id: UUID
    quantity: Decimal
    received_amount: Decimal


class MatchedLineOut(BaseModel):
    """A line with the receipts that it is about."""

    id: UUID
    receipt_line_id: UUID | None
    purchase_order_line_id: UUID | None
    quantity: Decimal
    net_amount: Decimal
    parts: list[PartOut]
    missing: Decimal = Field(description="Billed, and did not come.")
    difference: Decimal = Field(description="Billed above what it was received at.")


class DisputeHead(BaseModel):
    id: UUID
    bill_id: UUID
    line_id: UUID | None
    kind: DisputeKind
    at_risk: Decimal = Field(description="How much money is at stake.")
    owner: str
    resolution: Resolution | None


class SupplierBillHead(BaseModel):
    id: UUID
    supplier_id: UUID
    supplier_number: str
    billed_on: date
    currency: str
    net_amount: Decimal
    status: BillStatus
    entered_by: str
    version: int


class SupplierBillRow(SupplierBillHead):
    """With what is owed on it, once it is posted."""

    number: str | None = Field(description="Ours, once it is posted.", examples=["FF-2026-000001"])
    due_on: date | None
    gross_amount: Decimal | None
    open_amount: Decimal | None = Field(description="Not paid yet; null: not posted.")
    disputes: list[DisputeKind] = Field(description="What is open about it.")


class SupplierBillOut(SupplierBillHead):
    """Matched, and posted unless something is in the way: `disputes` say what, and who has to act."""

    lines: list[MatchedLineOut]
    disputes: list[DisputeHead]
    number: str | None = Field(description="Ours, once it is posted.", examples=["FF-2026-000001"])

    @classmethod
    def of(cls, matched: MatchedBill) -> "SupplierBillOut":
        bill = matched.bill
        return cls(
            **{name: getattr(bill, name) for name in SupplierBillHead.model_fields},
            lines=[
                MatchedLineOut(
                    id=each.line.id,
                    receipt_line_id=each.line.receipt_line_id,
                    purchase_order_line_id=each.line.purchase_order_line_id,
                    quantity=each.line.quantity,
                    net_amount=each.line.net_amount,
                    parts=[PartOut(**part._asdict()) for part in each.parts],
                    missing=each.missing,
                    difference=each.difference,
                )
                for each in matched.proposals
            ],
            disputes=[DisputeHead.model_validate(each, from_attributes=True) for each in matched.open],
            number=matched.posted.number if matched.posted else None,
        )


class DisputeOut(DisputeHead):
    """Something about a bill that somebody has to settle."""

    supplier_id: UUID
    supplier_number: str
    reason: str
    note: str
    opened_at: datetime
    resolved_by: str | None
    resolved_at: datetime | None


class ResolveIn(Strict):
    resolution: Resolution = Field(
        description="accepted, or credit-expected: posted as billed, a credit note is to come."
    )
    note: Annotated[str, Field(min_length=1, max_length=500, examples=["Price rise agreed by phone"])]

    @model_validator(mode="after")
    def _by_somebody(self) -> "ResolveIn":
        if self.resolution is Resolution.SOLVED:
            raise ValueError("what is solved by receipts solves itself when the bill is matched again")
        return self


class HandOverIn(Strict):
    owner: Annotated[str, Field(min_length=1, max_length=200)]
    note: Note = ""


class ReasonIn(Strict):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class CancelIn(ReasonIn):
    cancelled_on: Day | None = Field(default=None, description="Default today.")


class CancelledOut(BaseModel):
    bill_id: UUID
    number: str
    entry_number: str


class ToleranceBody(Strict):
    """A line may differ by both at most; without a supplier for every other. No row at all: prices are never disputed."""

    supplier_id: UUID | None = None
    price_rate: Rate = Field(examples=["0.02"])
    price_amount: Net = Field(examples=["50.00"])


class TolerancesBody(Strict):
    items: list[ToleranceBody] = Field(max_length=5000)


class CreditLineIn(Strict):
    receipt_line_id: UUID
    quantity: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)] = Field(
        default=Decimal(0), description="That went back to the supplier; zero: only the price."
    )
    net_amount: Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=2)]


class SupplierCreditIn(Strict):
    id: UUID | None = None
    supplier_id: UUID
    supplier_number: Number
    credited_on: Day
    currency: Currency | None = Field(default=None, description="That of the order; the company's when absent.")
    tax_class: str = Field(default="standard", max_length=40)
    tax_amount: Net | None = None
    bill_id: UUID | None = Field(default=None, description="That it is about: settled before the supplier's others.")
    lines: list[CreditLineIn] = Field(min_length=1, max_length=1000)


class SettledOut(BaseModel):
    document_id: UUID
    amount: Decimal


class SupplierCreditOut(BaseModel):
    id: UUID
    number: str = Field(examples=["AF-2026-000001"])
    net_amount: Decimal
    tax_amount: Decimal
    settled: list[SettledOut]
    unsettled: Decimal = Field(description="Stands to our credit.")

    @classmethod
    def of(cls, id_: UUID, posted: PostedCreditNote) -> "SupplierCreditOut":
        return cls(
            id=id_,
            number=posted.number,
            net_amount=posted.net_amount,
            tax_amount=posted.tax_amount,
            settled=[SettledOut(document_id=match.document_id, amount=match.amount) for match in posted.matches],
            unsettled=posted.unmatched,
        )


class ExpectedOut(BaseModel):
    """Of a received line: not billed (above zero), or billed and gone back: a debit note is expected (below)."""

    receipt_line_id: UUID
    receipt_id: UUID
    receipt_number: str
    supplier_id: UUID
    purchase_order_id: UUID
    purchase_order_line_id: UUID
    purchase_order_number: str | None = Field(description="Null: accounting has not heard of the order.")
    product_id: UUID
    tax_class: str | None = Field(description="Of the product; null: not told.")
    received_on: date
    days: int
    open_quantity: Decimal
    open_value: Decimal
    currency: str
    open_amount: Decimal = Field(description="In its currency.")
