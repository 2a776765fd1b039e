"""The trail of everything that a service keeps, as every service has it."""

from datetime import UTC, datetime, timedelta

from kit.testing.services import ServiceUnderTest

from services.catalog.tests import factories as make

READ = "catalog.history.read"


async def test_every_change_is_found_by_record_person_and_day(catalog: ServiceUnderTest) -> None:
    partner = await make.created(catalog, "/partners", make.partner())
    path = f"/partners/{partner['id']}"
    async with catalog.client(*make.WRITER, sub="marie") as client:
        await client.patch(path, json={"name": "Baptised again"}, headers={"If-Match": "1"})
    record = {"entity": "partner", "entity_id": partner["id"]}
    async with catalog.client(READ) as client:
        found = (await client.get("/history", params=record)).json()["items"]
        marie = (await client.get("/history", params={"subject": "marie"})).json()["items"]
        first = (await client.get("/history", params={**record, "limit": 1})).json()
        rest = (await client.get("/history", params={**record, "limit": 1, "cursor": first["next_cursor"]})).json()
        today = datetime.now(UTC).date()
        later = await client.get("/history", params={**record, "from": str(today + timedelta(days=1))})
        until = await client.get("/history", params={**record, "until": str(today + timedelta(days=1))})
    assert found[0]["subject"] == "marie"
    assert found[0]["changes"] == {"name": [partner["name"], "Baptised again"]}
    assert [each["id"] for each in marie] == [found[0]["id"]]
    assert first["items"] + rest["items"] == found
    assert (later.json()["items"], until.json()["items"]) == ([], found)
