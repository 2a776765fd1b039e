"""What a sealed month sets in motion: its review is kept as it was, and sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from comptoir.accounting.v1.period_pb2 import PeriodSealed
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.wire import time_in

from kit import clock
from reporting.commands.mail_reviews import want_after_seal
from reporting.domain.review import Seal
from reporting.queries.review import measured
from reporting.storage import reviews


async def keep_reviews(tx: Transaction, events: Sequence[ReceivedEvent[PeriodSealed]]) -> None:
    """Once for each month: a seal that is told again, as when figures are rebuilt, changes nothing."""
    for event in events:
        month, sealed_at = date.fromisoformat(f"{event.message.month}-01"), time_in(event.message.occurred_at)
        if await reviews.sealed(tx, month) is None:
            found = await measured(tx, month, sealed_at.date())
            await reviews.keep(tx, replace(found, seal=Seal(event.message.seal, sealed_at)))
            await want_after_seal(tx, month, sealed_at, clock.now())
