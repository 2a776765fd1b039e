"""The tax of a supplier's bill: that of its lines and charges by their tax classes, or as the paper states it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kit.db import ReadTransaction
from kit.errors import Invalid
from kit.money import minor_unit

from accounting.domain.bill_charge import check_accounts
from accounting.domain.bill_tax import of_lines
from accounting.domain.invoice import rate_on
from accounting.domain.matched_bill import EnteredBill
from accounting.storage import invoices
from accounting.storage.books import chart


async def taxed(tx: ReadTransaction, bill: EnteredBill, *, stated: Mapping[Decimal, Decimal]) -> EnteredBill:
    """The bill with its tax class, or with the tax of each rate where its lines are of several classes.

    `stated`: tax by rate as the paper has it, in the place of what we compute.

    Raises:
        Invalid: a class has no rate on its day, no line has a stated rate, or a charge is on an account that takes none.
    """
    if bill.charges:
        check_accounts(bill.charges, await chart.chart(tx))
    nets = bill.nets_by_class()
    if bill.taxes or not nets:
        return bill
    known = await invoices.tax_rates(tx)
    rates: dict[str, Decimal] = {}
    for name in {name for name, _ in nets}:
        if (found := rate_on(known, name, bill.billed_on)) is None:
            raise no_rate(name, bill.billed_on)
        rates[name] = found.rate
    if strange := stated.keys() - set(rates.values()):
        raise Invalid(f"No line has the tax rate {min(strange)}: leave it out, or correct a line.", field="taxes")
    if len(rates) == 1:
        ((name, rate),) = rates.items()
        return replace(bill, tax_class=name, tax_amount=stated.get(rate, bill.tax_amount))
    computed = of_lines([(rates[name], net) for name, net in nets], minor_unit(bill.currency))
    return replace(bill, taxes=tuple(replace(each, tax=stated.get(each.rate, each.tax)) for each in computed))


def no_rate(tax_class: str, day: date) -> Invalid:
    return Invalid(f"Tax class {tax_class!r} has no rate on {day}.", field="tax_class")
