"""Which invoices and credit notes have files, and how their writing went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from accounting.domain.einvoice.findings import Finding
from accounting.domain.einvoice.model import Document


@dataclass(frozen=True, slots=True)
class Issued:
    """A document of ours to write, and the language it speaks."""

    id: UUID
    customer_id: UUID
    document: Document
    language: str


@dataclass(frozen=True, slots=True)
class Written:
    """How the writing of a document went."""

    document_id: UUID
    number: str
    is_valid: bool
    findings: Sequence[Finding]
    rules_version: str
    written_at: datetime


async def expect(tx: Transaction, document_ids: Sequence[UUID]) -> None:
    """Documents are issued: files are to be made of them."""
    await tx.copy("einvoice_due", ("document_id",), [(id_,) for id_ in document_ids])


async def unwritten(tx: ReadTransaction, limit: int) -> list[UUID]:
    """Documents that nobody made files of yet, the oldest first."""
    rows = await tx.fetch("SELECT document_id FROM einvoice_due ORDER BY document_id LIMIT $1", limit)
    return [row["document_id"] for row in rows]


async def keep_result(tx: Transaction, written: Written) -> bool:
    """Keep it, unless its files are there already: those stay as they are; False then."""
    await tx.execute("DELETE FROM einvoice_due WHERE document_id = $1", written.document_id)
    kept = await tx.execute(
        "INSERT INTO einvoice AS e (document_id, number, status, findings, rules_version, written_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (document_id) DO UPDATE SET status = excluded.status,"
        " findings = excluded.findings, rules_version = excluded.rules_version, written_at = excluded.written_at"
        " WHERE e.status = 'faulty'",
        written.document_id,
        written.number,
        "written" if written.is_valid else "faulty",
        [stored(finding) for finding in written.findings],
        written.rules_version,
        written.written_at,
    )
    return bool(kept)


def stored(finding: Finding) -> dict[str, object]:
    """A finding as JSON."""
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "text": finding.text,
        "location": finding.location,
        "is_french": finding.is_french,
    }
