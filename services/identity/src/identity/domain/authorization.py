"""A client's wish that a user sign in, as the browser brings it (RFC 6749 §4.1.1, RFC 7636, OpenID Connect §3.1.2.1)."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from identity.domain.token import known_scopes
from identity.domain.user import Client, Grant

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # SHA-256 in base64url


class UnknownRequester(Exception):
    """Nobody knows who asks or where he wants the answer, so that the browser is sent nowhere."""


class RequestRefused(Exception):
    """The client is known and hears of the refusal by a redirect."""

    def __init__(self, redirect_uri: str, state: str, error: str, description: str) -> None:
        super().__init__(error)
        self.redirect_uri = redirect_uri
        self.state = state
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    client_id: str
    redirect_uri: str  # one of the client's, character by character
    scope: str
    code_challenge: str
    state: str = ""
    nonce: str = ""

    def parameters(self) -> dict[str, str]:
        """What brings the same request again."""
        values = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.scope,
            "code_challenge": self.code_challenge,
            "code_challenge_method": "S256",
            "state": self.state,
            "nonce": self.nonce,
        }
        return {name: value for name, value in values.items() if value}

    def seal(self, key: bytes, browser: str) -> str:
        """What only our page for this request in this browser can know."""
        text = "\n".join([browser, *(f"{name}={value}" for name, value in self.parameters().items())])
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def requested(client: Client | None, sent: Mapping[str, str]) -> AuthorizationRequest:
    """The request that the parameters make.

    Raises:
        UnknownRequester: the client is unknown, or the redirect URI is none of its.
        RequestRefused: anything else is wrong.
    """
    redirect_uri = sent.get("redirect_uri", "")
    if client is None or redirect_uri not in client.redirect_uris:
        raise UnknownRequester
    state = sent.get("state", "")
    if refusal := _refusal(client, sent):
        raise RequestRefused(redirect_uri, state, *refusal)
    return AuthorizationRequest(
        client_id=client.id,
        redirect_uri=redirect_uri,
        scope=" ".join(known_scopes(sent.get("scope", "").split())),
        code_challenge=sent["code_challenge"],
        state=state,
        nonce=sent.get("nonce", ""),
    )


def _refusal(client: Client, sent: Mapping[str, str]) -> tuple[str, str] | None:
    """Error and description of the first thing that is wrong."""
    has_challenge = sent.get("code_challenge_method") == "S256" and _CHALLENGE.fullmatch(sent.get("code_challenge", ""))
    refusals = (
        (Grant.AUTHORIZATION_CODE not in client.grants, "unauthorized_client", "This client does not sign users in."),
        (sent.get("response_type") != "code", "unsupported_response_type", "Use response_type=code."),
        (sent.get("response_mode", "query") != "query", "invalid_request", "Use response_mode=query."),
        ("request" in sent, "request_not_supported", "Send the parameters one by one."),
        ("request_uri" in sent, "request_uri_not_supported", "Send the parameters one by one."),
        (not has_challenge, "invalid_request", "Send a code_challenge with code_challenge_method=S256 (RFC 7636)."),
        ("none" in sent.get("prompt", "").split(), "login_required", "Each sign-in asks for the password."),
    )
    return next(((error, description) for applies, error, description in refusals if applies), None)
