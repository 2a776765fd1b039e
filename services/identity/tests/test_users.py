"""Users through the API."""

import asyncio
from typing import Any

import httpx
import pytest
from comptoir.identity.v1.user_pb2 import UserChanged
from identity.wiring import INVARIANTS
from kit.ids import new_id
from kit.testing.doors import assert_every_door_is_shut
from kit.testing.fuzz import fuzz
from kit.testing.services import ServiceUnderTest

from services.identity.tests import factories as make
from services.identity.tests.browser import Flow

WRITE = ("identity.users.read", "identity.users.write")


async def test_a_user_is_created_changed_and_remembered(identity: ServiceUnderTest) -> None:
    since = await identity.outbox_position()
    user = await make.created_user(identity, display_name="Élodie Martin", email="elodie@comptoir.example")
    path = f"/users/{user['id']}"
    async with identity.client(*WRITE, sub="the-admin") as client:
        change = {"roles": ["finance"], "approval_limits": {"purchasing.orders.approve": "5000.00"}}
        changed = await client.patch(path, json=change, headers={"If-Match": '"1"'})
        stale = await client.patch(path, json={"roles": ["admin"]}, headers={"If-Match": '"1"'})
        found = (await client.get("/users", params={"q": "elodie MARTIN", "role": "finance"})).json()["items"]
        history = (await client.get(f"{path}/history")).json()["items"]
    assert (changed.status_code, stale.status_code) == (200, 412)
    assert (changed.json()["version"], changed.json()["email"]) == (2, "elodie@comptoir.example")
    assert [each["id"] for each in found] == [user["id"]]
    assert [(entry["action"], entry["subject"]) for entry in history] == [
        ("changed", "the-admin"),
        ("created", "user-1"),
    ]
    assert history[0]["changes"]["roles"] == [["buyer"], ["finance"]]
    events = [each for each in await identity.published(UserChanged, since=since) if each.subject == user["id"]]
    assert [list(event.roles) for event in events] == [["buyer"], ["finance"]]


async def test_colleagues_are_known_by_name_and_customers_are_not_among_them(identity: ServiceUnderTest) -> None:
    colleague = await make.created_user(identity, display_name="Zoé Quidam")
    customer = await make.created_user(
        identity, display_name="Zoé Quidam", roles=["portal-customer"], customer_id=str(new_id())
    )
    subjects = [colleague["id"], customer["id"], "some-client"]
    async with identity.client("identity.people.read") as client:
        named = (await client.get("/people", params={"q": "zoe quidam"})).json()["items"]
        found = (await client.get("/people", params={"subject": subjects})).json()["items"]
        users = await client.get("/users")
    assert [each["subject"] for each in named] == [each["subject"] for each in found] == [colleague["id"]]
    assert found[0] == {
        "subject": colleague["id"], "name": "Zoé Quidam", "username": colleague["username"], "is_active": True
    }  # fmt: skip
    assert users.status_code == 403


async def test_one_name_is_one_user_however_it_is_written(identity: ServiceUnderTest) -> None:
    user = await make.created_user(identity)
    async with identity.client(*WRITE) as client:
        again = await client.post("/users", json=make.user(username=user["username"].upper()))
    assert (again.status_code, again.json()["field"]) == (409, "username")


async def test_a_password_lets_a_user_in_and_ends_what_the_old_one_opened(
    identity: ServiceUnderTest, client: httpx.AsyncClient
) -> None:
    user = await make.created_user(identity)
    path = f"/users/{user['id']}"
    without = await make.sign_in(client, user["username"])
    await make.set_password(identity, user["id"], version=1)
    first = await make.sign_in(client, user["username"])
    async with identity.client(*WRITE) as admin:
        state = (await admin.get(f"{path}/sign-in")).json()
        await make.set_password(identity, user["id"], version=2, password="another sentence altogether")
        history = (await admin.get(f"{path}/history")).json()["items"]
    old = await make.sign_in(client, user["username"])
    refresh = await Flow(client).refresh(first.json()["refresh_token"], "comptoir-cli")
    assert (without.status_code, first.status_code, old.status_code, refresh.status_code) == (400, 200, 400, 400)
    assert (state["has_password"], state["open_sign_ins"], state["wrong_passwords"]) == (True, 1, 0)
    assert [entry["action"] for entry in history] == ["password set", "password set", "created"]
    assert "sentence" not in str(history)


async def test_no_trace_of_a_password_is_kept_with_an_idempotency_key(identity: ServiceUnderTest) -> None:
    user = await make.created_user(identity)
    async with identity.client(*WRITE) as client:
        headers = {"If-Match": "1", "Idempotency-Key": "a password"}
        answer = await client.put(f"/users/{user['id']}/password", json={"password": make.PASSWORD}, headers=headers)
    async with identity.database.read() as tx:
        kept = await tx.fetchval("SELECT count(*) FROM idempotency_key WHERE key = 'a password'")
    assert (answer.status_code, kept) == (200, 0)


@pytest.mark.parametrize(
    "password",
    ["too short", "a" * 20, "abababababababababab", "Marie.Durand and more", "comptoir comptoir 1", "x" * 257],
)
async def test_weak_passwords_are_refused(identity: ServiceUnderTest, password: str) -> None:
    user = await make.created_user(identity, display_name="Marie Durand")
    async with identity.client(*WRITE) as client:
        answer = await client.put(
            f"/users/{user['id']}/password", json={"password": password}, headers={"If-Match": "1"}
        )
    assert (answer.status_code, answer.json()["field"]) == (422, "password")


