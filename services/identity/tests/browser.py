"""A browser and a client of the code flow, as far as tests need them."""

import base64
import hashlib
import html
import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from kit.testing import tokens

from services.identity.tests import factories as make

REDIRECT = f"{tokens.ISSUER}/callback"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@dataclass
class Flow:
    """One sign-in from the first request to the tokens."""

    client: httpx.AsyncClient
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    state: str = "a state & more=?é"

    def parameters(self, **changes: str) -> dict[str, str]:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")
        return {
            "response_type": "code",
            "client_id": "comptoir-console",
            "redirect_uri": REDIRECT,
            "scope": "openid profile",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "state": self.state,
            "nonce": "a nonce",
            **changes,
        }

    async def open(self, **changes: str) -> httpx.Response:
        return await self.client.get("/oauth/authorize", params=self.parameters(**changes))

    async def submit(
        self, page: httpx.Response, username: str = "buyer", password: str = make.PASSWORD
    ) -> httpx.Response:
        return await self.client.post(
            "/oauth/authorize", data={**hidden(page), "username": username, "password": password}
        )

    async def code(self) -> str:
        return str(answered(await self.submit(await self.open()))["code"])

    async def exchange(self, code: str, **changes: Any) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "client_id": "comptoir-console",
            "code": code,
            "redirect_uri": REDIRECT,
            "code_verifier": self.verifier,
            **changes,
        }
        return await make.token(self.client, **form)

    async def refresh(self, token: str, client_id: str = "comptoir-console") -> httpx.Response:
        return await make.token(self.client, grant_type="refresh_token", client_id=client_id, refresh_token=token)


def hidden(page: httpx.Response) -> dict[str, str]:
    """The hidden members of the page's form."""
    return {html.unescape(name): html.unescape(value) for name, value in _HIDDEN.findall(page.text)}


def answered(response: httpx.Response) -> dict[str, str]:
    """What a redirect tells the client."""
    assert response.status_code == 303, response.text
    target = urlsplit(response.headers["Location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == REDIRECT
    return {name: value for name, (value,) in parse_qs(target.query).items()}
