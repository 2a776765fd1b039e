"""The table of exchange rates: accounting's own, and the copies of others."""

from collections.abc import Collection, Sequence
from datetime import date

from comptoir.accounting.v1.exchange_rate_pb2 import ExchangeRateSet
from sqlalchemy import CheckConstraint, Column, Date, MetaData, Numeric, Table, Text

from kit.db import ReadTransaction, Transaction
from kit.exchange import AGE_MAX, ExchangeRate, needed
from kit.wire import date_in, decimal_in


def exchange_rate_table(metadata: MetaData) -> Table:
    """The table of rates, the service's own or a copy."""
    return Table(
        "exchange_rate",
        metadata,
        Column("currency", Text, primary_key=True),
        Column("valid_on", Date, primary_key=True),
        Column("rate", Numeric, nullable=False, comment="units of it for one of the company's"),
        Column("source", Text, nullable=False),
        CheckConstraint("rate > 0", name="rate"),
    )


async def keep_rates(tx: Transaction, rates: Collection[ExchangeRate], source: str) -> list[ExchangeRate]:
    """Write rates, each in place of what its day had; returns those that are new or another number."""
    by_day = {(rate.currency, rate.on): rate for rate in rates}
    rows = await tx.fetch(
        "INSERT INTO exchange_rate AS r (currency, valid_on, rate, source)"
        " SELECT c, d, v, $4 FROM unnest($1::text[], $2::date[], $3::numeric[]) AS n (c, d, v)"
        " ON CONFLICT (currency, valid_on) DO UPDATE SET rate = excluded.rate, source = excluded.source"
        " WHERE r.rate <> excluded.rate RETURNING currency, valid_on",
        [currency for currency, _ in by_day],
        [on for _, on in by_day],
        [rate.rate for rate in by_day.values()],
        source,
    )
    return [by_day[row["currency"], row["valid_on"]] for row in rows]


async def keep_rate_events(tx: Transaction, messages: Sequence[ExchangeRateSet]) -> None:
    """The copy of a service that hears of rates from accounting."""
    by_source: dict[str, list[ExchangeRate]] = {}
    for message in messages:
        rate = ExchangeRate(message.currency, decimal_in(message.rate), date_in(message.valid_on))
        by_source.setdefault(message.source, []).append(rate)
    for source, rates in by_source.items():
        await keep_rates(tx, rates, source)


async def rates_on(
    tx: ReadTransaction, company_currency: str, wanted: Collection[tuple[str, date]]
) -> dict[tuple[str, date], ExchangeRate]:
    """The rate of each currency on each day, as far as there is one."""
    found = {each: ExchangeRate.own(*each) for each in wanted if each[0] == company_currency}
    foreign = [each for each in dict.fromkeys(wanted) if each not in found]
    if not foreign:
        return found
    rows = await tx.fetch(
        "SELECT w.c, w.d, r.rate, r.valid_on FROM unnest($1::text[], $2::date[]) AS w (c, d)"
        " CROSS JOIN LATERAL (SELECT rate, valid_on FROM exchange_rate r WHERE r.currency = w.c AND r.valid_on <= w.d"
        " AND r.valid_on > w.d - $3::int ORDER BY valid_on DESC LIMIT 1) r",
        [currency for currency, _ in foreign],
        [on for _, on in foreign],
        AGE_MAX.days,
    )
    return found | {(row["c"], row["d"]): ExchangeRate(row["c"], row["rate"], row["valid_on"]) for row in rows}


async def rate_on(
    tx: ReadTransaction, company_currency: str, currency: str, on: date, *, field: str | None = None
) -> ExchangeRate:
    """The rate of a currency on a day.

    Raises:
        RateMissing: there is none.
    """
    return needed(await rates_on(tx, company_currency, [(currency, on)]), currency, on, field=field)