async def test_who_is_deactivated_is_out(identity: ServiceUnderTest, client: httpx.AsyncClient) -> None:
    user = await make.created_user(identity)
    await make.set_password(identity, user["id"], version=1)
    tokens = (await make.sign_in(client, user["username"])).json()
    async with identity.client(*WRITE) as admin:
        answer = await admin.patch(f"/users/{user['id']}", json={"is_active": False}, headers={"If-Match": "2"})
    assert answer.status_code == 200
    assert (await make.sign_in(client, user["username"])).json()["error"] == "invalid_grant"
    assert (await Flow(client).refresh(tokens["refresh_token"], "comptoir-cli")).json()["error"] == "invalid_grant"


async def test_a_refreshed_token_has_the_roles_of_now(identity: ServiceUnderTest, client: httpx.AsyncClient) -> None:
    user = await make.created_user(identity)
    await make.set_password(identity, user["id"], version=1)
    tokens = (await make.sign_in(client, user["username"])).json()
    async with identity.client(*WRITE) as admin:
        await admin.patch(f"/users/{user['id']}", json={"roles": ["warehouse"]}, headers={"If-Match": "2"})
    renewed = (await Flow(client).refresh(tokens["refresh_token"], "comptoir-cli")).json()
    assert make.claims(tokens["access_token"])["roles"] == ["buyer"]
    assert make.claims(renewed["access_token"])["roles"] == ["warehouse"]


async def test_claims_say_how_far_a_user_may_go(identity: ServiceUnderTest, client: httpx.AsyncClient) -> None:
    limits = {"purchasing.orders.approve": "10000.00"}
    user = await make.created_user(identity, roles=["finance"], warehouses=["LYON"], approval_limits=limits)
    await make.set_password(identity, user["id"], version=1)
    claims = make.claims((await make.sign_in(client, user["username"])).json()["access_token"])
    assert (claims["approval_limits"], claims["warehouses"]) == (limits, ["LYON"])
    assert claims["exp"] - claims["iat"] == 900
    assert {"jti", "aud", "iss", "sub", "name", "preferred_username"} <= set(claims)


async def test_who_acts_as_a_customer_is_bound_to_one(identity: ServiceUnderTest) -> None:
    async with identity.client(*WRITE) as client:
        unbound = await client.post("/users", json=make.user(roles=["portal-customer"]))
        bound = await client.post("/users", json=make.user(roles=["portal-customer"], customer_id=make.CUSTOMER))
        path = f"/users/{bound.json()['id']}"
        loosened = await client.patch(path, json={"customer_id": None}, headers={"If-Match": "1"})
        unlimited = await client.post("/users", json=make.user(approval_limits={"no.such.permission": "1"}))
    assert (unbound.status_code, bound.status_code, loosened.status_code) == (422, 201, 422)
    assert unlimited.json()["field"] == "approval_limits.no.such.permission"


async def test_the_last_administrator_stays_even_when_two_step_down_at_once(identity: ServiceUnderTest) -> None:
    other = await make.created_user(identity, roles=["admin"])
    await make.set_password(identity, other["id"], version=1)
    async with identity.client(*WRITE) as client:
        admins = (await client.get("/users", params={"role": "admin", "is_active": True})).json()["items"]

        async def demote(user: dict[str, Any]) -> httpx.Response:
            headers = {"If-Match": str(user["version"])}
            return await client.patch(f"/users/{user['id']}", json={"roles": []}, headers=headers)

        answers = await asyncio.gather(*(demote(user) for user in admins))
        statuses = sorted(answer.status_code for answer in answers)
        left = (await client.get("/users", params={"role": "admin", "is_active": True})).json()["items"]
        for user, answer in zip(admins, answers, strict=True):  # the other tests want their administrator back
            if answer.status_code == 200:
                restored = {"roles": ["admin"], "is_active": True}
                await client.patch(
                    f"/users/{user['id']}", json=restored, headers={"If-Match": str(answer.json()["version"])}
                )
    assert statuses == [*[200] * (len(admins) - 1), 409]
    assert len(left) == 1


async def test_roles_are_read_from_both_sides(identity: ServiceUnderTest) -> None:
    async with identity.client("identity.roles.read") as client:
        matrix = (await client.get("/roles")).json()
    by_role = {each["role"]: each["permissions"] for each in matrix["items"]}
    for each in matrix["permissions"]:
        assert each["roles"] == [role for role, names in by_role.items() if each["permission"] in names]


async def test_every_door_is_shut(identity: ServiceUnderTest) -> None:
    assert await assert_every_door_is_shut(identity) > 20


async def test_hostile_input_never_breaks_it(identity: ServiceUnderTest) -> None:
    assert await fuzz(identity) > 20


async def test_its_invariants_hold(identity: ServiceUnderTest) -> None:
    async with identity.client("identity.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    own = {invariant.name for invariant in INVARIANTS}  # no relay runs here: events wait
    assert [check for check in checks if check["name"] in own and not check["ok"]] == []
    assert own < {check["name"] for check in checks}
