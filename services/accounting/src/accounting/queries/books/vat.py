"""Figures of the VAT return (form CA3), from the documents of a period, held against the ledger's tax accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.db import ReadTransaction
from kit.money import ZERO

OUTPUT_TAX, INPUT_TAX, INPUT_TAX_ON_ASSETS, INTRA_EU_DUE = "44571", "44566", "44562", "4452"
# Lines of the form for sales in mainland France. Source: notice 3310-CA3-SD.
_LINES = {Decimal("0.2"): "08", Decimal("0.055"): "09", Decimal("0.1"): "9B", Decimal("0.021"): "10"}


@dataclass(frozen=True, slots=True)
class TaxedSales:
    """Sales at one rate; `line` is that of the form, empty where it has none of its own."""

    rate: Decimal
    line: str
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class VatReturn:
    """What is declared for a period. All from the ledger's balances; sales by rate from their documents."""

    sales: Sequence[TaxedSales]
    output_tax: Decimal  # by the ledger
    other_output_tax: Decimal  # in the ledger beside the documents: entries by hand and what has no rate
    intra_eu_due: Decimal
    input_tax: Decimal
    input_tax_on_assets: Decimal

    @property
    def due(self) -> Decimal:
        """What is paid for the period; below zero a credit."""
        return self.output_tax + self.intra_eu_due - self.input_tax - self.input_tax_on_assets


async def vat_return(tx: ReadTransaction, since: date, until: date) -> VatReturn:
    """From a day until another, which is not in it."""
    sales = await _sales(tx, since, until)
    rows = await tx.fetch(
        "SELECT account, sum(credit - debit) AS balance FROM journal_line"
        " WHERE posted_on >= $1 AND posted_on < $2 AND account LIKE '445%' GROUP BY 1",
        since,
        until,
    )
    ledger = {row["account"]: row["balance"] for row in rows}
    output = _below(ledger, OUTPUT_TAX)
    return VatReturn(
        sales=sales,
        output_tax=output,
        other_output_tax=output - sum((each.tax for each in sales), ZERO),
        intra_eu_due=_below(ledger, INTRA_EU_DUE),
        input_tax=-_below(ledger, INPUT_TAX),
        input_tax_on_assets=-_below(ledger, INPUT_TAX_ON_ASSETS),
    )


def _below(ledger: dict[str, Decimal], account: str) -> Decimal:
    return sum((amount for code, amount in ledger.items() if code.startswith(account)), ZERO)


async def _sales(tx: ReadTransaction, since: date, until: date) -> list[TaxedSales]:
    """By rate, each document's tax rounded as the document has it; what a document says is what its entry posted."""
    rows = await tx.fetch(
        "SELECT tax_rate, sum(base) AS base, sum(tax) AS tax FROM ("
        " SELECT l.invoice_id, l.tax_rate, sum(l.net_amount) AS base,"
        "  CASE WHEN i.tax_amount = sum(round(sum(l.net_amount) * l.tax_rate, 2)) OVER (PARTITION BY i.id)"
        "   THEN round(sum(l.net_amount) * l.tax_rate, 2) ELSE sum(round(l.net_amount * l.tax_rate, 2)) END AS tax"
        " FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id WHERE i.issued_on >= $1 AND i.issued_on < $2"
        " GROUP BY l.invoice_id, i.id, l.tax_rate) AS d GROUP BY 1 ORDER BY 1 DESC",
        since,
        until,
    )
    return [
        TaxedSales(row["tax_rate"], _LINES.get(row["tax_rate"].normalize(), ""), row["base"], row["tax"])
        for row in rows
    ]
