"""What the endpoints of clearing take and give. Decimals are strings."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from kit.bodies import Currency, Strict
from kit.problems import Problem
from pydantic import BaseModel, Field, model_validator

from accounting.api.bank.schemas import BankEntryOut
from accounting.api.schemas import Amount, Side
from accounting.domain.bank.clearing import (
    Clearing,
    OfPartner,
    Part,
    Recorded,
    Refunded,
    Rest,
    Returned,
    Suspended,
    ToAccount,
)
from accounting.domain.bank.proposals import Proposal
from accounting.storage.bank.movements import Movement

Account = Annotated[str, Field(pattern="^[1-9][0-9]{1,9}$", examples=["627"])]
Label = Annotated[str, Field(max_length=140)]


class PartIn(Strict):
    """A document that the entry settles, in the document's currency."""

    document_id: UUID
    amount: Side = Field(description="By the money.")
    discount: Side = Field(default=Decimal(0), description="Kept back for early payment, within the terms.")
    write_off: Side = Field(default=Decimal(0), description="Too little to ask for.")


class PaidIn(Strict):
    """What was ordered, where the documents are not in the account's currency."""

    amount: Amount
    currency: Currency


class OfPartnerIn(Strict):
    """A partner's payment."""

    kind: Literal["partner"]
    partner_id: UUID
    parts: list[PartIn] = Field(default_factory=list, max_length=1000)
    fee: Side = Field(default=Decimal(0), description="That the bank kept, in company currency.")
    rest: Rest = Field(default=Rest.ON_ACCOUNT, description="What becomes of money that no document is named for.")
    paid: PaidIn | None = None

    @model_validator(mode="after")
    def _each_once(self) -> "OfPartnerIn":
        if len({part.document_id for part in self.parts}) < len(self.parts):
            raise ValueError("name each document once")
        return self

    def to_clearing(self) -> Clearing:
        parts = tuple(Part(**part.model_dump()) for part in self.parts)
        paid = None if self.paid is None else (self.paid.amount, self.paid.currency)
        return OfPartner(self.partner_id, parts, self.fee, self.rest, paid)


class ToAccountIn(Strict):
    """No partner's: fees, interest, a transfer between our accounts."""

    kind: Literal["account"]
    account: Account
    label: Label = ""

    def to_clearing(self) -> Clearing:
        return ToAccount(self.account, self.label)


class RecordedIn(Strict):
    """Payments or refunds that were recorded by hand before: together they are the entry."""

    kind: Literal["recorded"]
    movement_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _each_once(self) -> "RecordedIn":
        if len(set(self.movement_ids)) < len(self.movement_ids):
            raise ValueError("name each payment once")
        return self

    def to_clearing(self) -> Clearing:
        return Recorded(tuple(self.movement_ids))


class SuspendedIn(Strict):
    """Nobody knows what it is: on 471, and somebody finds out."""

    kind: Literal["suspense"]
    owner: Annotated[str, Field(min_length=1, max_length=100, examples=["accounting"])]
    note: Label = ""

    def to_clearing(self) -> Clearing:
        return Suspended(self.owner, self.note)


class ReturnedIn(Strict):
    """The bank gives a payment back, whole."""

    kind: Literal["return"]
    payment_id: UUID
    reason: Label = "returned by the bank"

    def to_clearing(self) -> Clearing:
        return Returned(self.payment_id, self.reason)


class RefundPartIn(Strict):
    """What went back of a credit."""

    credit_id: UUID = Field(description="Of a credit note or payment of which something is left.")
    amount: Amount


