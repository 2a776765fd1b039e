"""Customers are reminded of what is late: proposed, written once, sent once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from accounting.commands.receivables.dunning import LETTER
from accounting.commands.receivables.send_letters import letter_doer
from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from kit.effects import carry_out
from kit.testing.mailbox import Mailbox, mailbox
from kit.testing.services import ServiceUnderTest

from kit import clock
from services.accounting.tests.factories import House, broken
from services.accounting.tests.test_clearing import call, invoiced, slug

WHO: dict[str, Any] = {
    "permissions": (
        "accounting.dunning.read", "accounting.dunning.write", "accounting.dunning-rules.write",
        "accounting.documents.block", "accounting.payments.write",
    )
}  # fmt: skip
RATE = {"effective_from": "2020-01-01", "ecb_rate": "0.0215", "legal_rate": "0.0262"}


LADDER = [
    {
        "days_late": days, "pause_days": pause, "claims": claims, "posts": False,
        "words": {"fr": {"title": french, "text": "Payez."}, "en": {"title": english, "text": "Pay."}},
    }
    for days, pause, claims, french, english in (
        (7, 0, False, "Rappel", "Payment reminder"),
        (20, 7, True, "Deuxième relance", "Second reminder"),
        (35, 10, True, "Mise en demeure", "Formal notice"),
    )
]  # fmt: skip


@pytest.fixture(autouse=True)
async def _ladder(accounting: ServiceUnderTest) -> None:
    await call(accounting, "PUT", "/dunning-levels", {"levels": LADDER}, **WHO)


async def proposed(accounting: ServiceUnderTest, house: House, on: str) -> tuple[list[Any], list[Any]]:
    """Of one customer: letters, and what is left alone."""
    told = await call(accounting, "POST", "/dunning-runs/propose", {"on": on}, **WHO)
    return tuple([x for x in told[name] if x["partner_id"] == house.customer_id] for name in ("letters", "left_alone"))  # type: ignore[return-value]


async def run(accounting: ServiceUnderTest, house: House, on: str) -> dict[str, Any]:
    """The customer's letter of a run."""
    made = await call(accounting, "POST", "/dunning-runs", {"on": on}, 201, **WHO)
    path = f"/dunning-letters?run_id={made['id']}&partner_id={house.customer_id}"
    (letter,) = (await call(accounting, "GET", path, **WHO))["items"]
    return dict(await call(accounting, "GET", f"/dunning-letters/{letter['id']}", **WHO))


async def introduce(accounting: ServiceUnderTest, house: House, email: str, language: str = "fr") -> None:
    told = PartnerChanged(
        partner_id=house.customer_id, version=9, code="C9", name="Maison Neuf", is_customer=True, payment_days=30, email=email,
        language=language, addresses=[Address(kind="both", line1="1 rue Haute", postal_code="69001", city="Lyon", country="FR")],
    )  # fmt: skip
    await accounting.deliver("catalog.partners.v1", told)


@pytest.fixture
async def post_office(accounting: ServiceUnderTest) -> AsyncIterator[Mailbox]:
    """The service sends its letters here."""
    settings = accounting.service.settings
    async with mailbox() as box:
        ours = {
            "smtp_host": "127.0.0.1",
            "smtp_port": box.port,
            "smtp_security": "none",
            "mail_from": "Compta <c@example.com>",
        }
        before = {name: settings.__dict__[name] for name in ours}
        settings.__dict__.update(ours)
        try:
            yield box
        finally:
            settings.__dict__.update(before)


async def carry(accounting: ServiceUnderTest, *, later: timedelta = timedelta(0)) -> None:
    doers = {LETTER: letter_doer(accounting.database, accounting.service.settings)}  # type: ignore[arg-type]  # accounting's own
    await carry_out(accounting.database, doers, now=lambda: clock.now() + later)


async def test_from_a_friendly_word_to_a_formal_notice(accounting: ServiceUnderTest) -> None:
    house, (first, second) = await invoiced(accounting, "100", "50")  # due on 1 and 2 April
    await call(accounting, "PUT", "/late-interest-rates", RATE, **WHO)
    assert await proposed(accounting, house, "2026-04-07") == ([], [])
    letter = await run(accounting, house, "2026-04-08")
    assert (letter["level"], letter["open_amount"], letter["delivery"]) == (1, "180.00", None)
    assert [(d["number"], d["is_raised"]) for d in letter["documents"]] == [
        (first["number"], True),
        (second["number"], False),
    ]
    assert (await proposed(accounting, house, "2026-04-08"))[0] == []
    letter = await run(accounting, house, "2026-04-21")
    assert (letter["level"], letter["interest"], letter["indemnity"]) == (2, "0.80", "40.00")
    letter = await run(accounting, house, "2026-05-06")
    assert (letter["level"], [d["level"] for d in letter["documents"]]) == (3, [3, 2])
    async with accounting.client(*WHO["permissions"]) as client:
        paper = await client.get(f"/dunning-letters/{letter['id']}/paper")
        again = await client.get(f"/dunning-letters/{letter['id']}/paper")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert len(paper.content) == len(again.content)
    assert await broken(accounting) == []


