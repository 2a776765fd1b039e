"""`/oauth/invitation`: who was invited chooses his password, and goes on to sign in."""

from authlib.oauth2 import OAuth2Error
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from kit.errors import Stale, Unavailable

from identity.commands.accept_invitation import accept_invitation, invited
from identity.domain.errors import InvitationOver, WeakPassword
from identity.domain.user import User
from identity.oauth.answers import NOT_STORED
from identity.oauth.forms import form_of
from identity.oauth.pages import invitation_over_page, invitation_page
from identity.oauth.texts import language_of
from identity.provider import TheProvider

router = APIRouter(include_in_schema=False)


@router.get("/oauth/invitation")
async def get_invitation(request: Request, provider: TheProvider, invitation: str = "") -> Response:
    language = language_of("", request.headers.get("accept-language", ""))
    try:
        user = await invited(provider, invitation)
    except InvitationOver:
        return invitation_over_page(language)
    return invitation_page(user, language, invitation=invitation)


@router.post("/oauth/invitation")
async def post_invitation(request: Request, provider: TheProvider) -> Response:
    language = language_of("", request.headers.get("accept-language", ""))
    try:
        sent = await form_of(request)
        user = await invited(provider, sent.get("invitation", ""))
    except (OAuth2Error, InvitationOver):
        return invitation_over_page(language)
    try:
        await accept_invitation(provider, sent["invitation"], sent.get("password", ""))
    except WeakPassword as refusal:
        return _again(user, language, sent["invitation"], "weak", 422, refusal.values.get("length_min"))
    except Unavailable:
        return _again(user, language, sent["invitation"], "busy", 503)
    except (InvitationOver, Stale):
        return invitation_over_page(language)
    return RedirectResponse("/", 303, {**NOT_STORED, "Referrer-Policy": "no-referrer"})


def _again(user: User, language: str, invitation: str, notice: str, status: int, length_min: object = None) -> Response:
    key = "short" if length_min else notice
    return invitation_page(user, language, invitation=invitation, notice=key, length_min=length_min, status=status)