class RefundedIn(Strict):
    """A customer was paid back what stood to his credit, or a supplier paid us back: the parts are the entry."""

    kind: Literal["refund"]
    partner_id: UUID
    parts: Annotated[list[RefundPartIn], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _each_once(self) -> "RefundedIn":
        if len({part.credit_id for part in self.parts}) < len(self.parts):
            raise ValueError("name each credit once")
        return self

    def to_clearing(self) -> Clearing:
        return Refunded(self.partner_id, tuple(Part(part.credit_id, part.amount) for part in self.parts))


ClearingIn = Annotated[
    OfPartnerIn | ToAccountIn | RecordedIn | SuspendedIn | ReturnedIn | RefundedIn, Field(discriminator="kind")
]


class ClearIn(Strict):
    entry_id: UUID
    clearing: ClearingIn


class ClearManyIn(Strict):
    items: list[ClearIn] = Field(min_length=1, max_length=200)


class ClearProposedIn(Strict):
    """Clear what has one sure proposal."""

    statement_id: UUID
    min_confidence: Annotated[Decimal, Field(ge=Decimal("0.5"), le=1, examples=["0.95"])] = Decimal("0.95")


class ClearedOut(BaseModel):
    """What became of one entry, or why nothing did."""

    entry_id: UUID
    status: str | None = Field(description="cleared, suspended (on 471), waiting (for an approval), open (undone).")
    entry_number: str | None = None
    payment_id: UUID | None = None
    payment_number: str | None = None
    approval_id: UUID | None = None
    problem: Problem | None = None


class ClearedManyOut(BaseModel):
    items: list[ClearedOut] = Field(description="In the order asked.")


class UndoIn(Strict):
    reason: Annotated[str, Field(min_length=1, max_length=140, examples=["The other customer's"])]


class ReasonOut(BaseModel):
    sign: str = Field(examples=["document-number"])
    said: str = Field(description="The values behind it.")


class ProposalOut(BaseModel):
    """What the entry may be for: send `clearing` back to confirm it."""

    confidence: Decimal = Field(description="Between 0 and 1; above 0.9 only one reading is left.")
    reasons: list[ReasonOut]
    clearing: ClearingIn

    @classmethod
    def of(cls, proposal: Proposal) -> "ProposalOut":
        return cls.model_validate(
            {
                "confidence": proposal.confidence,
                "reasons": [asdict(reason) for reason in proposal.reasons],
                "clearing": _clearing(proposal.clearing),
            }
        )


def _clearing(clearing: Clearing) -> dict[str, Any]:
    match clearing:
        case OfPartner():
            paid = clearing.paid and {"amount": clearing.paid[0], "currency": clearing.paid[1]}
            return {"kind": "partner", **asdict(clearing), "paid": paid}
        case ToAccount():
            return {"kind": "account", **asdict(clearing)}
        case Recorded():
            return {"kind": "recorded", "movement_ids": list(clearing.movement_ids)}
        case Suspended():
            return {"kind": "suspense", **asdict(clearing)}
        case Returned():
            return {"kind": "return", **asdict(clearing)}
        case Refunded():
            parts = [{"credit_id": part.document_id, "amount": part.amount} for part in clearing.parts]
            return {"kind": "refund", "partner_id": clearing.partner_id, "parts": parts}


class NamedDocumentOut(BaseModel):
    """An open document that proposals speak of."""

    document_id: UUID
    number: str
    due_on: date
    currency: str
    open_amount: Decimal


class NamedMovementOut(BaseModel):
    """A payment or refund that was recorded by hand; above zero: it came in."""

    id: UUID
    number: str
    partner_id: UUID
    paid_on: date
    currency: str
    amount: Decimal

    @classmethod
    def of(cls, movement: Movement) -> "NamedMovementOut":
        return cls.model_validate(movement, from_attributes=True)


class ProposedEntryOut(BaseModel):
    entry: BankEntryOut
    proposals: list[ProposalOut] = Field(description="The likeliest first.")
    documents: list[NamedDocumentOut] = Field(description="That the proposals name by their ids.")
    credits: list[NamedDocumentOut] = Field(
        description="That the proposals would pay back; due: since when they stand."
    )
    movements: list[NamedMovementOut] = Field(description="That were recorded before, and the proposals name.")


class TextRuleModel(Strict):
    """Entries with this in their text, on this side, are for this ledger account."""

    bank_account_id: UUID | None = Field(default=None, description="Null: of every account.")
    is_incoming: bool
    contains: Annotated[str, Field(min_length=3, max_length=140, examples=["COTISATION CARTE"])]
    account: Account
    label: Label


class TextRulesModel(Strict):
    items: list[TextRuleModel] = Field(max_length=200)


class WriteOffLimitModel(Strict):
    """How much who has this role may write off by himself, in one entry."""

    role: Annotated[str, Field(min_length=1, max_length=60, examples=["finance"])]
    amount: Side


class WriteOffLimitsModel(Strict):
    items: list[WriteOffLimitModel] = Field(max_length=50)


class PartnerAccountIn(Strict):
    """This account is this partner's, whatever payments seem to tell."""

    iban: Annotated[str, Field(max_length=40, examples=["FR1420041010050500013M02606"])]
    partner_id: UUID


class PartnerAccountOut(BaseModel):
    iban: str
    partner_id: UUID
    source: str = Field(description="learned (from payments) or set.")
    times: int = Field(description="How often payments confirmed it.")
