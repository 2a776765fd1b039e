"""Offers in their editions. All editions of an offer are locked before any of them changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from sales.domain.basket import BasketLine
from sales.domain.delivery import DeliveryPolicy
from sales.domain.margin import PricedLine
from sales.domain.offer import Choice, Offer, OfferedItem, OfferedText, OfferStatus
from sales.domain.order import Shortage, Terms
from sales.storage.charge_rows import charge_values, charges_in
from sales.storage.order_rows import (
    decision_of,
    flat_values,
    kit_of,
    rate_of,
    rate_values,
    steps_of,
    terms_of,
    terms_values,
)

# An offer whose last day is past is expired, whether or not somebody has noted it yet.
STATUS = "CASE WHEN status = 'sent' AND valid_until < current_date THEN 'expired' ELSE status END"
_TERMS = (
    "customer_id", "bill_to_id", "salesperson", "channel", "segment", "payment_days", "currency", "warehouse",
    "ordered_on", "customer_reference", "shortage", "deliver_to", "requested_on", "delivery", "consolidate_until", "priority",
    "team",
)  # fmt: skip
_OWN = (
    "id", "offer_id", "number", "edition", "valid_until", "lead_time_days", "notes", "version", "approval_id", "sales_order_id",
)  # fmt: skip
_STORED = (*_OWN, *_TERMS, "rate", "rate_on", "payment_terms", "charges")
_WRITTEN = (*_STORED, "status", "net", "charged", "margin")
_READ = f"{', '.join(_STORED)}, {STATUS} AS status"
_ITEM = (
    "product_id", "sku", "description", "tax_class", "packaging_code", "packaging_quantity", "quantity",
    "manual_unit_price",
)  # fmt: skip
_LINE = (
    "id", "offer_id", "position", "text", *_ITEM, "unit_price", "price", "decision", "kit", "choice", "choice_group",
    "lead_time_days",
)  # fmt: skip


async def add(tx: Transaction, offer: Offer) -> bool:
    """Write a new edition, the newest from now on; False when its id or place is taken."""
    await tx.execute("UPDATE offer SET is_newest = false WHERE offer_id = $1 AND is_newest", offer.offer_id)
    places = ", ".join(f"${i}" for i in range(1, len(_WRITTEN) + 1))
    added = await tx.execute(
        f"INSERT INTO offer ({', '.join(_WRITTEN)}, is_newest) VALUES ({places}, true) ON CONFLICT DO NOTHING",
        *_head_values(offer),
    )
    if added:
        await _add_lines(tx, offer)
    return bool(added)


async def rewrite(tx: Transaction, offer: Offer) -> None:
    """Write all of a locked edition that was not sent; its lines are new."""
    await set_state(tx, offer)
    await tx.execute("DELETE FROM offer_line WHERE offer_id = $1", offer.id)
    await _add_lines(tx, offer)


async def set_state(tx: Transaction, offer: Offer) -> None:
    """Write a locked edition's head."""
    changes = ", ".join(f"{name} = ${i}" for i, name in enumerate(_WRITTEN, 1))
    await tx.execute(f"UPDATE offer SET {changes} WHERE id = $1", *_head_values(offer))


async def set_decisions(tx: Transaction, offer: Offer) -> None:
    """Write what the items of a locked edition were judged."""
    await tx.execute(
        "UPDATE offer_line l SET decision = x.d FROM unnest($1::uuid[], $2::jsonb[]) AS x (i, d) WHERE l.id = x.i",
        [line.id for line in offer.items],
        [flat_values(line.price.decision) for line in offer.items],
    )


async def drop(tx: Transaction, offer: Offer) -> None:
    """Forget a locked edition that was never sent; the one before it is the newest again."""
    await tx.execute("DELETE FROM offer_line WHERE offer_id = $1", offer.id)
    await tx.execute("DELETE FROM offer WHERE id = $1", offer.id)
    await tx.execute(
        "UPDATE offer SET is_newest = true WHERE offer_id = $1 AND edition = $2", offer.offer_id, offer.edition - 1
    )


async def get(tx: ReadTransaction, offer_id: UUID, edition: int | None = None) -> Offer:
    """An edition of an offer, by default the newest.

    Raises:
        NotFound: there is none.
    """
    return _there(await find(tx, offer_id, edition), offer_id)


async def find(tx: ReadTransaction, offer_id: UUID, edition: int | None = None) -> Offer | None:
    """An edition of an offer, by default the newest, or nothing."""
    which = "is_newest" if edition is None else "edition = $2"
    rows = await tx.fetch(
        f"SELECT {_READ} FROM offer WHERE offer_id = $1 AND {which}", offer_id, *([] if edition is None else [edition])
    )
    return next(iter(await _with_lines(tx, rows)), None)


async def offer_of(tx: ReadTransaction, edition_id: UUID) -> UUID | None:
    """The offer that an edition is of; nothing when the edition was dropped."""
    found: UUID | None = await tx.fetchval("SELECT offer_id FROM offer WHERE id = $1", edition_id)
    return found


