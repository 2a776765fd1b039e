"""A process that does effects by writing lines into a file, to be killed while it does. Run by test_effects.py."""

import asyncio
import sys
from pathlib import Path

from kit.db import Database
from kit.effects import Doer, Effect, carry_out


async def main(dsn: str, kind: str, path: str, can_tell: str) -> None:
    """Until all is done."""
    sink = Path(path)

    async def act(effect: Effect) -> None:
        await asyncio.sleep(0.01)
        with sink.open("a") as file:  # noqa: ASYNC230  # one short line, at once
            file.write(f"{effect.key}\n")
        await asyncio.sleep(0.01)

    async def happened(effect: Effect) -> bool:
        return sink.exists() and effect.key in sink.read_text().split()  # noqa: ASYNC240

    database = Database(dsn)
    await carry_out(database, {kind: Doer(act, happened if can_tell else None)})
    await database.close()


asyncio.run(main(*sys.argv[1:]))
