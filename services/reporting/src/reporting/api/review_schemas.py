"""What the API takes and gives of reviews by mail."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from kit.bodies import Strict
from kit.ids import new_id
from pydantic import BaseModel, Field

from reporting.domain.subscription import Subscription

Language = Literal["fr", "en"]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$")]


class ReviewOut(BaseModel):
    """A month that there is something to say about. Company currency, before tax."""

    month: date = Field(description="Its first day.")
    revenue: Decimal
    margin: Decimal
    sealed_at: datetime | None = Field(description="Null: its figures may still change.")
    seal: str | None = Field(description="SHA-256 over the month's entries, as accounting shows it.")


class SubscriptionIn(Strict):
    """Where the review goes to, and when."""

    email: Email = Field(examples=["direction@maison.example"])
    language: Language = "fr"
    day: int | None = Field(
        default=None, ge=1, le=28, description="Of the month, for the month before; null: when a month is sealed."
    )

    def to_domain(self, today: date) -> Subscription:
        return Subscription(new_id(), self.email, self.language, self.day, today)


class SubscriptionOut(BaseModel):
    id: UUID
    email: str
    language: Language
    day: int | None
    since: date

    @classmethod
    def of(cls, subscription: Subscription) -> "SubscriptionOut":
        return cls(
            id=subscription.id, email=subscription.email, language=subscription.language,
            day=subscription.day, since=subscription.since,
        )  # fmt: skip


class ReviewMailOut(BaseModel):
    """A review that is sent to somebody."""

    id: UUID
    month: date
    email: str
    language: Language
    status: Literal["waiting", "trying", "done", "parked", "given-up"]
    error: str | None
    attempts: int
    created_at: datetime