async def editions(tx: ReadTransaction, offer_id: UUID) -> list[Offer]:
    """All of them, the first first.

    Raises:
        NotFound: there is no such offer.
    """
    rows = await tx.fetch(f"SELECT {_READ} FROM offer WHERE offer_id = $1 ORDER BY edition", offer_id)
    if not rows:
        raise unknown("offer", offer_id)
    return await _with_lines(tx, rows)


async def lock(tx: Transaction, offer_id: UUID) -> list[Offer]:
    """All editions, held until the transaction ends, the first first.

    Raises:
        NotFound: there is no such offer.
    """
    await tx.execute("SELECT FROM offer WHERE offer_id = $1 ORDER BY edition FOR UPDATE", offer_id)
    return await editions(tx, offer_id)  # read anew: who was waited for may have added one


async def approval_of_order(tx: ReadTransaction, order_id: UUID) -> UUID | None:
    """The request by which the margin of the offer behind an order was approved, if there is one."""
    found: UUID | None = await tx.fetchval("SELECT approval_id FROM offer WHERE sales_order_id = $1", order_id)
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What a customer said of an edition."""

    edition_id: UUID
    is_accepted: bool
    name: str  # of who said so
    answered_on: date
    reason: str
    way: str  # "link", or the subject of who entered it


async def add_answer(tx: Transaction, answer: Answer) -> None:
    """Write it; an edition is answered once."""
    await tx.execute(
        "INSERT INTO offer_answer (offer_id, is_accepted, name, answered_on, reason, way) VALUES ($1, $2, $3, $4, $5, $6)",
        answer.edition_id,
        answer.is_accepted,
        answer.name,
        answer.answered_on,
        answer.reason,
        answer.way,
    )


async def expire_due(tx: Transaction) -> list[Offer]:
    """Note what expired; returns those of which that was not noted before."""
    rows = await tx.fetch(
        "UPDATE offer SET status = 'expired', version = version + 1 WHERE id IN (SELECT id FROM offer"
        " WHERE status = 'sent' AND valid_until < current_date ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED)"
        f" RETURNING {', '.join(_STORED)}, status"
    )
    return await _with_lines(tx, rows)


def _there(found: Offer | None, id_: UUID) -> Offer:
    if found is None:
        raise unknown("offer", id_)
    return found


def _head_values(offer: Offer) -> tuple[object, ...]:
    return (
        *(getattr(offer, name) for name in _OWN),
        *(getattr(offer.terms, name) for name in _TERMS),
        *rate_values(offer.terms.rate),
        terms_values(offer.terms.payment_terms),
        charge_values(offer.charges),
        str(offer.status),
        offer.net,
        offer.charged,
        offer.margin,
    )


async def _add_lines(tx: Transaction, offer: Offer) -> None:
    await tx.copy("offer_line", _LINE, [_line_values(offer.id, i, line) for i, line in enumerate(offer.lines)])


def _line_values(edition_id: UUID, position: int, line: OfferedItem | OfferedText) -> tuple[object, ...]:
    if isinstance(line, OfferedText):
        nothing = [None] * (len(_ITEM) + 4)
        return (line.id, edition_id, position, line.text, *nothing, Choice.FIXED.value, "", None)
    return (
        line.id,
        edition_id,
        position,
        line.text,
        *(getattr(line.item, name) for name in _ITEM),
        line.price.unit_price,
        {"steps": [flat_values(step) for step in line.price.steps]},
        flat_values(line.price.decision),
        flat_values(line.item.kit) if line.item.kit else None,
        line.choice.value,
        line.group,
        line.lead_time_days,
    )


async def _with_lines(tx: ReadTransaction, heads: Sequence[Any]) -> list[Offer]:
    rows = await tx.fetch(
        f"SELECT {', '.join(_LINE)} FROM offer_line WHERE offer_id = ANY($1) ORDER BY offer_id, position",
        [head["id"] for head in heads],
    )
    lines: dict[UUID, list[OfferedItem | OfferedText]] = {head["id"]: [] for head in heads}
    for row in rows:
        lines[row["offer_id"]].append(_line(dict(row)))
    return [_offer(head, lines[head["id"]]) for head in heads]


def _offer(head: Mapping[str, Any], lines: Sequence[OfferedItem | OfferedText]) -> Offer:
    terms = {name: head[name] for name in _TERMS}
    return Offer(
        **{name: head[name] for name in _OWN},
        terms=Terms(
            **{
                **terms,
                "shortage": Shortage(head["shortage"]),
                "delivery": DeliveryPolicy(head["delivery"]),
                "payment_terms": terms_of(head["payment_terms"]),
                "rate": rate_of(head),
            }
        ),
        lines=tuple(lines),
        status=OfferStatus(head["status"]),
        charges=charges_in(head["charges"]),
    )


def _line(row: Mapping[str, Any]) -> OfferedItem | OfferedText:
    if row["product_id"] is None:
        return OfferedText(row["id"], row["text"])
    return OfferedItem(
        id=row["id"],
        item=BasketLine(**{name: row[name] for name in _ITEM}, kit=kit_of(row["kit"])),
        price=PricedLine(steps_of(row["price"]), decision_of(row["decision"])),
        text=row["text"],
        choice=Choice(row["choice"]),
        group=row["choice_group"],
        lead_time_days=row["lead_time_days"],
    )
