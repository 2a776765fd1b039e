"""The Keycloak realm is what its generator writes, and lets somebody do each thing that the services ask for."""

import importlib
import json

import pytest
from asyncapi import UNCONNECTED
from fastapi.routing import APIRoute
from kit.http import permissions_of

from deploy.keycloak import realm
from deploy.tests.environment import SERVICES, WIRED

REALM = json.loads(realm.REALM.read_text())
GRANTED = {permission["name"] for permission in REALM["roles"]["client"]["comptoir"]}


def test_the_file_is_what_the_generator_writes() -> None:
    assert realm.REALM.read_text() == realm.text(), "run python -m deploy.keycloak.realm"


@pytest.mark.parametrize("name", [name for name in WIRED if name != "identity"])  # Keycloak stands in for it
def test_somebody_may_do_each_thing_that_is_asked_for(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting, value in UNCONNECTED.items():
        monkeypatch.setenv(setting, value)
    service = importlib.import_module(f"{name}.wiring").build()
    routes = [route for router in service.routers for route in router.routes if isinstance(route, APIRoute)]
    assert {permission for route in routes for permission in permissions_of(route)} <= GRANTED


def test_permissions_name_a_service() -> None:
    assert {permission.partition(".")[0] for permission in GRANTED} <= set(SERVICES)


def test_nothing_secret_is_in_it() -> None:
    assert "secret" not in {key for client in REALM["clients"] for key in client}
    assert not [user for user in REALM["users"] if "credentials" in user]
    browser = next(client for client in REALM["clients"] if client["clientId"] == "comptoir-web")
    assert browser["attributes"]["pkce.code.challenge.method"] == "S256"


@pytest.mark.parametrize(
    ("role", "forbidden"),
    [
        pytest.param("buyer", "purchasing.orders.approve", id="who buys does not approve"),
        pytest.param("sales", "sales.margins.approve", id="who sells does not approve margins"),
        pytest.param("portal-customer", "pricing.costs.read", id="customers see no costs"),
        pytest.param("auditor", "accounting.entries.write", id="who audits posts nothing"),
    ],
)
def test_duties_are_apart(role: str, forbidden: str) -> None:
    [found] = [entry for entry in REALM["roles"]["realm"] if entry["name"] == role]
    assert forbidden not in found["composites"]["client"]["comptoir"]
