"""The approved platform: what leaves, leaves once whatever dies; what comes, counts once; a dead invoice stays dead."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from accounting.clients.platform import DirectoryLine, Platform
from accounting.commands.einvoice.hear_platform import hear_platform
from accounting.commands.einvoice.send_flows import flow_doer
from accounting.commands.einvoice.tell_statuses import tell_statuses
from accounting.commands.einvoice.write_invoices import chosen_address, write_all
from accounting.domain.einvoice.lifecycle import CashedAmount, Code, LifeMessage, LifeStatus
from accounting.domain.errors import PlatformAway
from accounting.formats.einvoice.cdar import read_status, write_status
from accounting.formats.einvoice.workshop import Workshop, take
from accounting.formats.einvoice.writing import Syntax, written
from accounting.storage.einvoice.flows import FLOW, NewFlow, queue
from kit.effects import carry_out
from kit.testing.services import ServiceUnderTest
from stack.approved_platform import ApprovedPlatform, build
from stack.ports import free_port

from services.accounting.tests.company import COMPANY, know_company
from services.accounting.tests.factories import broken
from services.accounting.tests.platform_spec import faults
from services.accounting.tests.test_documents import balances
from services.accounting.tests.test_einvoices import TradingHouse
from services.accounting.tests.test_received_invoices import Supplied, slug

ALL = (
    "accounting.einvoices.read", "accounting.einvoices.write", "accounting.invoices.read", "accounting.bills.read",
    "accounting.bills.write", "accounting.payments.read", "accounting.payments.write", "accounting.invoicing.write",
)  # fmt: skip


class Wire(httpx.AsyncBaseTransport):
    """The way to the stand-in; answers can get lost on it, after the platform has acted."""

    def __init__(self, standin: ApprovedPlatform) -> None:
        self._inner = httpx.ASGITransport(app=build(standin))
        self.lose: list[str] = []  # begins of paths whose next answer is lost
        self.faults: list[str] = []  # where a call was not as the standard says
        self.is_down = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("away")
        await request.aread()
        answer = await self._inner.handle_async_request(request)
        await answer.aread()
        self.faults += faults(request, answer)
        lost = next((path for path in self.lose if request.url.path.startswith(path)), None)
        if lost:
            self.lose.remove(lost)
            raise httpx.ReadTimeout("lost")
        return answer


class Post:
    """A stand-in, the way to it, and a client on the way."""

    def __init__(self, accounting: ServiceUnderTest, secret: str = "secret") -> None:
        self.database = accounting.database
        workshop = accounting.service.state["workshop"]
        assert isinstance(workshop, Workshop)
        self.workshop = workshop
        self.standin = ApprovedPlatform()
        self.wire = Wire(self.standin)
        self.platform = Platform(
            "http://pa", token_url="http://pa/token", client_id="comptoir", client_secret=secret, transport=self.wire
        )

    async def send(self) -> int:
        return await carry_out(self.database, {FLOW: flow_doer(self.database, self.platform)})

    async def hear(self) -> int:
        return await hear_platform(self.database, self.platform, self.workshop)

    async def let_claims_end(self) -> None:
        """As if the time to try again had come."""
        async with self.database.transaction() as tx:
            await tx.execute(
                "UPDATE effect SET next_at = now() - interval '1 second' WHERE status IN ('waiting', 'trying')"
            )

    def status(self, code: Code, number: str, **changes: Any) -> bytes:
        """What the buyer's side says of an invoice of ours."""
        status = replace(LifeStatus(code, datetime.now(UTC).replace(microsecond=0)), **changes)
        ours = str(COMPANY["siren"])
        message = LifeMessage(
            status, number, "380", status.at, status.at, ours, "Client", "552100554", "BY", "Nous", ours, "SE", ours
        )
        return write_status(message)


