"""`/oauth/authorize`: the browser comes with a client's request and leaves with a code."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from kit.errors import Unavailable

from identity.commands.grant_code import grant_code
from identity.commands.sign_in import LockedOut, WrongPassword, sign_in
from identity.domain.authorization import AuthorizationRequest, RequestRefused, UnknownRequester, requested
from identity.domain.secrets import new_secret
from identity.domain.user import Client, User
from identity.oauth.answers import NOT_STORED
from identity.oauth.forms import address_of, find_client, form_of, members_of
from identity.oauth.pages import sign_in_page, unknown_page
from identity.oauth.texts import language_of
from identity.provider import Provider, TheProvider
from kit import clock

router = APIRouter(include_in_schema=False)

_COOKIE = "comptoir_sign_in"
_NAME_MAX = 200


@dataclass(frozen=True, slots=True)
class _Visit:
    """A known client's request in one browser."""

    provider: Provider
    request: AuthorizationRequest
    client: Client
    language: str
    browser: str  # the secret of the cookie

    def page(self, *, username: str = "", notice: str = "", seconds: int = 0, status: int = 200) -> Response:
        seal = self.request.seal(self.provider.form_key, self.browser)
        page = sign_in_page(
            self.request,
            self.client,
            self.language,
            seal=seal,
            username=username[:_NAME_MAX],
            notice=notice,
            seconds=seconds,
            status=status,
        )
        page.set_cookie(
            _COOKIE,
            self.browser,
            path="/oauth/authorize",
            httponly=True,
            samesite="strict",
            secure=self.provider.issuing.issuer.startswith("https://"),
        )
        return page

    def back(self, **parameters: str) -> Response:
        """The browser returns to the client."""
        return _back(self.provider, self.request.redirect_uri, self.request.state, parameters)


@router.get("/oauth/authorize")
async def get_authorization(request: Request, provider: TheProvider) -> Response:
    try:
        sent = members_of(request.query_params)
    except OAuth2Error:
        return unknown_page(_language(request, {}))
    visit = await _visit(request, provider, sent)
    return visit.page(username=sent.get("login_hint", "")) if isinstance(visit, _Visit) else visit


@router.post("/oauth/authorize")
async def post_authorization(request: Request, provider: TheProvider) -> Response:
    """The form of our page, or a client's first request by POST: without our seal, nothing is tried."""
    try:
        sent = await form_of(request)
    except OAuth2Error:
        return unknown_page(_language(request, {}))
    visit = await _visit(request, provider, sent)
    if not isinstance(visit, _Visit):
        return visit
    seal = visit.request.seal(provider.form_key, request.cookies.get(_COOKIE, ""))
    username = sent.get("username", "")
    if not hmac.compare_digest(seal.encode(), sent.get("seal", "").encode()):
        is_late = "seal" in sent
        return visit.page(username=username, notice="expired" if is_late else "", status=403 if is_late else 200)
    if not username or "password" not in sent:
        return visit.page(username=username, notice="missing", status=400)
    user = await _signed_in(visit, username, sent["password"], address_of(request))
    if isinstance(user, Response):
        return user
    async with provider.database.transaction() as tx:
        code = await grant_code(tx, provider, user, visit.client, visit.request)
    return visit.back(code=code)


async def _visit(request: Request, provider: Provider, sent: Mapping[str, str]) -> _Visit | Response:
    """The visit, or what to answer instead."""
    language = _language(request, sent)
    async with provider.database.read() as tx:
        client = await find_client(tx, provider, sent.get("client_id", ""))
    try:
        asked = requested(client, sent)
    except UnknownRequester:
        return unknown_page(language)
    except RequestRefused as refusal:
        parameters = {"error": refusal.error, "error_description": refusal.description}
        return _back(provider, refusal.redirect_uri, refusal.state, parameters)
    assert client is not None  # noqa: S101  # `requested` refuses to go on without
    return _Visit(provider, asked, client, language, request.cookies.get(_COOKIE) or new_secret())


async def _signed_in(visit: _Visit, username: str, password: str, address: str) -> User | Response:
    """The user, or the page again with what was wrong."""
    try:
        return await sign_in(visit.provider, username=username, password=password, address=address)
    except WrongPassword:
        return visit.page(username=username, notice="wrong", status=403)
    except LockedOut as locked:
        return visit.page(username=username, notice="locked", seconds=locked.seconds(clock.now()), status=429)
    except Unavailable:
        return visit.page(username=username, notice="busy", status=503)


def _back(provider: Provider, redirect_uri: str, state: str, parameters: Mapping[str, str]) -> Response:
    # `iss` tells a client of several providers whose answer this is (RFC 9207).
    told = {**parameters, "state": state, "iss": provider.issuing.issuer}
    target = add_params_to_uri(redirect_uri, [(name, value) for name, value in told.items() if value])
    return RedirectResponse(target, 303, {**NOT_STORED, "Referrer-Policy": "no-referrer"})


def _language(request: Request, sent: Mapping[str, str]) -> str:
    return language_of(sent.get("ui_locales", ""), request.headers.get("accept-language", ""))
