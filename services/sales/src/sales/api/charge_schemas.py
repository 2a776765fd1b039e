"""What documents are charged with on top of their lines, as endpoints give it."""

from decimal import Decimal
from uuid import UUID

from kit.auth import Principal
from pydantic import BaseModel, Field

from sales.domain.charge import Charge, QuotedCharge


class QuotedChargeOut(BaseModel):
    """What a whole order is charged with, before tax."""

    rule: str = Field(examples=["freight"], description="freight, minimum-order or order-surcharge")
    label: str
    label_fr: str
    amount: Decimal
    missing_amount: Decimal | None = Field(
        description="With so much more in the order it would not be charged; null: it always is."
    )

    @classmethod
    def of(cls, quoted: QuotedCharge) -> "QuotedChargeOut":
        return cls(**{name: getattr(quoted, name) for name in QuotedChargeOut.model_fields})


class ChargeOut(QuotedChargeOut):
    id: UUID
    tax_class: str = Field(description="The one with the largest net on the document.")
    is_waived: bool = Field(description="Somebody let it go: it is no part of the total.")
    waived_by: str | None = Field(description="Null for customers.")
    waived_because: str | None = Field(description="Null for customers.")

    @classmethod
    def of_charge(cls, charge: Charge, caller: Principal) -> "ChargeOut":
        waiver = charge.waiver
        told = waiver if caller.customer_id is None else None
        return cls(
            **QuotedChargeOut.of(charge.quoted).model_dump(),
            id=charge.id,
            tax_class=charge.tax_class,
            is_waived=waiver is not None,
            waived_by=told.by if told else None,
            waived_because=told.reason if told else None,
        )
