"""Rates at which costs come into the currency of a sale."""

from datetime import date

from kit.db import Database, ReadTransaction
from kit.exchange import ExchangeRate
from kit.exchange_rates import rates_on

from pricing.domain.exchange import Exchange


async def exchange_of(database: Database, company_currency: str, currency: str, on: date) -> Exchange:
    """That of a day; nothing is read for the company's own currency."""
    if currency == company_currency:
        return Exchange.at(currency, ExchangeRate.own(currency, on))
    async with database.read() as tx:
        return Exchange.at(currency, await rate_of(tx, company_currency, currency, on))


async def rate_of(tx: ReadTransaction, company_currency: str, currency: str, on: date) -> ExchangeRate | None:
    return (await rates_on(tx, company_currency, [(currency, on)])).get((currency, on))
