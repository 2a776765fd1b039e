"""How often somebody without an account answers by his link. PostgreSQL counts, so all processes count together."""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import Column, DateTime, Integer, LargeBinary, MetaData, Table

from kit.db import Transaction
from kit.errors import TooMany
from kit.settings import LinkSettings

_HOUR = timedelta(hours=1)


class TooManyAnswers(TooMany):
    """This link has answered as often as one may."""


def link_answers_table(metadata: MetaData) -> Table:
    """The table that each service with such links has for itself."""
    return Table(
        "link_answers",
        metadata,
        Column("token_hash", LargeBinary, primary_key=True),
        Column("hour_began_at", DateTime(timezone=True), nullable=False),
        Column("in_hour", Integer, nullable=False),
        Column("in_all", Integer, nullable=False),
    )


def hash_of(secret: str) -> bytes:
    """What is kept of the secret of a link."""
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """What one link may do."""

    per_hour: int
    in_all: int

    @classmethod
    def of(cls, settings: LinkSettings) -> Self:
        return cls(settings.link_answers_per_hour, settings.link_answers_max)


async def count_answer(tx: Transaction, token_hash: bytes, limits: LinkLimits, now: datetime) -> None:
    """Count one more answer by a link that exists. In a transaction before the answer's own: what is refused counts too.

    Raises:
        TooManyAnswers: the link has answered too often, in this hour or in all.
    """
    row = await tx.fetchrow(
        "INSERT INTO link_answers AS l (token_hash, hour_began_at, in_hour, in_all) VALUES ($1, $2, 1, 1)"
        " ON CONFLICT (token_hash) DO UPDATE SET in_all = l.in_all + 1,"
        " hour_began_at = CASE WHEN l.hour_began_at > $3 THEN l.hour_began_at ELSE excluded.hour_began_at END,"
        " in_hour = CASE WHEN l.hour_began_at > $3 THEN l.in_hour + 1 ELSE 1 END"
        " RETURNING hour_began_at, in_hour, in_all",
        token_hash,
        now,
        now - _HOUR,
    )
    if row is None:  # an upsert returns its row
        return
    if row["in_all"] > limits.in_all:
        raise TooManyAnswers(
            f"This link has answered {limits.in_all} times, which is all that it may: ask for a new one.",
            limit=limits.in_all,
        )
    if row["in_hour"] > limits.per_hour:
        wait_s = max(1, math.ceil((row["hour_began_at"] + _HOUR - now).total_seconds()))
        raise TooManyAnswers(
            f"This link has answered {limits.per_hour} times within an hour: try again in {math.ceil(wait_s / 60)} minutes.",
            limit=limits.per_hour,
            retry_after_s=wait_s,
            retry_minutes=math.ceil(wait_s / 60),
        )
