"""Identity, put together."""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path

import structlog
from kit.auth import TokenVerifier
from kit.db import Database, Transaction
from kit.effects import carry_out
from kit.errors import Invalid, Unavailable
from kit.events import Topic
from kit.invariants import Invariant
from kit.service import Errand, Job, Service, database_of, service_tokens_of

from identity import wire
from identity.api import clients, keys, people, roles, team, users
from identity.commands.create_admin import create_admin
from identity.commands.invite import LETTER, letter_doer
from identity.commands.rotate_keys import rotate_keys
from identity.commands.seed import seed_demo, seed_operator
from identity.config import Settings
from identity.domain.clients import first_party
from identity.domain.lockout import Allowance, Counted
from identity.domain.roles import BOUND_TO_A_CUSTOMER
from identity.domain.token import Issuing
from identity.hashing import Passwords
from identity.oauth import authorize, discovery, invitation, token
from identity.provider import Provider
from identity.signing import Signer, derived_key
from identity.storage import failures, families, signing_keys
from kit import clock

log = structlog.get_logger()

NAME = "identity"
MIGRATIONS = Path(__file__).parents[2] / "migrations"

_BOUND = "{" + ",".join(sorted(BOUND_TO_A_CUSTOMER)) + "}"  # as PostgreSQL writes an array

INVARIANTS = (
    Invariant(
        "one key signs and one is published to come",
        "SELECT count(*) FILTER (WHERE status = 'current') AS current, count(*) FILTER (WHERE status = 'next') AS next"
        " FROM signing_key HAVING count(*) > 0"
        " AND (count(*) FILTER (WHERE status = 'current') <> 1 OR count(*) FILTER (WHERE status = 'next') <> 1)",
        "SELECT count(*) FROM signing_key",
    ),
    Invariant(
        "every version of a record is in its history",
        "SELECT entity, entity_id, records.version, count(a.version) AS entries"
        " FROM (SELECT 'user' AS entity, id::text AS entity_id, version FROM user_account"
        " UNION ALL SELECT 'client', id, version FROM client) AS records"
        " LEFT JOIN audit_entry a USING (entity, entity_id)"
        " GROUP BY 1, 2, 3 HAVING count(a.version) <> records.version",
        "SELECT count(*) FROM audit_entry",
    ),
    Invariant(
        "who acts for a customer is bound to one",
        f"SELECT id::text, roles FROM user_account WHERE customer_id IS NULL AND roles && '{_BOUND}'"
        f" UNION ALL SELECT id, roles FROM client WHERE customer_id IS NULL AND roles && '{_BOUND}'",
        "SELECT count(*) FROM user_account",
    ),
    Invariant(
        "of the refresh tokens of a sign-in at most one is unused",
        "SELECT family_id, count(*) FROM refresh_token WHERE used_at IS NULL GROUP BY family_id HAVING count(*) > 1",
        "SELECT count(*) FROM token_family",
    ),
)


def build() -> Service:
    """The service as its environment describes it."""
    settings = Settings()
    database = database_of(NAME, settings)
    provider = provider_of(settings, database)
    seeding = _Seeding(settings, provider)

    async def send_letters() -> None:
        """Let invitations leave."""
        await carry_out(database, {LETTER: letter_doer(provider, settings)})

    return Service(
        name=NAME,
        title="Identity",
        description="Users, roles, partners' clients and the tokens they get (OAuth 2, OpenID Connect).",
        settings=settings,
        migrations=MIGRATIONS,
        database=database,
        tokens=TokenVerifier(settings),
        service_tokens=service_tokens_of(NAME, settings),
        routers=[users.router, people.router, team.router, roles.router, clients.router, keys.router],
        public_routers=[authorize.router, invitation.router, token.router, discovery.router],
        topics=[Topic(wire.USERS, compacted=True)],
        jobs=[
            Job("forget", every_s=3600, act=lambda tx: _forget(tx, settings)),
            Job("seed", every_s=5, act=seeding.act),
            Errand("send letters", every_s=5, act=send_letters),
        ],
        invariants=INVARIANTS,
        state={"provider": provider},
        on_start=seeding.start,
        commands={
            "rotate-keys": lambda: _rotate_keys(provider),
            "create-admin": lambda: _create_admin(provider),
        },
    )


