"""The operator's desk for messages that a service could not apply."""

from wholesaler.client import Role

from tests.integration.house import Answer, House


async def parked(house: House, service: str, key: object = None) -> list[Answer]:
    """What is parked (of one key, if given), the first one first."""
    rows = await house.listed(Role.ADMIN, f"{service}/parked-messages")
    return [row for row in rows if key is None or row["key"] == str(key)]


async def replay(house: House, service: str, message: Answer) -> int:
    """How many messages were applied: this one and those behind it."""
    answer = await house.post(Role.ADMIN, f"{service}/parked-messages/{message['id']}/replay", {})
    return int(answer["applied"])


async def discard(house: House, service: str, message: Answer) -> None:
    """Give it up."""
    reason = {"reason": "Sent by a broken client."}
    await house.post(Role.ADMIN, f"{service}/parked-messages/{message['id']}/discard", reason)


def is_garbage(message: Answer) -> bool:
    """Whether nobody can read it."""
    return str(message["error"]).startswith("MalformedMessage")


async def give_up_garbage(house: House, service: str) -> None:
    """Discard what nobody can read, and apply what waits behind it."""
    for garbage in filter(is_garbage, await parked(house, service)):
        await discard(house, service, garbage)
        if behind := await parked(house, service, garbage["key"]):
            await replay(house, service, behind[0])