@pytest.fixture
async def post(accounting: ServiceUnderTest) -> AsyncIterator[Post]:
    """Whatever a test asks and is answered is as the standard says."""
    async with accounting.database.transaction() as tx:  # what other tests left waiting is not for this platform
        await tx.execute("UPDATE effect SET status = 'parked' WHERE status IN ('waiting', 'trying')")
        await tx.execute("TRUNCATE platform_position")
    await know_company(accounting)
    made = Post(accounting)
    await write_all(made.database, made.workshop, "EUR")  # nor are invoices whose files they left to be written
    yield made
    assert made.wire.faults == []


async def call(
    accounting: ServiceUnderTest, method: str, path: str, body: Any = None, status: int = 200
) -> dict[str, Any]:
    async with accounting.client(*ALL) as client:
        answer = await client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def invoice(accounting: ServiceUnderTest, post: Post, *, sends: bool = True) -> tuple[str, str]:
    """(id, number) of an invoice with its files."""
    house = await TradingHouse(accounting).introduce()
    invoice_id = await house.invoiced()
    await write_all(post.database, post.workshop, "EUR", post.platform, sends=sends)
    number = (await call(accounting, "GET", f"/invoices/{invoice_id}"))["number"]
    return invoice_id, number


async def flows_of(accounting: ServiceUnderTest, document_id: str) -> list[dict[str, Any]]:
    listed = (await call(accounting, "GET", "/platform-flows?limit=200"))["items"]
    return [each for each in listed if each["document_id"] == document_id]


async def test_an_invoice_goes_out_by_itself_and_is_acknowledged(accounting: ServiceUnderTest, post: Post) -> None:
    invoice_id, number = await invoice(accounting, post)
    assert await post.send() == 1
    (sent,) = post.standin.sent()
    assert (sent.info["flowSyntax"], sent.info["processingRule"]) == ("Factur-X", "B2B")
    document = take(sent.content).document
    assert document is not None
    assert document.number == number
    (flow,) = await flows_of(accounting, invoice_id)
    assert (flow["status"], flow["flow_id"]) == ("sent", sent.info["flowId"])
    await post.hear()
    (flow,) = await flows_of(accounting, invoice_id)
    assert flow["status"] == "accepted"
    again = await call(accounting, "POST", f"/invoices/{invoice_id}/send", status=409)
    assert slug(again) == "not-sendable"


@pytest.mark.parametrize("lost", ["/flow-service/v1/flows", "/token"])
async def test_a_lost_answer_sends_nothing_twice(accounting: ServiceUnderTest, post: Post, lost: str) -> None:
    invoice_id, _ = await invoice(accounting, post)
    post.wire.lose = [lost]
    with_token = Platform(
        "http://pa", token_url="http://pa/token", client_id="comptoir", client_secret="secret", transport=post.wire
    )
    post.platform = with_token
    assert await post.send() == 0
    (flow,) = await flows_of(accounting, invoice_id)
    assert (flow["status"], flow["attempts"], bool(flow["error"])) == ("waiting", 1, True)
    assert await post.send() == 0  # not before its time
    await post.let_claims_end()
    assert await post.send() == 1
    assert [each.info["trackingId"] for each in post.standin.sent()] == [flow["id"]]
    (flow,) = await flows_of(accounting, invoice_id)
    assert (flow["status"], flow["error"]) == ("sent", "")


async def test_many_senders_at_once_send_each_file_once(accounting: ServiceUnderTest, post: Post) -> None:
    for _ in range(3):
        await invoice(accounting, post)
    await asyncio.gather(*(post.send() for _ in range(5)))
    tracking = [each.info["trackingId"] for each in post.standin.sent()]
    assert len(tracking) == len(set(tracking)) == 3


async def test_what_the_platform_does_not_take_waits_for_people(accounting: ServiceUnderTest, post: Post) -> None:
    invoice_id, number = await invoice(accounting, post)
    post.standin.refuse[f"{number}.pdf"] = ("InvalidSchema", "bad")
    await post.send()
    await post.hear()
    (flow,) = await flows_of(accounting, invoice_id)
    assert (flow["status"], flow["error"]) == ("refused", "InvalidSchema: bad")
    life = await call(accounting, "GET", f"/invoices/{invoice_id}/life")
    assert (life["is_dead"], [each["code"] for each in life["statuses"]]) == (True, ["501"])
    said = await call(accounting, "POST", f"/invoices/{invoice_id}/statuses", {"code": "209"}, 409)
    assert slug(said) == "status-not-possible"


