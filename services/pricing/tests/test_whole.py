"""The service as a whole; last, for hostile input may leave rules behind that judge every sale."""

from kit.testing.doors import assert_every_door_is_shut
from kit.testing.fuzz import fuzz
from kit.testing.services import ServiceUnderTest


async def test_every_door_is_shut(pricing: ServiceUnderTest) -> None:
    assert await assert_every_door_is_shut(pricing) > 10


async def test_hostile_input_finds_no_fault_of_ours(pricing: ServiceUnderTest) -> None:
    assert await fuzz(pricing) > 10


async def test_its_invariants_hold(pricing: ServiceUnderTest) -> None:
    """No relay takes events away here, so they are taken away for it."""
    async with pricing.database.transaction() as tx:
        await tx.execute("DELETE FROM outbox")
    async with pricing.client("pricing.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    assert len(checks) > 3
    assert [check for check in checks if not check["ok"]] == []
