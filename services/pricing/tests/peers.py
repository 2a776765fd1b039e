"""Sales, as it calls pricing over gRPC."""

from comptoir.pricing.v1 import pricing_service_pb2 as pb
from comptoir.pricing.v1 import pricing_service_pb2_grpc as rpc
from kit.auth import Principal, ServiceTokens
from kit.rpc import Peer
from kit.testing import tokens

SALES = ServiceTokens("sales", tokens.INTERNAL_KEY)
SELLER = Principal("seller", roles=("sales",))


class Sales:
    """The client's side: sales' connection to pricing."""

    def __init__(self, address: str) -> None:
        self.peer = Peer("pricing", address, SALES)
        self._stub = rpc.PricingServiceStub(self.peer.channel)

    async def quote(self, request: pb.QuoteLinesRequest, on_behalf_of: Principal = SELLER) -> pb.QuoteLinesResponse:
        return await self.peer.call(self._stub.QuoteLines, request, on_behalf_of=on_behalf_of)

    async def decide(
        self, request: pb.DecideMarginRequest, on_behalf_of: Principal = SELLER
    ) -> pb.DecideMarginResponse:
        return await self.peer.call(self._stub.DecideMargin, request, on_behalf_of=on_behalf_of)

    async def release(self, order_id: str) -> None:
        await self.peer.call(
            self._stub.ReleaseExceptions, pb.ReleaseExceptionsRequest(order_id=order_id), on_behalf_of=SELLER
        )
