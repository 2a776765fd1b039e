"""Contracts: what was agreed with one customer comes before every list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple
from uuid import UUID

from kit.errors import Fault
from kit.money import EXACT, ONE, ZERO

from pricing.domain.labels import comma, percent, plain, pour_cent
from pricing.domain.price import PriceStep, tidy


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A price of a product, or a discount on the list for a product or a family with all under it."""

    id: UUID
    product_id: UUID | None = None
    family_code: str | None = None
    min_quantity: Decimal = ZERO  # stock units of an order line
    unit_price: Decimal | None = None
    discount_rate: Decimal | None = None  # on the list price
    quantity_cap: Decimal | None = None  # stock units over the contract's life

    @property
    def place(self) -> tuple[UUID | None, str | None, Decimal]:
        """What a contract has one line of."""
        return self.product_id, self.family_code, self.min_quantity


@dataclass(frozen=True, slots=True)
class Contract:
    """`takes_rules`: promotions and discounts come on top; otherwise its prices are net."""

    id: UUID
    code: str
    customer_id: UUID
    name: str
    currency: str
    effective_from: date
    effective_until: date | None  # the first day without it
    takes_rules: bool
    lines: Sequence[ContractLine]


def faults_of(contract: Contract) -> Iterator[Fault]:
    """What makes no sense in itself."""
    if contract.effective_until is not None and contract.effective_until <= contract.effective_from:
        yield Fault("effective_until", "It is the first day without this contract, so it is after effective_from.")
    seen = set[object]()
    for i, line in enumerate(contract.lines):
        yield from (fault.within(f"lines.{i}.") for fault in _faults_of_line(line))
        if line.place in seen:
            yield Fault(f"lines.{i}", "Another line is for the same product or family and the same quantity.")
        seen.add(line.place)


def _faults_of_line(line: ContractLine) -> Iterator[Fault]:
    if (line.product_id is None) == (line.family_code is None):
        yield Fault("product_id", "A line is for a product or for a family.")
    if (line.unit_price is None) == (line.discount_rate is None):
        yield Fault("unit_price", "A line has a price or a discount on the list.")
    elif line.unit_price is not None and line.product_id is None:
        yield Fault("unit_price", "A price is of one product; a family has a discount on the list.")
    if line.quantity_cap is not None and line.unit_price is None:
        yield Fault("quantity_cap", "A quantity is agreed on for a price of a product.")


# --- the price of a line ---


class Agreement(NamedTuple):
    """A line of a contract as one line of a sale meets it. Agreements sort from the widest to the one that counts."""

    depth: int  # of the family in the product's path; a product's own is deepest
    min_quantity: Decimal
    effective_from: date
    line_id: str
    code: str
    unit_price: Decimal | None
    discount_rate: Decimal | None
    quantity_cap: Decimal | None
    quantity_called: Decimal
    takes_rules: bool

    @property
    def quantity_left(self) -> Decimal | None:
        return None if self.quantity_cap is None else max(self.quantity_cap - self.quantity_called, ZERO)


_LISTS_OF_OTHERS = ("category-price", "customer-price")


def agreed_steps(
    steps: Sequence[PriceStep], agreements: Iterable[Agreement], quantity: Decimal, *, quantity_of_order: Decimal
) -> tuple[list[PriceStep], bool]:
    """The steps with what the contract makes of them, and whether no rule may change the price.

    The quantity left must be enough for all that the order has of the product: a contract is not used up halfway through
    a line. One without enough left is told, and the next agreement counts.
    """
    told = list(steps)
    reached = sorted((each for each in agreements if each.min_quantity <= quantity), key=_specificity, reverse=True)
    for agreement in reached:
        left = agreement.quantity_left
        if left is not None and quantity_of_order > left:
            if told:
                told.append(_used_up(agreement, left, told[-1].unit_price))
            continue
        step = _agreed(agreement, steps)
        if step is not None:
            return [*told, step], not agreement.takes_rules
    return told, False


def _specificity(agreement: Agreement) -> tuple[int, Decimal, date, str]:
    return agreement[:4]


def _agreed(agreement: Agreement, steps: Sequence[PriceStep]) -> PriceStep | None:
    """Nothing where there is no list price to take a discount from."""
    en, fr = f"Contract {agreement.code}", f"Contrat {agreement.code}"
    if agreement.unit_price is not None:
        return PriceStep("contract-price", agreement.line_id, en, agreement.unit_price, fr)
    rate = agreement.discount_rate or ZERO
    listed = None
    for step in steps:
        if step.rule in _LISTS_OF_OTHERS:
            break
        listed = step.unit_price
    if listed is None:
        return None
    with localcontext(EXACT):
        unit_price = tidy(listed * (ONE - rate))
    return PriceStep(
        "contract-discount",
        agreement.line_id,
        f"{en}: {percent(rate)} off the list",
        unit_price,
        f"{fr} : remise de {pour_cent(rate)} sur le tarif",
    )


def _used_up(agreement: Agreement, left: Decimal, unit_price: Decimal) -> PriceStep:
    cap = agreement.quantity_cap or ZERO
    return PriceStep(
        "contract-used-up",
        agreement.line_id,
        f"Contract {agreement.code}: only {plain(left)} of {plain(cap)} left",
        unit_price,
        f"Contrat {agreement.code} : il ne reste que {comma(left)} sur {comma(cap)}",
    )


# --- what orders take of the quantities agreed on ---


class SoldLine(NamedTuple):
    """A line of an order with its price, in the contract's currency."""

    order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    unit_price: Decimal


class CappedLine(NamedTuple):
    """A line of a contract with a quantity agreed on, and what is left of it."""

    id: UUID
    code: str
    product_id: UUID
    min_quantity: Decimal
    unit_price: Decimal
    quantity_left: Decimal


class Call(NamedTuple):
    """What an order line takes of a quantity agreed on."""

    order_line_id: UUID
    contract_line_id: UUID
    quantity: Decimal


def calls_of(sold: Iterable[SoldLine], capped: Iterable[CappedLine]) -> list[Call]:
    """Who sells at the contract's price, or below, takes of its quantity: of the highest break that the line reaches."""
    by_product: dict[UUID, list[CappedLine]] = {}
    for each in capped:
        by_product.setdefault(each.product_id, []).append(each)
    calls = []
    for line in sold:
        reached = [
            each
            for each in by_product.get(line.product_id, ())
            if each.min_quantity <= line.quantity and line.unit_price <= each.unit_price
        ]
        if reached:
            taken = max(reached, key=lambda each: (each.min_quantity, each.id))
            calls.append(Call(line.order_line_id, taken.id, line.quantity))
    return calls


def over_called(calls: Iterable[Call], capped: Iterable[CappedLine]) -> dict[UUID, CappedLine]:
    """The contract lines, by id, of which an order wants more than is left."""
    wanted: dict[UUID, Decimal] = {}
    for call in calls:
        wanted[call.contract_line_id] = wanted.get(call.contract_line_id, ZERO) + call.quantity
    known: Mapping[UUID, CappedLine] = {each.id: each for each in capped}
    return {id_: known[id_] for id_, quantity in wanted.items() if quantity > known[id_].quantity_left}
