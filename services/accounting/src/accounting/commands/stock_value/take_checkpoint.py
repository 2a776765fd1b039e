"""Keep what stock was worth at the ends of months."""

from datetime import date

from kit.db import Transaction

from accounting.storage.stock_value import checkpoints


async def take_missing_checkpoint(tx: Transaction, today: date) -> bool:
    """Take the first that is missing; False when there is none. A house that brings years of facts catches up month by month."""
    day = await checkpoints.next_missing(tx, today)
    if day is None:
        return False
    await checkpoints.take(tx, day)
    return True
