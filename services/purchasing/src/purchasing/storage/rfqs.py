"""Requests for quotes. The request's row is locked before anything of it changes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from purchasing.domain.invitation import LetterKind
from purchasing.domain.rfq import Award, PriceBreak, Quote, QuotedLine, RfqLine, RfqStatus, Standing


@dataclass(frozen=True, slots=True)
class Rfq:
    """What is asked of several suppliers."""

    id: UUID
    number: str
    warehouse: str
    respond_by: date
    note: str
    status: RfqStatus
    opened_by: str
    lines: tuple[RfqLine, ...]


async def add(tx: Transaction, rfq: Rfq, request_lines: Mapping[UUID, UUID]) -> bool:
    """Write it; False when its id is taken. `request_lines`: what asked for a line, by line."""
    added = await tx.execute(
        "INSERT INTO rfq (id, number, warehouse, respond_by, note, status, opened_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        rfq.id,
        rfq.number,
        rfq.warehouse,
        rfq.respond_by,
        rfq.note,
        str(rfq.status),
        rfq.opened_by,
    )
    if added:
        await tx.copy(
            "rfq_line",
            ("id", "rfq_id", "position", "product_id", "packaging_code", "quantity", "needed_on", "request_line_id"),
            [
                (
                    line.id,
                    rfq.id,
                    i,
                    line.product_id,
                    line.packaging_code,
                    line.quantity,
                    line.needed_on,
                    request_lines.get(line.id),
                )
                for i, line in enumerate(rfq.lines)
            ],
        )
    return bool(added)


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter to a supplier: where its effect stands, and why it has not left."""

    status: str
    error: str
    to: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """A supplier who is asked, and how he stands: `version` of his newest answer, lines that he got.

    `email`: empty when he has none. `letter`: that brought his newest invitation; `reminder`: after it.
    """

    supplier_id: UUID
    has_declined: bool
    version: int | None
    lines_won: int
    email: str
    letter: SentLetter | None
    reminder: SentLetter | None

    def standing(self, status: RfqStatus) -> Standing:
        """What there is to tell him."""
        if status is RfqStatus.CANCELLED:
            return Standing.CANCELLED
        if status is RfqStatus.AWARDED:
            return Standing.WON if self.lines_won else Standing.LOST
        if self.has_declined:
            return Standing.DECLINED
        return Standing.ASKED if self.version is None else Standing.ANSWERED


async def suppliers(tx: ReadTransaction, rfq_id: UUID) -> list[Invited]:
    """Those who are asked."""
    rows = await tx.fetch(
        "SELECT i.supplier_id, i.has_declined,"
        " (SELECT max(version) FROM quote q WHERE q.rfq_id = i.rfq_id AND q.supplier_id = i.supplier_id) AS version,"
        " (SELECT count(*) FROM rfq_award a JOIN rfq_line l ON l.id = a.rfq_line_id"
        " WHERE l.rfq_id = i.rfq_id AND a.supplier_id = i.supplier_id)::int AS lines_won, p.email,"
        f" {_letter_columns('letter')}, {_letter_columns('reminder')}"
        " FROM rfq_invitation i JOIN partner p ON p.id = i.supplier_id"
        " LEFT JOIN effect letter ON letter.key = i.letter_key"
        " LEFT JOIN effect reminder ON reminder.key = $2 || ':' || i.invitation_id"
        " WHERE i.rfq_id = $1 ORDER BY i.supplier_id",
        rfq_id,
        str(LetterKind.REMINDER),
    )
    return [
        Invited(
            supplier_id=row["supplier_id"],
            has_declined=row["has_declined"],
            version=row["version"],
            lines_won=row["lines_won"],
            email=row["email"],
            letter=_letter(row, "letter"),
            reminder=_letter(row, "reminder"),
        )
        for row in rows
    ]


def _letter_columns(effect: str) -> str:
    return (
        f"{effect}.status AS {effect}_status, {effect}.error AS {effect}_error, {effect}.payload->>'to' AS {effect}_to,"
        f" {effect}.created_at AS {effect}_at"
    )


def _letter(row: Record, effect: str) -> SentLetter | None:
    if row[f"{effect}_status"] is None:
        return None
    return SentLetter(row[f"{effect}_status"], row[f"{effect}_error"], row[f"{effect}_to"], row[f"{effect}_at"])


async def set_declined(tx: Transaction, rfq_id: UUID, supplier_id: UUID, *, has_declined: bool) -> None:
    """Whether the supplier will not quote."""
    await tx.execute(
        "UPDATE rfq_invitation SET has_declined = $3 WHERE rfq_id = $1 AND supplier_id = $2",
        rfq_id,
        supplier_id,
        has_declined,
    )


