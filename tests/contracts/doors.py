"""What each operation of the services asks of its caller, from their OpenAPI documents."""

import importlib
from functools import cache
from typing import Any

import pytest
from asyncapi import UNCONNECTED
from kit.service import api_of


@cache
def operations(name: str) -> dict[tuple[str, str], frozenset[str]]:
    """Method and path of each operation of a service: the permissions that it asks for."""
    with pytest.MonkeyPatch.context() as environment:
        for setting, value in UNCONNECTED.items():
            environment.setenv(setting, value)
        document = api_of(importlib.import_module(f"{name}.wiring").build()).openapi()
    return {
        (method, path): _asked(operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


def _asked(operation: dict[str, Any]) -> frozenset[str]:
    return frozenset(scope for option in operation["security"] for scopes in option.values() for scope in scopes)
