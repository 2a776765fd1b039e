"""Entries on their way to being cleared, and what they were cleared as."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from accounting.domain.bank.clearing import (
    Clearing,
    OfPartner,
    Part,
    Recorded,
    Refunded,
    Rest,
    Returned,
    Suspended,
    ToAccount,
)


@dataclass(frozen=True, slots=True)
class BankEntry:
    """An entry with what clearing it needs of its account."""

    id: UUID
    amount: Decimal
    currency: str
    booked_on: date
    party_iban: str
    text: str
    end_to_end_id: str
    reference: str
    status: str
    ledger_account: str


_ENTRY = (
    "SELECT e.id, e.amount, e.currency, e.booked_on, e.party_iban, e.text, e.end_to_end_id, e.reference, e.status,"
    " a.ledger_account FROM bank_entry e JOIN bank_account a ON a.id = e.bank_account_id WHERE e.id = $1"
)


async def lock(tx: Transaction, entry_id: UUID) -> BankEntry:
    """The entry, held against others who clear it.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"{_ENTRY} FOR UPDATE OF e", entry_id)
    if row is None:
        raise unknown("bank entry", entry_id)
    return BankEntry(**dict(row))


async def set_status(tx: Transaction, entry_id: UUID, status: str, *, owner: str = "") -> None:
    """What has become of an entry."""
    await tx.execute("UPDATE bank_entry SET status = $2, owner = $3 WHERE id = $1", entry_id, status, owner)


async def add(
    tx: Transaction,
    entry: BankEntry,
    clearing: Clearing,
    *,
    payment_id: UUID | None,
    entry_id: UUID,
    by: str,
) -> UUID:
    """Write what an entry was cleared as; returns the clearing's id."""
    clearing_id = new_id()
    await tx.execute(
        "INSERT INTO bank_clearing (id, bank_entry_id, content, from_suspense, to_suspense, payment_id, entry_id, cleared_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        clearing_id,
        entry.id,
        to_json(clearing),
        entry.status == "suspended",
        isinstance(clearing, Suspended),
        payment_id,
        entry_id,
        by,
    )
    return clearing_id


@dataclass(frozen=True, slots=True)
class Cleared:
    """What an entry was cleared as last."""

    id: UUID
    clearing: Clearing
    from_suspense: bool
    payment_id: UUID | None
    entry_id: UUID


async def last(tx: ReadTransaction, bank_entry_id: UUID) -> Cleared | None:
    """The clearing that counts; one from the suspense account before the one onto it."""
    row = await tx.fetchrow(
        "SELECT id, content, from_suspense, payment_id, entry_id FROM bank_clearing"
        " WHERE bank_entry_id = $1 AND undone_at IS NULL ORDER BY to_suspense LIMIT 1",
        bank_entry_id,
    )
    if row is None:
        return None
    return Cleared(row["id"], of_json(row["content"]), row["from_suspense"], row["payment_id"], row["entry_id"])


async def undo(tx: Transaction, clearing_id: UUID, *, reason: str, by: str, now: datetime) -> None:
    """It counts no more."""
    await tx.execute(
        "UPDATE bank_clearing SET undone_by = $2, undone_at = $3, undone_reason = $4 WHERE id = $1",
        clearing_id,
        by,
        now,
        reason,
    )


async def wait(tx: Transaction, entry_id: UUID, clearing: Clearing, by: str) -> None:
    """Keep a clearing until somebody else agrees."""
    await tx.execute(
        "INSERT INTO waiting_clearing (bank_entry_id, content, asked_by) VALUES ($1, $2, $3)",
        entry_id,
        to_json(clearing),
        by,
    )


async def waiting(tx: ReadTransaction, entry_id: UUID) -> Clearing | None:
    """The clearing that waits for an approval."""
    row = await tx.fetchrow("SELECT content FROM waiting_clearing WHERE bank_entry_id = $1", entry_id)
    return None if row is None else of_json(row["content"])


async def take_waiting(tx: Transaction, entry_id: UUID) -> tuple[Clearing, str] | None:
    """The clearing that waited, and who asked; it waits no more."""
    row = await tx.fetchrow(
        "DELETE FROM waiting_clearing WHERE bank_entry_id = $1 RETURNING content, asked_by", entry_id
    )
    return None if row is None else (of_json(row["content"]), row["asked_by"])


# --- what is learned, and what is set ---