async def get(tx: ReadTransaction, rfq_id: UUID, *, for_update: bool = False) -> Rfq:
    """One request; held until the transaction ends, if asked.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(
        "SELECT id, number, warehouse, respond_by, note, status, opened_by FROM rfq WHERE id = $1"
        + (" FOR UPDATE" if for_update else ""),
        rfq_id,
    )
    if row is None:
        raise unknown("request for quotes", rfq_id)
    lines = await tx.fetch(
        "SELECT id, product_id, packaging_code, quantity, needed_on FROM rfq_line WHERE rfq_id = $1 ORDER BY position",
        rfq_id,
    )
    values = {**dict(row), "status": RfqStatus(row["status"])}
    return Rfq(**values, lines=tuple(RfqLine(**dict(line)) for line in lines))


async def set_status(tx: Transaction, rfq_id: UUID, status: RfqStatus) -> None:
    """The next state."""
    await tx.execute("UPDATE rfq SET status = $2 WHERE id = $1", rfq_id, str(status))


async def add_quote(tx: Transaction, rfq_id: UUID, quote: Quote, *, note: str, by: str) -> int:
    """Write a supplier's next answer; returns its version."""
    version = await tx.fetchval(
        "SELECT coalesce(max(version), 0) + 1 FROM quote WHERE rfq_id = $1 AND supplier_id = $2",
        rfq_id,
        quote.supplier_id,
    )
    id_ = new_id()
    await tx.execute(
        "INSERT INTO quote (id, rfq_id, supplier_id, version, freight, charges, valid_until, note, entered_by, currency)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id_,
        rfq_id,
        quote.supplier_id,
        version,
        quote.freight,
        quote.charges,
        quote.valid_until,
        note,
        by,
        quote.currency,
    )
    await tx.copy(
        "quote_line",
        (
            "quote_id",
            "rfq_line_id",
            "unit_price",
            "quantity",
            "lead_time_days",
            "minimum",
            "multiple",
            "breaks",
            "valid_until",
        ),
        [
            (
                id_,
                line.rfq_line_id,
                line.unit_price,
                line.quantity,
                line.lead_time_days,
                line.minimum,
                line.multiple,
                [asdict(each) for each in line.breaks],
                line.valid_until,
            )
            for line in quote.lines
        ],
    )
    return int(version)


async def quotes(tx: ReadTransaction, rfq_id: UUID) -> list[Quote]:
    """The newest answer of each supplier who has not declined since."""
    heads = await tx.fetch(
        "SELECT DISTINCT ON (q.supplier_id) q.id, q.supplier_id, q.version, q.freight, q.charges, q.valid_until, q.currency"
        " FROM quote q JOIN rfq_invitation i ON i.rfq_id = q.rfq_id AND i.supplier_id = q.supplier_id"
        " WHERE q.rfq_id = $1 AND NOT i.has_declined ORDER BY q.supplier_id, q.version DESC",
        rfq_id,
    )
    lines = await quote_lines(tx, [head["id"] for head in heads])
    return [_quote(head, lines[head["id"]]) for head in heads]


async def newest_quote(tx: ReadTransaction, rfq_id: UUID, supplier_id: UUID) -> tuple[Quote, str] | None:
    """The newest answer of one supplier, with its note; nothing when he has not answered."""
    head = await tx.fetchrow(
        "SELECT id, supplier_id, version, freight, charges, valid_until, currency, note FROM quote"
        " WHERE rfq_id = $1 AND supplier_id = $2 ORDER BY version DESC LIMIT 1",
        rfq_id,
        supplier_id,
    )
    if head is None:
        return None
    lines = await quote_lines(tx, [head["id"]])
    return _quote(head, lines[head["id"]]), head["note"]


async def quote_lines(tx: ReadTransaction, quote_ids: Sequence[UUID]) -> dict[UUID, list[QuotedLine]]:
    """Lines of answers, by answer."""
    lines: dict[UUID, list[QuotedLine]] = defaultdict(list)
    for row in await tx.fetch(
        "SELECT q.quote_id, q.rfq_line_id, q.unit_price, q.quantity, q.lead_time_days, q.minimum, q.multiple, q.breaks,"
        " q.valid_until"
        " FROM quote_line q"
        " JOIN rfq_line l ON l.id = q.rfq_line_id WHERE q.quote_id = ANY($1) ORDER BY q.quote_id, l.position",
        list(quote_ids),
    ):
        lines[row["quote_id"]].append(_line(row))
    return lines


async def add_awards(tx: Transaction, awards: Sequence[tuple[Award, UUID]]) -> None:
    """Write who got what, by which order."""
    await tx.copy(
        "rfq_award",
        ("rfq_line_id", "supplier_id", "quantity", "reason", "purchase_order_id"),
        [(each.rfq_line_id, each.supplier_id, each.quantity, each.reason, order_id) for each, order_id in awards],
    )


def _quote(head: Record, lines: Sequence[QuotedLine]) -> Quote:
    return Quote(
        supplier_id=head["supplier_id"],
        version=head["version"],
        freight=head["freight"],
        charges=head["charges"],
        valid_until=head["valid_until"],
        currency=head["currency"],
        lines=tuple(lines),
    )


def _line(row: Record) -> QuotedLine:
    return QuotedLine(
        row["rfq_line_id"],
        row["unit_price"],
        row["quantity"],
        row["lead_time_days"],
        row["minimum"],
        tuple(PriceBreak(Decimal(each["from_quantity"]), Decimal(each["unit_price"])) for each in row["breaks"]),
        row["multiple"],
        row["valid_until"],
    )
