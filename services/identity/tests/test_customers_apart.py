"""Who manages a customer's people gets nothing of another customer's, at any endpoint that his role opens."""

from identity.domain.roles import PERMISSIONS, Role
from kit.ids import new_id
from kit.testing.doors import assert_customers_are_apart
from kit.testing.services import ServiceUnderTest

from services.identity.tests import factories as make

MANAGER = [each for each in PERMISSIONS[Role.PORTAL_ADMIN] if each.startswith("identity.")]


async def test_a_manager_gets_nothing_of_another_customers_people(identity: ServiceUnderTest) -> None:
    theirs = await make.created_user(identity, roles=["portal-customer"], customer_id=str(new_id()))
    bodies = {"team": {"is_active": False}, "invitation": None, "letter": {}}
    shared = {"post /team"}  # it adds to the caller's own customer only: test_team.py
    ids = {"user_id": theirs["id"], "customer_id": theirs["customer_id"]}
    tried = await assert_customers_are_apart(identity, MANAGER, theirs=ids, bodies=bodies, shared=shared)
    assert tried == 4
    async with identity.client(*MANAGER, customer_id=str(new_id())) as client:
        body = {"display_name": "Zoé", "email": "zoe@batiplus.example", "customer_id": theirs["customer_id"]}
        assert (await client.post("/team", json=body)).status_code == 403


async def test_nor_does_he_reach_the_house_or_programs_of_his_own(identity: ServiceUnderTest) -> None:
    customer = str(new_id())
    house = await make.created_user(identity)
    program = await make.created_user(identity, roles=["partner"], customer_id=customer)
    async with identity.client(*MANAGER, customer_id=customer) as client:
        for id_ in (house["id"], program["id"]):
            changed = await client.patch(f"/team/{id_}", json={"is_active": False}, headers={"If-Match": "1"})
            link = await client.post(f"/team/{id_}/invitation")
            assert (changed.status_code, link.status_code) == (404, 404)
        assert (await client.get("/team")).json()["items"] == []
    async with identity.client(*MANAGER) as nobodys:  # without a customer it would be everybody's
        assert (await nobodys.get("/team")).status_code == 403
        body = {"display_name": "Zoé", "email": "zoe@batiplus.example"}
        assert (await nobodys.post("/team", json=body)).status_code == 403
