"""Calls between services over a real grpc.aio server."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import grpc
import pytest
from comptoir.inventory.v1 import inventory_service_pb2 as pb
from comptoir.inventory.v1 import inventory_service_pb2_grpc as rpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from kit.auth import ServiceTokens
from kit.errors import Invalid
from kit.ids import new_id
from kit.rpc import Peer, PeerAway, PeerRefused, Server
from kit.testing import tokens
from toy import wiring

TOKENS = ServiceTokens("toy", tokens.INTERNAL_KEY)


@pytest.fixture
async def address() -> AsyncIterator[str]:
    server = Server("toy", TOKENS, wiring.add_servicers)
    port = await server.start("127.0.0.1:0")
    yield f"127.0.0.1:{port}"
    await server.stop(0)


@pytest.fixture
async def peer(address: str) -> AsyncIterator[Peer]:
    peer = Peer("toy", address, TOKENS)
    yield peer
    await peer.close()


async def test_a_call_carries_the_service_and_is_answered(peer: Peer) -> None:
    stub = peer.stub(rpc.InventoryServiceStub)
    request = pb.ReleaseReservationRequest(order_id=str(new_id()))
    assert await peer.call(stub.ReleaseReservation, request, on_behalf_of=None) == pb.ReleaseReservationResponse()


async def test_a_refusal_arrives_with_its_reason_and_values(peer: Peer) -> None:
    stub = peer.stub(rpc.InventoryServiceStub)
    with pytest.raises(PeerRefused) as refused:
        await peer.call(
            stub.ReleaseReservation, pb.ReleaseReservationRequest(order_id=str(UUID(int=1))), on_behalf_of=None
        )
    assert refused.value.reason == "note-taken"
    assert refused.value.peer_values == {"taken": "1", "field": "order_id"}


async def test_a_request_that_breaks_its_contract_names_the_field(peer: Peer) -> None:
    stub = peer.stub(rpc.InventoryServiceStub)
    with pytest.raises(Invalid) as refused:
        await peer.call(stub.ReleaseReservation, pb.ReleaseReservationRequest(order_id="x"), on_behalf_of=None)
    assert refused.value.field == "order_id"


async def test_a_stranger_and_a_forged_token_are_refused(address: str) -> None:
    async with grpc.aio.insecure_channel(address) as channel:
        stub = rpc.InventoryServiceStub(channel)
        with pytest.raises(grpc.aio.AioRpcError) as nobody:
            await stub.ReleaseReservation(pb.ReleaseReservationRequest(order_id=str(new_id())), timeout=2)
    forger = Peer("toy", address, ServiceTokens("toy", "another key of thirty-two characters"))
    with pytest.raises(PeerRefused) as forged:
        await forger.call(
            forger.stub(rpc.InventoryServiceStub).ReleaseReservation,
            pb.ReleaseReservationRequest(order_id=str(new_id())),
            on_behalf_of=None,
        )
    await forger.close()
    assert nobody.value.code() is grpc.StatusCode.UNAUTHENTICATED
    assert forged.value.reason == "invalid-token"


async def test_a_peer_that_is_away_is_unavailable_within_the_deadline() -> None:
    peer = Peer("nobody", "127.0.0.1:1", TOKENS, timeout_s=0.5)
    with pytest.raises(PeerAway):
        await peer.call(
            peer.stub(rpc.InventoryServiceStub).ReleaseReservation,
            pb.ReleaseReservationRequest(order_id=str(new_id())),
            on_behalf_of=None,
        )
    await peer.close()


async def test_health_says_serving(address: str) -> None:
    async with grpc.aio.insecure_channel(address) as channel:
        check = health_pb2_grpc.HealthStub(channel).Check  # type: ignore[attr-defined]  # the stubs know the async stub by another name
        answer = await check(health_pb2.HealthCheckRequest(), timeout=2)
    assert answer.status == health_pb2.HealthCheckResponse.SERVING


async def test_a_peer_made_outside_the_event_loop_opens_in_the_one_that_runs(address: str) -> None:
    peer = await asyncio.to_thread(Peer, "toy", address, TOKENS)
    request = pb.ReleaseReservationRequest(order_id=str(new_id()))
    await peer.call(peer.stub(rpc.InventoryServiceStub).ReleaseReservation, request, on_behalf_of=None)
    await peer.close()
