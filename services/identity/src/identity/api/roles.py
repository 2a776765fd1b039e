"""Roles: what they may do is part of the release."""

from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import requires

from identity.api.schemas import RolesOut

router = APIRouter(prefix="/roles", tags=["roles"])


@router.get("", summary="Who may do what")
async def list_roles(caller: Annotated[Principal, requires("identity.roles.read")]) -> RolesOut:
    return RolesOut.all()