async def test_what_is_blocked_held_or_covered_is_left_alone(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    block = f"/open-items/{item['document_id']}/block"
    await call(accounting, "PUT", block, {"reason": "broken goods"}, **WHO)
    letters, left = await proposed(accounting, house, "2026-04-08")
    assert (letters, [each["reason"] for each in left]) == ([], ["blocked"])
    await call(accounting, "DELETE", block, **WHO)
    async with accounting.client(*WHO["permissions"]) as client:
        held = await client.put(
            f"/dunning-holds/{house.customer_id}", json={"reason": "pays by hand", "until": "2026-04-08"}
        )
        assert held.status_code == 204
        _, left = await proposed(accounting, house, "2026-04-08")
        assert [each["reason"] for each in left] == ["customer-held"]
        assert len((await proposed(accounting, house, "2026-04-09"))[0]) == 1
        assert (await client.delete(f"/dunning-holds/{house.customer_id}")).status_code == 204
        assert (await client.delete(f"/dunning-holds/{house.customer_id}")).status_code == 404
    payment = {"partner_id": house.customer_id, "direction": "received", "paid_on": "2026-04-05", "amount": "120.00"}
    await call(accounting, "POST", "/payments", {**payment, "match": "none"}, 201, **WHO)
    _, left = await proposed(accounting, house, "2026-04-08")
    assert [each["reason"] for each in left] == ["covered-by-credit"]


async def test_runs_that_race_write_each_letter_once(accounting: ServiceUnderTest) -> None:
    house, _ = await invoiced(accounting, "100")
    async with accounting.client(*WHO["permissions"]) as client:
        answers = await asyncio.gather(*(client.post("/dunning-runs", json={"on": "2026-04-08"}) for _ in range(6)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 5}
    assert {slug(answer.json()) for answer in answers if answer.status_code == 409} == {"nothing-to-remind"}
    letters = (await call(accounting, "GET", f"/dunning-letters?partner_id={house.customer_id}", **WHO))["items"]
    assert len(letters) == 1


async def test_a_letter_leaves_once_by_mail_in_the_customers_language(
    accounting: ServiceUnderTest, post_office: Mailbox
) -> None:
    house, _ = await invoiced(accounting, "100")
    await introduce(accounting, house, "ap@example.org", "en")
    letter = await run(accounting, house, "2026-04-08")
    assert (letter["delivery"], letter["email"]) == ("waiting", "ap@example.org")
    await asyncio.gather(*(carry(accounting) for _ in range(4)))
    await carry(accounting, later=timedelta(days=1))
    mine = [mail for mail in post_office.letters if letter["number"] in mail["Subject"]]
    assert [(mail["To"], mail["Subject"]) for mail in mine] == [
        ("ap@example.org", f"Payment reminder {letter['number']}")
    ]
    (enclosed,) = mine[0].iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_content()[:5]) == (f"{letter['number']}.pdf", b"%PDF-")
    assert (await call(accounting, "GET", f"/dunning-letters/{letter['id']}", **WHO))["delivery"] == "done"


async def test_a_letter_that_may_have_left_waits_for_somebody(
    accounting: ServiceUnderTest, post_office: Mailbox
) -> None:
    house, _ = await invoiced(accounting, "100")
    await introduce(accounting, house, "ap@example.org")
    post_office.vanishes = True
    letter = await run(accounting, house, "2026-04-08")
    path = f"/dunning-letters/{letter['id']}"
    assert slug(await call(accounting, "POST", f"{path}/send-again", None, 409, **WHO)) == "effect-not-parked"
    await carry(accounting)
    await carry(accounting, later=timedelta(days=1))
    parked = await call(accounting, "GET", path, **WHO)
    assert (parked["delivery"], "nobody knows" in parked["delivery_error"]) == ("parked", True)
    post_office.vanishes = False
    assert (await call(accounting, "POST", f"{path}/send-again", **WHO))["delivery"] == "waiting"
    await carry(accounting)
    assert len([mail for mail in post_office.letters if letter["number"] in mail["Subject"]]) == 2
    assert (await call(accounting, "GET", path, **WHO))["delivery"] == "done"


async def test_a_mailbox_that_is_none_waits_for_somebody_who_may_give_up(
    accounting: ServiceUnderTest, post_office: Mailbox
) -> None:
    house, _ = await invoiced(accounting, "100")
    await introduce(accounting, house, "nobody@example.org")
    post_office.say = "550 no such mailbox"
    letter = await run(accounting, house, "2026-04-08")
    await carry(accounting)
    given_up = await call(accounting, "POST", f"/dunning-letters/{letter['id']}/give-up", **WHO)
    assert given_up["delivery"] == "given-up"
    await call(accounting, "POST", f"/dunning-letters/{house.customer_id}/give-up", None, 404, **WHO)


async def test_the_ladder_is_data(accounting: ServiceUnderTest) -> None:
    ladder = await call(accounting, "GET", "/dunning-levels", **WHO)
    assert ladder == {"levels": LADDER}
    backwards = {"levels": LADDER[::-1]}
    assert slug(await call(accounting, "PUT", "/dunning-levels", backwards, 422, **WHO)) == "ladder-wrong"
    assert await call(accounting, "PUT", "/dunning-levels", ladder, **WHO) == ladder
    rate = await call(accounting, "PUT", "/late-interest-rates", {**RATE, "effective_from": "2035-07-01"}, **WHO)
    assert rate["rate"] == "0.1215"
