"""The offer ("devis"): goods at prices that hold until a day, in editions of which the last one sent counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import EXACT, ZERO, round_half_up

from sales.domain.basket import BasketLine
from sales.domain.charge import Charge, charged, on_document, spared
from sales.domain.errors import ChoiceMissing, LineNotOffered, LonelyAlternative, OfferIsExpired, OfferStands
from sales.domain.fulfilment import Goods
from sales.domain.kit import KitPart
from sales.domain.margin import MarginDecision, PricedLine, PriceStep, Verdict, worst
from sales.domain.order import QUOTED, OrderLine, SalesOrder, Terms, line_id


class OfferStatus(StrEnum):
    """Where an edition of an offer stands."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting-approval"
    APPROVED = "approved"  # its margin; it may be sent
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"  # by a later edition that was sent
    WITHDRAWN = "withdrawn"  # by us


OPEN = frozenset({OfferStatus.DRAFT, OfferStatus.AWAITING_APPROVAL, OfferStatus.APPROVED})
SHOWN = frozenset(
    {
        OfferStatus.SENT, OfferStatus.ACCEPTED, OfferStatus.REFUSED, OfferStatus.EXPIRED, OfferStatus.SUPERSEDED,
        OfferStatus.WITHDRAWN,
    }
)  # fmt: skip
"""What a customer may have seen."""


class Choice(StrEnum):
    """What a customer may leave out."""

    FIXED = "fixed"
    OPTION = "option"  # not counted unless he wants it
    ALTERNATIVE = "alternative"  # exactly one of its group; the first unless he says otherwise


@dataclass(frozen=True, slots=True)
class OfferedItem:
    """Goods at a price, with words printed under them."""

    id: UUID
    item: BasketLine
    price: PricedLine
    text: str = ""
    choice: Choice = Choice.FIXED
    group: str = ""  # of alternatives
    lead_time_days: int | None = None

    @property
    def tax_class(self) -> str:
        return self.item.tax_class

    @property
    def unit(self) -> KitPart | UUID:
        """What a customer takes or leaves as one: the line, or the kit that it is a part of."""
        return self.item.kit or self.id

    @property
    def net(self) -> Decimal:
        """Rounded to the cent, before tax."""
        return round_half_up(EXACT.multiply(self.item.quantity, self.price.unit_price))

    @property
    def cost(self) -> Decimal | None:
        """Rounded to the cent; None when nobody knows it."""
        unit_cost = self.price.decision.unit_cost
        return None if unit_cost is None else round_half_up(EXACT.multiply(self.item.quantity, unit_cost))


