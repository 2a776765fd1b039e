"""Programs of partners: made, changed, given a new secret."""

from collections.abc import Container
from dataclasses import replace

from kit.audit import AuditEntry, differences
from kit.db import Transaction
from kit.errors import stale

from identity.commands.records import printable
from identity.domain.errors import ClientTaken
from identity.domain.secrets import digest
from identity.domain.user import Client
from identity.storage import clients
from identity.wire import client_changed
from kit import audit, clock


async def create_client(tx: Transaction, client: Client, *, subject: str, reserved: Container[str] = ()) -> Client:
    """Write the client. `reserved` are ids of clients that are not in the database.

    Raises:
        ClientTaken: another client has this id.
    """
    if client.id in reserved or not await clients.add(tx, client):
        raise ClientTaken(f"The id {client.id!r} is taken: choose another.", field="id")
    changes = {name: [None, value] for name, value in printable(client).items() if value not in (None, [])}
    await audit.record(tx, AuditEntry("client", client.id, "created", changes, subject, client.version))
    tx.publish(client_changed(client, clock.now()))
    return client


async def change_client(tx: Transaction, before: Client, after: Client, *, subject: str) -> Client:
    """Write `after`, whose version is one above `before`'s.

    Raises:
        Stale: somebody changed the client meanwhile.
    """
    await _replace(tx, before, after)
    changes = differences(printable(before), printable(after))
    await audit.record(tx, AuditEntry("client", after.id, "changed", changes, subject, after.version))
    tx.publish(client_changed(after, clock.now()))
    return after


async def replace_secret(tx: Transaction, before: Client, secret: str, *, subject: str) -> Client:
    """From now on the client proves itself by this secret, and no longer by the one before.

    Raises:
        Stale: somebody changed the client meanwhile.
    """
    after = replace(before, version=before.version + 1, secret_hash=digest(secret))
    await _replace(tx, before, after)
    await audit.record(tx, AuditEntry("client", after.id, "secret replaced", {}, subject, after.version))
    return after


async def _replace(tx: Transaction, before: Client, after: Client) -> None:
    if not await clients.replace(tx, after):
        raise stale("client", sent=before.version, current=before.version + 1)
