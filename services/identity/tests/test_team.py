"""A customer's own people: invited, limited, removed."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity.domain.errors import InvitationOver
from identity.domain.roles import PERMISSIONS, Role
from identity.domain.team import Invitation, Right, opened, rights_of, roles_of
from identity.domain.user import User
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.identity.tests import factories as make

MANAGER = "identity.team.manage"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


async def invited(identity: ServiceUnderTest, customer: str, **changes: Any) -> tuple[dict[str, Any], str]:
    """A new colleague, and the sealed part of the link that lets him in."""
    body = {"display_name": "Nadia Colin", "email": f"nadia{new_id().hex[-8:]}@batiplus.example", **changes}
    async with identity.client(MANAGER, sub="boss", customer_id=customer) as boss:
        member = await boss.post("/team", json=body)
        assert member.status_code == 201, member.text
        link = (await boss.post(f"/team/{member.json()['id']}/invitation")).json()["link"]
    return member.json(), parse_qs(urlsplit(link).query)["invitation"][0]


async def test_a_colleague_chooses_his_password_once_and_acts_for_his_own_company(
    identity: ServiceUnderTest, client: httpx.AsyncClient
) -> None:
    customer = str(new_id())
    member, sealed = await invited(identity, customer, rights=["invoices"])
    form = {"invitation": sealed, "password": "the barn burns at noon"}
    page = await client.get("/oauth/invitation", params={"invitation": sealed})
    weak = await client.post("/oauth/invitation", data={**form, "password": "short"})
    chosen = await client.post("/oauth/invitation", data=form)
    again = await client.post("/oauth/invitation", data={**form, "password": "another sentence altogether"})
    assert [each.status_code for each in (page, weak, chosen, again)] == [200, 422, 303, 410]
    assert ("Nadia Colin" in page.text, "trop court" in weak.text) == (True, True)
    tokens = (await make.sign_in(client, member["email"], form["password"])).json()
    claims = make.claims(tokens["access_token"])
    assert (claims["customer_id"], claims["roles"]) == (customer, ["portal-reader"])
    assert set(claims["permissions"]) == PERMISSIONS[Role.PORTAL_READER]


async def test_who_is_removed_is_out_and_his_invitation_is_over(
    identity: ServiceUnderTest, client: httpx.AsyncClient
) -> None:
    customer = str(new_id())
    member, sealed = await invited(identity, customer)
    path = f"/team/{member['id']}"
    async with identity.client(MANAGER, sub="boss", customer_id=customer) as boss:
        removed = await boss.patch(path, json={"is_active": False}, headers={"If-Match": "1"})
        behind = await boss.patch(path, json={"rights": []}, headers={"If-Match": "1"})
        listed = (await boss.get("/team")).json()["items"]
    late = await client.post("/oauth/invitation", data={"invitation": sealed, "password": "the barn burns at noon"})
    assert (removed.status_code, behind.status_code, late.status_code) == (200, 412, 410)
    assert [(each["id"], each["rights"], each["is_active"]) for each in listed] == [(member["id"], ["order"], False)]


async def test_a_manager_does_not_change_himself(identity: ServiceUnderTest) -> None:
    customer = str(new_id())
    boss = await make.created_user(identity, roles=["portal-admin"], customer_id=customer)
    async with identity.client(MANAGER, sub=boss["id"], customer_id=customer) as client:
        lowered = await client.patch(f"/team/{boss['id']}", json={"rights": []}, headers={"If-Match": "1"})
        (listed,) = (await client.get("/team")).json()["items"]
    assert (lowered.status_code, lowered.json()["type"].rpartition("/")[2]) == (409, "own-right")
    assert (listed["rights"], listed["is_oneself"]) == ([right.value for right in Right], True)


@pytest.mark.parametrize("sealed", ["", "x", "a.b.c.d", "..."])
async def test_a_made_up_link_lets_nobody_in(client: httpx.AsyncClient, sealed: str) -> None:
    assert (await client.get("/oauth/invitation", params={"invitation": sealed})).status_code == 410


@given(rights=st.sets(st.sampled_from(Right)))
def test_rights_give_roles_that_give_these_rights(rights: set[Right]) -> None:
    user = User(new_id(), 1, "nadia", "Nadia", roles_of(rights), customer_id=new_id())
    assert set(rights_of(user)) == (set(Right) if Right.MANAGE in rights else rights)


@given(version=st.integers(1, 10**9), days=st.integers(1, 400), position=st.integers(0, 500), key=st.binary(min_size=1))
def test_a_link_opens_as_it_was_sealed_until_its_time_and_not_when_a_character_is_changed(
    version: int, days: int, position: int, key: bytes
) -> None:
    invitation = Invitation(new_id(), version, NOW + timedelta(days=days))
    sealed = invitation.sealed(key)
    assert opened(sealed, key, NOW) == invitation
    at = position % len(sealed)
    forged = sealed[:at] + ("0" if sealed[at] != "0" else "1") + sealed[at + 1 :]
    for text, now in ((forged, NOW), (sealed, invitation.expires_at)):
        with pytest.raises(InvitationOver):
            opened(text, key, now)


async def test_the_house_manages_the_people_of_a_customer_that_it_names(identity: ServiceUnderTest) -> None:
    customer = str(new_id())
    async with identity.client(MANAGER, sub="admin") as house:
        body = {"display_name": "Nadia Colin", "email": f"n{new_id().hex[-8:]}@batiplus.example", "rights": ["approve"]}
        nobodys = await house.post("/team", json=body)
        made = await house.post("/team", json={**body, "customer_id": customer})
        listed = (await house.get("/team", params={"customer_id": customer})).json()["items"]
        path = f"/team/{made.json()['id']}"
        changed = await house.patch(path, json={"rights": ["order"]}, headers={"If-Match": "1"})
    assert (nobodys.status_code, made.status_code, changed.status_code) == (403, 201, 200)
    assert [(each["rights"], each["has_password"]) for each in listed] == [(["approve"], False)]
    assert changed.json()["rights"] == ["order"]