@dataclass(frozen=True, slots=True)
class OfferedText:
    """Words on a line of their own."""

    id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One edition of an offer. Never changed once it was sent: what is offered anew is the next edition."""

    id: UUID  # of this edition
    offer_id: UUID  # of all its editions
    number: str
    edition: int
    terms: Terms  # ordered on: the day of its prices
    valid_until: date  # the last day on which it can be accepted
    lead_time_days: int | None
    notes: str
    lines: tuple[OfferedItem | OfferedText, ...]
    status: OfferStatus = OfferStatus.DRAFT
    version: int = 1
    approval_id: UUID | None = None  # of the request by which its margin was approved
    sales_order_id: UUID | None = None
    charges: tuple[Charge, ...] = ()  # on top of the usual choice

    @property
    def items(self) -> tuple[OfferedItem, ...]:
        return tuple(line for line in self.lines if isinstance(line, OfferedItem))

    @property
    def net(self) -> Decimal:
        """What it comes to unless the customer chooses otherwise, before tax."""
        return amounts(usual(self.items))[0] + self.charged

    @property
    def charged(self) -> Decimal:
        """What of that is charged on top of the lines."""
        return charged(self.charges)

    @property
    def margin(self) -> Decimal | None:
        """What that earns; None when a cost is not known."""
        margin = amounts(usual(self.items))[1]
        return None if margin is None else margin + self.charged

    @property
    def verdict(self) -> Verdict:
        """On the margin of all that may be chosen."""
        return worst(line.price.decision for line in self.items)

    @property
    def title(self) -> str:
        """Number and edition, as people say it."""
        return f"{self.number} v{self.edition}"


def usual(items: Sequence[OfferedItem]) -> list[OfferedItem]:
    """What is taken when nobody chooses: no option, and the first alternative of each group."""
    firsts: dict[str, KitPart | UUID] = {}
    for line in items:
        if line.choice is Choice.ALTERNATIVE:
            firsts.setdefault(line.group, line.unit)
    return [line for line in items if line.choice is Choice.FIXED or firsts.get(line.group) == line.unit]


def printed(lines: Sequence[OfferedItem | OfferedText]) -> list[list[OfferedItem | OfferedText]]:
    """The lines as they are shown: parts of a kit together, everything else alone."""
    return [
        list(group) for _, group in groupby(lines, lambda line: line.unit if isinstance(line, OfferedItem) else line.id)
    ]


def amounts(lines: Sequence[OfferedItem]) -> tuple[Decimal, Decimal | None]:
    """What lines come to before tax, and what they earn: None when a cost is not known."""
    net = sum((line.net for line in lines), ZERO)
    costs = [line.cost for line in lines]
    known = [cost for cost in costs if cost is not None]
    return net, None if len(known) < len(costs) else net - sum(known, ZERO)


def check_alternatives(items: Sequence[OfferedItem]) -> None:
    """Nothing while each alternative has another to choose from.

    Raises:
        LonelyAlternative: a group has one line only.
    """
    groups: dict[str, set[KitPart | UUID]] = {}
    for line in items:
        if line.choice is Choice.ALTERNATIVE:
            groups.setdefault(line.group, set()).add(line.unit)
    lonely = [group for group, units in groups.items() if len(units) == 1]
    if lonely:
        raise LonelyAlternative(
            f"The group {lonely[0]!r} has one alternative only: add another, or make it an option.", groups=lonely
        )


def chosen(offer: Offer, wanted: Collection[UUID] | None) -> list[OfferedItem]:
    """The lines that a customer takes: what is fixed, and what he chose; a part of a kit is the kit. None: he does not choose.

    Raises:
        LineNotOffered: he chose what is not in the offer.
        ChoiceMissing: of alternatives he chose none, or several.
    """
    if wanted is None:
        return usual(offer.items)
    strange = sorted(str(id_) for id_ in set(wanted) - {line.id for line in offer.items})
    if strange:
        raise LineNotOffered(f"{strange[0]} is no line of {offer.title}.", field="lines", lines=strange)
    units = {line.unit for line in offer.items if line.id in wanted}
    taken = [line for line in offer.items if line.choice is Choice.FIXED or line.unit in units]
    groups = {line.group for line in offer.items if line.choice is Choice.ALTERNATIVE}
    counts = {group: len({line.unit for line in taken if line.group == group}) for group in groups}
    unclear = sorted(group for group, count in counts.items() if count != 1)
    if unclear:
        raise ChoiceMissing(
            f"Choose exactly one of the alternatives {', '.join(unclear)}.", field="lines", groups=unclear
        )
    return taken


# --- its life ---


def check_changeable(offer: Offer) -> None:
    """Nothing while this edition was not sent.

    Raises:
        OfferStands: it was, or somebody is about to decide on it.
    """
    if offer.status not in {OfferStatus.DRAFT, OfferStatus.APPROVED}:
        hint = "Reject the request first." if offer.status is OfferStatus.AWAITING_APPROVAL else "Write a new edition."
        raise OfferStands(f"{offer.title} is {offer.status}: it stays as it is. {hint}", status=str(offer.status))


def check_revisable(offer: Offer) -> None:
    """Nothing when another edition may follow.

    Raises:
        OfferStands: this one can still be changed, or was accepted.
    """
    if offer.status in OPEN:
        raise OfferStands(f"{offer.title} was not sent yet: change it.", status=str(offer.status))
    if offer.status is OfferStatus.ACCEPTED:
        raise OfferStands(f"{offer.title} was accepted: change its order.", status=str(offer.status))


def asking(offer: Offer, decisions: Sequence[MarginDecision]) -> Offer:
    """Waits for approval of these margins."""
    check_changeable(offer)
    return replace(_moved(judged(offer, decisions), OfferStatus.AWAITING_APPROVAL), approval_id=None)


def decided(offer: Offer, approval_id: UUID | None) -> Offer:
    """Somebody said yes, by this request, or no to its margin."""
    status = OfferStatus.DRAFT if approval_id is None else OfferStatus.APPROVED
    return replace(_moved(offer, status), approval_id=approval_id)


def sent(offer: Offer, decisions: Sequence[MarginDecision], today: date) -> Offer:
    """The customer has it: from now on it binds us.

    Raises:
        OfferStands: he had it before.
        OfferIsExpired: its last day is past.
    """
    check_changeable(offer)
    if offer.valid_until < today:
        raise OfferIsExpired(
            f"{offer.title} is valid until {offer.valid_until}: give it a later day.", field="valid_until"
        )
    if offer.status is OfferStatus.APPROVED:
        return _moved(offer, OfferStatus.SENT)  # with what the approver saw
    return _moved(judged(offer, decisions), OfferStatus.SENT)


def check_answerable(offer: Offer) -> None:
    """Nothing while the customer may say yes or no.

    Raises:
        OfferIsExpired: its last day is past.
        OfferStands: he said so before, or it does not count any more.
    """
    if offer.status is OfferStatus.EXPIRED:
        raise OfferIsExpired(
            f"{offer.title} was valid until {offer.valid_until}: ask for a new one.",
            valid_until=offer.valid_until.isoformat(),
        )
    if offer.status is not OfferStatus.SENT:
        raise OfferStands(f"{offer.title} is {offer.status}: it cannot be answered.", status=str(offer.status))


def in_hand(editions: Sequence[Offer], edition: int) -> Offer:
    """The edition that the customer answers: the last that he has.

    Raises:
        OfferStands: he has none, or a later one than he speaks of.
    """
    shown = [each for each in editions if each.status in SHOWN]
    if not shown:
        raise OfferStands(f"{editions[-1].title} was not sent yet.", status=str(editions[-1].status))
    if shown[-1].edition != edition:
        raise OfferStands(
            f"Edition {edition} of {shown[-1].number} is not the one that counts, which is {shown[-1].edition}: read it.",
            edition=shown[-1].edition,
        )
    return shown[-1]


def accepted(offer: Offer, order_id: UUID) -> Offer:
    """The customer takes it, by this order."""
    check_answerable(offer)
    return replace(_moved(offer, OfferStatus.ACCEPTED), sales_order_id=order_id)


def refused(offer: Offer) -> Offer:
    """The customer does not take it."""
    check_answerable(offer)
    return _moved(offer, OfferStatus.REFUSED)


def superseded(offer: Offer) -> Offer:
    """A later edition was sent."""
    return _moved(offer, OfferStatus.SUPERSEDED)


def withdrawn(offer: Offer) -> Offer:
    """We do not offer it any more.

    Raises:
        OfferStands: it is over already.
    """
    if offer.status not in OPEN | {OfferStatus.SENT}:
        raise OfferStands(f"{offer.title} is {offer.status}: there is nothing to withdraw.", status=str(offer.status))
    return _moved(offer, OfferStatus.WITHDRAWN)


def _moved(offer: Offer, status: OfferStatus) -> Offer:
    return replace(offer, status=status, version=offer.version + 1)


def judged(offer: Offer, decisions: Sequence[MarginDecision]) -> Offer:
    """The edition with these decisions on its items, in their order."""
    by_id = {line.id: decision for line, decision in zip(offer.items, decisions, strict=True)}
    lines = tuple(
        replace(line, price=replace(line.price, decision=by_id[line.id])) if isinstance(line, OfferedItem) else line
        for line in offer.lines
    )
    return replace(offer, lines=lines)


# --- the order it is, or becomes ---


def as_order(offer: Offer) -> SalesOrder:
    """All that may be chosen, as an order of this edition's id: what is judged and approved."""
    lines = tuple(_order_line(line) for line in offer.items)
    return SalesOrder(offer.id, offer.title, offer.terms, lines, charges=offer.charges)


