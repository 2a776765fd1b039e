"""Rules of approval, and budgets."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Numeric, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import UUID, ExcludeConstraint

from purchasing.storage.tables import metadata

approval_rule = Table(
    "approval_rule",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("above", Numeric, nullable=False),
    Column("department", Text),
    Column("supplier_id", UUID),
    Column("family", Text),
    Column("exception", Text),
    Column("approver", Text, nullable=False, server_default="purchasing.orders.approve"),
    Column("approvers", Integer, nullable=False, server_default="1"),
    Column("escalation_hours", Integer),
    Column("escalates_to", Text),
    Column("effective_from", Date, nullable=False, server_default="1990-01-01"),
    Column("effective_until", Date),
    CheckConstraint("approvers BETWEEN 1 AND 5 AND (escalation_hours IS NULL) = (escalates_to IS NULL)", name="steps"),
    CheckConstraint(
        "exception IN ('over-budget', 'price-above-list', 'new-supplier', 'split', 'over-receipt')", name="exception"
    ),
)

budget = Table(
    "budget",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("department", Text, nullable=False),
    Column("period", Text, nullable=False, comment="its name: 2026, 2026-Q2, 2026-04"),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False, comment="the first day after it"),
    Column("amount", Numeric, nullable=False),
    Column("mode", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    CheckConstraint("starts_on < ends_on AND amount >= 0", name="sense"),
    CheckConstraint("mode IN ('ask', 'block')", name="mode"),
    UniqueConstraint("department", "starts_on", "ends_on"),
    ExcludeConstraint(
        ("department", "="),
        (text("daterange(starts_on, ends_on)"), "&&"),
        name="ex_budget_one_at_a_time",
        using="gist",
    ),
)

# What each placed order binds of a budget: the larger of what is committed and what was billed.
budget_use = Table(
    "budget_use",
    metadata,
    Column("purchase_order_id", UUID, primary_key=True),
    Column("department", Text),
    Column("ordered_on", Date),
    Column("committed", Numeric, nullable=False, server_default="0"),
    Column("billed", Numeric, nullable=False, server_default="0"),
)
Index(None, budget_use.c.department, budget_use.c.ordered_on)
