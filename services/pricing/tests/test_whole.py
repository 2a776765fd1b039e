"""The service as a whole; last, for hostile input may leave rules behind that judge every sale."""

from kit.ids import new_id
from kit.testing.doors import assert_every_door_is_shut
from kit.testing.fuzz import fuzz
from kit.testing.services import ServiceUnderTest
from pricing.domain.exception import Status, signed_content
from pricing.wiring import INVARIANTS

from services.pricing.tests.peers import Sales
from services.pricing.tests.test_exceptions import UNTIL
from services.pricing.tests.test_no_door import begin


async def test_every_door_is_shut(pricing: ServiceUnderTest) -> None:
    assert await assert_every_door_is_shut(pricing) > 10


async def test_no_endpoint_changes_a_granted_exception_and_leaves_it_granted(
    pricing: ServiceUnderTest, sales: Sales
) -> None:
    """Every operation there is, with generated input about this very exception, by who asked and may do everything."""
    story = await begin(pricing, sales)
    await story.case.decide(story.id)
    (request,) = await story.requests()
    signed = signed_content(await story.exception())

    async def after(method: str, path: str) -> None:
        await story.check()
        exception = await story.exception()
        if exception.status is Status.GRANTED:
            assert signed_content(exception) == signed, f"{method} {path}"

    known = {
        "exception_id": story.id, "request_id": str(request["id"]), "product_id": story.case.product,
        "customer_id": story.case.customer, "effective_until": UNTIL, "document_id": story.id, "order_id": str(new_id()),
    }  # fmt: skip
    assert await fuzz(pricing, examples=8, known=known, after=after, sub="seller", roles=["sales"]) > 20


async def test_hostile_input_finds_no_fault_of_ours(pricing: ServiceUnderTest) -> None:
    assert await fuzz(pricing) > 10


async def test_its_invariants_hold(pricing: ServiceUnderTest) -> None:
    """No relay takes events away here, so they are taken away for it."""
    async with pricing.database.transaction() as tx:
        await tx.execute("DELETE FROM outbox")
    async with pricing.client("pricing.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    own = {invariant.name for invariant in INVARIANTS}  # no relay runs here: events wait
    assert [check for check in checks if check["name"] in own and not check["ok"]] == []
    assert own < {check["name"] for check in checks}
