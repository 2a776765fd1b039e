"""What the services ask for and what the roles give are the same permissions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from identity.commands.seed import demo_roles
from identity.domain.roles import ALL, BOUND_TO_A_CUSTOMER, PERMISSIONS, SERVICES, Role, permissions_of

from tests.contracts.doors import operations

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.name for path in (ROOT / "services").iterdir() if path.is_dir())
WIRED = sorted(path.parent.name for path in (ROOT / "services").glob("*/src/*/wiring.py"))
_CHECKED_IN_A_ROUTE = re.compile(r'caller\.require\("([a-z.-]+)"\)')
_NAMED = re.compile(r'^ *[A-Z_]+ = "([a-z]+\.[a-z-]+\.[a-z-]+)"$', re.MULTILINE)  # constants of code and data


def demanded(name: str) -> frozenset[str]:
    """Permissions that a service's OpenAPI document and its routes ask for."""
    return frozenset().union(*operations(name).values()) | set(_in_routes(name))


def _in_routes(name: str) -> Iterator[str]:
    for source in (ROOT / "services" / name / "src").rglob("*.py"):
        text = source.read_text()
        yield from _CHECKED_IN_A_ROUTE.findall(text)
        yield from (each for each in _NAMED.findall(text) if each.startswith(f"{name}."))


@pytest.mark.parametrize("name", WIRED)
def test_roles_give_what_the_service_asks_for_and_nothing_else(name: str) -> None:
    given = {permission for permission in ALL if permission.startswith(f"{name}.")}
    assert given == demanded(name)


def test_roles_know_every_service() -> None:
    assert sorted(SERVICES) == FOLDERS
    assert {permission.partition(".")[0] for permission in ALL} <= set(FOLDERS)


@pytest.mark.parametrize(
    ("role", "other_hands"),
    [
        (Role.BUYER, {"purchasing.orders.approve", "purchasing.rules.write", "accounting.bills.write"}),
        (Role.FINANCE, {"purchasing.orders.write", "catalog.credit.write", "inventory.receipts.write"}),
        (Role.SALES, {"sales.margins.approve", "pricing.rules.write", "pricing.prices.write", "pricing.costs.read"}),
        (Role.PRICING_MANAGER, {"sales.orders.write", "sales.orders.confirm"}),
        (Role.WAREHOUSE, {"purchasing.orders.write", "sales.orders.write", "accounting.valuation.read"}),
        (Role.ADMIN, {"sales.orders.write", "purchasing.orders.write", "accounting.entries.write"}),
    ],
)
def test_duties_are_kept_apart(role: Role, other_hands: set[str]) -> None:
    assert other_hands <= ALL
    assert not other_hands & PERMISSIONS[role]


def test_every_permission_has_a_user_of_the_demo() -> None:
    assert permissions_of(demo_roles()) == ALL


@pytest.mark.parametrize(
    "permission",
    sorted(each for each in ALL if each.endswith(".approve") and each.replace(".approve", ".write") in ALL),
)
def test_what_one_role_asks_for_another_may_approve(permission: str) -> None:
    """Nobody approves what he asked for: where one role does both, somebody of another one has to be there."""
    askers = {role for role in PERMISSIONS if permission.replace(".approve", ".write") in PERMISSIONS[role]}
    assert {role for role in PERMISSIONS if permission in PERMISSIONS[role]} - askers


def test_an_auditor_reads_everything_and_changes_nothing() -> None:
    assert {permission for permission in ALL if permission.endswith(".read")} == PERMISSIONS[Role.AUDITOR]


def test_every_service_that_customers_reach_tests_that_they_are_kept_apart() -> None:
    reached = {permission.partition(".")[0] for role in BOUND_TO_A_CUSTOMER for permission in PERMISSIONS[role]}
    tested = {path.parents[1].name for path in (ROOT / "services").glob("*/tests/test_customers_apart.py")}
    assert reached <= tested
