"""Which router answers a path, remembered: a service has some hundred routes, and the framework tries one after the other."""

import re
from typing import Final

from fastapi import FastAPI
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

_ID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SHAPES_MAX: Final = 2000  # paths may hold what callers made up: a full memory starts anew
_FOUND: Final = "comptoir.route"


class _Remembered(BaseRoute):
    """Stands before the routes and sends a request to the one that took the last one of the same shape.

    A path's shape is the path with every UUID alike: no route of ours tells one UUID from another.
    """

    def __init__(self, routes: list[BaseRoute]) -> None:
        self._routes = routes
        self._known: dict[tuple[str, str], BaseRoute] = {}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http":
            return Match.NONE, {}
        shape = (scope["method"], _ID.sub("*", scope["path"]))
        known = self._known.get(shape)
        for route in self._routes if known is None else (known,):
            match, child = route.matches(scope)
            if match is Match.FULL:
                self._remember(shape, route)
                return match, {**child, _FOUND: route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope[_FOUND].handle(scope, receive, send)

    def _remember(self, shape: tuple[str, str], route: BaseRoute) -> None:
        if len(self._known) >= _SHAPES_MAX:
            self._known.clear()
        self._known[shape] = route


def remember_routes(app: FastAPI) -> None:
    """Called once all routes are there."""
    app.router.routes.insert(0, _Remembered(list(app.router.routes)))
