"""What starts with a process: seeds, and commands from the command line."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from identity.domain.errors import UsernameTaken, WeakPassword
from identity.wiring import MIGRATIONS, build
from kit.testing.services import SETTINGS, ServiceUnderTest, service_under_test

from services.identity.tests import factories as make
from services.identity.tests.test_lockout import attempt

_COUNTS = (
    "SELECT (SELECT count(*) FROM user_account) AS users, (SELECT count(*) FROM client) AS clients,"
    " (SELECT count(*) FROM signing_key) AS keys, (SELECT count(*) FROM outbox) AS events"
)


async def run(
    identity: ServiceUnderTest, command: str, stdin: str = "", **settings: str
) -> "subprocess.CompletedProcess[str]":
    """`python -m identity <command>` on the database of the service under test."""
    environment = {
        **os.environ,
        **SETTINGS,
        **make.SETTINGS,
        "DATABASE_URL": identity.service.settings.database_url.get_secret_value(),
        **settings,
    }
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "identity", command],
        input=stdin,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


async def test_processes_that_start_together_seed_once(
    new_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in make.SETTINGS.items():
        monkeypatch.setenv(name, value)
    async with service_under_test(build, MIGRATIONS, new_database("seed"), **make.SETTINGS) as first:
        others = [build() for _ in range(4)]
        async with first.database.transaction() as tx:
            await tx.execute("TRUNCATE user_account, client, signing_key, outbox, audit_entry CASCADE")
        await asyncio.gather(*(other.on_start() for other in others if other.on_start))
        await asyncio.gather(*(other.on_start() for other in others if other.on_start))
        async with first.database.read() as tx:
            counts = await tx.fetchrow(_COUNTS)
        for other in others:
            await other.database.close()
    assert dict(counts or {}) == {"users": 8, "clients": 2, "keys": 2, "events": 10}


async def test_another_demo_password_takes_the_place_of_the_one_before(
    new_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", make.PASSWORD)  # and back at the end
    dsn = new_database("reseed")
    async with service_under_test(build, MIGRATIONS, dsn, **make.SETTINGS):
        pass
    changed = {**make.SETTINGS, "DEMO_PASSWORD": "another demo password"}
    async with service_under_test(build, MIGRATIONS, dsn, **changed) as again:
        outcomes = [await attempt(again, "buyer", password) for password in (make.PASSWORD, "another demo password")]
    assert outcomes == ["wrong", "in"]


async def test_nobody_is_there_unless_asked_for(
    new_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DEMO_PASSWORD", "DEMO_PORTAL_CUSTOMER_ID", "OPERATOR_CLIENT_SECRET", "ALLOW_PASSWORD_GRANT"):
        monkeypatch.delenv(name, raising=False)
    settings = {"IDENTITY_KEY_SECRET": make.SETTINGS["IDENTITY_KEY_SECRET"]}
    async with service_under_test(build, MIGRATIONS, new_database("bare"), **settings) as bare:
        async with bare.database.read() as tx:
            counts = await tx.fetchrow(_COUNTS)
        assert dict(counts or {}) == {"users": 0, "clients": 0, "keys": 2, "events": 0}


async def test_the_first_administrator_comes_from_the_command_line(
    identity: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await run(identity, "create-admin", make.PASSWORD + "\n", ADMIN_USERNAME="First.Admin")
    unknown = await run(identity, "create-king")
    assert made.returncode == 0, made.stderr
    assert await attempt(identity, "first.admin", make.PASSWORD) == "in"
    monkeypatch.setenv("ADMIN_USERNAME", "first.admin")
    for password, refusal in ((make.PASSWORD, UsernameTaken), ("short", WeakPassword)):
        monkeypatch.setenv("ADMIN_PASSWORD", password)
        with pytest.raises(refusal):
            await identity.service.commands["create-admin"]()
    assert (unknown.returncode, "rotate-keys" in unknown.stderr) == (2, True)


async def test_keys_rotate_from_the_command_line_and_private_parts_are_unreadable(identity: ServiceUnderTest) -> None:
    async with identity.database.read() as tx:
        before = await tx.fetch("SELECT id, status FROM signing_key WHERE status <> 'retired'")
    await identity.service.commands["rotate-keys"]()
    async with identity.database.read() as tx:
        after = await tx.fetch("SELECT id, status, private_jwe FROM signing_key")
    status = {row["id"]: row["status"] for row in after}
    moved = {"next": "current", "current": "retired"}
    assert {row["id"]: status[row["id"]] for row in before} == {row["id"]: moved[row["status"]] for row in before}
    assert all(row["private_jwe"].count(".") == 4 and "{" not in row["private_jwe"] for row in after)
    wrong = await run(identity, "rotate-keys", IDENTITY_KEY_SECRET="x" * 32)
    assert (wrong.returncode, "IDENTITY_KEY_SECRET" in wrong.stderr) == (1, True)
    async with identity.database.read() as tx:
        assert len(await tx.fetch("SELECT id FROM signing_key")) == len(after)
