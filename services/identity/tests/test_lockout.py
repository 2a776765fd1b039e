"""Wrong passwords, one after the other and all at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from argon2 import PasswordHasher
from identity.commands.sign_in import LockedOut, WrongPassword, sign_in
from identity.domain.lockout import Counted
from identity.provider import Provider
from identity.wiring import MIGRATIONS, build
from kit.service import api_of
from kit.testing.services import ServiceUnderTest, service_under_test

from services.identity.tests import factories as make
from services.identity.tests.browser import Flow

FREE = 5  # USER_FAILURES_FREE by default


def provider_of(identity: ServiceUnderTest) -> Provider:
    provider = identity.service.state["provider"]
    assert isinstance(provider, Provider)
    return provider


async def forget(identity: ServiceUnderTest) -> None:
    async with identity.database.transaction() as tx:
        await tx.execute("DELETE FROM failure")


@pytest.fixture(autouse=True)
async def _calm(identity: ServiceUnderTest) -> AsyncIterator[None]:
    """No failures of other tests before, none of ours after."""
    await forget(identity)
    yield
    await forget(identity)


async def attempt(identity: ServiceUnderTest, username: str, password: str, address: str = "10.0.0.1") -> str:
    try:
        await sign_in(provider_of(identity), username=username, password=password, address=address)
    except WrongPassword:
        return "wrong"
    except LockedOut:
        return "locked"
    return "in"


@pytest.mark.parametrize("username", ["finance", "nobody of that name"])
async def test_twenty_wrong_passwords_at_once_are_no_more_tries_than_allowed(
    identity: ServiceUnderTest, username: str
) -> None:
    outcomes = Counter(await asyncio.gather(*(attempt(identity, username, f"guess {i}") for i in range(20))))
    assert outcomes == {"wrong": FREE, "locked": 20 - FREE}
    assert await attempt(identity, username.upper(), make.PASSWORD) == "locked"


async def test_the_right_password_clears_the_users_failures(identity: ServiceUnderTest) -> None:
    for _ in range(3):
        outcomes = [await attempt(identity, "finance", "guess") for _ in range(FREE - 1)]
        assert outcomes == ["wrong"] * (FREE - 1)
        assert await attempt(identity, "finance", make.PASSWORD) == "in"


async def test_right_passwords_do_not_add_up(identity: ServiceUnderTest) -> None:
    for _ in range(60):
        assert await attempt(identity, "finance", make.PASSWORD) == "in"
    async with identity.database.read() as tx:
        assert await tx.fetchval("SELECT sum(count) FROM failure") == 0


async def test_an_address_that_tries_many_names_is_locked_whatever_the_name(identity: ServiceUnderTest) -> None:
    free = provider_of(identity).allowances[Counted.ADDRESS].failures
    outcomes = Counter([await attempt(identity, f"name {i}", "guess") for i in range(free + 3)])
    assert outcomes == {"wrong": free, "locked": 3}
    assert await attempt(identity, "finance", make.PASSWORD) == "locked"
    assert await attempt(identity, "finance", make.PASSWORD, address="10.0.0.2") == "in"


async def test_a_lock_opens_by_itself_and_comes_back_longer(identity: ServiceUnderTest) -> None:
    async def waits(seconds: float) -> None:
        async with identity.database.transaction() as tx:
            await tx.execute(
                "UPDATE failure SET locked_until = locked_until - $1::interval", timedelta(seconds=seconds)
            )

    for _ in range(FREE):
        await attempt(identity, "finance", "guess")
    await waits(5)
    assert [await attempt(identity, "finance", "guess") for _ in range(2)] == ["wrong", "locked"]
    await waits(5)
    assert await attempt(identity, "finance", make.PASSWORD) == "locked"
    await waits(5)
    assert await attempt(identity, "finance", make.PASSWORD) == "in"


async def test_clients_hear_when_to_try_again(identity: ServiceUnderTest, client: httpx.AsyncClient) -> None:
    for _ in range(FREE):
        await make.sign_in(client, "auditor", "guess")
    by_form = await make.sign_in(client, "auditor")
    page = await (flow := Flow(client)).submit(await flow.open(ui_locales="en"), "auditor")
    assert (by_form.status_code, page.status_code) == (429, 429)
    assert by_form.json()["error"] == "temporarily_unavailable"
    assert 1 <= int(by_form.headers["Retry-After"]) <= 5
    assert f"Try again in {page.headers['Retry-After']} seconds" in page.text


async def test_an_administrator_unlocks(identity: ServiceUnderTest) -> None:
    for _ in range(FREE):
        await attempt(identity, "auditor", "guess")
    async with identity.client("identity.users.read", "identity.users.write") as admin:
        (user,) = (await admin.get("/users", params={"role": "auditor"})).json()["items"]
        locked = (await admin.get(f"/users/{user['id']}/sign-in")).json()
        await admin.post(f"/users/{user['id']}/unlock")
        unlocked = (await admin.get(f"/users/{user['id']}/sign-in")).json()
    assert (locked["wrong_passwords"], unlocked["wrong_passwords"]) == (FREE, 0)
    assert locked["locked_until"] is not None
    assert unlocked["locked_until"] is None
    assert await attempt(identity, "auditor", make.PASSWORD) == "in"


async def test_a_process_takes_on_only_so_many_passwords(
    new_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {**make.SETTINGS, "HASHES_AT_ONCE": "1", "HASHES_WAITING_MAX": "1", "ARGON2_MEMORY_KIB": "65536"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)  # and back at the end
    async with service_under_test(build, MIGRATIONS, new_database("busy"), **settings) as busy:
        transport = httpx.ASGITransport(app=api_of(busy.service))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answers = await asyncio.gather(*(make.sign_in(client, "buyer") for _ in range(4)))
        statuses = Counter(answer.status_code for answer in answers)
        assert statuses[200] >= 1
        assert statuses[503] == 4 - statuses[200]


async def test_a_hash_of_other_parameters_is_renewed_at_the_next_sign_in(identity: ServiceUnderTest) -> None:
    user = await make.created_user(identity)
    await make.set_password(identity, user["id"], version=1)
    other = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(make.PASSWORD)
    async with identity.database.transaction() as tx:
        await tx.execute("UPDATE user_account SET password_hash = $2 WHERE id = $1", UUID(user["id"]), other)
    outcomes = [await attempt(identity, user["username"], password) for password in ("guess", make.PASSWORD)]
    async with identity.database.read() as tx:
        kept = await tx.fetchval("SELECT password_hash FROM user_account WHERE id = $1", UUID(user["id"]))
    assert outcomes == ["wrong", "in"]
    assert kept.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert await attempt(identity, user["username"], make.PASSWORD) == "in"
