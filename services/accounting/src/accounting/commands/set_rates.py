"""Exchange rates as somebody sets them, or as the central bank publishes them."""

from collections.abc import Sequence
from datetime import datetime

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.exchange import ExchangeRate
from kit.exchange_rates import keep_rates

from accounting import wire
from accounting.domain.errors import OwnCurrency
from kit import audit


async def set_rates(
    tx: Transaction, rates: Sequence[ExchangeRate], *, company_currency: str, source: str, by: str, now: datetime
) -> list[ExchangeRate]:
    """Keep rates and tell them; returns those that are new or another number. What was posted keeps its rate.

    Raises:
        OwnCurrency: one is of the company's currency.
    """
    for i, rate in enumerate(rates):
        if rate.currency == company_currency:
            raise OwnCurrency(f"{company_currency} is the company's own: it has no rate.", field=f"rates.{i}.currency")
    changed = await keep_rates(tx, rates, source)
    tx.publish(*(wire.exchange_rate_set(rate, company_currency, source, now) for rate in changed))
    if changed:
        days = sorted({rate.on for rate in changed})
        told: dict[str, list[str | None]] = {
            "rates": [None, str(len(changed))],
            "from": [None, days[0].isoformat()],
            "to": [None, days[-1].isoformat()],
        }
        await audit.record(tx, AuditEntry("exchange_rates", source, "set", told, by))
    return changed
