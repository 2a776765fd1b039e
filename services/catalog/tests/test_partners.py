"""Partners through the API, and the doors of the service."""

from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from kit.ids import new_id
from kit.testing.doors import assert_every_door_is_shut
from kit.testing.fuzz import fuzz
from kit.testing.services import ServiceUnderTest

from services.catalog.tests import factories as make


async def test_a_partner_may_be_billed_to_another_of_the_same_load(catalog: ServiceUnderTest) -> None:
    since = await catalog.outbox_position()
    head, branch = make.partner(id=str(new_id())), make.partner()
    branch["bill_to_partner_id"] = head["id"]
    await make.created(catalog, "/partners/bulk", {"partners": [branch, head]})
    events = await catalog.published(PartnerChanged, since=since)
    assert [event.bill_to_partner_id for event in events] == [head["id"], head["id"]]


async def test_wrong_identifiers_are_refused_by_name(catalog: ServiceUnderTest) -> None:
    body = make.partner(siren="303265045", siret="73282932000074", vat_id="FR00303265045", gln="1")
    async with catalog.client(*make.ALL) as client:
        answer = await client.post("/partners", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["vat_id", "gln", "siret"]


async def test_who_writes_partners_may_not_lend_money_but_may_ask_for_it(catalog: ServiceUnderTest) -> None:
    async with catalog.client(*make.WRITER) as client:
        lent = await client.post("/partners", json=make.partner(credit_limit="100.00"))
        made = await client.post("/partners", json=make.partner())
        path = f"/partners/{made.json()['id']}"
        asked = await client.patch(path, json={"credit_limit": "100.00"}, headers={"If-Match": "1"})
        named = await client.patch(path, json={"name": "Renamed"}, headers={"If-Match": "1"})
    assert [answer.status_code for answer in (lent, made, asked, named)] == [403, 201, 200, 200]
    assert (asked.json()["credit_limit"], asked.json()["version"]) == (None, 1)
    assert asked.json()["change_request_id"] is not None
    async with catalog.client(*make.ALL) as client:
        raised = await client.patch(path, json={"credit_limit": "100.00"}, headers={"If-Match": "2"})
        found = (await client.get("/partners", params={"q": "renamed", "is_customer": True})).json()["items"]
        history = (await client.get(f"{path}/history")).json()["items"]
    assert (raised.json()["credit_limit"], raised.json()["name"]) == ("100.00", "Renamed")
    assert [{**each, "change_request_id": None} for each in found] == [raised.json()]
    assert [list(entry["changes"]) for entry in history[:2]] == [["credit_limit"], ["name"]]


async def test_records_are_found_by_their_ids(catalog: ServiceUnderTest) -> None:
    partners = [await make.created(catalog, "/partners", make.partner()) for _ in range(3)]
    product = await make.created(catalog, "/products", make.product())
    wanted = [partners[0]["id"], partners[2]["id"]]
    async with catalog.client(*make.ALL) as client:
        found = (await client.get("/partners", params={"id": wanted})).json()["items"]
        products = (await client.get("/products", params={"id": [product["id"], partners[0]["id"]]})).json()["items"]
        too_many = await client.get("/partners", params={"id": wanted * 101})
    assert sorted(each["id"] for each in found) == sorted(wanted)
    assert [each["id"] for each in products] == [product["id"]]
    assert too_many.status_code == 422


async def test_a_misspelt_member_is_a_fault(catalog: ServiceUnderTest) -> None:
    async with catalog.client(*make.ALL) as client:
        answer = await client.post("/partners", json=make.partner(credit_limt="1"))
    assert (answer.status_code, answer.json()["field"]) == (422, "credit_limt")


async def test_a_page_follows_the_other_without_gap_or_repeat(catalog: ServiceUnderTest) -> None:
    await make.created(catalog, "/partners/bulk", {"partners": [make.partner() for _ in range(7)]})
    seen: list[str] = []
    cursor: dict[str, str] = {}
    async with catalog.client(*make.ALL) as client:
        while True:
            page = (await client.get("/partners", params={"limit": 3, "sort": "-created_at", **cursor})).json()
            seen += [item["code"] for item in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        everyone = (await client.get("/partners", params={"limit": 200})).json()["items"]
    assert sorted(seen) == [item["code"] for item in everyone]


async def test_every_door_is_shut(catalog: ServiceUnderTest) -> None:
    assert await assert_every_door_is_shut(catalog) > 14


async def test_hostile_input_never_breaks_it(catalog: ServiceUnderTest) -> None:
    assert await fuzz(catalog) > 14


async def test_its_invariants_hold(catalog: ServiceUnderTest) -> None:
    async with catalog.client("catalog.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    assert [check["name"] for check in checks if not check["ok"]] == []