async def test_a_platform_that_is_away_is_waited_for(accounting: ServiceUnderTest, post: Post) -> None:
    invoice_id, _ = await invoice(accounting, post)
    post.wire.is_down = True
    assert await post.send() == 0
    with pytest.raises(PlatformAway):
        await post.hear()
    post.wire.is_down = False
    await post.let_claims_end()
    assert await post.send() == 1
    assert [each["status"] for each in await flows_of(accounting, invoice_id)] == ["sent"]


async def test_a_wrong_secret_is_told(accounting: ServiceUnderTest) -> None:
    post = Post(accounting, secret="other")
    with pytest.raises(PlatformAway, match="secret"):
        await post.platform.directory("552100554")


async def test_statuses_of_the_buyer_are_kept_once(accounting: ServiceUnderTest, post: Post) -> None:
    invoice_id, number = await invoice(accounting, post)
    for code in (Code.DEPOSITED, Code.MADE_AVAILABLE, Code.APPROVED):
        post.standin.deliver(f"{code}.xml", post.status(code, number), syntax="CDAR", kind="CustomerInvoiceLC")
    assert sum(await asyncio.gather(post.hear(), post.hear())) == 3
    assert await post.hear() == 0
    life = await call(accounting, "GET", f"/invoices/{invoice_id}/life")
    assert sorted(each["code"] for each in life["statuses"]) == ["200", "203", "205"]
    assert not life["is_dead"]
    refusal = post.status(Code.REFUSED, number, reason_code="NON_CONFORME", reason="Prix", comment="voir contrat")
    post.standin.deliver("210.xml", refusal, syntax="CDAR", kind="CustomerInvoiceLC")
    await post.hear()
    life = await call(accounting, "GET", f"/invoices/{invoice_id}/life")
    last = life["statuses"][-1]
    assert (life["is_dead"], last["code"], last["label"], last["reason_code"]) == (
        True,
        "210",
        "Refusée",
        "NON_CONFORME",
    )


async def test_what_cannot_be_taken_is_parked_and_stops_nobody(accounting: ServiceUnderTest, post: Post) -> None:
    invoice_id, number = await invoice(accounting, post)
    post.standin.deliver("odd.xml", b"hello", syntax="CDAR", kind="CustomerInvoiceLC")
    post.standin.deliver("odd.pdf", b"%PDF-1.4", syntax="Factur-X", kind="SupplierInvoice")
    post.standin.deliver("no.xml", post.status(Code.APPROVED, "FA-1999-1"), syntax="CDAR", kind="CustomerInvoiceLC")
    post.standin.deliver("ok.xml", post.status(Code.APPROVED, number), syntax="CDAR", kind="CustomerInvoiceLC")
    assert await post.hear() == 4
    listed = (await call(accounting, "GET", "/platform-flows?direction=in&limit=200"))["items"]
    by_name = {each["name"]: each for each in listed if each["flow_id"] in post.standin.flows}
    assert {name: each["status"] for name, each in by_name.items()} == {
        "odd.xml": "parked", "odd.pdf": "parked", "no.xml": "parked", "ok.xml": "taken",
    }  # fmt: skip
    assert "FA-1999-1" in by_name["no.xml"]["error"]
    assert by_name["ok.xml"]["document_id"] == invoice_id
    retried = await call(accounting, "POST", f"/platform-flows/{by_name['odd.xml']['id']}/retry", status=409)
    assert slug(retried) == "not-sendable"


