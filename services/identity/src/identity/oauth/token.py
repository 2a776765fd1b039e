"""`/oauth/token` and `/oauth/revoke`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749.errors import (
    InvalidGrantError,
    InvalidRequestError,
    InvalidScopeError,
    UnauthorizedClientError,
)
from authlib.oauth2.rfc7636.challenge import CODE_VERIFIER_PATTERN
from fastapi import APIRouter, Request, Response

from identity.commands.exchange_code import exchange_code
from identity.commands.issue_tokens import Tokens, issue_to_client, issue_to_user, open_family
from identity.commands.refresh_tokens import refresh_tokens, revoke_token
from identity.commands.sign_in import LockedOut, WrongPassword, sign_in
from identity.domain.token import known_scopes
from identity.domain.user import Client, Grant
from identity.oauth.answers import OAuthRoute, json, refused
from identity.oauth.forms import address_of, authenticate, form_of, required
from identity.provider import Provider, TheProvider
from kit import clock

router = APIRouter(route_class=OAuthRoute, include_in_schema=False)

Form = Mapping[str, str]


@router.post("/oauth/token")
async def post_token(request: Request, provider: TheProvider) -> Response:
    form = await form_of(request)
    asked = required(form, "grant_type")
    async with provider.database.read() as tx:
        client = await authenticate(tx, provider, request, form)
    if asked not in _WAYS:
        raise OAuth2Error(error="unsupported_grant_type", description=f"Use one of {', '.join(_WAYS)}.")
    grant = Grant(asked)
    if grant not in client.grants:
        raise UnauthorizedClientError(f"This client may not use the grant {grant.value}.")
    try:
        tokens = await _WAYS[grant](request, provider, client, form)
    except LockedOut as locked:
        wait_s = locked.seconds(clock.now())
        refusal = OAuth2Error(
            error="temporarily_unavailable",
            description=f"Too many wrong passwords: try again in {wait_s} s.",
            status_code=429,
        )
        return refused(refusal, {"Retry-After": str(wait_s)})
    members = {name: value for name, value in asdict(tokens).items() if value not in (None, "")}
    return json({**members, "token_type": "Bearer"})


@router.post("/oauth/revoke")
async def post_revocation(request: Request, provider: TheProvider) -> Response:
    form = await form_of(request)
    token = required(form, "token")
    async with provider.database.transaction() as tx:
        client = await authenticate(tx, provider, request, form)
        await revoke_token(tx, client, token=token)
    return json({})


async def _by_code(_request: Request, provider: Provider, client: Client, form: Form) -> Tokens:
    code, redirect_uri = required(form, "code"), required(form, "redirect_uri")
    verifier = required(form, "code_verifier")
    if not CODE_VERIFIER_PATTERN.match(verifier):
        raise InvalidRequestError("code_verifier has 43 to 128 letters, digits or -._~ (RFC 7636).")
    async with provider.database.transaction() as tx:
        tokens = await exchange_code(tx, provider, client, code=code, redirect_uri=redirect_uri, verifier=verifier)
    if tokens is None:
        raise InvalidGrantError("The code is unknown, expired, used, or was given for another request.")
    return tokens


async def _by_refresh_token(_request: Request, provider: Provider, client: Client, form: Form) -> Tokens:
    token = required(form, "refresh_token")
    async with provider.database.transaction() as tx:
        tokens = await refresh_tokens(tx, provider, client, token=token)
    if tokens is None:
        raise InvalidGrantError("The refresh token is unknown, expired, used or revoked: sign in again.")
    return tokens


async def _by_secret(_request: Request, provider: Provider, client: Client, form: Form) -> Tokens:
    if "scope" in form:
        raise InvalidScopeError("A client has the permissions of its roles: ask for no scope.")
    async with provider.database.transaction() as tx:
        return await issue_to_client(tx, provider, client)


async def _by_password(request: Request, provider: Provider, client: Client, form: Form) -> Tokens:
    username, password = required(form, "username"), required(form, "password")
    scope = " ".join(known_scopes(form.get("scope", "").split()))
    try:
        user = await sign_in(provider, username=username, password=password, address=address_of(request))
    except WrongPassword:
        raise InvalidGrantError("The name or the password is wrong.") from None
    async with provider.database.transaction() as tx:
        family = await open_family(tx, provider, user, client, scope)
        return await issue_to_user(tx, provider, user, client, family)


_WAYS: dict[str, Callable[[Request, Provider, Client, Form], Awaitable[Tokens]]] = {
    Grant.AUTHORIZATION_CODE: _by_code,
    Grant.REFRESH_TOKEN: _by_refresh_token,
    Grant.CLIENT_CREDENTIALS: _by_secret,
    Grant.PASSWORD: _by_password,
}
