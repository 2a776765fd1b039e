"""What the ways to a token work with: made once by wiring, found by routes on `request.app.state`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from kit.db import Database

from identity.domain.lockout import Allowance, Counted
from identity.domain.token import Issuing
from identity.domain.user import Client, Grant
from identity.hashing import Passwords
from identity.signing import Signer


@dataclass(frozen=True, slots=True)
class Provider:
    database: Database
    signer: Signer
    passwords: Passwords
    issuing: Issuing
    allowances: Mapping[Counted, Allowance]
    clients: Mapping[str, Client]  # our own; partners' are in the database
    password_length_min: int
    form_key: bytes  # seals our forms
    invitation_key: bytes  # seals links that let people choose their password
    has_mail: bool  # whether letters can leave

    def grants(self) -> list[Grant]:
        """The ways to a token that somebody may take."""
        own = {grant for client in self.clients.values() for grant in client.grants}
        return sorted(own | {Grant.CLIENT_CREDENTIALS})


def _provider(request: Request) -> Provider:
    provider: Provider = request.app.state.provider
    return provider


TheProvider = Annotated[Provider, Depends(_provider)]
