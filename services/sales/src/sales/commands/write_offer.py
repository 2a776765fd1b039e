"""Write an offer down, change its draft, or offer anew by another edition. Prices are those of now."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from uuid import UUID

from kit.audit import AuditEntry, differences
from kit.auth import Principal
from kit.db import Transaction
from kit.errors import DomainError, stale
from kit.ids import new_id
from kit.numbers import next_number

from kit import audit, clock
from sales.clients.desk import Desk
from sales.domain.basket import Basket, BasketLine
from sales.domain.charge import PricedBasket, charges_of, on_document
from sales.domain.errors import OfferIsExpired, OfferTaken
from sales.domain.margin import PricedLine
from sales.domain.offer import (
    Choice,
    Offer,
    OfferedItem,
    OfferedText,
    check_alternatives,
    check_changeable,
    check_revisable,
    usual,
)
from sales.queries.price_basket import price_basket
from sales.queries.read_basket import WrittenOrder, read_basket
from sales.storage import offers


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """Beside what its `WrittenLine` says of it."""

    text: str
    choice: Choice
    group: str
    lead_time_days: int | None


@dataclass(frozen=True, slots=True)
class WrittenText:
    text: str


@dataclass(frozen=True, slots=True)
class WrittenOffer:
    """What the client wrote: `asked` has the items alone, `lines` everything in order."""

    asked: WrittenOrder
    valid_until: date
    lead_time_days: int | None
    notes: str
    lines: tuple[WrittenItem | WrittenText, ...]


async def written_offer(
    desk: Desk, written: WrittenOffer, caller: Principal, *, offer_id: UUID, number: str = "", edition: int = 1
) -> Offer:
    """An edition at the prices of now.

    Raises:
        OfferIsExpired: its last day is past.
        LonelyAlternative: there is nothing to choose from.
        And what `read_basket` and `price_basket` raise.
    """
    if written.valid_until < clock.now().date():
        raise OfferIsExpired("The last day of the offer is past: give a later one.", field="valid_until")
    places = [i for i, line in enumerate(written.lines) if isinstance(line, WrittenItem)]
    with _at(places):
        async with desk.database.read() as tx:
            basket = await read_basket(tx, written.asked, desk.currency)
        priced = await price_basket(desk, basket, caller)
    goods = _goods(basket, priced)
    lines: list[OfferedItem | OfferedText] = []
    for line in written.lines:
        if isinstance(line, WrittenText):
            lines.append(OfferedText(new_id(), line.text))
        else:
            lines += _offered(line, next(goods))
    items = [line for line in lines if isinstance(line, OfferedItem)]
    check_alternatives(items)
    counted = usual(items)
    if len(counted) < len(items):
        priced = await price_basket(desk, replace(basket, lines=tuple(line.item for line in counted)), caller)
    id_ = new_id()
    return Offer(
        id=id_,
        offer_id=offer_id,
        number=number,
        edition=edition,
        terms=basket.terms,
        valid_until=written.valid_until,
        lead_time_days=written.lead_time_days,
        notes=written.notes,
        lines=tuple(lines),
        charges=charges_of(id_, priced.charges, counted),
    )


def _goods(basket: Basket, priced: PricedBasket) -> Iterator[list[tuple[BasketLine, PricedLine]]]:
    """For each written item its line, or the parts of its kit."""
    pairs = enumerate(zip(basket.lines, priced.lines, strict=True))
    for _, group in groupby(pairs, key=lambda each: each[1][0].kit or each[0]):
        yield [pair for _, pair in group]


def _offered(written: WrittenItem, goods: Sequence[tuple[BasketLine, PricedLine]]) -> list[OfferedItem]:
    """The parts of a kit are taken or left as one; its words are printed once."""
    return [
        OfferedItem(
            id=new_id(),
            item=item,
            price=price,
            text="" if i else written.text,
            choice=written.choice,
            group=written.group,
            lead_time_days=written.lead_time_days,
        )
        for i, (item, price) in enumerate(goods)
    ]


@contextmanager
def _at(places: Sequence[int]) -> Iterator[None]:
    """Refusals count items; the client counts lines, words among them."""
    try:
        yield
    except DomainError as refusal:
        first, _, rest = (refusal.field or "").removeprefix("lines.").partition(".")
        if first.isdigit() and int(first) < len(places):
            refusal.field = f"lines.{places[int(first)]}.{rest}"
        raise


async def create_offer(tx: Transaction, offer: Offer, subject: str) -> Offer:
    """The first edition.

    Raises:
        OfferTaken: another offer has this id.
    """
    numbered = replace(offer, number=await next_number(tx, "QU", offer.terms.ordered_on.year))
    if not await offers.add(tx, numbered):
        raise OfferTaken(f"{offer.offer_id} is another offer already: use a new id.", field="id")
    await record(tx, None, numbered, "created", subject)
    return numbered


async def rewritten_offer(
    desk: Desk, before: Offer, written: WrittenOffer, *, version: int, caller: Principal
) -> Offer:
    """The edition as it is written now, at the prices of now; all its lines are new.

    Raises:
        Stale, OfferStands: it cannot be changed in this version.
        And what `written_offer` raises.
    """
    _check_version(before, version)
    check_changeable(before)
    after = await written_offer(
        desk, written, caller, offer_id=before.offer_id, number=before.number, edition=before.edition
    )
    return replace(after, id=before.id, version=version + 1, charges=on_document(before.id, after.charges))


async def change_offer(tx: Transaction, offer: Offer, subject: str) -> Offer:
    """Write a rewritten edition: it is a draft, and an approval of what it was counts no more.

    Raises:
        Stale, OfferStands: it cannot be changed in the version before any more.
    """
    before = (await offers.lock(tx, offer.offer_id))[-1]
    _check_version(before, offer.version - 1)
    check_changeable(before)
    await offers.rewrite(tx, offer)
    await record(tx, before, offer, "changed", subject)
    return offer


async def next_edition(desk: Desk, before: Offer, written: WrittenOffer, caller: Principal) -> Offer:
    """The edition after this one, a draft; what was sent counts until it is sent as well.

    Raises:
        OfferStands: the one before can still be changed, or was accepted.
        And what `written_offer` raises.
    """
    check_revisable(before)
    return await written_offer(
        desk, written, caller, offer_id=before.offer_id, number=before.number, edition=before.edition + 1
    )


async def add_edition(tx: Transaction, offer: Offer, subject: str) -> Offer:
    """Write the next edition.

    Raises:
        Stale, OfferStands: meanwhile another was written, or the one before was accepted.
    """
    newest = (await offers.lock(tx, offer.offer_id))[-1]
    if newest.edition != offer.edition - 1:
        raise stale("offer", sent=offer.edition - 1, current=newest.edition)
    check_revisable(newest)
    await offers.add(tx, offer)
    await record(tx, newest, offer, "revised", subject)
    return offer


def _check_version(offer: Offer, version: int) -> None:
    if offer.version != version:
        raise stale("offer", sent=version, current=offer.version)


async def record(tx: Transaction, before: Offer | None, after: Offer, action: str, subject: str, why: str = "") -> None:
    """Write the trail."""
    changes = differences({} if before is None else _told(before), _told(after))
    if why:
        changes["reason"] = [None, why]
    await audit.record(tx, AuditEntry("offer", str(after.offer_id), action, changes, subject, after.version))


def _told(offer: Offer) -> dict[str, object]:
    return {
        "edition": offer.edition,
        "status": str(offer.status),
        "net": str(offer.net),
        "valid_until": offer.valid_until.isoformat(),
    }
