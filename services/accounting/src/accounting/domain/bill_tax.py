"""The tax of a supplier's bill that bears several rates, rate by rate as he states it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kit.money import EXACT, ZERO, round_half_up

from accounting.domain.errors import TaxMismatch


@dataclass(frozen=True, slots=True)
class BilledTax:
    """So much tax on so much before tax, in the bill's currency."""

    rate: Decimal  # 0.20 is 20 %
    base: Decimal
    tax: Decimal

    def due(self, unit: Decimal) -> Decimal:
        """What the rate makes of the base, half up to the smallest unit of the currency."""
        return round_half_up(EXACT.multiply(self.base, self.rate), unit)


def by_rate(taxes: Sequence[BilledTax]) -> tuple[BilledTax, ...]:
    """One for each rate, the highest first."""
    found: dict[Decimal, BilledTax] = {}
    for each in taxes:
        so_far = found.get(each.rate, BilledTax(each.rate, ZERO, ZERO))
        found[each.rate] = BilledTax(each.rate, so_far.base + each.base, so_far.tax + each.tax)
    return tuple(sorted(found.values(), key=lambda each: each.rate, reverse=True))


def of_lines(lines: Sequence[tuple[Decimal, Decimal]], unit: Decimal) -> tuple[BilledTax, ...]:
    """The tax that (rate, net amount) lines come to, once on the base of each rate."""
    bases = by_rate([BilledTax(rate, net, ZERO) for rate, net in lines])
    return tuple(replace(each, tax=each.due(unit)) for each in bases)


def check_totals(taxes: Sequence[BilledTax], *, net: Decimal, tax: Decimal | None) -> None:
    """Nothing, when the rates together are the document.

    Raises:
        TaxMismatch: their bases are not its lines, or their taxes not its tax.
    """
    bases, sum_of_taxes = sum((each.base for each in taxes), ZERO), sum((each.tax for each in taxes), ZERO)
    if bases != net:
        raise TaxMismatch(
            f"The bases of the rates are {bases}, the lines {net}: {bases - net} of difference. Correct the bases.",
            field="taxes",
            stated=str(bases),
            computed=str(net),
        )
    if tax is not None and sum_of_taxes != tax:
        raise TaxMismatch(
            f"The taxes of the rates are {sum_of_taxes}, the tax of the bill {tax}: correct one of them.",
            field="tax_amount",
            stated=str(tax),
            computed=str(sum_of_taxes),
        )


def check_lines(taxes: Sequence[BilledTax], lines: Sequence[tuple[Decimal, Decimal]], tolerance: Decimal) -> None:
    """Nothing, when the (rate, net amount) lines come to the base of each rate, give or take the tolerance of each line.

    Raises:
        TaxMismatch: a rate has another base than its lines, or none; it says which, and by how much.
    """
    nets: dict[Decimal, Decimal] = {each.rate: ZERO for each in taxes}
    counts: dict[Decimal, int] = {}
    for rate, net in lines:
        nets[rate] = nets.get(rate, ZERO) + net
        counts[rate] = counts.get(rate, 0) + 1
    bases = {each.rate: each.base for each in by_rate(taxes)}
    differing = [
        f"{_percent(rate)}: {bases.get(rate, ZERO)} stated, lines make {net}"
        for rate, net in nets.items()
        if abs(bases.get(rate, ZERO) - net) > tolerance * counts.get(rate, 0)
    ]
    if differing:
        raise TaxMismatch(f"The bases of the tax are not its lines. {'; '.join(differing)}.", field="taxes")


def gap_of(taxes: Sequence[BilledTax], tolerance: Decimal, unit: Decimal) -> tuple[Decimal, str]:
    """What rates are off by beyond the tolerance, each counted for itself, and the sentence that says where."""
    off = [(each, each.due(unit)) for each in taxes if abs(each.tax - each.due(unit)) > tolerance]
    said = "; ".join(f"{_percent(each.rate)} of {each.base} is {due}, stated {each.tax}" for each, due in off)
    return sum((abs(each.tax - due) for each, due in off), ZERO), said and f"The tax is not that of its rates. {said}."


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f} %"
