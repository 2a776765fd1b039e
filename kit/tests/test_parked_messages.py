"""The desk of parked messages: see, replay, give up."""

from comptoir.inventory.v1.reservation_pb2 import ReservationChanged
from kit.events import ReceivedEvent
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest, received
from toy import wiring

from kit import audit, consumer

MANAGE = "toy.messages.manage"


async def park(toy: ServiceUnderTest, *payloads: bytes, key: str) -> list[int]:
    async with toy.database.transaction() as tx:
        return [
            await tx.fetchval(
                "INSERT INTO parked_message (event_id, topic, partition, record_offset, key, type, payload, published_at,"
                " error) VALUES ($1, $2, 0, $3, $4, $5, $6, now(), 'poisonous') RETURNING id",
                new_id(),
                wiring.TOPIC,
                n,
                key,
                ReservationChanged.DESCRIPTOR.full_name,
                payload,
            )
            for n, payload in enumerate(payloads)
        ]


async def test_what_no_handler_can_read_is_given_up_with_a_reason_and_the_rest_is_replayed(
    toy: ServiceUnderTest,
) -> None:
    good = ReservationChanged(sales_order_id="behind the poison").SerializeToString()
    poison, behind = await park(toy, b"\xff\xff", good, key="desk")
    async with toy.client(MANAGE) as client:
        refused = await client.post(f"/parked-messages/{poison}/replay")
        assert refused.status_code in {409, 422}
        assert refused.json()["type"].endswith("/malformed-message")
        unexplained = await client.post(f"/parked-messages/{poison}/discard", json={"reason": ""})
        assert unexplained.status_code == 422
        gone = await client.post(f"/parked-messages/{poison}/discard", json={"reason": "Sent by a broken client."})
        assert (gone.status_code, gone.json()["id"]) == (200, poison)
        again = await client.post(f"/parked-messages/{poison}/discard", json={"reason": "Once more."})
        assert again.status_code == 404
        replayed = await client.post(f"/parked-messages/{behind}/replay")
        assert replayed.json() == {"applied": 1}
    async with toy.database.read() as tx:
        assert await tx.fetchval("SELECT count(*) FROM heard WHERE text = 'behind the poison'") == 1
        (entry,) = await audit.history(tx, "parked-message", str(poison))
    assert (entry.action, entry.changes["reason"]) == ("discarded", [None, "Sent by a broken client."])


async def test_a_message_of_a_parked_key_queues_up_behind_it(toy: ServiceUnderTest) -> None:
    (poison,) = await park(toy, b"\xff\xff", key="queue")
    event: ReceivedEvent[ReservationChanged] = received(
        wiring.TOPIC, ReservationChanged(sales_order_id="must wait"), key="queue"
    )
    async with toy.database.transaction() as tx:
        await consumer.apply(tx, [event], wiring.HANDLERS, consumer.types_of(wiring.HANDLERS))
    async with toy.client(MANAGE) as client:
        listed = (await client.get("/parked-messages")).json()["items"]
        assert [row["key"] for row in listed if row["key"] == "queue"] == ["queue", "queue"]
        for row in [row for row in listed if row["key"] == "queue"]:
            await client.post(f"/parked-messages/{row['id']}/discard", json={"reason": "The test is over."})
    async with toy.database.read() as tx:
        assert await tx.fetchval("SELECT count(*) FROM heard WHERE text = 'must wait'") == 0
    assert poison
