"""A customer's word that his account may be debited."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Mandate:
    """By its reference the customer's bank knows it."""

    id: UUID
    partner_id: UUID
    reference: str
    scheme: Literal["CORE", "B2B"]
    iban: str
    bic: str
    signed_on: date
