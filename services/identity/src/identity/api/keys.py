"""Keys that sign tokens."""

from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from identity.api.schemas import SigningKeyOut
from identity.commands.rotate_keys import rotate_keys
from identity.provider import TheProvider
from identity.storage.tables import signing_key

router = APIRouter(prefix="/signing-keys", tags=["signing keys"])

_SHOWN = select(*(signing_key.c[name] for name in SigningKeyOut.model_fields))


@router.get("", summary="Keys by which tokens can be verified")
async def list_keys(
    caller: Annotated[Principal, requires("identity.keys.read")], db: Db, paging: Paging
) -> Page[SigningKeyOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            _SHOWN,
            paging,
            sortable={"created_at": signing_key.c.created_at},
            key=signing_key.c.id,
            convert=lambda row: SigningKeyOut(**dict(row)),
        )


@router.post("/rotate", summary="Sign with the next key from now on")
async def post_rotation(
    caller: Annotated[Principal, requires("identity.keys.write")], command: Command, provider: TheProvider
) -> SigningKeyOut:
    async with command.transaction() as tx:
        id_ = await rotate_keys(tx, provider, subject=caller.subject)
        (row,) = await tx.select(_SHOWN.where(signing_key.c.id == id_))
        return command.answer(SigningKeyOut(**dict(row)))
