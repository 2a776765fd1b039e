"""Invitations leave by e-mail after the request, once each, and not when they are over meanwhile."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from identity.wiring import MIGRATIONS, build
from kit.ids import new_id
from kit.service import Errand
from kit.testing.mailbox import Mailbox, mailbox
from kit.testing.services import ServiceUnderTest, service_under_test

from services.identity.tests import factories as make

MANAGER = "identity.team.manage"


class Post:
    """Identity with a mail server."""

    def __init__(self, identity: ServiceUnderTest, box: Mailbox) -> None:
        self.identity, self.box, self.customer = identity, box, str(new_id())
        box.letters.clear()

    async def sent(self) -> list[Any]:
        """The letters that have arrived once the errand has run."""
        (errand,) = [each for each in self.identity.service.jobs if each.name == "send letters"]
        assert isinstance(errand, Errand)
        await errand.act()
        return self.box.letters

    async def call(self, method: str, path: str, body: Any, status: int, **headers: str) -> dict[str, Any]:
        async with self.identity.client(MANAGER, sub="boss", name="Alix Boss", customer_id=self.customer) as boss:
            answer = await boss.request(method, path, json=body, headers=headers)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def invited(self, **changes: Any) -> dict[str, Any]:
        mail = f"nadia{new_id().hex[-8:]}@batiplus.example"
        return await self.call("POST", "/team", {"display_name": "Nadia Colin", "email": mail, **changes}, 201)

    async def letter(self, member: dict[str, Any]) -> dict[str, Any]:
        async with self.identity.client(MANAGER, sub="boss", customer_id=self.customer) as boss:
            listed = (await boss.get("/team")).json()["items"]
        (found,) = [each["letter"] for each in listed if each["id"] == member["id"]]
        result: dict[str, Any] = found
        return result


@pytest.fixture(scope="session")
async def mailing(new_database: Callable[[str], str]) -> AsyncIterator[tuple[ServiceUnderTest, Mailbox]]:
    async with mailbox() as box:
        mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(box.port), "SMTP_SECURITY": "none"}
        settings = {**make.SETTINGS, **mail, "MAIL_FROM": "Négoce <ventes@negoce.example>"}
        async with service_under_test(build, MIGRATIONS, new_database("identity"), **settings) as under_test:
            yield under_test, box


@pytest.fixture
def post(mailing: tuple[ServiceUnderTest, Mailbox]) -> Post:
    return Post(*mailing)


async def test_a_colleague_is_invited_in_his_language_by_a_link_that_lets_him_in(post: Post) -> None:
    member = await post.invited(language="fr")
    assert (member["letter"]["delivery"], post.box.letters) == ("waiting", [])
    (letter,) = await post.sent()
    assert (letter["To"], letter["Subject"]) == (member["email"], "Votre accès à notre espace de commande")
    text = letter.get_body(("plain",)).get_content()
    assert "Alix Boss vous donne accès" in text
    link = next(line for line in text.splitlines() if line.startswith("http"))
    assert len(parse_qs(urlsplit(link).query)["invitation"]) == 1
    assert (await post.letter(member))["delivery"] == "sent"
    assert len(await post.sent()) == 1


async def test_a_letter_is_sent_again_when_it_is_asked_again(post: Post) -> None:
    member = await post.invited()
    await post.call("POST", f"/team/{member['id']}/letter", {"language": "en"}, 200)
    subjects = sorted(letter["Subject"] for letter in await post.sent())
    assert subjects == ["Votre accès à notre espace de commande", "Your access to our ordering site"]


async def test_the_same_request_again_sends_one_letter(post: Post) -> None:
    member = await post.invited()
    for _ in range(3):
        await post.call("POST", f"/team/{member['id']}/letter", {}, 200, **{"Idempotency-Key": member["id"]})
    assert len(await post.sent()) == 2


async def test_an_invitation_that_is_withdrawn_does_not_leave(post: Post) -> None:
    member = await post.invited()
    await post.call("PATCH", f"/team/{member['id']}", {"is_active": False}, 200, **{"If-Match": "1"})
    assert await post.sent() == []


async def test_an_address_that_is_refused_is_said(post: Post) -> None:
    member = await post.invited()
    post.box.say = "550 no such mailbox"
    try:
        assert await post.sent() == []
    finally:
        post.box.say = ""
    letter = await post.letter(member)
    assert (letter["delivery"], "no such mailbox" in letter["error"]) == ("failed", True)


async def test_without_a_mail_server_the_link_is_given_another_way(identity: ServiceUnderTest) -> None:
    customer = str(new_id())
    async with identity.client(MANAGER, sub="boss", customer_id=customer) as boss:
        mail = f"nadia{new_id().hex[-8:]}@batiplus.example"
        member = (await boss.post("/team", json={"display_name": "Nadia Colin", "email": mail})).json()
        refused = await boss.post(f"/team/{member['id']}/letter", json={})
    assert (member["letter"], refused.status_code) == (None, 409)
