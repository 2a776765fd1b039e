"""Bank accounts, statements and their entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from accounting.domain.bank.statement import Balance, Detail, Entry, Statement


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account of ours, and the ledger account that is its mirror."""

    id: UUID
    name: str
    account: str
    bic: str
    currency: str
    ledger_account: str


_ACCOUNT = "id, name, account, bic, currency, ledger_account"


async def add_account(tx: Transaction, account: BankAccount) -> bool:
    """Keep an account; False when its number or its ledger account is another's."""
    return bool(
        await tx.execute(
            f"INSERT INTO bank_account ({_ACCOUNT}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            account.id,
            account.name,
            account.account,
            account.bic,
            account.currency,
            account.ledger_account,
        )
    )


async def account(tx: ReadTransaction, account_id: UUID) -> BankAccount:
    """The account with this id.

    Raises:
        NotFound: there is none.
    """
    row = await tx.fetchrow(f"SELECT {_ACCOUNT} FROM bank_account WHERE id = $1", account_id)
    if row is None:
        raise unknown("bank account", account_id)
    return BankAccount(**dict(row))


async def lock_accounts(tx: Transaction, numbers: Sequence[str]) -> dict[str, BankAccount]:
    """Those of these accounts that are ours, by their number, held against other statements of theirs."""
    rows = await tx.fetch(
        f"SELECT {_ACCOUNT} FROM bank_account WHERE account = ANY($1) ORDER BY id FOR UPDATE", list(numbers)
    )
    return {row["account"]: BankAccount(**dict(row)) for row in rows}


async def keep_file(tx: Transaction, sha256: bytes, content: bytes, by: str) -> None:
    """Archive a file as it came; once."""
    await tx.execute(
        "INSERT INTO bank_file (sha256, content, received_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        sha256,
        content,
        by,
    )


async def is_known(tx: ReadTransaction, account_id: UUID, number: str, page: int) -> bool:
    """Whether this page of a statement was taken before."""
    return bool(
        await tx.fetchval(
            "SELECT true FROM bank_statement WHERE bank_account_id = $1 AND number = $2 AND page = $3",
            account_id,
            number,
            page,
        )
    )


async def known_reference(tx: ReadTransaction, account_id: UUID, entries: Sequence[Entry]) -> str | None:
    """The bank's reference of an entry that was on an earlier statement with the same day and amount."""
    referenced = [entry for entry in entries if entry.reference]
    found: str | None = await tx.fetchval(
        "SELECT n.reference FROM unnest($2::text[], $3::date[], $4::numeric[]) AS n (reference, booked_on, amount)"
        " JOIN (SELECT reference, booked_on, sum(amount) AS amount FROM bank_entry WHERE bank_account_id = $1"
        " AND reference = ANY($2) GROUP BY statement_id, position, reference, booked_on) b USING (reference, booked_on, amount)"
        " LIMIT 1",
        account_id,
        [entry.reference for entry in referenced],
        [entry.booked_on for entry in referenced],
        [entry.amount for entry in referenced],
    )
    return found


async def last_balance(tx: ReadTransaction, account_id: UUID) -> tuple[date, Decimal] | None:
    """Day and closing balance of the newest statement."""
    row = await tx.fetchrow(
        "SELECT closed_on, closing_balance FROM bank_statement WHERE bank_account_id = $1"
        " ORDER BY closed_on DESC, id DESC LIMIT 1",
        account_id,
    )
    return None if row is None else (row["closed_on"], row["closing_balance"])


@dataclass(frozen=True, slots=True)
class TakenStatement:
    """A statement as it was kept."""

    id: UUID
    number: str
    bank_account_id: UUID
    opening_balance: Decimal
    closing_balance: Decimal
    entries: int
    follows: bool


async def add(
    tx: Transaction, of: BankAccount, statement: Statement, balances: tuple[Balance, Balance], sha256: bytes, on: date
) -> TakenStatement:
    """Keep a checked statement with its booked entries; what has no amount needs nothing more. `on`: where it says no day."""
    opening, closing = balances
    closed_on = closing.on or on
    before = await last_balance(tx, of.id)
    follows = before is None or before[1] == opening.amount
    statement_id = new_id()
    await tx.execute(
        "INSERT INTO bank_statement (id, bank_account_id, number, page, sha256, currency, opening_balance, closing_balance,"
        " closed_on, follows) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        statement_id,
        of.id,
        statement.id,
        statement.page,
        sha256,
        closing.currency,
        opening.amount,
        closing.amount,
        closed_on,
        follows,
    )
    rows = [
        _row(statement_id, of.id, position, part, entry, detail, closed_on)
        for position, entry in enumerate(statement.booked(), 1)
        for part, detail in enumerate(entry.parts(), 1)
    ]
    await tx.copy("bank_entry", _ENTRY, rows)
    return TakenStatement(statement_id, statement.id, of.id, opening.amount, closing.amount, len(rows), follows)


_ENTRY = (
    "id", "statement_id", "bank_account_id", "position", "part", "amount", "currency", "booked_on", "valued_on",
    "reference", "code", "is_reversal", "party_name", "party_iban", "end_to_end_id", "mandate_id", "text",
    "return_reason", "instructed_amount", "instructed_currency", "status",
)  # fmt: skip


def _row(
    statement_id: UUID, account_id: UUID, position: int, part: int, entry: Entry, detail: Detail, closed_on: date
) -> tuple[object, ...]:
    alone = len(entry.parts()) == 1
    amount = entry.amount if alone or detail.amount is None else detail.amount
    instructed, currency = detail.instructed or (None, None)
    return (
        new_id(),
        statement_id,
        account_id,
        position,
        part,
        amount,
        entry.currency,
        entry.booked_on or closed_on,
        entry.valued_on,
        entry.reference,
        entry.code,
        entry.is_reversal,
        detail.party_name,
        detail.party_iban,
        detail.end_to_end_id,
        detail.mandate_id,
        " ".join(text for text in (detail.text, entry.information) if text),
        detail.return_reason,
        instructed,
        currency,
        "open" if amount else "cleared",
    )