def provider_of(settings: Settings, database: Database) -> Provider:
    """The provider as the settings describe it."""
    redirect_uris = settings.console_redirect_uris.split() or [f"{settings.oidc_issuer}/callback"]
    return Provider(
        database=database,
        signer=Signer(settings),
        passwords=Passwords(settings),
        issuing=Issuing(
            settings.oidc_issuer,
            settings.oidc_audience,
            settings.access_token_s,
            settings.refresh_token_s,
            settings.session_s,
        ),
        allowances={
            Counted.USER: _allowance(settings, settings.user_failures_free),
            Counted.ADDRESS: _allowance(settings, settings.address_failures_free),
        },
        clients=first_party(
            issuer=settings.oidc_issuer,
            redirect_uris=redirect_uris,
            allows_password=settings.allow_password_grant,
        ),
        password_length_min=settings.password_length_min,
        form_key=derived_key(settings, "forms"),
        invitation_key=derived_key(settings, "invitations"),
        has_mail=bool(settings.smtp_host),
    )


class _Seeding:
    """Keys, and what settings ask for: tried before serving, and again by a job when the database was away."""

    def __init__(self, settings: Settings, provider: Provider) -> None:
        self._settings = settings
        self._provider = provider
        self._done = False

    async def start(self) -> None:
        try:
            async with self._provider.database.transaction() as tx:
                await self._seed(tx)
        except Unavailable as error:
            log.warning("seed.away", error=error.detail)
        else:
            self._done = True

    async def act(self, _tx: Transaction) -> None:
        """In a transaction of its own, so that done means committed."""
        if not self._done:
            await self.start()

    async def _seed(self, tx: Transaction) -> None:
        await self._provider.signer.check(tx)
        if secret := self._settings.operator_client_secret:
            await seed_operator(tx, secret.get_secret_value())
        if password := self._settings.demo_password:
            customer_id = self._settings.demo_portal_customer_id
            await seed_demo(tx, self._provider, password.get_secret_value(), customer_id)


async def _forget(tx: Transaction, settings: Settings) -> None:
    now = clock.now()
    # A verifier may let a token live half a minute longer; twice its life is safe.
    await signing_keys.forget(tx, now - timedelta(seconds=2 * settings.access_token_s))
    await families.forget(tx, now - timedelta(days=1))
    await failures.forget(tx, now - timedelta(seconds=settings.failures_forgotten_s + settings.longest_wait_s))


async def _rotate_keys(provider: Provider) -> None:
    async with provider.database.transaction() as tx:
        id_ = await rotate_keys(tx, provider, subject="command line")
    log.info("keys.rotated", current=id_)


async def _create_admin(provider: Provider) -> None:
    """`ADMIN_USERNAME` (default: admin), and `ADMIN_PASSWORD` or the first line of standard input."""
    username = os.environ.get("ADMIN_USERNAME", "admin")
    password = os.environ.get("ADMIN_PASSWORD") or (await asyncio.to_thread(sys.stdin.readline)).rstrip("\r\n")
    if not password:
        raise Invalid("Give the password in ADMIN_PASSWORD or on standard input.", field="ADMIN_PASSWORD")
    async with provider.database.transaction() as tx:
        user = await create_admin(tx, provider, username=username, password=password)
    log.info("admin.created", username=user.username, id=user.subject)


def _allowance(settings: Settings, failures_free: int) -> Allowance:
    return Allowance(
        failures_free,
        first_wait=timedelta(seconds=settings.first_wait_s),
        longest_wait=timedelta(seconds=settings.longest_wait_s),
        forgotten_after=timedelta(seconds=settings.failures_forgotten_s),
    )
