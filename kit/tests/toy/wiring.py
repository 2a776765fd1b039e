"""The smallest service that uses all of kit: it keeps notes and hears of others' notes."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import grpc
from comptoir.inventory.v1 import inventory_service_pb2 as pb
from comptoir.inventory.v1 import inventory_service_pb2_grpc as rpc
from comptoir.inventory.v1.reservation_pb2 import ReservationChanged
from fastapi import APIRouter
from kit.auth import Principal, TokenVerifier
from kit.consumer import Handlers, NotYet
from kit.db import Transaction
from kit.errors import Conflict, Invalid, stale, unknown
from kit.events import OutgoingEvent, ReceivedEvent, Topic
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from kit.rpc import caller
from kit.service import Service, database_of, service_tokens_of
from kit.settings import ServiceSettings
from pydantic import BaseModel, Field
from sqlalchemy import Column, Computed, Integer, Table, Text, select
from sqlalchemy.dialects.postgresql import UUID as UuidColumn

from kit import schema

MIGRATIONS = Path(__file__).parent / "migrations"
TOPIC = os.environ.get("TOY_TOPIC", "toy.notes.v1")

metadata = schema.new_metadata()
note = Table(
    "note",
    metadata,
    Column("id", UuidColumn, primary_key=True),
    Column("text", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("reversed", Text, Computed("reverse(text)"), nullable=False),
)
heard = Table("heard", metadata, Column("n", Integer, primary_key=True, autoincrement=True), Column("text", Text))


class NoteTaken(Conflict):
    """There is such a note."""


class NoteIn(BaseModel):
    text: str = Field(min_length=1, max_length=100, examples=["hello"])


class NoteOut(BaseModel):
    id: UUID
    text: str
    version: int


router = APIRouter(prefix="/notes", tags=["notes"])


@router.post("", status_code=201)
async def create_note(
    caller: Annotated[Principal, requires("toy.notes.write")], command: Command, body: NoteIn
) -> NoteOut:
    async with command.transaction() as tx:
        if await tx.fetchval("SELECT count(*) FROM note WHERE text = $1", body.text):
            raise NoteTaken("Choose another text.", field="text")
        created = NoteOut(id=new_id(), text=body.text, version=1)
        await tx.execute("INSERT INTO note VALUES ($1, $2, 1)", created.id, created.text)
        tx.publish(OutgoingEvent(TOPIC, str(created.id), ReservationChanged(sales_order_id=body.text)))
        return command.answer(created)


@router.put("/{note_id}")
async def change_note(
    caller: Annotated[Principal, requires("toy.notes.write")], command: Command, note_id: UUID, body: NoteIn
) -> NoteOut:
    sent = command.version()
    async with command.transaction() as tx:
        current = await tx.fetchval("SELECT version FROM note WHERE id = $1 FOR UPDATE", note_id)
        if current is None:
            raise unknown("note", note_id)
        if current != sent:
            raise stale("note", sent=sent, current=current)
        await tx.execute("UPDATE note SET text = $2, version = version + 1 WHERE id = $1", note_id, body.text)
        return command.answer(NoteOut(id=note_id, text=body.text, version=current + 1))


@router.get("")
async def list_notes(caller: Annotated[Principal, requires("toy.notes.read")], db: Db, paging: Paging) -> Page[NoteOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(note.c.id, note.c.text, note.c.version),
            paging,
            sortable={"text": note.c.text, "id": note.c.id, "reversed": note.c.reversed},
            key=note.c.id,
            convert=lambda row: NoteOut(**dict(row)),
        )


class Toy(rpc.InventoryServiceServicer):
    async def ReleaseReservation(
        self, request: pb.ReleaseReservationRequest, context: object
    ) -> pb.ReleaseReservationResponse:
        if caller().service != "toy":
            raise Invalid("only the toy may call")
        if request.order_id == str(UUID(int=1)):
            raise NoteTaken("Choose another.", field="order_id", taken=1)
        return pb.ReleaseReservationResponse()


def add_servicers(server: grpc.aio.Server) -> list[str]:
    rpc.add_InventoryServiceServicer_to_server(Toy(), server)  # type: ignore[abstract]  # the toy answers one call
    return [pb.DESCRIPTOR.services_by_name["InventoryService"].full_name]


async def hear(tx: Transaction, events: Sequence[ReceivedEvent[ReservationChanged]]) -> None:
    for event in events:
        text = event.message.sales_order_id
        if text.startswith("poison"):
            raise Conflict("This one is poisonous.")
        if text.startswith("late") and not await tx.fetchval("SELECT count(*) FROM heard WHERE text = 'first'"):
            raise NotYet("Needs the first one.")
        await tx.execute("INSERT INTO heard (text) VALUES ($1)", text)


HANDLERS: Handlers = {TOPIC: {ReservationChanged: hear}}


def build() -> Service:
    settings = ServiceSettings()
    return Service(
        name="toy",
        title="Toy",
        description="For tests.",
        settings=settings,
        migrations=MIGRATIONS,
        database=database_of("toy", settings),
        tokens=TokenVerifier(settings),
        service_tokens=service_tokens_of("toy", settings),
        routers=[router],
        handlers=HANDLERS,
        topics=[Topic(TOPIC)],
        add_servicers=add_servicers,
        commands={"greet": greet, "refuse": refuse},
    )


async def greet() -> None:
    print("hello")  # noqa: T201


async def refuse() -> None:
    raise Conflict("Not today.")
