"""Programs of partners."""

from typing import Annotated

from fastapi import APIRouter, Path
from kit.auth import Principal
from kit.bodies import HistoryOut
from kit.db import ReadTransaction
from kit.errors import stale, unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from identity.api.schemas import ClientIn, ClientOut, ClientPatch, ClientWithSecret
from identity.commands.write_client import change_client, create_client, replace_secret
from identity.domain.secrets import new_secret
from identity.domain.user import Client
from identity.provider import TheProvider
from identity.storage import clients
from identity.storage.tables import client
from kit import audit

router = APIRouter(prefix="/clients", tags=["clients"])

Reader = Annotated[Principal, requires("identity.clients.read")]
Writer = Annotated[Principal, requires("identity.clients.write")]
ClientId = Annotated[str, Path(max_length=100, pattern=r"^[a-z0-9-]+$")]


@router.get("", summary="Clients of partners")
async def list_clients(caller: Reader, db: Db, paging: Paging) -> Page[ClientOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(client),
            paging,
            sortable={"id": client.c.id, "name": client.c.name, "created_at": client.c.created_at},
            key=client.c.id,
            convert=lambda row: ClientOut.of(clients.client_of(dict(row))),
        )


@router.post("", status_code=201, summary="Create a client; its secret is told once")
async def post_client(caller: Writer, command: Command, provider: TheProvider, body: ClientIn) -> ClientWithSecret:
    secret = new_secret()
    async with command.transaction() as tx:
        created = await create_client(tx, body.to_domain(secret), subject=caller.subject, reserved=provider.clients)
        command.answer(ClientOut.of(created))  # what is kept for a repeat holds no secret
        return ClientWithSecret.telling(created, secret)


@router.get("/{client_id}", summary="One client")
async def get_client(caller: Reader, db: Db, client_id: ClientId) -> ClientOut:
    async with db.read() as tx:
        return ClientOut.of(await _existing(tx, client_id))


@router.patch("/{client_id}", summary="Change or deactivate a client")
async def patch_client(caller: Writer, command: Command, client_id: ClientId, body: ClientPatch) -> ClientOut:
    sent = command.version()
    async with command.transaction() as tx:
        before = await _existing(tx, client_id, version=sent)
        after = await change_client(tx, before, body.applied_to(before), subject=caller.subject)
        return command.answer(ClientOut.of(after))


@router.post("/{client_id}/secret", summary="Replace a client's secret; the new one is told once")
async def post_client_secret(caller: Writer, command: Command, client_id: ClientId) -> ClientWithSecret:
    sent = command.version()
    secret = new_secret()
    async with command.transaction() as tx:
        before = await _existing(tx, client_id, version=sent)
        after = await replace_secret(tx, before, secret, subject=caller.subject)
        command.answer(ClientOut.of(after))
        return ClientWithSecret.telling(after, secret)


@router.get("/{client_id}/history", summary="Every change of a client")
async def get_client_history(caller: Reader, db: Db, client_id: ClientId) -> HistoryOut:
    async with db.read() as tx:
        entries = await audit.history(tx, "client", client_id)
    if not entries:
        raise unknown("client", client_id)
    return HistoryOut.of(entries)


async def _existing(tx: ReadTransaction, client_id: str, *, version: int | None = None) -> Client:
    found = await clients.find(tx, client_id)
    if found is None:
        raise unknown("client", client_id)
    if version is not None and found.version != version:
        raise stale("client", sent=version, current=found.version)
    return found
