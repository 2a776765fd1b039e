"""Terms that French law lets a buyer have, and those for partners elsewhere."""

from datetime import date, timedelta
from typing import Any

import pytest
from catalog.domain.payment_law import unlawful
from catalog.domain.payment_terms import MonthEnd, PaymentTerms, Sector, due_on
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from hypothesis import given, settings
from hypothesis import strategies as st
from kit.testing.services import ServiceUnderTest

from services.catalog.tests import factories as make


def terms(days: int, month_end: MonthEnd = MonthEnd.NONE, sector: Sector = Sector.GENERAL) -> PaymentTerms:
    return PaymentTerms("T", "T", "T", days, month_end, sector=sector)


@pytest.mark.parametrize(
    ("sector", "month_end", "most"),
    [
        (Sector.GENERAL, MonthEnd.NONE, 60),
        (Sector.GENERAL, MonthEnd.BEFORE_DAYS, 45),
        (Sector.GENERAL, MonthEnd.AFTER_DAYS, 45),
        (Sector.WINE, MonthEnd.NONE, 60),
        (Sector.WINE, MonthEnd.AFTER_DAYS, 45),
        (Sector.PERIODIC, MonthEnd.NONE, 45),
        (Sector.PERIODIC, MonthEnd.BEFORE_DAYS, 15),
        (Sector.TRANSPORT, MonthEnd.NONE, 30),
        (Sector.TRANSPORT, MonthEnd.AFTER_DAYS, 0),
        (Sector.PERISHABLE, MonthEnd.NONE, 30),
        (Sector.MEAT, MonthEnd.NONE, 20),
        (Sector.SPIRITS, MonthEnd.NONE, 30),
        (Sector.SPIRITS, MonthEnd.BEFORE_DAYS, 30),
    ],
)
def test_the_law_gives_so_many_days_and_not_one_more(sector: Sector, month_end: MonthEnd, most: int) -> None:
    assert unlawful(terms(most, month_end, sector)) is None
    assert unlawful(terms(most + 1, month_end, sector)) is not None


@settings(max_examples=40)
@given(st.integers(0, 120), st.sampled_from(list(MonthEnd)), st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_lawful_terms_are_never_due_later_than_one_reading_of_the_law(
    days: int, month_end: MonthEnd, invoiced_on: date
) -> None:
    asked = terms(days, month_end)
    if unlawful(asked) is None:
        readings = [due_on(terms(45, each), invoiced_on) for each in (MonthEnd.BEFORE_DAYS, MonthEnd.AFTER_DAYS)]
        assert due_on(asked, invoiced_on) <= max(invoiced_on + timedelta(days=60), *readings)


@settings(max_examples=40)
@given(st.integers(1, 120), st.sampled_from(list(MonthEnd)), st.sampled_from(list(Sector)))
def test_less_time_is_never_less_lawful(days: int, month_end: MonthEnd, sector: Sector) -> None:
    if unlawful(terms(days, month_end, sector)) is None:
        assert unlawful(terms(days - 1, month_end, sector)) is None


async def test_unlawful_terms_are_for_partners_elsewhere_alone(catalog: ServiceUnderTest) -> None:
    since = await catalog.outbox_position()
    body = {"code": "NET90", "name_fr": "90 jours", "name_en": "90 days", "net_days": 90}
    meat = {**body, "code": "MEAT30", "net_days": 30, "sector": "meat"}
    async with catalog.client(*make.ALL) as client:
        refused = [await client.post("/payment-terms", json=each) for each in (body, meat)]
        abroad = await client.post("/payment-terms", json={**body, "is_french_law": False})
        warned = await client.post("/payment-terms", json={**body, "code": "N45", "net_days": 45})
        french = await client.post(
            "/partners", json=make.partner(payment_terms_code="NET90", addresses=[make.address("69001")])
        )
        days = await client.post("/partners", json=make.partner(payment_days=61, siren="732829320"))
        german = await client.post(
            "/partners",
            json=make.partner(
                name="Schrauben Vogel",
                payment_terms_code="NET90",
                addresses=[{**make.address("10115"), "country": "DE"}],
            ),
        )
    assert [make.slug(answer) for answer in refused] == ["terms-unlawful", "terms-unlawful"]
    assert "2 M EUR" in refused[0].json()["detail"]
    assert "20 days" in refused[1].json()["detail"]
    assert (abroad.status_code, abroad.json()["warning"], abroad.json()["is_french_law"]) == (201, None, False)
    assert warned.json()["warning"].startswith("Agree it in writing")
    assert [(answer.status_code, answer.json()["field"]) for answer in (french, days)] == [
        (422, "payment_terms_code"), (422, "payment_days"),
    ]  # fmt: skip
    assert german.status_code == 201
    (told,) = await catalog.published(PartnerChanged, since=since)
    assert told.payment_terms.net_days == 90


async def test_a_partner_of_before_the_rule_may_be_changed_but_not_be_given_more(catalog: ServiceUnderTest) -> None:
    partner = await make.created(catalog, "/partners", make.partner(siren="552081317", name="Ancien Client"))
    async with catalog.database.transaction() as tx:
        await tx.execute("UPDATE partner SET payment_days = 90 WHERE code = $1", partner["code"])

    async def change(version: int, **changes: Any) -> Any:
        async with catalog.client(*make.ALL) as client:
            return await client.patch(f"/partners/{partner['id']}", json=changes, headers={"If-Match": str(version)})

    renamed = await change(1, name="Ancien Client SA")
    assert (renamed.status_code, renamed.json()["payment_days"]) == (200, 90)
    assert (await change(2, payment_days=60)).status_code == 200
    assert (await change(3, payment_days=61)).json()["field"] == "payment_days"
