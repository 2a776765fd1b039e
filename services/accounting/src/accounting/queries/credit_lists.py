"""Lists of credit: customers at risk, and the documents behind what one owes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Numeric, Select, Text, and_, case, cast, func, literal, or_, select, union_all

from accounting.storage.tables import credit_account, credit_hold, open_item, partner, sales_order

NEAR = "0.9"  # of the limit: from there on somebody should look


def customers(now: datetime, *, at_risk: bool) -> Select[Any]:
    """Customers with limit, exposure and what is overdue; `at_risk`: stopped, overdue, near a limit or above it."""
    a = credit_account.c
    late = (
        select(func.coalesce(func.sum(open_item.c.open_value), 0))
        .where(
            open_item.c.partner_id == a.partner_id,
            open_item.c.is_receivable,
            open_item.c.open_amount > 0,
            open_item.c.due_on < now.date(),
        )
        .scalar_subquery()
    )
    each = (
        select(
            a.partner_id,
            partner.c.code,
            partner.c.name,
            a.customer_class,
            a.is_on_hold,
            case((a.temporary_until > now, a.temporary_limit), else_=a.credit_limit).label("limit"),
            a.insured_limit,
            (a.receivable + a.committed).label("exposure"),
            cast(late, Numeric(18, 2)).label("overdue"),
        )
        .outerjoin_from(credit_account, partner, partner.c.id == a.partner_id)
        .subquery()
    )
    statement = select(each)
    if not at_risk:
        return statement
    c = each.c
    is_near = and_(c.exposure > 0, c.exposure > c.limit * cast(literal(NEAR), Numeric))
    return statement.where(or_(c.is_on_hold, c.overdue > 0, is_near, c.exposure > c.insured_limit))


def documents(partner_id: UUID, today: date) -> Select[Any]:
    """Open invoices and orders not invoiced: what a customer's exposure is made of, payments not matched aside."""
    i, h = open_item.c, credit_hold.c
    owed = select(
        cast(literal("invoice"), Text).label("kind"),
        i.document_id,
        i.number,
        i.issued_on.label("document_on"),
        i.due_on,
        i.value.label("amount"),
        i.open_value.label("open_amount"),
        case((i.due_on < today, literal(today, Date) - i.due_on), else_=0).label("days_overdue"),
    ).where(i.partner_id == partner_id, i.is_receivable, i.open_amount > 0)
    ordered = (
        select(
            cast(case((h.status == "firm", "order"), else_="order-being-confirmed"), Text),
            h.order_id,
            sales_order.c.number,
            cast(h.created_at, Date),
            cast(None, Date),
            h.amount,
            h.remaining.label("open_amount"),
            literal(0),
        )
        .outerjoin_from(credit_hold, sales_order, sales_order.c.id == h.order_id)
        .where(h.partner_id == partner_id, h.remaining > 0)
    )
    return select(union_all(owed, ordered).subquery())