async def learn(tx: Transaction, iban: str, partner_id: UUID) -> None:
    """A payment from or to this account was this partner's. What was set, here or in catalog, stays."""
    await tx.execute(
        "INSERT INTO partner_account AS p (iban, partner_id, source, times) VALUES ($1, $2, 'learned', 1)"
        " ON CONFLICT (iban) DO UPDATE SET partner_id = excluded.partner_id,"
        " times = CASE WHEN p.partner_id = excluded.partner_id THEN p.times + 1 ELSE 1 END WHERE p.source = 'learned'",
        iban,
        partner_id,
    )


async def set_partner_account(tx: Transaction, iban: str, partner_id: UUID) -> None:
    """Somebody says whose account it is: payments that tell otherwise do not change it."""
    await tx.execute(
        "INSERT INTO partner_account (iban, partner_id, source, times) VALUES ($1, $2, 'set', 0)"
        " ON CONFLICT (iban) DO UPDATE SET partner_id = excluded.partner_id, source = 'set', times = 0",
        iban,
        partner_id,
    )


async def write_off_limits(tx: ReadTransaction) -> dict[str, Decimal]:
    """How much each role may write off by itself, in company currency."""
    return {row["role"]: row["amount"] for row in await tx.fetch("SELECT role, amount FROM write_off_limit ORDER BY 1")}


async def set_write_off_limits(tx: Transaction, limits: Mapping[str, Decimal]) -> None:
    """These and no others."""
    await tx.execute("DELETE FROM write_off_limit")
    await tx.copy("write_off_limit", ("role", "amount"), list(limits.items()))


@dataclass(frozen=True, slots=True)
class TextRule:
    """Entries with this in their text, on this side, are for this ledger account."""

    bank_account_id: UUID | None
    is_incoming: bool
    contains: str
    account: str
    label: str

    def fits(self, account_id: UUID, amount: Decimal, text: str) -> bool:
        same_side = self.is_incoming == (amount > 0)
        return same_side and self.bank_account_id in (None, account_id) and self.contains.lower() in text.lower()


async def text_rules(tx: ReadTransaction) -> list[TextRule]:
    """In the order in which they count."""
    rows = await tx.fetch(
        "SELECT bank_account_id, is_incoming, contains, account, label FROM bank_rule ORDER BY position"
    )
    return [TextRule(**dict(row)) for row in rows]


async def set_text_rules(tx: Transaction, rules: Sequence[TextRule]) -> None:
    """These and no others, in this order."""
    await tx.execute("DELETE FROM bank_rule")
    await tx.copy(
        "bank_rule",
        ("position", "bank_account_id", "is_incoming", "contains", "account", "label"),
        [(i, r.bank_account_id, r.is_incoming, r.contains, r.account, r.label) for i, r in enumerate(rules)],
    )


# --- decisions as JSON ---

_KINDS: dict[str, type[Clearing]] = {
    "partner": OfPartner, "account": ToAccount, "recorded": Recorded, "suspense": Suspended, "return": Returned, "refund": Refunded,
}  # fmt: skip


def to_json(clearing: Clearing) -> dict[str, Any]:
    """The clearing with its kind."""
    kind = next(name for name, cls in _KINDS.items() if isinstance(clearing, cls))
    return {"kind": kind, **asdict(clearing)}


def of_json(content: Mapping[str, Any]) -> Clearing:
    """The clearing of `to_json`, from what a database gives back."""
    values = {name: value for name, value in content.items() if name != "kind"}
    match content["kind"]:
        case "partner":
            paid = values["paid"]
            return OfPartner(
                partner_id=UUID(values["partner_id"]),
                parts=tuple(_part(part) for part in values["parts"]),
                fee=Decimal(values["fee"]),
                rest=Rest(values["rest"]),
                paid=None if paid is None else (Decimal(paid[0]), paid[1]),
            )
        case "refund":
            return Refunded(UUID(values["partner_id"]), tuple(_part(part) for part in values["parts"]))
        case "account":
            return ToAccount(**values)
        case "recorded":
            return Recorded(tuple(map(UUID, values["movement_ids"])))
        case "suspense":
            return Suspended(**values)
        case _:
            return Returned(UUID(values["payment_id"]), values["reason"])


def _part(values: Mapping[str, Any]) -> Part:
    amounts = {name: Decimal(values[name]) for name in ("amount", "discount", "write_off")}
    return Part(UUID(values["document_id"]), **amounts)