def charges_for(offer: Offer, taken: Sequence[OfferedItem]) -> tuple[Charge, ...]:
    """What is charged on what a customer takes: as offered, but what so large an order is spared."""
    return spared(offer.charges, amounts(taken)[0] - amounts(usual(offer.items))[0])


def ordered(
    offer: Offer,
    taken: Sequence[OfferedItem],
    *,
    order_id: UUID,
    number: str,
    on: date,
    rate: ExchangeRate | None,
    reference: str,
) -> SalesOrder:
    """The order of what a customer takes, at the prices that he was offered (agreed, not set by hand) and the rate of its day."""
    reference = reference or offer.terms.customer_reference
    terms = replace(offer.terms, ordered_on=on, rate=rate, customer_reference=reference)
    lines = []
    for i, line in enumerate(taken):
        step = PriceStep(QUOTED, str(line.id), offer.title, line.price.unit_price)
        own = _order_line(line)
        lines.append(replace(own, id=line_id(order_id, i), manual_unit_price=None, steps=(*own.steps, step)))
    charges = on_document(order_id, charges_for(offer, taken))
    return SalesOrder(order_id, number, terms, tuple(lines), charges=charges)


def _order_line(line: OfferedItem) -> OrderLine:
    item = line.item
    return OrderLine(
        id=line.id,
        product_id=item.product_id,
        sku=item.sku,
        description=item.description,
        tax_class=item.tax_class,
        packaging_code=item.packaging_code,
        packaging_quantity=item.packaging_quantity,
        manual_unit_price=item.manual_unit_price,
        goods=Goods(item.quantity),
        steps=line.price.steps,
        decision=line.price.decision,
        kit=item.kit,
    )
