"""The review of a month: provisional until it is sealed, then always the same; by mail to each, once."""

import io
import zipfile
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from comptoir.accounting.v1.period_pb2 import PeriodSealed
from hypothesis import given
from hypothesis import strategies as st
from kit.effects import carry_out
from kit.ids import new_id
from kit.testing.mailbox import Mailbox, mailbox
from kit.testing.services import ServiceUnderTest, service_under_test
from kit.wire import time_out
from reporting.commands.mail_reviews import REVIEW, want_due
from reporting.commands.send_reviews import review_doer
from reporting.config import Settings
from reporting.domain.kpi import KPIS
from reporting.domain.margin import Margin
from reporting.domain.review import Review, ReviewedKpi, Seal, month_after, review_of
from reporting.domain.subscription import Subscription
from reporting.wiring import MIGRATIONS, build

from kit import clock
from services.reporting.tests import factories as make

SEAL = "5e" * 32
WHO = ("reporting.margins.read", "reporting.reviews.read", "reporting.reviews.write")


@pytest.fixture(scope="module")
async def house(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(build, MIGRATIONS, new_database("reporting_reviews")) as service:
        yield service


@pytest.fixture
async def box(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mailbox]:
    async with mailbox() as box:
        settings = {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(box.port),
            "SMTP_SECURITY": "none",
            "MAIL_FROM": "C <c@x.example>",
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        yield box


async def sell(house: ServiceUnderTest, on: str, net: str, cost: str) -> None:
    movement, product = make.text_id(), make.text_id()
    sold = make.invoice(make.line(movement, product_id=product, net=net), issued_on=on)
    await house.deliver("accounting.invoices.v1", sold)
    issue = make.issue(movement, product_id=product, cost=cost)
    issue.posted_on = on
    await house.deliver("accounting.valuations.v1", issue)


async def seal(house: ServiceUnderTest, month: str, digits: str = SEAL) -> None:
    message = PeriodSealed(month=month, seal=digits, occurred_at=time_out(datetime.now(UTC)))
    await house.deliver("accounting.periods.v1", message)


async def documents(house: ServiceUnderTest, month: str) -> list[bytes]:
    async with house.client(*WHO) as client:
        answers = [
            await client.get(f"/reviews/{month}/{kind}", params={"language": language})
            for kind in ("paper", "table")
            for language in ("fr", "en")
        ]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.content for answer in answers]


async def listed(house: ServiceUnderTest, month: str) -> Any:
    async with house.client(*WHO) as client:
        items = (await client.get("/reviews", params={"sort": "-month", "limit": 200})).json()["items"]
    return next(each for each in items if each["month"] == f"{month}-01")


def sheet(workbook: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


async def subscribed(house: ServiceUnderTest, email: str, **more: Any) -> Any:
    async with house.client(*WHO) as client:
        answer = await client.post("/review-subscriptions", json={"email": email, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def mails(house: ServiceUnderTest, email: str) -> list[Any]:
    async with house.client(*WHO) as client:
        items = (await client.get("/review-mails", params={"limit": 200})).json()["items"]
    return [each for each in items if each["email"] == email]


async def send(house: ServiceUnderTest, at: datetime | None = None) -> int:
    company = house.service.state["company"]
    doer = review_doer(house.database, Settings(), company)  # type: ignore[arg-type]
    return await carry_out(house.database, {REVIEW: doer}, now=lambda: at or clock.now())


async def test_a_sealed_month_is_kept_as_it_was_whatever_comes_later(house: ServiceUnderTest) -> None:
    await sell(house, "2021-03-10", "100", "60")
    provisional = await documents(house, "2021-03")
    assert "Provisoire" in sheet(provisional[2])
    assert (await listed(house, "2021-03"))["seal"] is None
    await seal(house, "2021-03")
    sealed = await documents(house, "2021-03")
    assert SEAL in sheet(sealed[2])
    assert provisional != sealed
    await sell(house, "2021-03-20", "50", "10")
    await seal(house, "2021-03", "00" * 32)  # told again, as when figures are rebuilt
    assert await documents(house, "2021-03") == sealed
    shown = await listed(house, "2021-03")
    assert shown["seal"] == SEAL
    assert [Decimal(shown[name]) for name in ("revenue", "margin")] == [Decimal(100), Decimal(40)]


async def test_a_month_that_is_sealed_goes_once_to_each_in_his_language(house: ServiceUnderTest, box: Mailbox) -> None:
    french = await subscribed(house, "direction@maison.example", language="fr")
    await subscribed(house, "board@maison.example", language="en")
    by_day = await subscribed(house, "daily@maison.example", day=5)
    await seal(house, "2021-04")
    await seal(house, "2021-04")
    assert await send(house) == 2
    assert await send(house) == 0
    by_address = {letter["To"]: letter for letter in box.letters}
    assert set(by_address) == {"direction@maison.example", "board@maison.example"}
    assert by_address["direction@maison.example"]["Subject"].startswith("Revue du mois")
    assert by_address["board@maison.example"]["Subject"].startswith("Monthly review")
    names = [part.get_filename() for part in by_address["board@maison.example"].iter_attachments()]
    assert names == ["review-2021-04.pdf", "review-2021-04.xlsx"]
    async with house.client(*WHO) as client:
        for each in (french, by_day):
            assert (await client.delete(f"/review-subscriptions/{each['id']}")).status_code == 204
        assert (await client.delete(f"/review-subscriptions/{french['id']}")).status_code == 404
    await seal(house, "2021-05")
    assert await send(house) == 1  # the board's alone


async def test_the_month_before_leaves_once_on_its_day(house: ServiceUnderTest, box: Mailbox) -> None:
    subscription = await subscribed(house, "monthly@maison.example", language="fr", day=3)
    next_month = month_after(clock.now().date().replace(day=1))
    due = datetime(next_month.year, next_month.month, 3, 6, tzinfo=UTC)
    for at in (due - timedelta(days=1), due, due + timedelta(days=2)):
        async with house.database.transaction() as tx:
            await want_due(tx, at)
    assert [mail["status"] for mail in await mails(house, "monthly@maison.example")] == ["waiting"]
    assert await send(house, due) == 1
    (letter,) = box.letters
    assert "provisoires" in letter.get_body().get_content()  # type: ignore[union-attr]
    async with house.client(*WHO) as client:
        assert (await client.delete(f"/review-subscriptions/{subscription['id']}")).status_code == 204


async def test_an_address_gets_it_only_once_and_must_be_one(house: ServiceUnderTest) -> None:
    await subscribed(house, "Once@maison.example", day=28)
    async with house.client(*WHO) as client:
        again = await client.post("/review-subscriptions", json={"email": "once@maison.example"})
        wrong = [
            await client.post("/review-subscriptions", json=body)
            for body in (
                {"email": "nobody"},
                {"email": "a@b.example, c@d.example"},
                {"email": "a@b.example", "day": 31},
            )
        ]
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "subscribed-already")
    assert {answer.status_code for answer in wrong} == {422}


async def test_a_mail_of_which_nobody_knows_waits_for_people(house: ServiceUnderTest, box: Mailbox) -> None:
    await subscribed(house, "unsure@maison.example")
    await seal(house, "2021-06")
    box.vanishes = True
    await send(house)
    (parked,) = await mails(house, "unsure@maison.example")
    assert parked["status"] == "parked"
    box.vanishes = False
    async with house.client(*WHO) as client:
        assert (await client.post(f"/review-mails/{parked['id']}/send-again")).json()["status"] == "waiting"
        assert (await client.post(f"/review-mails/{parked['id']}/give-up")).status_code == 409
    await send(house, clock.now() + timedelta(seconds=1))
    assert [mail["status"] for mail in await mails(house, "unsure@maison.example")] == ["done"]
    assert len({letter["Message-ID"] for letter in box.letters if letter["To"] == "unsure@maison.example"}) == 1


async def test_without_a_mail_server_reviews_wait(house: ServiceUnderTest) -> None:
    await seal(house, "2021-07")
    assert await send(house) == 0
    async with house.client(*WHO) as client:
        items = (await client.get("/review-mails", params={"limit": 200})).json()["items"]
    waiting = [mail for mail in items if mail["month"] == "2021-07-01"]
    assert {mail["status"] for mail in waiting} == {"waiting"}
    assert any("SMTP_HOST" in (mail["error"] or "") for mail in waiting)


async def test_who_may_not_sees_no_address(house: ServiceUnderTest) -> None:
    async with house.client("reporting.margins.read") as client:
        for path in ("/review-subscriptions", "/review-mails"):
            assert (await client.get(path)).status_code == 403


amounts = st.decimals(-10_000, 10_000, places=4)


@given(amounts, amounts, st.lists(st.tuples(st.sampled_from(sorted(KPIS)), st.none() | amounts, amounts)))
def test_what_is_kept_of_a_review_is_the_review(
    revenue: Decimal, cost: Decimal, kpis: list[tuple[str, Decimal | None, Decimal]]
) -> None:
    reviewed = tuple(ReviewedKpi(id_, value, None, target) for id_, value, target in kpis)
    sealed = Seal(SEAL, datetime(2026, 4, 5, tzinfo=UTC))
    shown = Review(date(2026, 3, 1), Margin(revenue, cost), Margin(cost, revenue), reviewed, sealed)
    assert review_of(shown.month, shown.figures(), sealed) == shown


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 28), st.integers(0, 400))
def test_a_month_is_due_from_its_day_on_and_never_one_before_the_subscription(
    since: date, day: int, later: int
) -> None:
    today = since + timedelta(days=later)
    due = Subscription(new_id(), "a@b.example", "fr", day, since).month_due(today)
    assert (due is not None) == (today.day >= day and today.replace(day=day) >= since)
    assert due is None or month_after(due) == today.replace(day=1)
