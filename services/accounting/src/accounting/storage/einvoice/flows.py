"""Flows to and from the approved platform: each is one row, and leaves (an effect of kit's) or counts once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from accounting.storage.einvoice import archive
from kit import effects

FLOW = "platform-flow"  # the kind of the effect


@dataclass(frozen=True, slots=True)
class NewFlow:
    """A file to hand over; `key` names its cause, which has one effect."""

    key: str
    kind: str
    document_id: UUID | None
    syntax: str
    processing_rule: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OutgoingFlow:
    """A flow as it is handed over."""

    id: UUID
    syntax: str
    processing_rule: str
    name: str
    content: bytes


async def queue(tx: Transaction, flow: NewFlow, now: datetime) -> UUID | None:
    """Hand it over after this transaction; nothing when its cause had its effect already."""
    await archive.keep(tx, [(flow.content, flow.media_type)])
    id_ = new_id()
    queued = await tx.execute(
        "INSERT INTO platform_flow (id, key, direction, kind, document_id, syntax, processing_rule, name, sha256, status,"
        " error) VALUES ($1, $2, 'out', $3, $4, $5, $6, $7, $8, 'waiting', '')"
        " ON CONFLICT DO NOTHING",
        id_,
        flow.key,
        flow.kind,
        flow.document_id,
        flow.syntax,
        flow.processing_rule,
        flow.name,
        sha256(flow.content).digest(),
    )
    if not queued:
        return None
    await effects.want(tx, FLOW, flow.key, {"flow_id": str(id_)}, now)
    return id_


async def outgoing(tx: ReadTransaction, id_: UUID) -> OutgoingFlow:
    """A flow with its file, to be handed over."""
    row = await tx.fetchrow(
        "SELECT f.id, f.syntax, f.processing_rule, f.name, a.content FROM platform_flow f JOIN archived_file a"
        " USING (sha256) WHERE f.id = $1 AND f.direction = 'out'",
        id_,
    )
    if row is None:
        raise unknown("platform flow", id_)
    return OutgoingFlow(**dict(row))


async def mark_sent(tx: Transaction, id_: UUID, flow_id: str) -> None:
    """The platform has it, under an id of its own. What it has judged already stays as it is."""
    await tx.execute(
        "UPDATE platform_flow SET status = 'sent', flow_id = $2 WHERE id = $1 AND status = 'waiting'", id_, flow_id
    )


async def retry(tx: Transaction, id_: UUID, now: datetime) -> bool:
    """A parked one of ours is tried at once; False when it is not one.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(
        "SELECT e.id, e.status FROM platform_flow f LEFT JOIN effect e USING (key) WHERE f.id = $1", id_
    )
    if row is None:
        raise unknown("platform flow", id_)
    if row["status"] != "parked":
        return False
    await effects.decide(tx, row["id"], again=True, now=now)
    return True


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """One of ours that the platform has now judged."""

    id: UUID
    kind: str
    document_id: UUID | None


async def acknowledge(
    tx: Transaction, tracking_id: str, flow_id: str, *, is_ok: bool, errors: Sequence[str], now: datetime
) -> Acknowledged | None:
    """Keep what the platform says; nothing when it is no flow of ours, or was judged before."""
    row = await tx.fetchrow(
        "UPDATE platform_flow SET status = $3, error = $4, settled_at = $5, flow_id = coalesce(flow_id, $2)"
        " WHERE direction = 'out' AND (id::text = $1 OR flow_id = $2) AND status IN ('waiting', 'sent')"
        " RETURNING id, kind, document_id",
        tracking_id,
        flow_id,
        "accepted" if is_ok else "refused",
        "\n".join(errors),
        now,
    )
    return None if row is None else Acknowledged(**dict(row))


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that came in."""

    flow_id: str
    kind: str
    syntax: str
    name: str
    media_type: str
    content: bytes


async def add_heard(tx: Transaction, heard: Heard, now: datetime) -> UUID | None:
    """Keep that it came; nothing when it came before."""
    await archive.keep(tx, [(heard.content, heard.media_type)])
    id_ = new_id()
    added = await tx.execute(
        "INSERT INTO platform_flow (id, key, direction, kind, syntax, processing_rule, name, sha256, status, flow_id, error,"
        " settled_at) VALUES ($1, $2, 'in', $3, $4, '', $5, $6, 'taken', $8, '', $7)"
        " ON CONFLICT DO NOTHING",
        id_,
        f"in:{heard.flow_id}",
        heard.kind,
        heard.syntax,
        heard.name,
        sha256(heard.content).digest(),
        now,
        heard.flow_id,
    )
    return id_ if added else None


async def settle_heard(tx: Transaction, id_: UUID, document_id: UUID | None, error: str) -> None:
    """What it is about; or why nobody could take it."""
    await tx.execute(
        "UPDATE platform_flow SET document_id = $2, error = $3, status = CASE WHEN $3 = '' THEN 'taken' ELSE 'parked' END"
        " WHERE id = $1",
        id_,
        document_id,
        error,
    )


async def known(tx: ReadTransaction, flow_ids: Sequence[str]) -> set[str]:
    """Those of the platform's ids that came before."""
    rows = await tx.fetch("SELECT flow_id FROM platform_flow WHERE direction = 'in' AND flow_id = ANY($1)", flow_ids)
    return {row["flow_id"] for row in rows}


async def heard_until(tx: ReadTransaction) -> datetime | None:
    """Up to when we have heard everything, by the platform's clock."""
    found: datetime | None = await tx.fetchval("SELECT heard_until FROM platform_position")
    return found


async def set_heard_until(tx: Transaction, at: datetime) -> None:
    await tx.execute(
        "INSERT INTO platform_position AS p (id, heard_until) VALUES (1, $1) ON CONFLICT (id) DO UPDATE"
        " SET heard_until = greatest(p.heard_until, excluded.heard_until)",
        at,
    )
