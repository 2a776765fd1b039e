"""The invitation to quote leaves by itself: once for each invitation, again when asked, and not when it is needless."""
# ruff: noqa: RUF001  # letters have signs as printers set them

from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest
from kit.ids import new_id
from kit.link_answers import hash_of
from kit.service import Errand, Job
from kit.testing.mailbox import Mailbox, mailbox
from kit.testing.services import ServiceUnderTest, service_under_test
from purchasing.domain.invitation import AskedFor, Letter, LetterKind, secret_of
from purchasing.wiring import MIGRATIONS, build

from kit import clock
from services.purchasing.tests import factories as make

TODAY = clock.now().date()


class Post:
    """Purchasing with a mail server, and a request for quotes at a time."""

    def __init__(self, purchasing: ServiceUnderTest, box: Mailbox) -> None:
        self.purchasing, self.box = purchasing, box
        box.letters.clear()

    async def call(self, method: str, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        async with self.purchasing.client(*make.SOURCING) as client:
            answer = await client.request(method, path, json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def supplier(self, **changes: Any) -> str:
        values = {"email": f"ventes-{new_id().hex[-8:]}@visserie.example", "language": "fr", **changes}
        return await make.supplier(self.purchasing, **values)

    async def asked(self, *suppliers: str, days: int = 10, lines: int = 1, note: str = "") -> dict[str, Any]:
        body = {
            "warehouse": "LYON",
            "respond_by": (TODAY + timedelta(days=days)).isoformat(),
            "note": note,
            "lines": [{"product_id": await make.product(self.purchasing), "quantity": "100"} for _ in range(lines)],
            "supplier_ids": list(suppliers),
        }
        asked: dict[str, Any] = await self.call("POST", "/rfqs", body, 201)
        return asked

    async def sent(self) -> list[Any]:
        """The letters that have arrived once the errand has run."""
        for job in self.purchasing.service.jobs:
            if isinstance(job, Errand):
                await job.act()
        return self.box.letters

    async def remind(self) -> None:
        (job,) = [each for each in self.purchasing.service.jobs if isinstance(each, Job)]
        async with self.purchasing.database.transaction() as tx:
            await job.act(tx)

    async def letter(self, rfq: dict[str, Any], supplier: str, which: str = "letter") -> Any:
        suppliers = (await self.call("GET", f"/rfqs/{rfq['id']}"))["suppliers"]
        (found,) = [each[which] for each in suppliers if each["supplier_id"] == supplier]
        return found

    async def again(self, rfq: dict[str, Any], supplier: str, status: int = 200, **headers: str) -> Any:
        return await self.call("POST", f"/rfqs/{rfq['id']}/suppliers/{supplier}/letter", None, status, **headers)

    async def open(self, link: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.purchasing.app)
        headers = {"rfq-token": link.partition("#")[2]}
        async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
            return await client.get("/rfq")

    async def set_back(self, rfq: dict[str, Any]) -> None:
        """The invitation was two days ago."""
        async with self.purchasing.database.transaction() as tx:
            await tx.execute(
                "UPDATE rfq_invitation SET invited_at = invited_at - interval '2 days' WHERE rfq_id = $1",
                UUID(rfq["id"]),
            )


def text_of(letter: Any) -> str:
    text: str = letter.get_body(("plain",)).get_content()
    return text


def link_in(letter: Any) -> str:
    return next(line for line in text_of(letter).splitlines() if line.startswith("http"))


@pytest.fixture(scope="session")
async def mailing(new_database: Callable[[str], str]) -> AsyncIterator[tuple[ServiceUnderTest, Mailbox]]:
    async with mailbox() as box:
        settings = {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(box.port),
            "SMTP_SECURITY": "none",
            "MAIL_FROM": "Négoce <noreply@negoce.example>",
            "BUYERS_ADDRESS": "Achats <achats@negoce.example>",
            "COMPANY_NAME": "Négoce SA",
            "CONSOLE_URL": "https://negoce.example/",
        }
        async with service_under_test(build, MIGRATIONS, new_database("purchasing_mail"), **settings) as under_test:
            yield under_test, box


@pytest.fixture
def post(mailing: tuple[ServiceUnderTest, Mailbox]) -> Post:
    return Post(*mailing)


async def test_each_supplier_is_asked_in_his_language_by_a_link_that_opens_his_answer(post: Post) -> None:
    one, other = await post.supplier(), await post.supplier(language="en", name="Bolts")
    rfq = await post.asked(one, other, note="Palettes Europe.")
    assert (rfq["has_mail"], post.box.letters) == (True, [])
    assert {each["letter"]["delivery"] for each in rfq["suppliers"]} == {"waiting"}
    french, english = sorted(await post.sent(), key=lambda letter: letter["Subject"])
    assert french["Subject"] == f"Demande de prix {rfq['number']} – Négoce SA"
    assert english["Subject"] == f"Request for quotation {rfq['number']} – Négoce SA"
    assert (french["Reply-To"], french["From"]) == ("Achats <achats@negoce.example>", "Négoce <noreply@negoce.example>")
    assert all(said in text_of(french) for said in ("- 100 × EACH  Vis (SKU-", "Palettes Europe."))
    assert f"{TODAY + timedelta(days=10):%d/%m/%Y}" in text_of(french)
    told = {each["supplier_id"]: each["link"] for each in rfq["invitations"]}
    assert link_in(french) == f"https://negoce.example{told[one]}"
    assert (await post.open(link_in(english))).json()["supplier"] == "Bolts"
    letter = await post.letter(rfq, one)
    assert (letter["delivery"], letter["error"], letter["to"]) == ("sent", "", french["To"])
    assert len(await post.sent()) == 2


async def test_a_new_link_brings_a_new_letter_and_the_one_before_does_not_leave(post: Post) -> None:
    supplier = await post.supplier()
    rfq = await post.asked(supplier)
    newer = await post.call("POST", f"/rfqs/{rfq['id']}/invite", {"supplier_ids": [supplier]})
    (letter,) = await post.sent()
    assert link_in(letter).endswith(newer["invitations"][0]["link"])
    assert (await post.open(rfq["invitations"][0]["link"])).status_code == 404
    assert (await post.letter(rfq, supplier))["delivery"] == "sent"


async def test_a_letter_that_is_asked_again_has_the_link_that_he_has_and_goes_where_he_now_reads(post: Post) -> None:
    supplier = await post.supplier()
    rfq = await post.asked(supplier)
    await post.sent()
    await make.supplier(post.purchasing, partner_id=supplier, version=2, email="new@visserie.example")
    for _ in range(3):
        await post.again(rfq, supplier, **{"Idempotency-Key": rfq["id"]})
    first, second = await post.sent()
    assert (link_in(first), second["To"]) == (link_in(second), "new@visserie.example")
    assert first["Message-ID"] != second["Message-ID"]


async def test_a_letter_that_is_still_to_leave_is_not_doubled(post: Post) -> None:
    supplier = await post.supplier()
    rfq = await post.asked(supplier)
    assert "letter-under-way" in (await post.again(rfq, supplier, 409))["type"]
    assert len(await post.sent()) == 1


async def test_a_supplier_without_an_address_gets_no_letter_and_his_link_is_told(post: Post) -> None:
    supplier = await post.supplier(email="")
    rfq = await post.asked(supplier)
    (told,) = rfq["suppliers"]
    assert (told["email"], told["letter"], await post.sent()) == ("", None, [])
    assert "no-address" in (await post.again(rfq, supplier, 409))["type"]
    assert (await post.open(rfq["invitations"][0]["link"])).status_code == 200


async def test_an_address_that_is_refused_is_said_and_a_corrected_one_is_written_to(post: Post) -> None:
    supplier = await post.supplier()
    rfq = await post.asked(supplier)
    post.box.say = "550 no such mailbox"
    try:
        assert await post.sent() == []
    finally:
        post.box.say = ""
    letter = await post.letter(rfq, supplier)
    assert (letter["delivery"], "no such mailbox" in letter["error"]) == ("failed", True)
    await post.again(rfq, supplier)
    assert len(await post.sent()) == 1
    assert (await post.letter(rfq, supplier))["delivery"] == "sent"


async def test_a_request_that_is_given_up_is_not_sent_any_more(post: Post) -> None:
    supplier = await post.supplier()
    rfq = await post.asked(supplier)
    await post.call("POST", f"/rfqs/{rfq['id']}/cancel")
    assert await post.sent() == []
    letter = await post.letter(rfq, supplier)
    assert (letter["delivery"], "cancelled" in letter["error"]) == ("failed", True)
    await post.again(rfq, supplier, 409)


async def test_who_said_nothing_is_reminded_once_before_the_last_day(post: Post) -> None:
    silent, answered, declined = [await post.supplier() for _ in range(3)]
    rfq = await post.asked(silent, answered, declined, days=2)
    links = {each["supplier_id"]: each["link"] for each in rfq["invitations"]}
    await post.sent()
    await post.remind()
    assert len(await post.sent()) == 3  # invited today
    await post.set_back(rfq)
    line = {"rfq_line_id": rfq["lines"][0]["id"], "unit_price": "2", "quantity": "100", "lead_time_days": 3}
    until = (TODAY + timedelta(days=30)).isoformat()
    body = {"supplier_id": answered, "valid_until": until, "lines": [line]}
    await post.call("POST", f"/rfqs/{rfq['id']}/quotes", body, 201)
    transport = httpx.ASGITransport(app=post.purchasing.app)
    headers = {"rfq-token": links[declined].partition("#")[2]}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        assert (await client.post("/rfq/decline", json={})).status_code == 200
    for _ in range(2):
        await post.remind()
        *_, reminder = await post.sent()
    assert len(post.box.letters) == 4
    assert reminder["Subject"].startswith(f"Rappel : demande de prix {rfq['number']}")
    assert link_in(reminder).endswith(links[silent])
    assert (await post.letter(rfq, silent, "reminder"))["delivery"] == "sent"
    assert await post.letter(rfq, answered, "reminder") is None


async def test_nobody_is_reminded_while_there_is_time(post: Post) -> None:
    rfq = await post.asked(await post.supplier(), days=3)
    await post.sent()
    await post.set_back(rfq)
    await post.remind()
    assert len(await post.sent()) == 1


async def test_an_answer_on_the_way_makes_a_reminder_needless(post: Post) -> None:
    supplier = await post.supplier()
    rfq = await post.asked(supplier, days=1)
    await post.sent()
    await post.set_back(rfq)
    await post.remind()
    line = {"rfq_line_id": rfq["lines"][0]["id"], "unit_price": "2", "quantity": "100", "lead_time_days": 3}
    body = {"supplier_id": supplier, "valid_until": (TODAY + timedelta(days=30)).isoformat(), "lines": [line]}
    await post.call("POST", f"/rfqs/{rfq['id']}/quotes", body, 201)
    assert len(await post.sent()) == 1


async def test_without_a_mail_server_links_are_told_and_nothing_waits(purchasing: ServiceUnderTest) -> None:
    post = Post(purchasing, Mailbox())
    supplier = await post.supplier()
    rfq = await post.asked(supplier)
    assert (rfq["has_mail"], rfq["suppliers"][0]["letter"]) == (False, None)
    assert (await post.open(rfq["invitations"][0]["link"])).status_code == 200
    assert "no-mail" in (await post.again(rfq, supplier, 409))["type"]


async def test_a_link_of_before_still_opens_but_is_not_told_again(post: Post) -> None:
    supplier = await post.supplier()
    rfq = await post.asked(supplier)
    async with post.purchasing.database.transaction() as tx:
        await tx.execute(
            "UPDATE rfq_invitation SET invitation_id = NULL, letter_key = NULL WHERE rfq_id = $1", UUID(rfq["id"])
        )
    assert (await post.open(rfq["invitations"][0]["link"])).status_code == 200
    assert "link-outdated" in (await post.again(rfq, supplier, 409))["type"]


def test_a_secret_is_that_of_one_invitation_and_one_house() -> None:
    one, other = new_id(), new_id()
    made = {secret_of(key, id_) for key in (b"a" * 32, b"b" * 32) for id_ in (one, other)}
    assert (len(made), {len(each) for each in made}) == (4, {43})
    assert secret_of(b"a" * 32, one) in made
    assert len(hash_of(secret_of(b"a" * 32, one))) == 32


def letter(**changes: Any) -> Letter:
    line = AskedFor(Decimal("12.50"), "BOX", "Vis", "V-1", date(2026, 12, 9))
    values: dict[str, Any] = {
        "kind": LetterKind.INVITATION, "language": "en", "company": "Négoce", "number": "RQ-1", "note": "",
        "respond_by": date(2026, 12, 1), "link": "https://x/rfq#y", "lines": (line,),
    }  # fmt: skip
    return Letter(**{**values, **changes})


def test_a_letter_says_quantities_and_days_as_its_reader_does() -> None:
    assert "- 12.5 × BOX  Vis (V-1), for 9 December 2026" in letter().text
    assert "- 12,5 × BOX  Vis (V-1), pour le 09/12/2026" in letter(language="fr").text


def test_a_letter_shows_the_first_lines_and_counts_the_others() -> None:
    lines = tuple(letter().lines) * 23
    shown = letter(lines=lines).text
    assert (shown.count("V-1"), "- and 3 further lines" in shown) == (20, True)
    assert letter(company="").subject == "Request for quotation RQ-1"
