"""Effects on the world outside (a letter sent), wanted in a transaction and done after it: one for each key.

A transaction that rolls back wants nothing; one that is repeated wants the same key again. An effect is claimed before it
is tried, so an attempt that dies leaves its claim behind: whoever tries again asks first whether it happened after all.
Where nobody can tell, it waits for people: sent twice is as wrong as never.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import CheckConstraint, Column, DateTime, Index, Integer, MetaData, Table, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as SqlUUID

from kit import clock
from kit.db import Database, ReadTransaction, Transaction
from kit.errors import Conflict, DomainError, Unavailable, unknown
from kit.ids import new_id

log = structlog.get_logger()

_CLAIM = timedelta(minutes=5)  # longer than any attempt takes
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 30, 3600
UNSURE = "An attempt died on the way: nobody knows whether it happened. Find out, then try again or let it be."


class EffectNotParked(Conflict):
    """It waits for nobody: it is done, or will be tried by itself."""


def effect_table(metadata: MetaData) -> Table:
    """The table that each service with effects has for itself."""
    table = Table(
        "effect",
        metadata,
        Column("id", SqlUUID, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("key", Text, nullable=False, unique=True, comment="names the cause, which has one effect"),
        Column("payload", JSONB, nullable=False),
        Column("status", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_at", DateTime(timezone=True), nullable=False),
        Column("error", Text, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        CheckConstraint("status IN ('waiting', 'trying', 'done', 'parked', 'given-up')", name="status"),
    )
    Index("ix_effect_due", table.c.next_at, postgresql_where=table.c.status.in_(("waiting", "trying")))
    Index("ix_effect_created_at_id", table.c.created_at, table.c.id)
    return table


@dataclass(frozen=True, slots=True)
class Effect:
    """Something to be done outside, claimed by this process."""

    id: UUID
    kind: str
    key: str
    payload: dict[str, Any]
    attempts: int  # this one included
    is_unsure: bool  # an attempt before this one died on the way


@dataclass(frozen=True, slots=True)
class Doer:
    """How effects of a kind are done. `act` raises Unavailable to be tried again, any other refusal to wait for people.

    `happened` tells whether an attempt before did it after all, and is asked before each further one, so that `act` need
    not know whether it failed; without it `act` must, and people find out what an attempt that died has done.
    """

    act: Callable[[Effect], Awaitable[None]]
    happened: Callable[[Effect], Awaitable[bool]] | None = None
    away_for_all: bool = False  # where one finds nobody there, the others of its kind wait for the next round


async def want(tx: Transaction, kind: str, key: str, payload: Mapping[str, Any], now: datetime) -> bool:
    """Let it be done after this transaction; False when its cause had its effect already."""
    added = await tx.execute(
        "INSERT INTO effect (id, kind, key, payload, status, attempts, next_at, error)"
        " VALUES ($1, $2, $3, $4, 'waiting', 0, $5, '') ON CONFLICT (key) DO NOTHING",
        new_id(),
        kind,
        key,
        dict(payload),
        now,
    )
    return bool(added)


async def carry_out(database: Database, doers: Mapping[str, Doer], *, now: Callable[[], datetime] = clock.now) -> int:
    """Do what is due, one after the other; returns how many were done."""
    done, kinds = 0, set(doers)
    while True:
        async with database.transaction() as tx:
            effect = await _claim(tx, sorted(kinds), now())
        if effect is None:
            return done
        doer = doers[effect.kind]
        status, error = await _tried(doer, effect)
        async with database.transaction() as tx:
            await _settle(tx, effect, status, error, now())
        done += status == "done"
        if status == "waiting" and doer.away_for_all:
            kinds.remove(effect.kind)


async def _tried(doer: Doer, effect: Effect) -> tuple[str, str]:
    """The status after this attempt, and what went wrong."""
    try:
        if doer.happened is None:
            if effect.is_unsure:
                return "parked", UNSURE
        elif effect.attempts > 1 and await doer.happened(effect):
            return "done", ""
        await doer.act(effect)
    except Unavailable as error:
        return "waiting", error.detail
    except DomainError as error:
        return "parked", error.detail
    except Exception:
        log.exception("effect.failed", kind=effect.kind, key=effect.key)
        return "parked", UNSURE
    return "done", ""


async def _claim(tx: Transaction, kinds: list[str], now: datetime) -> Effect | None:
    """The effect that waits longest, held against others until its claim runs out."""
    row = await tx.fetchrow(
        "WITH due AS (SELECT id, status = 'trying' AS is_unsure FROM effect WHERE status IN ('waiting', 'trying')"
        " AND next_at <= $1 AND kind = ANY($2) ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)"
        " UPDATE effect e SET status = 'trying', attempts = e.attempts + 1, next_at = $1 + $3 FROM due WHERE e.id = due.id"
        " RETURNING e.id, e.kind, e.key, e.payload, e.attempts, due.is_unsure",
        now,
        kinds,
        _CLAIM,
    )
    return None if row is None else Effect(**dict(row))


async def _settle(tx: Transaction, effect: Effect, status: str, error: str, now: datetime) -> None:
    pause = timedelta(seconds=min(_FIRST_PAUSE_S * 2 ** min(effect.attempts - 1, 12), _LONGEST_PAUSE_S))
    await tx.execute(
        "UPDATE effect SET status = $3, error = $4, next_at = $5 WHERE id = $1 AND status = 'trying' AND attempts = $2",
        effect.id,
        effect.attempts,
        status,
        error,
        now + pause,
    )
    if status != "done":
        log.warning("effect.not_done", kind=effect.kind, key=effect.key, status=status, error=error)


async def decide(tx: Transaction, effect_id: UUID, *, again: bool, now: datetime) -> None:
    """Try a parked effect again at once, or let it be.

    Raises:
        NotFound: there is none with this id.
        EffectNotParked: it waits for nobody.
    """
    status = await tx.fetchval("SELECT status FROM effect WHERE id = $1 FOR UPDATE", effect_id)
    if status is None:
        raise unknown("effect", effect_id)
    if status != "parked":
        raise EffectNotParked(f"This effect is {status}: only a parked one waits for somebody.", status=status)
    await tx.execute(
        "UPDATE effect SET status = $2, next_at = $3 WHERE id = $1", effect_id, "waiting" if again else "given-up", now
    )


async def withdraw(tx: Transaction, key: str) -> bool:
    """Let an effect be that nobody has tried yet; False when it is too late for that, or there is none."""
    withdrawn = await tx.execute(
        "UPDATE effect SET status = 'given-up' WHERE key = $1 AND status = 'waiting' AND attempts = 0", key
    )
    return bool(withdrawn)


async def is_wanted(tx: ReadTransaction, key: str) -> bool:
    """Whether an effect is done or is going to be: it is not given up."""
    return bool(await tx.fetchval("SELECT true FROM effect WHERE key = $1 AND status <> 'given-up'", key))
