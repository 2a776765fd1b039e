"""Terms of payment, and partners that are probably there already."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from catalog.domain.likeness import name_key
from catalog.domain.payment_terms import MonthEnd, PaymentTerms, due_on, most_days
from comptoir.catalog.v1.partner_pb2 import MONTH_END_BEFORE_DAYS, PartnerChanged
from hypothesis import given
from hypothesis import strategies as st
from kit.testing.services import ServiceUnderTest

from services.catalog.tests import factories as make


def _terms(days: int, month_end: MonthEnd) -> PaymentTerms:
    return PaymentTerms("T", "T", "T", days, month_end)


@pytest.mark.parametrize(
    ("days", "month_end", "invoiced_on", "due"),
    [
        (45, MonthEnd.BEFORE_DAYS, date(2026, 1, 10), date(2026, 3, 17)),  # fin de mois + 45 jours
        (45, MonthEnd.AFTER_DAYS, date(2026, 1, 10), date(2026, 2, 28)),  # 45 jours fin de mois
        (45, MonthEnd.BEFORE_DAYS, date(2026, 1, 31), date(2026, 3, 17)),
        (45, MonthEnd.AFTER_DAYS, date(2026, 1, 31), date(2026, 3, 31)),
        (30, MonthEnd.NONE, date(2028, 2, 1), date(2028, 3, 2)),
        (0, MonthEnd.NONE, date(2026, 1, 10), date(2026, 1, 10)),
    ],
)
def test_both_readings_of_end_of_month(days: int, month_end: MonthEnd, invoiced_on: date, due: date) -> None:
    assert due_on(_terms(days, month_end), invoiced_on) == due


@given(st.integers(0, 365), st.sampled_from(list(MonthEnd)), st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_the_days_of_the_event_remind_nobody_too_early(days: int, month_end: MonthEnd, invoiced_on: date) -> None:
    terms = _terms(days, month_end)
    assert days <= (due_on(terms, invoiced_on) - invoiced_on).days <= most_days(terms)


async def test_terms_give_the_days_and_are_published_in_full(catalog: ServiceUnderTest) -> None:
    since = await catalog.outbox_position()
    body = make.partner(payment_terms_code="FDM45", payment_days=12, minimum_shelf_life_days=90)
    body["addresses"] = [{**make.address("69007"), "gln": "3017620422003", "instructions": "Quai 3"}]
    partner = await make.created(catalog, "/partners", body)
    path = f"/partners/{partner['id']}"
    async with catalog.client(*make.ALL) as client:
        days = await client.patch(path, json={"payment_days": 10}, headers={"If-Match": "1"})
        unknown = await client.patch(path, json={"payment_terms_code": "NEVER"}, headers={"If-Match": "1"})
        net = await client.patch(path, json={"payment_terms_code": None, "payment_days": 10}, headers={"If-Match": "1"})
        due = await client.get("/payment-terms/45FDM/due-date", params={"invoiced_on": "2026-01-10"})
    assert (partner["payment_days"], partner["payment_terms_code"]) == (75, "FDM45")
    assert [(each.status_code, each.json()["field"]) for each in (days, unknown)] == [
        (422, "payment_days"), (422, "payment_terms_code"),
    ]  # fmt: skip
    assert (net.json()["payment_days"], net.json()["payment_terms_code"]) == (10, None)
    assert due.json() == {"due_on": "2026-02-28"}
    first, last = await catalog.published(PartnerChanged, since=since)
    assert (first.payment_days, first.payment_terms.code, first.payment_terms.month_end) == (
        75,
        "FDM45",
        MONTH_END_BEFORE_DAYS,
    )
    assert (first.minimum_shelf_life_days, first.addresses[0].gln, first.addresses[0].instructions) == (
        90, "3017620422003", "Quai 3",
    )  # fmt: skip
    assert not last.HasField("payment_terms")


async def test_terms_are_added_and_never_changed(catalog: ServiceUnderTest) -> None:
    body = {"code": "ESC", "name_fr": "30 jours, escompte", "name_en": "30 days, discount", "net_days": 30}
    async with catalog.client(*make.ALL) as client:
        half = await client.post("/payment-terms", json={**body, "discount_rate": "0.02"})
        late = await client.post("/payment-terms", json={**body, "discount_rate": "0.02", "discount_days": 30})
        good = await client.post("/payment-terms", json={**body, "discount_rate": "0.02", "discount_days": 8})
        again = await client.post("/payment-terms", json=body)
        codes = [each["code"] for each in (await client.get("/payment-terms")).json()["items"]]
    assert [answer.status_code for answer in (half, late, good, again)] == [422, 422, 201, 409]
    assert (Decimal(good.json()["discount_rate"]), make.slug(again)) == (Decimal("0.02"), "terms-taken")
    assert codes == sorted(codes)
    assert {"ESC", "COMPTANT", "NET30", "NET45", "NET60", "FDM45", "45FDM"} <= set(codes)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("S.A.R.L. Dupont & Fils", "DUPONT ET FILS".replace("ET ", "")),
        ("Société Générale d'Écrous", "generale d ecrous"),
        ("Müller GmbH", "muller"),
    ],
)
def test_names_are_compared_without_legal_form_case_accents_and_points(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_name_that_is_only_a_legal_form_stays() -> None:
    assert name_key("SA") == "sa"


async def test_a_partner_that_is_probably_known_is_created_only_on_purpose(catalog: ServiceUnderTest) -> None:
    since_name = make.partner(name="Établissements Vernier-Maubourg", addresses=[make.address("38100")])
    known = await make.created(catalog, "/partners", since_name)
    numbered = await make.created(catalog, "/partners", make.partner(name="Boulons Réunis", siren="552100554"))
    since = await catalog.outbox_position()
    alike = make.partner(name="VERNIER MAUBOURG SAS", addresses=[make.address(" 38 100")])
    elsewhere = make.partner(name="VERNIER MAUBOURG SAS", addresses=[make.address("13001")])
    same_number = make.partner(name="Quelque chose", siren="552100554")
    async with catalog.client(*make.ALL) as client:
        refused = await client.post("/partners", json=alike)
        bulk = await client.post("/partners/bulk", json={"partners": [elsewhere, alike, same_number]})
        silent = await catalog.published(PartnerChanged, since=since)
        accepted = await client.post("/partners", json={**alike, "accept_duplicate": True})
        other_town = await client.post("/partners", json=elsewhere)
    assert (refused.status_code, make.slug(refused)) == (409, "partner-probably-known")
    (candidate,) = refused.json()["candidates"]
    assert (candidate["partner_id"], candidate["score"], candidate["reasons"]) == (
        known["id"], "1.00", ["name-and-postal-code"],
    )  # fmt: skip
    found: list[dict[str, Any]] = bulk.json()["candidates"]
    assert [(each["field"], each["partner_id"]) for each in found] == [
        ("partners.1.name", known["id"]), ("partners.2.name", numbered["id"]),
    ]  # fmt: skip
    assert silent == []
    assert (accepted.status_code, other_town.status_code) == (201, 201)


async def test_twins_in_one_request_are_seen(catalog: ServiceUnderTest) -> None:
    one = make.partner(name="Outillage Brémond", addresses=[make.address("42000")])
    other = make.partner(name="Outillage BREMOND SARL", addresses=[make.address("42000")])
    async with catalog.client(*make.ALL) as client:
        refused = await client.post("/partners/bulk", json={"partners": [one, other]})
        accepted = await client.post("/partners/bulk", json={"partners": [one, {**other, "accept_duplicate": True}]})
    assert [each["field"] for each in refused.json()["candidates"]] == ["partners.1.name"]
    assert accepted.status_code == 201
