"""Debts that may not be paid, as the books have them."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Numeric, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from accounting.storage.tables import metadata

doubtful_debt = Table(
    "doubtful_debt",
    metadata,
    Column("document_id", UUID, ForeignKey("open_item.document_id"), primary_key=True),
    Column("rate", Numeric(7, 6), nullable=False, comment="of the net amount, feared lost"),
    Column("carried", Numeric(18, 2), nullable=False, comment="on 416"),
    Column("allowance", Numeric(18, 2), nullable=False, comment="on 491"),
    Column("is_current", Boolean, nullable=False, comment="false: nobody doubts it any more"),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_on", Date, nullable=False),
    CheckConstraint("rate >= 0 AND rate <= 1 AND carried >= 0 AND allowance >= 0", name="bounds"),
)
Index("ix_doubtful_debt_current", doubtful_debt.c.document_id, postgresql_where=doubtful_debt.c.is_current)
