"""What OAuth clients hear: tokens and errors as RFC 6749 §5 writes them."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import orjson
from authlib.oauth2 import OAuth2Error
from fastapi import Request, Response
from fastapi.routing import APIRoute

NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class OAuthRoute(APIRoute):
    """A route whose refusals are OAuth errors."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except OAuth2Error as refusal:
                return refused(refusal)

        return answer


def refused(refusal: OAuth2Error, headers: Mapping[str, str] | None = None) -> Response:
    """The response of a refusal."""
    status, body, told = refusal()
    return json(body, status, {**dict(told), **(headers or {})})


def json(body: dict[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A response that no cache keeps, unless the headers say so."""
    sent = {**NOT_STORED, **(headers or {}), "Content-Type": "application/json"}
    return Response(orjson.dumps(body), status, sent)
