"""The euro reference rates of the European Central Bank, as its two CSV files have them.

One file has the last day (`30 October 2026`), the other every day since 1999 (`2026-10-30`); both have a column for each
currency, units of it for one euro, and `N/A` where there was none. Banks' closing days have no row.
Source: ECB, euro foreign exchange reference rates.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation, localcontext

from kit.exchange import ExchangeRate
from kit.money import EXACT, ONE, round_half_up

from accounting.domain.errors import UnreadableRates

_EURO = "EUR"
_KEPT = Decimal("1e-10")
_ROWS_MAX = 20_000
_COLUMNS_MAX = 200


def read_reference_rates(content: bytes, company_currency: str) -> list[ExchangeRate]:
    """Every rate of a file, for one unit of the company's currency: across the euro, where that is another.

    Raises:
        UnreadableRates: it is no such file, or has a cell that is no rate.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableRates(f"The file cannot be read: {error}. Send the ECB's CSV file, unzipped.") from error
    names = [cell.strip() for cell in rows[0]] if rows else []
    if not names or names[0] != "Date" or len(names) > _COLUMNS_MAX or len(rows) > _ROWS_MAX:
        raise UnreadableRates("The first line must begin with Date and name the currencies, as the ECB's files do.")
    return [rate for i, row in enumerate(rows[1:], 2) if any(row) for rate in _of_day(names, row, i, company_currency)]


def _of_day(names: list[str], row: list[str], line: int, company_currency: str) -> Iterator[ExchangeRate]:
    on = _day(row[0].strip(), line)
    per_euro = {_EURO: ONE}
    for name, cell in zip(names[1:], row[1:], strict=False):
        if name and cell.strip() not in ("", "N/A"):
            per_euro[name] = _rate(cell.strip(), line, name)
    if company_currency not in per_euro:
        raise UnreadableRates(f"Line {line} has no rate of {company_currency}, the company's currency.")
    base = per_euro.pop(company_currency)
    for currency, rate in per_euro.items():
        with localcontext(EXACT):
            across = rate if base == 1 else round_half_up(rate / base, _KEPT)
        yield ExchangeRate(currency, across, on)


def _day(text: str, line: int) -> date:
    for form in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise UnreadableRates(f"Line {line} begins with {text[:40]!r}, which is no day.")


def _rate(text: str, line: int, currency: str) -> Decimal:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        rate = Decimal(0)
    if not rate.is_finite() or not 0 < rate < Decimal("1e9"):
        raise UnreadableRates(f"Line {line} has {text[:40]!r} for {currency[:10]}, which is no rate.")
    return rate
