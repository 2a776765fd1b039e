"""Original bytes by what they are: the same content is kept once, and nothing is ever changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import NotFound


@dataclass(frozen=True, slots=True)
class NewFile:
    """A document's file to archive; kinds are unique in a document."""

    document_id: UUID
    kind: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """What is kept, without its content."""

    document_id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    sha256: bytes
    created_at: datetime


async def keep(tx: Transaction, contents: Sequence[tuple[bytes, str]]) -> list[bytes]:
    """Keep (content, media type) once; returns their hashes."""
    hashes = [sha256(content).digest() for content, _ in contents]
    await tx.execute(
        "INSERT INTO archived_file (sha256, content, size, media_type)"
        " SELECT DISTINCT ON (1) * FROM unnest($1::bytea[], $2::bytea[], $3::int[], $4::text[]) AS f (h, c, s, m)"
        " ON CONFLICT DO NOTHING",
        hashes,
        [content for content, _ in contents],
        [len(content) for content, _ in contents],
        [media_type for _, media_type in contents],
    )
    return hashes


async def add(tx: Transaction, files: Sequence[NewFile]) -> None:
    """Keep documents' files; one of a kind that is there already stays as it is."""
    hashes = await keep(tx, [(each.content, each.media_type) for each in files])
    await tx.execute(
        "INSERT INTO document_file (document_id, kind, name, sha256)"
        " SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[]) ON CONFLICT DO NOTHING",
        [each.document_id for each in files],
        [each.kind for each in files],
        [each.name for each in files],
        hashes,
    )


async def of_document(tx: ReadTransaction, document_id: UUID) -> list[ArchivedFile]:
    """The files of a document, by kind."""
    rows = await tx.fetch(
        "SELECT d.document_id, d.kind, d.name, f.media_type, f.size, d.sha256, d.created_at FROM document_file d"
        " JOIN archived_file f USING (sha256) WHERE d.document_id = $1 ORDER BY d.kind",
        document_id,
    )
    return [ArchivedFile(**dict(row)) for row in rows]


async def content(tx: ReadTransaction, document_id: UUID, kind: str) -> tuple[ArchivedFile, bytes]:
    """One file with its bytes.

    Raises:
        NotFound: the document has no file of this kind.
    """
    row = await tx.fetchrow(
        "SELECT d.document_id, d.kind, d.name, f.media_type, f.size, d.sha256, d.created_at, f.content"
        " FROM document_file d JOIN archived_file f USING (sha256) WHERE d.document_id = $1 AND d.kind = $2",
        document_id,
        kind,
    )
    if row is None:
        raise NotFound(f"This document has no file {kind!r}.")
    values = dict(row)
    bytes_ = values.pop("content")
    return ArchivedFile(**values), bytes_
