"""What opening balances meet."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.money import ZERO

from accounting.storage import credit_accounts


async def unknown_partners(tx: ReadTransaction, partner_ids: Sequence[UUID]) -> list[UUID]:
    """Those that accounting has not heard of."""
    rows = await tx.fetch(
        "SELECT DISTINCT id FROM unnest($1::uuid[]) AS a (id) WHERE NOT EXISTS (SELECT FROM partner p WHERE p.id = a.id)",
        list(partner_ids),
    )
    return [row["id"] for row in rows]


async def open_already(tx: ReadTransaction, documents: Sequence[tuple[UUID, str, bool]]) -> list[str]:
    """Numbers of documents (partner, number, is receivable) that exist."""
    rows = await tx.fetch(
        "SELECT o.number FROM unnest($1::uuid[], $2::text[], $3::boolean[]) AS a (partner_id, number, is_receivable)"
        " JOIN open_item o USING (partner_id, number, is_receivable) ORDER BY 1",
        [partner_id for partner_id, _, _ in documents],
        [number for _, number, _ in documents],
        [is_receivable for _, _, is_receivable in documents],
    )
    return [row["number"] for row in rows]


async def owe(tx: Transaction, amounts: Sequence[tuple[UUID, Decimal]]) -> None:
    """Customers owe so much more."""
    by_partner: dict[UUID, Decimal] = {}
    for partner_id, amount in amounts:
        by_partner[partner_id] = by_partner.get(partner_id, ZERO) + amount
    await credit_accounts.lock_accounts(tx, list(by_partner))
    await tx.execute(
        "UPDATE credit_account c SET receivable = c.receivable + a.amount"
        " FROM unnest($1::uuid[], $2::numeric[]) AS a (partner_id, amount) WHERE c.partner_id = a.partner_id",
        list(by_partner),
        list(by_partner.values()),
    )
