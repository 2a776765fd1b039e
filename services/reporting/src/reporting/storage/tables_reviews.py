"""Reviews of sealed months, who gets them by mail, and the mails."""

from kit.effects import effect_table
from sqlalchemy import CheckConstraint, Column, Date, DateTime, Index, SmallInteger, Table, Text, func
from sqlalchemy.dialects.postgresql import JSONB, UUID

from reporting.storage.tables import metadata

effect = effect_table(metadata)

# Kept as it was when the month was sealed: no fact of the topics, so that a rebuild lets it be.
sealed_review = Table(
    "sealed_review",
    metadata,
    Column("month", Date, primary_key=True, comment="its first day"),
    Column("seal", Text, nullable=False, comment="of the month's entries, hexadecimal"),
    Column("sealed_at", DateTime(timezone=True), nullable=False),
    Column("figures", JSONB, nullable=False),
)

review_subscription = Table(
    "review_subscription",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("email", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column(
        "day", SmallInteger, comment="of the month, on which the month before is sent; null: when a month is sealed"
    ),
    Column("since", Date, nullable=False, comment="months that ended before are not sent"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("language IN ('fr', 'en')", name="language"),
    CheckConstraint("day BETWEEN 1 AND 28", name="day"),
)
Index("uq_review_subscription_email", func.lower(review_subscription.c.email), unique=True)
