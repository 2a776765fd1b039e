"""What the endpoints of bank statements take and give. Decimals are strings; amounts above zero came in."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Currency, Strict
from pydantic import BaseModel, Field


class BankAccountIn(Strict):
    """An account of the company."""

    id: UUID | None = None
    name: Annotated[str, Field(min_length=1, max_length=100, examples=["Compte courant"])]
    account: Annotated[str, Field(min_length=1, max_length=40, examples=["FR7630006000011234567890189"])] = Field(
        description="The IBAN; for an account without one, its number as statements write it."
    )
    bic: Annotated[str, Field(max_length=11, pattern="^([A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?)?$")] = Field(
        default="", description="Found from the IBAN when absent, where its bank is known."
    )
    currency: Currency | None = Field(default=None, description="The company's when absent.")
    ledger_account: Annotated[str, Field(pattern="^512[0-9]{0,5}$", examples=["5121"])]


class BankAccountOut(BaseModel):
    id: UUID
    name: str
    account: str
    bic: str
    currency: str
    ledger_account: str


class StatementOut(BaseModel):
    """A statement that was taken."""

    id: UUID
    number: str
    bank_account_id: UUID
    opening_balance: Decimal
    closing_balance: Decimal
    entries: int = Field(description="To be settled; a transaction of a batch counts as one.")
    follows: bool = Field(description="It opens where the one before closed: none is missing in between.")


class StatementsOut(BaseModel):
    items: list[StatementOut]


class StatementHead(BaseModel):
    id: UUID
    number: str
    page: int
    bank_account_id: UUID
    currency: str
    opening_balance: Decimal
    closing_balance: Decimal
    closed_on: date
    follows: bool


class StatementDetails(StatementHead):
    """A statement, and how far its entries are known."""

    account_name: str
    entries: int
    open_entries: int = Field(description="Of which nobody has said yet what they are for.")


class BankEntryOut(BaseModel):
    """An entry of a statement, or a transaction of a batch."""

    id: UUID
    statement_id: UUID
    bank_account_id: UUID
    amount: Decimal = Field(description="Above zero: it came in.")
    currency: str
    booked_on: date
    valued_on: date | None
    reference: str = Field(description="The bank's own.")
    code: str = Field(examples=["PMNT/RCDT/ESCT"])
    is_reversal: bool
    party_name: str
    party_iban: str
    end_to_end_id: str
    text: str
    return_reason: str
    status: str = Field(description="open, waiting (for an approval), suspended (on 471, with an owner), cleared.")
    owner: str


class ReconciliationOut(BaseModel):
    """The books against the newest statement, in the account's currency."""

    on: date | None
    statement_balance: Decimal
    in_books: Decimal
    open_entries: Decimal
    open_count: int
    difference: Decimal = Field(description="What the books have that no statement has, or the reverse; zero is whole.")
