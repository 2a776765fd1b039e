"""Requests of OAuth clients: forms without repeated or strange members, and who sends them (RFC 6749 §2.3, §3.2)."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import unquote_plus

from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidRequestError
from fastapi import Request
from kit.db import ReadTransaction
from starlette.datastructures import ImmutableMultiDict

from identity.domain.secrets import is_secret_of
from identity.domain.user import Client
from identity.provider import Provider
from identity.storage import clients

_FORM = "application/x-www-form-urlencoded"
_MEMBERS_MAX = 40
_VALUE_MAX = 4096  # characters


async def form_of(request: Request) -> dict[str, str]:
    """The members of a form.

    Raises:
        InvalidRequestError: it is no form, or none that we read.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != _FORM:
        raise InvalidRequestError(f"Send the parameters as {_FORM}.")
    async with request.form(max_fields=_MEMBERS_MAX) as form:
        return members_of(form)


def members_of(sent: ImmutableMultiDict[str, object]) -> dict[str, str]:
    """Parameters by name; empty ones count as left out.

    Raises:
        InvalidRequestError: one is repeated, too long, or holds control characters.
    """
    members: dict[str, str] = {}
    for name, value in sent.multi_items():
        if not isinstance(value, str) or len(name) > _VALUE_MAX or len(value) > _VALUE_MAX:
            raise InvalidRequestError(f"A parameter has at most {_VALUE_MAX} characters.")
        if name in members:
            raise InvalidRequestError("A parameter comes twice.")
        if any(ord(char) < 0x20 for char in name + value):
            raise InvalidRequestError("A parameter holds control characters.")
        members[name] = value
    return {name: value for name, value in members.items() if value}


def required(form: Mapping[str, str], name: str) -> str:
    """A parameter that must be there.

    Raises:
        InvalidRequestError: it is not.
    """
    if name not in form:
        raise InvalidRequestError(f"The parameter {name} is missing.")
    return form[name]


def address_of(request: Request) -> str:
    """Where the request came from; behind the gateway, what the gateway says."""
    return request.client.host if request.client else ""


async def find_client(tx: ReadTransaction, provider: Provider, client_id: str) -> Client | None:
    """A client of ours or of a partner, if it is active."""
    own = provider.clients.get(client_id)
    client = own or await clients.find(tx, client_id)
    return client if client is not None and client.is_active else None


async def authenticate(tx: ReadTransaction, provider: Provider, request: Request, form: Mapping[str, str]) -> Client:
    """The client that calls: by its secret in the header or the form, or by its name if it has no secret.

    Raises:
        InvalidClientError: unknown, or the secret is wrong.
        InvalidRequestError: two ways at once.
    """
    id_, secret, by_header = _credentials(request, form)
    client = await find_client(tx, provider, id_)
    status = 401 if by_header else 400
    if client is None:
        raise InvalidClientError("Unknown client, or wrong secret.", status_code=status)
    if client.secret_hash is None:
        if secret:
            raise InvalidClientError("This client has no secret: send none.", status_code=status)
        return client
    if not is_secret_of(secret, client.secret_hash):
        raise InvalidClientError("Unknown client, or wrong secret.", status_code=status)
    return client


def _credentials(request: Request, form: Mapping[str, str]) -> tuple[str, str, bool]:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return required(form, "client_id"), form.get("client_secret", ""), False
    if "client_secret" in form:
        raise InvalidRequestError("Send the secret once: in the header or in the form.")
    try:
        id_, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise InvalidClientError("The Authorization header cannot be read.", status_code=401) from None
    id_, secret = unquote_plus(id_), unquote_plus(secret)
    if form.get("client_id", id_) != id_ or "\0" in id_:
        raise InvalidClientError("The header and the form name different clients.", status_code=401)
    return id_, secret, True
