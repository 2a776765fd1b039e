"""Figures of the VAT return (form CA3), from the documents of a period, held against the ledger's tax accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.db import ReadTransaction
from kit.money import ZERO

from accounting.domain.invoice import VatCategory

OUTPUT_TAX, INPUT_TAX, INPUT_TAX_ON_ASSETS, INTRA_EU_DUE = "44571", "44566", "44562", "4452"
# Lines of the form for sales in mainland France: of those with a tax by rate, of those without by category of EN 16931.
# Source: notice 3310-CA3-SD.
_LINES = {Decimal("0.2"): "08", Decimal("0.055"): "09", Decimal("0.1"): "9B", Decimal("0.021"): "14"}
_UNTAXED_LINES = {VatCategory.EXPORT: "E1", VatCategory.INTRA_COMMUNITY: "F2"}
_OTHER_UNTAXED = "E2"

# The tax of what documents posted, shared to the cent by the categories and rates that each of them says. An invoice takes
# the tax of advances back, at the rates of the advance. Shares are differences of rounded running sums: they add up.
_SALES = """
WITH posted AS (
    SELECT e.source, e.source_id,
        coalesce(sum(l.credit) FILTER (WHERE l.account NOT LIKE '44571%'), 0) AS net_credit,
        coalesce(sum(l.credit) FILTER (WHERE l.account LIKE '44571%'), 0) AS tax_credit,
        coalesce(sum(l.debit) FILTER (WHERE l.account NOT LIKE '44571%'), 0) AS net_debit,
        coalesce(sum(l.debit) FILTER (WHERE l.account LIKE '44571%'), 0) AS tax_debit
    FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id
    WHERE e.posted_on >= $1 AND e.posted_on < $2
        AND e.source IN ('invoice', 'down-payment', 'customer-credit-note', 'down-payment-credit')
        AND (l.account LIKE '44571%' OR l.account LIKE '70%' OR l.account LIKE '4191%')
    GROUP BY e.id
), said AS (
    SELECT source_id AS document_id, net_credit AS net, tax_credit AS tax FROM posted
    WHERE source IN ('invoice', 'down-payment')
    UNION ALL SELECT source_id, -net_debit, -tax_debit FROM posted
    WHERE source IN ('customer-credit-note', 'down-payment-credit')
    UNION ALL SELECT u.down_payment_id, -u.net_value, -u.tax_value
    FROM posted p JOIN down_payment_use u ON u.invoice_id = p.source_id WHERE p.source = 'invoice'
), running AS (
    SELECT t.category, t.rate, s.net, s.tax, t.base AS part, t.tax AS tax_part,
        sum(t.base) OVER so_far AS base_so_far, sum(t.tax) OVER so_far AS tax_so_far,
        sum(t.base) OVER whole AS base_whole, sum(t.tax) OVER whole AS tax_whole
    FROM (SELECT row_number() OVER () AS n, * FROM said) s JOIN document_tax t USING (document_id)
    WINDOW whole AS (PARTITION BY s.n), so_far AS (PARTITION BY s.n ORDER BY t.position)
)
SELECT category, rate,
    coalesce(sum(round(net * base_so_far / nullif(base_whole, 0), 2)
        - round(net * (base_so_far - part) / nullif(base_whole, 0), 2)), 0.00) AS base,
    coalesce(sum(round(tax * tax_so_far / nullif(tax_whole, 0), 2)
        - round(tax * (tax_so_far - tax_part) / nullif(tax_whole, 0), 2)), 0.00) AS tax
FROM running GROUP BY 1, 2 ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, slots=True)
class TaxedSales:
    """Sales of one category at one rate, less what was credited; `line` is that of the form, empty where it has none."""

    category: VatCategory
    rate: Decimal
    line: str
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class VatReturn:
    """What is declared for a period. All from the ledger; its documents say at which rates."""

    sales: Sequence[TaxedSales]
    output_tax: Decimal  # by the ledger
    other_output_tax: Decimal  # in the ledger beside the documents: entries by hand, early-payment discounts, bad debts
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
    rows = await tx.fetch(_SALES, since, until)
    return [_taxed(VatCategory(row["category"]), row["rate"], row["base"], row["tax"]) for row in rows]


def _taxed(category: VatCategory, rate: Decimal, base: Decimal, tax: Decimal) -> TaxedSales:
    line = _LINES.get(rate.normalize(), "") if rate else _UNTAXED_LINES.get(category, _OTHER_UNTAXED)
    return TaxedSales(category, rate, line, base, tax)
