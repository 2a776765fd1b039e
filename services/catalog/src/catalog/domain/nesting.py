"""Packagings said by what they contain: a pallet of 40 boxes of 12. Stored as stock units in one, exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from catalog.domain.product import STOCK_PACKAGING

FACTOR_MAX = 10**12


@dataclass(frozen=True, slots=True)
class Contents:
    """So many of another packaging of the same product."""

    quantity: int
    of: str


class UnknownContents(ValueError):
    """What a packaging contains leads nowhere, or back to itself."""


def resolved(factors: Mapping[str, Fraction], contents: Mapping[str, Contents]) -> dict[str, Fraction]:
    """Stock units in each packaging, those with a factor and those with contents.

    Raises:
        UnknownContents: the packaging contained is not there, contains itself, or the whole is too large.
    """
    known = {STOCK_PACKAGING: Fraction(1), **factors}
    for code in contents:
        for inner in reversed(_chain(code, known, contents)):
            known[inner] = contents[inner].quantity * known[contents[inner].of]
            if max(known[inner].numerator, known[inner].denominator) > FACTOR_MAX:
                raise UnknownContents(f"{inner!r} would hold more than {FACTOR_MAX} stock units.")
    return known


def _chain(code: str, known: Mapping[str, Fraction], contents: Mapping[str, Contents]) -> Sequence[str]:
    """The packagings from this one inwards up to one that is known."""
    steps: list[str] = []
    at = code
    while at not in known:
        if at in steps:
            raise UnknownContents(f"{code!r} contains itself, by {' of '.join([*steps, at])}.")
        if at not in contents:
            raise UnknownContents(f"{code!r} contains {at!r}, which is no packaging of the product.")
        steps.append(at)
        at = contents[at].of
    return steps