async def test_a_suppliers_invoice_comes_in_once_and_is_answered(accounting: ServiceUnderTest, post: Post) -> None:
    house = await Supplied(accounting).introduce()
    await house.receive("10", "6")
    content = written(house.document("F-77"), Syntax.CII)
    for _ in range(2):  # the platform delivers it twice, under two ids
        post.standin.deliver("F-77.xml", content, syntax="CII", kind="SupplierInvoice")
    assert await post.hear() == 2
    listed = (await call(accounting, "GET", f"/received-invoices?supplier_id={house.supplier_id}"))["items"]
    assert [(each["number"], each["source"], each["status"]) for each in listed] == [("F-77", "platform", "received")]
    path = f"/received-invoices/{listed[0]['id']}"
    assert (await call(accounting, "POST", f"{path}/statuses", {"code": "210"}, 422))["field"] == "reason_code"
    assert slug(await call(accounting, "POST", f"{path}/statuses", {"code": "213"}, 409)) == "status-not-possible"
    disputed = {"code": "207", "reason_code": "PU_ERR", "reason": "Prix", "comment": "6,00 € convenus"}
    life = await call(accounting, "POST", f"{path}/statuses", disputed, 201)
    assert [(each["code"], each["is_ours"]) for each in life["statuses"]] == [("207", True)]
    assert await post.send() == 1
    (sent,) = post.standin.sent()
    status, number, siren = read_status(sent.content)
    assert (sent.info["flowSyntax"], number, siren) == ("CDAR", "F-77", house.siren)
    assert (status.code, status.reason_code, status.comment) == (Code.DISPUTED, "PU_ERR", "6,00 € convenus")


async def test_a_rejected_invoice_is_refused_to_its_seller_with_a_reason(
    accounting: ServiceUnderTest, post: Post
) -> None:
    house = await Supplied(accounting).introduce()
    post.standin.deliver("F.xml", written(house.document("F-9"), Syntax.CII), syntax="CII", kind="SupplierInvoice")
    await post.hear()
    (head,) = (await call(accounting, "GET", f"/received-invoices?supplier_id={house.supplier_id}"))["items"]
    path = f"/received-invoices/{head['id']}"
    assert (await call(accounting, "POST", f"{path}/reject", {"reason": "no"}, 422))["field"] == "reason_code"
    assert (await call(accounting, "GET", path))["status"] == "received"
    refusal = {"reason": "Never ordered", "reason_code": "TRANSAC_INC"}
    assert (await call(accounting, "POST", f"{path}/reject", refusal))["status"] == "rejected"
    await post.send()
    status, number, _ = read_status(post.standin.sent()[-1].content)
    assert (status.code, status.reason_code, status.reason, number) == (
        Code.REFUSED, "TRANSAC_INC", "Never ordered", "F-9",
    )  # fmt: skip
    life = await call(accounting, "GET", f"{path}/life")
    assert (life["is_dead"], life["number"]) == (True, "F-9")


async def test_approval_and_payment_are_told_by_themselves_and_once(accounting: ServiceUnderTest, post: Post) -> None:
    house = await Supplied(accounting).introduce()
    await house.receive("10", "6")
    post.standin.deliver("F.xml", written(house.document("F-8"), Syntax.UBL), syntax="UBL", kind="SupplierInvoice")
    await post.hear()
    (head,) = (await call(accounting, "GET", f"/received-invoices?supplier_id={house.supplier_id}"))["items"]
    path = f"/received-invoices/{head['id']}"
    assert await tell_statuses(post.database, post.workshop, "EUR") == 0
    bill = await call(accounting, "POST", f"{path}/bill", {}, 201)
    assert bill["status"] == "posted"
    assert sum(await asyncio.gather(*(tell_statuses(post.database, post.workshop, "EUR") for _ in range(3)))) == 1
    payment = {
        "partner_id": house.supplier_id, "direction": "paid", "amount": "72.00", "paid_on": "2026-04-01",
        "method": "transfer", "match": "oldest",
    }  # fmt: skip
    await call(accounting, "POST", "/payments", payment, 201)
    assert await tell_statuses(post.database, post.workshop, "EUR") == 1
    assert await tell_statuses(post.database, post.workshop, "EUR") == 0
    life = await call(accounting, "GET", f"{path}/life")
    assert [(each["code"], each["said_by"]) for each in life["statuses"]] == [
        ("205", "accounting"), ("211", "accounting"),
    ]  # fmt: skip
    await post.send()
    assert [read_status(each.content)[0].code for each in post.standin.sent()] == [Code.APPROVED, Code.PAYMENT_SENT]


