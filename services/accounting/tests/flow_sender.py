"""A process that hands over what is due, again and again, until it is killed: `python … DSN URL`."""

import asyncio
import sys

from accounting.clients.platform import Platform
from accounting.commands.einvoice.send_flows import flow_doer
from accounting.storage.einvoice.flows import FLOW
from kit.db import Database
from kit.effects import carry_out


async def main(dsn: str, url: str) -> None:
    database = Database(dsn)
    platform = Platform(url, token_url=f"{url}/token", client_id="comptoir", client_secret="secret")
    while True:
        await carry_out(database, {FLOW: flow_doer(database, platform)})
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
