"""Clients and signing keys through the API."""

import httpx
from kit.testing.services import ServiceUnderTest

from services.identity.tests import factories as make
from services.identity.tests.test_grants import verifier

WRITE = ("identity.clients.read", "identity.clients.write")
KEYS = ("identity.keys.read", "identity.keys.write")


async def by_secret(client: httpx.AsyncClient, id_: str, secret: str) -> httpx.Response:
    return await make.token(client, grant_type="client_credentials", client_id=id_, client_secret=secret)


async def test_a_client_is_told_its_secret_once(identity: ServiceUnderTest, client: httpx.AsyncClient) -> None:
    body = make.client()
    headers = {"Idempotency-Key": f"create {body['id']}"}
    async with identity.client(*WRITE) as admin:
        created = await admin.post("/clients", json=body, headers=headers)
        repeated = await admin.post("/clients", json=body, headers=headers)
        taken = await admin.post("/clients", json=body)
        reserved = await admin.post("/clients", json=make.client(id="comptoir-cli"))
        read = await admin.get(f"/clients/{body['id']}")
        history = await admin.get(f"/clients/{body['id']}/history")
    secret = created.json()["secret"]
    assert (created.status_code, repeated.status_code) == (201, 201)
    assert (taken.status_code, reserved.status_code) == (409, 409)
    assert all(secret not in answer.text for answer in (repeated, read, history))
    assert (await by_secret(client, body["id"], secret)).status_code == 200


async def test_a_replaced_secret_and_an_inactive_client_are_refused(
    identity: ServiceUnderTest, client: httpx.AsyncClient
) -> None:
    body = make.client()
    async with identity.client(*WRITE) as admin:
        old = (await admin.post("/clients", json=body)).json()["secret"]
        replaced = await admin.post(f"/clients/{body['id']}/secret", headers={"If-Match": "1"})
        new = replaced.json()["secret"]
        tried = [await by_secret(client, body["id"], secret) for secret in (old, new)]
        await admin.patch(f"/clients/{body['id']}", json={"is_active": False}, headers={"If-Match": "2"})
    assert [answer.status_code for answer in tried] == [400, 200]
    assert (await by_secret(client, body["id"], new)).json()["error"] == "invalid_client"


async def test_a_partner_without_a_customer_is_refused(identity: ServiceUnderTest) -> None:
    async with identity.client(*WRITE) as admin:
        answer = await admin.post("/clients", json=make.client(customer_id=None))
    assert (answer.status_code, answer.json()["field"]) == (422, "customer_id")


async def test_tokens_of_retired_keys_verify_and_new_ones_too(
    identity: ServiceUnderTest, client: httpx.AsyncClient, address: str
) -> None:
    cached = verifier(address)  # has the keys of before and does not ask again at once, like a gateway
    before = (await make.sign_in(client)).json()["access_token"]
    await cached.verify(before)
    async with identity.client(*KEYS) as admin:
        current = (await admin.post("/signing-keys/rotate")).json()
        listed = (await admin.get("/signing-keys")).json()["items"]
    after = (await make.sign_in(client)).json()["access_token"]
    assert make.header(after)["kid"] == current["id"] != make.header(before)["kid"]
    assert (await cached.verify(after)).name == "Demo buyer"
    assert (await verifier(address).verify(before)).name == "Demo buyer"
    published = (await client.get("/.well-known/jwks.json")).json()["keys"]
    assert {key["kid"] for key in published} == {key["id"] for key in listed}
    assert sorted(key["status"] for key in listed)[:2] == ["current", "next"]
    assert all("d" not in key for key in published)