async def test_a_dead_invoice_is_issued_again_under_the_next_number(accounting: ServiceUnderTest, post: Post) -> None:
    """Its lines, what is owed and the books stay; both numbers stand, and the new one goes out."""
    invoice_id, number = await invoice(accounting, post)
    path = f"/invoices/{invoice_id}"
    await post.send()
    alive = await call(accounting, "POST", f"{path}/reissue", {"reason": "no"}, 409)
    assert slug(alive) == "status-not-possible"
    refusal = post.status(Code.REFUSED, number, reason_code="ADR_ERR", reason="Adresse")
    post.standin.deliver("210.xml", refusal, syntax="CDAR", kind="CustomerInvoiceLC")
    await post.hear()
    before = await balances(accounting)
    async with accounting.client(*ALL) as client:
        answers = await asyncio.gather(*(client.post(f"{path}/reissue", json={"reason": "address"}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    again = next(answer.json() for answer in answers if answer.status_code == 201)
    assert again["number"] > number
    assert await balances(accounting) == before
    assert await broken(accounting) == []

    await write_all(post.database, post.workshop, "EUR", post.platform, sends=True)
    await post.send()
    document = take(post.standin.sent()[-1].content).document
    first = take(post.standin.sent()[0].content).document
    assert document is not None
    assert first is not None
    assert (first.number, document.number) == (number, again["number"])
    assert (document.lines, document.totals, document.buyer) == (first.lines, first.totals, first.buyer)
    async with accounting.client(*ALL) as client:
        kept = await client.get(f"/invoices/{again['id']}/files/factur-x")
    assert kept.content == post.standin.sent()[-1].content
    assert document.due_on is not None
    assert document.due_on > document.issued_on
    post.standin.deliver(
        "205.xml", post.status(Code.APPROVED, again["number"]), syntax="CDAR", kind="CustomerInvoiceLC"
    )
    await post.hear()
    life = await call(accounting, "GET", f"{path}/life")
    assert (life["number"], life["is_dead"]) == (again["number"], False)
    assert [(each["number"], each["code"]) for each in life["statuses"]] == [
        (number, "210"), (again["number"], "205"),
    ]  # fmt: skip
    assert slug(await call(accounting, "POST", f"{path}/reissue", {"reason": "no"}, 409)) == "status-not-possible"

    head = await call(accounting, "GET", path)
    payment = {
        "partner_id": head["bill_to_id"], "direction": "received", "amount": head["gross_amount"], "paid_on": "2026-03-20",
        "method": "transfer", "match": "oldest",
    }  # fmt: skip
    await call(accounting, "POST", "/payments", payment, 201)
    assert await tell_statuses(post.database, post.workshop, "EUR") == 1
    await post.send()
    status, cashed, _ = read_status(post.standin.sent()[-1].content)
    assert (status.code, cashed) == (Code.CASHED, again["number"])
    assert await broken(accounting) == []


async def test_what_is_cashed_is_told_by_rate_once_it_is_paid_whole(accounting: ServiceUnderTest, post: Post) -> None:
    invoice_id, _ = await invoice(accounting, post)
    await post.send()
    path = f"/invoices/{invoice_id}"
    open_ = await call(accounting, "POST", f"{path}/statuses", {"code": "212"}, 409)
    assert slug(open_) == "status-not-possible"
    head = await call(accounting, "GET", path)
    payment = {
        "partner_id": head["bill_to_id"], "direction": "received", "amount": head["gross_amount"], "paid_on": "2026-03-20",
        "method": "transfer", "match": "oldest",
    }  # fmt: skip
    await call(accounting, "POST", "/payments", payment, 201)
    await call(accounting, "POST", f"{path}/statuses", {"code": "212"}, 201)
    await post.send()
    status, _, _ = read_status(post.standin.sent()[-1].content)
    assert status.amounts == (CashedAmount(Decimal("0.20"), Decimal(head["gross_amount"]), "EUR"),)


async def test_the_buyers_address_comes_from_the_directory(accounting: ServiceUnderTest, post: Post) -> None:
    post.standin.directory["552100554"] = ["552100554_ACHATS"]
    invoice_id, _ = await invoice(accounting, post, sends=False)
    async with accounting.client(*ALL) as client:
        document = take((await client.get(f"/invoices/{invoice_id}/files/cii")).content).document
    assert document is not None
    assert document.buyer.e_address == "552100554_ACHATS"
    assert await flows_of(accounting, invoice_id) == []
    sent = await call(accounting, "POST", f"/invoices/{invoice_id}/send", status=202)
    assert (sent["status"], sent["name"].endswith(".pdf")) == ("waiting", True)


async def test_a_directory_that_refuses_one_partner_stops_no_invoice(accounting: ServiceUnderTest, post: Post) -> None:
    post.standin.unknown.add("552100554")
    invoice_id, _ = await invoice(accounting, post)
    assert await post.send() == 1
    assert [each["status"] for each in await flows_of(accounting, invoice_id)] == ["sent"]


@pytest.mark.parametrize(
    ("lines", "chosen"),
    [
        ([], ""),
        (["1"], "1"),
        (["552100554_A", "552100554"], "552100554"),
        (["552100554_A", "552100554_55210055400013"], "552100554_55210055400013"),
        (["552100554_A", "552100554_B"], ""),
    ],
)
def test_the_usual_address_is_chosen_and_doubt_is_left_to_people(lines: list[str], chosen: str) -> None:
    listed = [DirectoryLine(each, is_enabled=True) for each in lines]
    assert chosen_address([*listed, DirectoryLine("off", is_enabled=False)], "552100554", "55210055400013") == chosen


async def test_a_customer_without_a_siren_gets_nothing_by_the_platform(
    accounting: ServiceUnderTest, post: Post
) -> None:
    house = await TradingHouse(accounting).introduce(siren="", siret="", vat_id="", email="a@b.example")
    invoice_id = await house.invoiced()
    await write_all(post.database, post.workshop, "EUR", post.platform, sends=True)
    assert await flows_of(accounting, invoice_id) == []
    assert slug(await call(accounting, "POST", f"/invoices/{invoice_id}/send", status=409)) == "not-sendable"


@asynccontextmanager
async def listening(standin: ApprovedPlatform) -> AsyncIterator[str]:
    """The stand-in on a port of its own."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(build(standin), port=port, log_level="warning", lifespan="off"))
    serving = asyncio.ensure_future(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving


@pytest.mark.slow
async def test_a_sender_killed_again_and_again_loses_and_doubles_nothing(
    accounting: ServiceUnderTest, post: Post
) -> None:
    async with post.database.transaction() as tx:
        for n in range(8):
            flow = NewFlow(
                f"kill:{post.platform!r}:{n}", "report", None, "FRR", "B2C", f"{n}.xml", "text/xml", f"<r{n}/>".encode()
            )
            await queue(tx, flow, datetime.now(UTC))
    sender = str(Path(__file__).with_name("flow_sender.py"))
    async with listening(post.standin) as url:
        for round_ in range(60):
            await post.let_claims_end()
            process = await asyncio.create_subprocess_exec(sys.executable, sender, post.database.dsn, url)
            before = len(post.standin.flows)
            async with asyncio.timeout(120):
                while len(post.standin.flows) == before:  # it dies at the moment that a file has come, or soon after
                    if not await _waiting(post):
                        break
                    await asyncio.sleep(0.005)
            await asyncio.sleep(0.002 * (round_ % 5))
            process.kill()
            await process.wait()
            if not await _waiting(post):
                break
    tracking = [each.info["trackingId"] for each in post.standin.sent()]
    assert len(tracking) == len(set(tracking)) == 8


async def _waiting(post: Post) -> int:
    rows = await post.database.fetch("SELECT count(*) AS n FROM effect WHERE status IN ('waiting', 'trying')")
    return int(rows[0]["n"])
