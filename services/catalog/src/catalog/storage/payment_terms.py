"""Terms of payment."""

from collections.abc import Sequence

from kit.db import ReadTransaction, Transaction

from catalog.domain.payment_terms import PaymentTerms
from catalog.domain.snapshot import restored

COLUMNS = (
    "code", "name_fr", "name_en", "net_days", "month_end", "discount_rate", "discount_days", "sector", "is_french_law",
)  # fmt: skip


async def add(tx: Transaction, terms: PaymentTerms) -> bool:
    """Write new terms; False when their code is taken."""
    return bool(
        await tx.execute(
            f"INSERT INTO payment_terms ({', '.join(COLUMNS)}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            " ON CONFLICT DO NOTHING",
            *(getattr(terms, name) for name in COLUMNS),
        )
    )


async def find_many(tx: ReadTransaction, codes: Sequence[str]) -> dict[str, PaymentTerms]:
    """Terms by code: those that exist."""
    if not codes:
        return {}
    rows = await tx.fetch(f"SELECT {', '.join(COLUMNS)} FROM payment_terms WHERE code = ANY($1)", codes)
    return {row["code"]: restored(PaymentTerms, dict(row)) for row in rows}
